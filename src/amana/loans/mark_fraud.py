"""Marking a loan as fraud."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import FraudMarked
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class MarkLoanAsFraud:
    """Mark a loan as fraud, or clear it; what is booked after a charge-off goes to other accounts then."""

    loan: int
    fraud: bool


@handles(MarkLoanAsFraud, permission="SETFRAUD_LOAN")
def handle(command: MarkLoanAsFraud, work: Work, loans: LoanStore) -> Outcome:
    """Nothing moves; later transactions are booked otherwise."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.MARK_FRAUD)
    if loan.state.fraud is not command.fraud:
        loans.append(loan, (FraudMarked(fraud=command.fraud), work.business_date))
    return rules.outcome(loan.header, fraud=command.fraud)
