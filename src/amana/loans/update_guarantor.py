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
    relationship: int | None | UnsetType = UNSET
    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    address_line_1: str | None | UnsetType = UNSET
    address_line_2: str | None | UnsetType = UNSET
    city: str | None | UnsetType = UNSET
    state: str | None | UnsetType = UNSET
    zip: str | None | UnsetType = UNSET
    country: str | None | UnsetType = UNSET
    mobile_number: str | None | UnsetType = UNSET
    house_phone_number: str | None | UnsetType = UNSET
    comment: str | None | UnsetType = UNSET
    birth_date: date | None | UnsetType = UNSET
