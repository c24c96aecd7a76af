"""Changing a guarantor."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.unset import UNSET, UnsetType
from amana.loans.kinds import GuarantorKind


@dataclass(frozen=True, kw_only=True)
class UpdateGuarantor:
    """Change who the guarantor is, or what is known of him."""

    loan: int
    guarantor: int
    kind: GuarantorKind | UnsetType = UNSET
    person: int | UnsetType = UNSET
    relationship: int | UnsetType | None = UNSET
    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    address_line_1: str | UnsetType | None = UNSET
    address_line_2: str | UnsetType | None = UNSET
    city: str | UnsetType | None = UNSET
    state: str | UnsetType | None = UNSET
    zip: str | UnsetType | None = UNSET
    country: str | UnsetType | None = UNSET
    mobile_number: str | UnsetType | None = UNSET
    house_phone_number: str | UnsetType | None = UNSET
    comment: str | UnsetType | None = UNSET
    birth_date: date | UnsetType | None = UNSET
