"""Taking a charge back after it was paid: what it brought reduces what is owed instead."""

from dataclasses import dataclass
from decimal import Decimal

from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import UNDECIDED, Credited
from amana.loans.kinds import TransactionKind as K
from amana.loans.payment import PaymentDetail
from amana.loans.refusals import AmountExceeds
from amana.loans.settled import takes_money
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore
from amana.loans.update_charge import charge_on


@dataclass(frozen=True, kw_only=True)
class AdjustLoanCharge:
    """Take ``amount`` of a charge back on the business date."""

    loan: int
    loan_charge: int
    amount: Decimal
    payment: PaymentDetail | None = None
    external_id: str | None = None
    note: str | None = None


def taken_back(loan: FullLoan, charge: int, kind: K) -> Decimal:
    """What of a charge was adjusted, or refunded, before."""
    found = (
        one.amount
        for one in loan.state.transactions
        if one.kind is kind and one.charge == charge and not one.is_reversed
    )
    return sum(found, ZERO)


@handles(AdjustLoanCharge, permission="ADJUSTMENT_LOANCHARGE")
def handle(command: AdjustLoanCharge, work: Work, loans: LoanStore) -> Outcome:
    """The charge itself stays as it is; its income is reduced by what the adjustment pays."""
    today = work.business_date
    loan = loans.load(command.loan, on=today, payment=command.payment)
    one = charge_on(loan, command.loan_charge)
    takes_money(work, loan.status)
    require(loan.status, Verb.REPAY)
    rules.positive("amount", command.amount, loan.state.contract.currency)
    left = one.total("amount") - taken_back(loan, command.loan_charge, K.CHARGE_ADJUSTMENT)
    if command.amount > left:
        raise AmountExceeds(
            what="adjustment", amount=command.amount, limit_of="charge not taken back yet", limit=left
        )
    work.actor.require_amount("ADJUSTMENT_LOANCHARGE", command.amount)
    body = Credited(
        credit=K.CHARGE_ADJUSTMENT,
        amount=command.amount,
        decided=UNDECIDED,
        payment=command.payment,
        charge=command.loan_charge,
    )
    return book(
        loans,
        loan,
        body,
        today,
        note=command.note,
        external_id=command.external_id,
        charge=command.loan_charge,
    )
