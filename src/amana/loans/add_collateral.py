"""Pledging something for a loan."""

from dataclasses import dataclass
from decimal import Decimal

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import pledges, rules
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class AddCollateral:
    """Pledge something, before the loan is approved; ``value`` is its market value in the loan's currency."""

    loan: int
    type: int
    value: Decimal | None = None
    description: str | None = None


@handles(AddCollateral, permission="CREATE_COLLATERAL")
def handle(command: AddCollateral, work: Work, loans: LoanStore) -> Outcome:
    """One more pledge."""
    header = loans.header(command.loan)
    require(header.status, Verb.PLEDGE)
    pledges.require_sound(work, command.type, command.value)
    made = work.session.insert(
        pledges.ADD,
        loan_id=command.loan,
        type_id=command.type,
        value=command.value,
        currency=header.contract.currency.code,
        description=command.description,
    )
    return rules.outcome(header, "collateral", made)
