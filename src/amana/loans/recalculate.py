"""Bringing a loan whose interest follows the money up to the present day; a job runs this every day."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class RecalculateLoan:
    """Derive the loan anew on the business date: what became overdue since bears interest."""

    loan: int


@handles(RecalculateLoan, permission="RECALCULATE_LOAN")
def handle(command: RecalculateLoan, work: Work, loans: LoanStore) -> Outcome:
    """Nothing happened to the loan; only the day is another."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.ACCRUE)
    if loan.state.contract.terms.recalculation is not None:
        loans.append(loan)
    return rules.outcome(loan.header, on=work.business_date)
