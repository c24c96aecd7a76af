"""Changing an application before it is approved."""

from dataclasses import dataclass
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
    terms: AskedTerms = AskedTerms()
    charges: tuple[AskedCharge, ...] | UnsetType = UNSET
    collateral: tuple[AskedCollateral, ...] | UnsetType = UNSET
    account_no: str | UnsetType = UNSET
    external_id: str | None | UnsetType = UNSET
    fund: int | None | UnsetType = UNSET
    officer: int | None | UnsetType = UNSET
    purpose: int | None | UnsetType = UNSET
