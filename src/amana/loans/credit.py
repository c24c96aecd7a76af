"""What reduces the debt besides repayments: refunds of merchants and payouts, goodwill, interest given back.

All are put on what is owed as a repayment is; they differ in who may book them and in the journal.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotSupported
from amana.loans import model, rules
from amana.loans.booking import booked
from amana.loans.contract import LoanContract
from amana.loans.events import UNDECIDED, Credited, Recorded
from amana.loans.kinds import RefundWithInterest, TransactionKind
from amana.loans.payment import PaymentDetail
from amana.loans.progressive.refunded_interest import refunded_interest
from amana.loans.repay import check, receive
from amana.loans.store import LoanStore, OpenLoan


@dataclass(frozen=True, kw_only=True)
class Credit:
    """``amount`` (in the loan's currency) less is owed with value date ``on``."""

    credit: ClassVar[TransactionKind]
    permission: ClassVar[str]

    loan: int
    on: date
    amount: Decimal
    payment: PaymentDetail | None = None
    external_id: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class CreditGoodwill(Credit):
    """The institution lets go of part of the debt as a courtesy."""

    credit = TransactionKind.GOODWILL_CREDIT
    permission = "GOODWILLCREDIT_LOAN"


@dataclass(frozen=True, kw_only=True)
class Refund(Credit):
    """What was bought or paid out came back. ``with_interest`` says whether its interest is given back as well; left
    out, the contract says so.
    """

    kind: ClassVar[RefundWithInterest]

    with_interest: bool | None = None


@dataclass(frozen=True, kw_only=True)
class RefundFromMerchant(Refund):
    """A merchant took goods back and returned their price."""

    credit = TransactionKind.MERCHANT_REFUND
    kind = RefundWithInterest.MERCHANT_ISSUED_REFUND
    permission = "MERCHANTISSUEDREFUND_LOAN"


@dataclass(frozen=True, kw_only=True)
class RefundPayout(Refund):
    """What was paid out came back."""

    credit = TransactionKind.PAYOUT_REFUND
    kind = RefundWithInterest.PAYOUT_REFUND
    permission = "PAYOUTREFUND_LOAN"


@dataclass(frozen=True, kw_only=True)
class WaivePaymentOfInterest(Credit):
    """The institution pays for the borrower out of its interest income."""

    credit = TransactionKind.INTEREST_PAYMENT_WAIVER
    permission = "INTERESTPAYMENTWAIVER_LOAN"


@dataclass(frozen=True, kw_only=True)
class PayDown(Credit):
    """The borrower pays the part that is due when the loan is paid out."""

    credit = TransactionKind.DOWN_PAYMENT
    permission = "DOWNPAYMENT_LOAN"


def gives_interest_back(contract: LoanContract, command: Refund) -> bool:
    """Whether the interest of the refund is given back too: as asked for, else as agreed."""
    if command.with_interest and not contract.is_progressive:
        raise NotSupported(what="A refund with interest on a loan whose schedule is cumulative")
    if command.with_interest is not None:
        return command.with_interest
    return contract.is_progressive and command.kind in contract.interest_refunds


def refund_with_interest(loans: LoanStore, opened: OpenLoan, body: Credited, on: date) -> Recorded:
    """Book a refund and, as a credit of its own, the interest of what it refunds; returns the refund's event."""
    loan = loans.whole(opened)
    rules.no_charge_refunded_later(loan, on)
    interest = refunded_interest(model.as_of(loan.events, on), on, body)
    before = len(loan.events)
    loan = loans.append(loan, (body, on))
    event = loan.events[before]  # others may follow it by themselves
    if interest > ZERO:
        given_back = Credited(
            credit=TransactionKind.INTEREST_REFUND,
            amount=interest,
            decided=UNDECIDED,
            payment=body.payment,
            related=event.id,
        )
        loans.add(loan, loans.record(loan.header, given_back, on, loan.events[-1].seq + 1))
    return event


def handle(command: Credit, work: Work, loans: LoanStore) -> Outcome:
    """Less is owed; nothing owed closes the loan, more than owed is kept as overpaid."""
    loan = loans.open(command.loan, command.on, command.payment)
    check(work, loan.header, str(command.credit).replace("_", " "), command.on, command.amount)
    work.actor.require_amount(command.permission, command.amount)
    body = Credited(credit=command.credit, amount=command.amount, decided=UNDECIDED, payment=command.payment)
    if isinstance(command, Refund) and gives_interest_back(loan.header.contract, command):
        event = refund_with_interest(loans, loan, body, command.on)
    else:
        event = receive(loans, loan, body, command.on)
    return booked(loans, loan.header, event, note=command.note, external_id=command.external_id)


for _command in (CreditGoodwill, RefundFromMerchant, RefundPayout, WaivePaymentOfInterest, PayDown):
    handles(_command, permission=_command.permission)(handle)
