"""Ending a loan before its term."""

from dataclasses import dataclass
from datetime import date

from amana.finance.components import NOTHING, Components
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotSupported
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import UNDECIDED, Foreclosed
from amana.loans.model import derive
from amana.loans.payment import PaymentDetail
from amana.loans.state import LoanState
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore


@dataclass(frozen=True, kw_only=True)
class ForecloseLoan:
    """Receive all that is owed by the end of ``on``: the principal, interest of the days until then, charges due."""

    loan: int
    on: date
    payment: PaymentDetail | None = None
    note: str | None = None


def outstanding(state: LoanState) -> Components:
    """What the instalments still owe."""
    total = NOTHING
    for row in state.instalments:
        total += row.outstanding
    return total


def foreclosure(loan: FullLoan, on: date, today: date) -> Components:
    """What ends the loan on a day, by component; refuses a day before the latest transaction."""
    rules.not_before("foreclosure", on, "latest transaction", loan.state.last_moved_on)
    if loan.state.contract.terms.recalculation is not None:
        raise NotSupported(what="Foreclosure of a loan whose interest follows the money (repay its payoff)")
    return outstanding(derive(loan.events, today, foreclosed_on=on))


@handles(ForecloseLoan, permission="FORECLOSURE_LOAN")
def handle(command: ForecloseLoan, work: Work, loans: LoanStore) -> Outcome:
    """The schedule ends on that day and is paid."""
    loan = loans.load(command.loan, on=command.on, payment=command.payment)
    require(loan.status, Verb.FORECLOSE)
    rules.not_in_future(work, "foreclosure", command.on)
    rules.not_before("foreclosure", command.on, "disbursement", loan.header.position.disbursed_on)
    rules.working_day(work, loan.header, "foreclosure", command.on)
    amount = foreclosure(loan, command.on, work.business_date).total
    work.actor.require_amount("FORECLOSURE_LOAN", amount)
    body = Foreclosed(amount=amount, decided=UNDECIDED, payment=command.payment)
    return book(loans, loan, body, command.on, note=command.note)
