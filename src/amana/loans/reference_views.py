"""What loans refer to, in short form."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something referred to by id and name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerTerm:
    """A loan officer in charge from a day until another took over (None: still)."""

    officer: Named
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BorrowerView:
    """The client or group that borrows, and its office."""

    id: int
    account_no: str
    name: str
    office_id: int
    office_name: str
    external_id: str | None = None
    key: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRef:
    """The loan's product."""

    id: int
    name: str
    short_name: str | None = None
    description: str | None = None
    variable_instalments: bool = False
    instalment_may_be_agreed: bool = True
    may_top_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ByUser:
    """Who did something."""

    username: str
    first_name: str
    last_name: str
