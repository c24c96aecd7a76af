"""Taking a charge off an application."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import ChargeRemoved
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore
from amana.loans.update_charge import charge_on


@dataclass(frozen=True, kw_only=True)
class RemoveLoanCharge:
    """Remove a charge, before the loan is approved."""

    loan: int
    loan_charge: int


@handles(RemoveLoanCharge, permission="DELETE_LOANCHARGE")
def handle(command: RemoveLoanCharge, work: Work, loans: LoanStore) -> Outcome:
    """The charge is asked for no more."""
    loan = loans.load(command.loan)
    charge_on(loan, command.loan_charge)
    require(loan.status, Verb.REMOVE_CHARGE)
    loans.append(loan, (ChargeRemoved(charge=command.loan_charge), work.business_date))
    return rules.outcome(loan.header, "loan charge", command.loan_charge)
