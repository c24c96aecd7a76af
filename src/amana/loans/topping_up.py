"""A loan that tops up an older one of the same borrower: its disbursement pays that one off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.money import ZERO
from amana.kernel.refusals import NotSupported, invalid
from amana.loans.contract import LoanContract
from amana.loans.events import UNDECIDED, Recorded, Repaid, TransactionReversed
from amana.loans.kinds import LoanStatus, TransactionKind
from amana.loans.parties import Borrower
from amana.loans.payoff import closing
from amana.loans.products.product import LoanProduct
from amana.loans.refusals import (
    NoLoanToClose,
    NotOfProduct,
    OtherCurrency,
    PartOfTopUp,
    TopUpAppliedForTooEarly,
    TopUpNotActive,
    TopUpPaidOutTooEarly,
    TopUpTooSmall,
)
from amana.loans.state import LoanState, TransactionState
from amana.loans.store import FullLoan, LoanStore


@dataclass(frozen=True, slots=True)
class TopUp:
    """What is asked for: the loan to close, paid off on a day out of an amount."""

    closes: int
    on: date
    amount: Decimal


def asked_of(contract: LoanContract) -> TopUp | None:
    """What a contract asks for; None where it tops up nothing."""
    if contract.closes is None:
        return None
    return TopUp(contract.closes, contract.terms.expected_disbursement_on, contract.terms.principal)


def require_offered(
    contract: LoanContract, product: LoanProduct, borrower: Borrower, submitted_on: date, loans: LoanStore
) -> None:
    """Refuse an application that tops up what it cannot: not with this product, another's loan, in another currency,
    paid out since, or owing more.
    """
    asked = asked_of(contract)
    if asked is None:
        return
    if not product.may_top_up:
        raise NotOfProduct(what="top-up")
    if contract.terms.multi_disburse:
        raise NotSupported(what="Topping up by a loan that is paid out in parts")
    older = loans.load(asked.closes)
    if (older.header.client, older.header.group) != (borrower.client, borrower.group):
        raise NoLoanToClose(loan=asked.closes)
    if older.status is not LoanStatus.ACTIVE:
        raise NoLoanToClose(loan=asked.closes)
    paid_out = older.state.disbursements[0][0]
    if submitted_on <= paid_out:
        raise TopUpAppliedForTooEarly(on=submitted_on, limit=paid_out)
    if older.state.contract.currency.code != contract.currency.code:
        raise OtherCurrency(loan=asked.closes)
    require_payable(older, asked)


def require_payable(older: FullLoan, asked: TopUp) -> Decimal:
    """What pays the older loan off on that day; refuses one that cannot be paid off so."""
    return payoff(older.events, older.state, asked)


def payoff(events: Sequence[Recorded], state: LoanState, asked: TopUp) -> Decimal:
    """What pays a loan off on the day of its top-up; refuses one that is not active any more, has moved by then, or
    owes more than the amount.
    """
    if state.status is not LoanStatus.ACTIVE or state.life.charged_off is not None:
        raise TopUpNotActive(loan=asked.closes)
    moved = state.last_moved_on
    if moved is not None and asked.on <= moved:
        raise TopUpPaidOutTooEarly(on=asked.on, limit=moved)
    owed = closing(events, asked.on).total
    if owed > asked.amount:
        raise TopUpTooSmall(amount=asked.amount, outstanding=owed)
    return owed


def pay_off(loans: LoanStore, older: FullLoan, owed: Decimal, on: date, by: int) -> FullLoan:
    """Book the payment that the disbursement of the loan ``by`` makes."""
    if owed == ZERO:
        return older
    return loans.append(older, (Repaid(amount=owed, decided=UNDECIDED, transfer=by), on))


def reopen(loans: LoanStore, older: FullLoan, by: int, today: date) -> FullLoan:
    """Take the payment back that the disbursement of the loan ``by`` made."""
    paid = [one for one in older.state.transactions if one.transfer == by and not one.is_reversed]
    bodies = [TransactionReversed(event=one.id, decided=one.decided, balance=one.balance) for one in paid]
    return loans.append(older, *((body, today) for body in bodies)) if bodies else older


def not_of_top_up(one: TransactionState) -> None:
    """Refuse to take back a transaction that only stands together with another loan's."""
    if one.transfer is not None:
        raise PartOfTopUp(loan=one.transfer)


def none_paid_off(state: LoanState) -> None:
    """Refuse to take back everything on a loan that another one paid off."""
    for one in state.transactions:
        if one.kind is TransactionKind.REPAYMENT and not one.is_reversed:
            not_of_top_up(one)


def require_named(*, tops_up: bool | None, closes: int | None) -> None:
    """Refuse a top-up of nothing."""
    if tops_up and closes is None:
        raise invalid("closes", "blank", "The loan to be closed is missing.")
