"""Who acts, in which tenant, on which business day: what a handler may know besides its command."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from amana.kernel.refusals import AmountLimitExceeded, NotFound, NotPermitted
from amana.storage.session import ReadSession, WriteSession

ALL_FUNCTIONS = "ALL_FUNCTIONS"
ALL_FUNCTIONS_READ = "ALL_FUNCTIONS_READ"
CHECKER_SUPER_USER = "CHECKER_SUPER_USER"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A verified user with its rights and the office subtree it may see and touch."""

    user_id: int
    username: str
    office_id: int
    hierarchy: str
    """Path of the office, e.g. ``.1.12.``; everything below starts with it."""
    permissions: frozenset[str]
    access_version: int
    staff_id: int | None = None
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    limits: Mapping[str, Decimal] = field(default_factory=dict)
    is_system: bool = False

    def may(self, permission: str) -> bool:
        """Whether the actor holds ``permission``, directly or through a general one."""
        held = self.permissions
        if permission in held or ALL_FUNCTIONS in held:
            return True
        if permission.startswith("READ_"):
            return ALL_FUNCTIONS_READ in held
        return permission.endswith("_CHECKER") and CHECKER_SUPER_USER in held

    def require(self, permission: str) -> None:
        """Refuse with ``NotPermitted`` unless the actor holds ``permission``."""
        if not self.may(permission):
            raise NotPermitted(username=self.username, permission=permission)

    def require_amount(self, permission: str, amount: Decimal) -> None:
        """Refuse with ``AmountLimitExceeded`` when the permission is limited to less than ``amount``."""
        limit = self.limits.get(permission)
        if limit is not None and amount > limit:
            raise AmountLimitExceeded(permission=permission, limit=limit, amount=amount)

    def sees(self, hierarchy: str) -> bool:
        """Whether an office with this path lies in the actor's subtree."""
        return hierarchy.startswith(self.hierarchy)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What is read once per command or query, before anything else."""

    business_date: date
    closing_day: date
    """The last day that close of business closes: the day before the business date, or another one that was set."""
    now: datetime
    """Booking time, aware, UTC."""
    configuration_version: int
    access_version: int
    settings: Mapping[str, Any]
    """Tenant settings by name (global configuration and institution settings)."""


class Reading:
    """What a query handler works with."""

    def __init__(self, session: ReadSession, actor: Actor, moment: Moment) -> None:
        self.session = session
        self.actor = actor
        self.moment = moment

    @property
    def business_date(self) -> date:
        """The tenant's business day."""
        return self.moment.business_date

    def require_scope(self, kind: str, record_id: int | str, hierarchy: str | None) -> None:
        """Refuse a record of an office outside the actor's subtree as if it did not exist."""
        if hierarchy is None or not self.actor.sees(hierarchy):
            raise NotFound(kind=kind, id=record_id)


class Work(Reading):
    """One command's unit of work: the write session and what goes along with the change."""

    session: WriteSession

    def __init__(self, session: WriteSession, actor: Actor, moment: Moment, command_id: int) -> None:
        super().__init__(session, actor, moment)
        self.session = session
        self.command_id = command_id
        """Number of the audit row of this command; events and journal entries carry it."""
        self.announcements: list[tuple[str, Mapping[str, Any]]] = []
        self.checking = False
        """Whether the actor approves what somebody else submitted."""

    def require(self, permission: str) -> None:
        """Refuse a part of the command that needs a right of its own; who approves needs that right's checker."""
        if not (self.checking and self.actor.may(f"{permission}_CHECKER")):
            self.actor.require(permission)

    @property
    def now(self) -> datetime:
        """Booking time, aware, UTC."""
        return self.moment.now

    def announce(self, kind: str, payload: Mapping[str, Any]) -> None:
        """Put a message into the outbox, in the same transaction."""
        self.announcements.append((kind, payload))
