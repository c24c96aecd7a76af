"""Applying for a loan."""

from dataclasses import dataclass, field
from datetime import date

from amana.loans.asked import AskedCharge, AskedCollateral, AskedTerms
from amana.loans.kinds import LoanType


@dataclass(frozen=True, kw_only=True)
class SubmitLoan:
    """Apply for a loan of ``product`` for a client, a group, or a client as member of a jointly liable group.

    ``charges`` None takes the product's own charges; an empty tuple takes none.
    """

    product: int
    loan_type: LoanType
    client: int | None = None
    group: int | None = None
    submitted_on: date
    terms: AskedTerms = field(default_factory=AskedTerms)
    charges: tuple[AskedCharge, ...] | None = None
    collateral: tuple[AskedCollateral, ...] = ()
    account_no: str | None = None
    external_id: str | None = None
    fund: int | None = None
    officer: int | None = None
    purpose: int | None = None
    note: str | None = None
