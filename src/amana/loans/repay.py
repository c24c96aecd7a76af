"""Receiving a repayment.

A current-dated one is decided from the position and what is open, at a cost that does not depend on the loan's past;
one dated before other transactions, or on a loan whose schedule follows the payments, derives the loan anew.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.components import Components
from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.book import Book
from amana.loans.events import UNDECIDED, Recorded, Repaid
from amana.loans.kinds import LoanStatus
from amana.loans.notes import Notes
from amana.loans.payment import PaymentDetail
from amana.loans.position import LoanPosition
from amana.loans.state import ChargeState, InstalmentState, TransactionState
from amana.loans.states import Verb, require
from amana.loans.store import LoanHeader, LoanStore, OpenLoan


@dataclass(frozen=True, kw_only=True)
class RepayLoan:
    """Receive ``amount`` (in the loan's currency) with value date ``on``."""

    loan: int
    on: date
    amount: Decimal
    payment: PaymentDetail | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What a repayment comes to: its event, its transaction, and the rows it changes."""

    event: Recorded
    transaction: TransactionState
    position: LoanPosition
    instalments: tuple[InstalmentState, ...]
    charges: tuple[ChargeState, ...]


def check(work: Work, header: LoanHeader, command: RepayLoan) -> None:
    """Refuse a repayment that the state, the day or the amount does not allow."""
    require(header.status, Verb.REPAY)
    rules.positive("amount", command.amount, header.contract.currency)
    rules.not_in_future(work, "repayment", command.on)
    rules.not_before("repayment", command.on, "disbursement", header.position.disbursed_on)
    rules.working_day(work, header, "repayment", command.on)


def is_current(header: LoanHeader, command: RepayLoan) -> bool:
    """Whether nothing that counts is dated later, and the schedule does not follow the payments."""
    last = header.position.last_money_on
    return header.contract.terms.recalculation is None and (last is None or last <= command.on)


def repay(loan: OpenLoan, command: RepayLoan, event: Recorded) -> Posting:
    """Decide a current-dated repayment; ``event`` is its envelope with a body still undecided."""
    header, on = loan.header, command.on
    book = Book(loan.instalments, loan.charges, header.contract.strategy)
    decided = book.pay(command.amount, on)
    body = Repaid(amount=command.amount, decided=decided, payment=command.payment)
    parts = book.components_of(decided)
    position = after_payment(header.position, parts, decided.overpayment, event, settled=book.is_settled)
    touched = {portion.number for portion in decided.portions}
    charged = {share.charge for share in decided.charges}
    return Posting(
        event=replace(event, body=body),
        transaction=TransactionState(
            id=event.id,
            seq=event.seq,
            kind=body.transaction,
            on=on,
            business_date=event.business_date,
            booked_at=event.booked_at,
            user_id=event.user_id,
            amount=command.amount,
            components=parts,
            decided=decided,
            balance=position.principal_outstanding,
            payment=command.payment,
        ),
        position=position,
        instalments=tuple(row.frozen() for row in book.rows if row.plan.number in touched),
        charges=tuple(one for one in book.charges.frozen() if one.charge.id in charged),
    )


def after_payment(
    position: LoanPosition, parts: Components, overpayment: Decimal, event: Recorded, *, settled: bool
) -> LoanPosition:
    """The position with a payment of ``parts`` and ``overpayment`` on it; ``settled`` when nothing is owed any more."""
    overpaid = position.overpaid + overpayment
    status = position.status
    if settled:
        status = LoanStatus.OVERPAID if overpaid > ZERO else LoanStatus.CLOSED
    closing = status is LoanStatus.CLOSED
    return replace(
        position,
        version=position.version + 1,
        last_seq=event.seq,
        derived_on=event.business_date,
        changed_at=event.booked_at,
        status=status,
        closed_on=event.value_date if closing else None,
        closed_by=event.user_id if closing else None,
        last_money_on=event.value_date,
        principal_paid=position.principal_paid + parts.principal,
        interest_paid=position.interest_paid + parts.interest,
        fees_paid=position.fees_paid + parts.fees,
        penalties_paid=position.penalties_paid + parts.penalties,
        overpaid=overpaid,
    )


@handles(RepayLoan, permission="REPAYMENT_LOAN")
def handle(command: RepayLoan, work: Work, loans: LoanStore, notes: Notes) -> Outcome:
    """Money received reduces what is owed; nothing owed closes the loan, more than owed is kept as overpaid."""
    loan = loans.open(command.loan, command.on, command.payment)
    header = loan.header
    check(work, header, command)
    work.actor.require_amount("REPAYMENT_LOAN", command.amount)
    undecided = Repaid(amount=command.amount, decided=UNDECIDED, payment=command.payment)
    event = loans.record(header, undecided, command.on, header.position.last_seq + 1)
    if is_current(header, command):
        posting = repay(loan, command, event)
        loans.journal.post(header, posting.transaction)
        loans.write(
            posting.position, posting.instalments, posting.charges, (posting.transaction,), (posting.event,)
        )
    else:
        loans.add(loans.whole(loan), event)
    notes.about_transaction(event.id, command.note)
    return rules.outcome(
        header,
        "loan transaction",
        event.id,
        on=command.on,
        amount=command.amount,
        payment=command.payment,
        note=command.note,
    )
