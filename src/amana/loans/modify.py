"""Changing an application before it is approved."""

from dataclasses import dataclass, field
from datetime import date

from amana.kernel.unset import UNSET, UnsetType
from amana.loans.asked import AskedCharge, AskedCollateral, AskedTerms


@dataclass(frozen=True, kw_only=True)
class ModifyLoan:
    """Change what was applied for; a list of charges or collateral replaces the present one."""

    loan: int
    product: int | UnsetType = UNSET
    client: int | UnsetType = UNSET
    submitted_on: date | UnsetType = UNSET
    terms: AskedTerms = field(default_factory=AskedTerms)
    charges: tuple[AskedCharge, ...] | UnsetType = UNSET
    collateral: tuple[AskedCollateral, ...] | UnsetType = UNSET
    account_no: str | UnsetType = UNSET
    external_id: str | UnsetType | None = UNSET
    fund: int | UnsetType | None = UNSET
    officer: int | UnsetType | None = UNSET
    purpose: int | UnsetType | None = UNSET
