"""Planning one disbursement anew."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotFound
from amana.loans import rules
from amana.loans.change_tranches import AskedTranche, plan_anew
from amana.loans.states import Verb
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class ChangeTranche:
    """Pay tranche ``number`` (counted from 1) out on another day, or another amount of it."""

    loan: int
    number: int
    expected_on: date
    amount: Decimal


@handles(ChangeTranche, permission="UPDATE_DISBURSEMENTDETAIL")
def handle(command: ChangeTranche, work: Work, loans: LoanStore) -> Outcome:
    """The other tranches stay as they are planned."""
    loan = loans.load(command.loan)
    rules.allow(loan, Verb.CHANGE_TRANCHES)
    tranches = loan.state.contract.terms.tranches
    if not 1 <= command.number <= len(tranches):
        raise NotFound(kind="tranche", id=command.number)
    asked = [AskedTranche(expected_on=one.expected_on, amount=one.amount) for one in tranches]
    asked[command.number - 1] = AskedTranche(expected_on=command.expected_on, amount=command.amount)
    plan_anew(work, loans, loan, tuple(asked))
    return rules.outcome(loan.header, expected_on=command.expected_on, amount=command.amount)
