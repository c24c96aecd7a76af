"""Receiving a repayment, and whatever else reduces what is owed in the same way.

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
from amana.loans.booking import booked
from amana.loans.decided import Decided
from amana.loans.events import UNDECIDED, Credited, Recorded, Repaid
from amana.loans.fold import about
from amana.loans.kinds import Accounting, LoanStatus
from amana.loans.payment import PaymentDetail
from amana.loans.position import LoanPosition
from amana.loans.settled import takes_money
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
    external_id: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What a repayment comes to: its event, its transaction, and the rows it changes."""

    event: Recorded
    transaction: TransactionState
    position: LoanPosition
    instalments: tuple[InstalmentState, ...]
    charges: tuple[ChargeState, ...]


def check(work: Work, header: LoanHeader, what: str, on: date, amount: Decimal) -> None:
    """Refuse a payment that the state, the day or the amount does not allow; ``what`` names it."""
    takes_money(work, header.status)
    require(header.status, Verb.REPAY)
    rules.positive("amount", amount, header.contract.currency)
    rules.not_in_future(work, what, on)
    rules.not_before(what, on, "disbursement", header.position.disbursed_on)
    rules.working_day(work, header, what, on)


def is_current(header: LoanHeader, on: date) -> bool:
    """Whether nothing that counts is dated later, and the schedule follows neither payments nor tranches to come."""
    last = header.position.last_money_on
    contract = header.contract
    follows = contract.is_progressive or contract.terms.recalculation is not None
    planned = sum((one.amount for one in contract.terms.tranches), ZERO)
    to_come = planned > header.position.principal_charged - header.position.charged_back
    return not (follows or to_come) and (last is None or last <= on)


def decide(loan: OpenLoan, event: Recorded, body: Repaid | Credited) -> Posting:
    """Decide a current-dated payment; ``event`` is its envelope, whose ``body`` is still undecided."""
    header, on = loan.header, event.value_date
    book = Book(loan.instalments, loan.charges, header.contract.strategy)
    decided = book.pay(body.amount, on)
    parts = book.components_of(decided)
    position = after_payment(header.position, parts, decided, event, settled=book.is_settled)
    touched = {portion.number for portion in decided.portions}
    charged = {share.charge for share in decided.charges}
    return Posting(
        event=replace(event, body=replace(body, decided=decided)),
        transaction=TransactionState(
            id=event.id,
            seq=event.seq,
            kind=body.transaction,
            on=on,
            business_date=event.business_date,
            booked_at=event.booked_at,
            user_id=event.user_id,
            amount=body.amount,
            components=parts,
            decided=decided,
            balance=position.principal_outstanding,
            payment=body.payment,
            standing=header.position.standing,
            charged_off_for=header.position.charge_off_reason_id,
            **about(body),
        ),
        position=position,
        instalments=tuple(row.frozen() for row in book.rows if row.plan.number in touched),
        charges=tuple(one for one in book.charges.frozen() if one.charge.id in charged),
    )


def receive(loans: LoanStore, loan: OpenLoan, body: Repaid | Credited, on: date) -> Recorded:
    """Book a payment on an opened loan: from what is open where it is current, by a derivation otherwise."""
    header = loan.header
    event = loans.record(header, body, on, header.position.last_seq + 1)
    posting = decide(loan, event, body) if is_current(header, on) else None
    if posting is not None and not (_ends_earning(header, posting) or _ages(loan, event)):
        loans.journal.post(header, posting.transaction)
        loans.write(
            posting.position, posting.instalments, posting.charges, (posting.transaction,), (posting.event,)
        )
    else:
        whole = loans.whole(loan)
        rules.no_charge_refunded_later(whole, on)
        loans.add(whole, event)
    return event


def _ends_earning(header: LoanHeader, posting: Posting) -> bool:
    """Whether income that is not booked yet, or is summed up, has to follow: the loan is derived then."""
    contract = header.contract
    follows = contract.accounting is Accounting.ACCRUAL_PERIODIC or contract.accrual_activity
    return follows and posting.position.status is not LoanStatus.ACTIVE


def _ages(loan: OpenLoan, event: Recorded) -> bool:
    """Whether the loan is classified by what is past due: the payment may lift that."""
    overdue = any(row.due_date < event.business_date and row.outstanding for row in loan.instalments)
    return overdue and loan.header.delinquency_bucket is not None


def after_payment(
    position: LoanPosition, parts: Components, decided: Decided, event: Recorded, *, settled: bool
) -> LoanPosition:
    """The position with a payment of ``parts``, as it was ``decided``; ``settled`` when nothing is owed any more."""
    overpaid = position.overpaid + decided.overpayment
    forgiven = sum((one.interest_waived for one in decided.portions), ZERO)
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
        interest_waived=position.interest_waived + forgiven,
        fees_paid=position.fees_paid + parts.fees,
        penalties_paid=position.penalties_paid + parts.penalties,
        overpaid=overpaid,
    )


@handles(RepayLoan, permission="REPAYMENT_LOAN")
def handle(command: RepayLoan, work: Work, loans: LoanStore) -> Outcome:
    """Money received reduces what is owed; nothing owed closes the loan, more than owed is kept as overpaid."""
    loan = loans.open(command.loan, command.on, command.payment)
    check(work, loan.header, "repayment", command.on, command.amount)
    work.actor.require_amount("REPAYMENT_LOAN", command.amount)
    body = Repaid(amount=command.amount, decided=UNDECIDED, payment=command.payment)
    event = receive(loans, loan, body, command.on)
    return booked(loans, loan.header, event, note=command.note, external_id=command.external_id)
