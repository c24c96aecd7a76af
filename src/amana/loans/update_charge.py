"""Changing a charge of an application."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotFound
from amana.kernel.unset import UNSET, UnsetType, given
from amana.loans import rules
from amana.loans.charging import fitted
from amana.loans.events import ChargeChanged
from amana.loans.state import ChargeState
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore


@dataclass(frozen=True, kw_only=True)
class UpdateLoanCharge:
    """Change amount or due date of a charge, before the loan is approved."""

    loan: int
    loan_charge: int
    amount: Decimal | UnsetType = UNSET
    due_on: date | UnsetType = UNSET


def charge_on(loan: FullLoan, loan_charge: int) -> ChargeState:
    """A charge of the loan; raises NotFound."""
    for one in loan.state.charges:
        if one.charge.id == loan_charge:
            return one
    raise NotFound(kind="loan charge", id=loan_charge)


@handles(UpdateLoanCharge, permission="UPDATE_LOANCHARGE")
def handle(command: UpdateLoanCharge, work: Work, loans: LoanStore) -> Outcome:
    """The charge as it is wanted now."""
    loan = loans.load(command.loan)
    present = charge_on(loan, command.loan_charge).charge
    require(loan.status, Verb.CHANGE_CHARGE)
    terms = loan.state.contract.terms
    changed = fitted(
        present,
        None if command.amount is UNSET else command.amount,
        None if command.due_on is UNSET else command.due_on,
        terms.currency,
        not_before=terms.expected_disbursement_on,
    )
    loans.append(loan, (ChargeChanged(charge=changed), work.business_date))
    return rules.outcome(
        loan.header, "loan charge", command.loan_charge, **given(command, ("amount", "due_on"))
    )
