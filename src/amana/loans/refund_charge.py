"""Giving back what a charge brought: it reduces what is owed, or is overpaid."""

from dataclasses import dataclass
from decimal import Decimal

from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.adjust_charge import taken_back
from amana.loans.booking import book
from amana.loans.events import UNDECIDED, Credited
from amana.loans.kinds import TransactionKind as K
from amana.loans.payment import PaymentDetail
from amana.loans.refusals import ChargeNotPaid
from amana.loans.settled import takes_money
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore
from amana.loans.update_charge import charge_on


@dataclass(frozen=True, kw_only=True)
class RefundLoanCharge:
    """Give back ``amount`` of what was paid of a charge on the business date; left out, all that was not given back."""

    loan: int
    loan_charge: int
    amount: Decimal | None = None
    payment: PaymentDetail | None = None
    external_id: str | None = None
    note: str | None = None


@handles(RefundLoanCharge, permission="REFUND_LOANCHARGE")
def handle(command: RefundLoanCharge, work: Work, loans: LoanStore) -> Outcome:
    """The charge itself stays paid; its income is reduced. Refuses more than was paid of it."""
    today = work.business_date
    loan = loans.load(command.loan, on=today, payment=command.payment)
    one = charge_on(loan, command.loan_charge)
    takes_money(work, loan.status)
    require(loan.status, Verb.REPAY)
    left = one.total("paid") - taken_back(loan, command.loan_charge, K.CHARGE_REFUND)
    amount = left if command.amount is None else command.amount
    if amount > left or left == ZERO:
        raise ChargeNotPaid(amount=amount, limit=left)
    rules.positive("amount", amount, loan.state.contract.currency)
    work.actor.require_amount("REFUND_LOANCHARGE", amount)
    body = Credited(
        credit=K.CHARGE_REFUND,
        amount=amount,
        decided=UNDECIDED,
        payment=command.payment,
        charge=command.loan_charge,
    )
    return book(loans, loan, body, today, note=command.note, external_id=command.external_id)
