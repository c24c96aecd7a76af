"""Somebody answers for the borrower."""

from dataclasses import dataclass
from datetime import date

from amana.loans.kinds import GuarantorKind


@dataclass(frozen=True, kw_only=True)
class AddGuarantor:
    """Add a guarantor: a client or staff member (``person``), or somebody from outside by name."""

    loan: int
    kind: GuarantorKind
    person: int | None = None
    relationship: int | None = None
    first_name: str | None = None
    last_name: str | None = None
    address_line_1: str | None = None
    address_line_2: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    mobile_number: str | None = None
    house_phone_number: str | None = None
    comment: str | None = None
    birth_date: date | None = None
