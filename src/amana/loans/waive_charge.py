"""Forgiving a charge."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.charges import ChargeTime
from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans.booking import book
from amana.loans.events import UNDECIDED, ChargeWaived
from amana.loans.refusals import NotPayable
from amana.loans.state import ChargeState
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore
from amana.loans.update_charge import charge_on


@dataclass(frozen=True, kw_only=True)
class WaiveLoanCharge:
    """Forgive what is still owed of a charge; of an instalment fee, the part of one ``instalment`` (the first one
    that owes some, when left out).
    """

    loan: int
    loan_charge: int
    instalment: int | None = None
    note: str | None = None


def owed(one: ChargeState, instalment: int | None) -> tuple[int | None, Decimal]:
    """The instalment concerned (None: the charge as a whole) and what is owed; refuses when it is nothing."""
    if one.charge.time is not ChargeTime.INSTALMENT:
        instalment, amount = None, one.outstanding
    else:
        parts = [
            part for part in one.parts if part.outstanding > ZERO and instalment in (None, part.instalment)
        ]
        instalment, amount = (parts[0].instalment, parts[0].outstanding) if parts else (instalment, ZERO)
    if amount <= ZERO:
        raise NotPayable
    return instalment, amount


def day_of(loan: FullLoan, one: ChargeState, instalment: int | None, today: date) -> date:
    """The day a waiver counts from: when the charge falls due, or today when that is still to come."""
    numbers = {part.instalment for part in one.parts if instalment in (None, part.instalment)}
    due = one.charge.due_on or next(
        (row.due_date for row in loan.state.instalments if row.number in numbers), today
    )
    return min(due, today)


@handles(WaiveLoanCharge, permission="WAIVE_LOANCHARGE")
def handle(command: WaiveLoanCharge, work: Work, loans: LoanStore) -> Outcome:
    """The charge is owed no more; payments that covered part of it stay."""
    loan = loans.load(command.loan)
    one = charge_on(loan, command.loan_charge)
    require(loan.status, Verb.WAIVE_CHARGE)
    instalment, amount = owed(one, command.instalment)
    work.actor.require_amount("WAIVE_LOANCHARGE", amount)
    body = ChargeWaived(charge=command.loan_charge, instalment=instalment, amount=amount, decided=UNDECIDED)
    on = day_of(loan, one, instalment, work.business_date)
    return book(loans, loan, body, on, note=command.note, charge=command.loan_charge)
