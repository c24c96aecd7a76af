"""Paying one charge by itself."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import UNDECIDED, ChargePaid
from amana.loans.payment import PaymentDetail
from amana.loans.refusals import AmountExceeds
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore
from amana.loans.update_charge import charge_on
from amana.loans.waive_charge import owed


@dataclass(frozen=True, kw_only=True)
class PayLoanCharge:
    """Pay a charge (of an instalment fee, the part of one ``instalment``): all that is owed, or ``amount``."""

    loan: int
    loan_charge: int
    on: date
    amount: Decimal | None = None
    instalment: int | None = None
    payment: PaymentDetail | None = None
    note: str | None = None


@handles(PayLoanCharge, permission="PAY_LOANCHARGE")
def handle(command: PayLoanCharge, work: Work, loans: LoanStore) -> Outcome:
    """A payment that goes to the charge first of all."""
    loan = loans.load(command.loan, on=command.on, payment=command.payment)
    one = charge_on(loan, command.loan_charge)
    require(loan.status, Verb.PAY_CHARGE)
    rules.not_in_future(work, "payment", command.on)
    rules.not_before("payment", command.on, "disbursement", loan.header.position.disbursed_on)
    rules.not_before_charge_off("payment", command.on, loan.header.position.charged_off_on)
    instalment, limit = owed(one, command.instalment)
    amount = limit if command.amount is None else command.amount
    rules.positive("amount", amount, loan.state.contract.currency)
    if amount > limit:
        raise AmountExceeds(what="payment", amount=amount, limit_of="charge outstanding", limit=limit)
    work.actor.require_amount("PAY_LOANCHARGE", amount)
    body = ChargePaid(
        charge=command.loan_charge,
        instalment=instalment,
        amount=amount,
        decided=UNDECIDED,
        payment=command.payment,
    )
    return book(loans, loan, body, command.on, note=command.note, charge=command.loan_charge)
