"""Paying a loan out."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.calendars import RepaymentCalendar
from amana.finance.meetings import is_meeting
from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotAllowedInState
from amana.loans import rules
from amana.loans.agreeing_when_paid_out import with_changes
from amana.loans.charge_book import AT_DISBURSEMENT
from amana.loans.contract import LoanContract
from amana.loans.days import calendar_of
from amana.loans.decided import ChargeShare, Decided
from amana.loans.events import UNDECIDED, Credited, Disbursed, Event, RepaidAtDisbursement
from amana.loans.kinds import TransactionKind
from amana.loans.notes import Notes
from amana.loans.parties import products_exclude
from amana.loans.payment import PaymentDetail
from amana.loans.refusals import AmountExceeds, NotAsExpected, NotAtMeeting
from amana.loans.state import LoanState
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore
from amana.loans.topping_up import TopUp, pay_off, require_payable
from amana.loans.upfront import accrued_upfront, accrues_upfront


@dataclass(frozen=True, kw_only=True)
class DisburseLoan:
    """Pay the loan out, or its next tranche: as much as was approved or planned, or ``amount``.

    ``down_payment`` says whether a down payment that is taken by itself is taken. ``instalment`` is agreed on for what
    falls due from then on; ``next_due_on`` is the day on which the next instalment of a loan in tranches falls due
    instead, those after it following from there.
    """

    loan: int
    on: date
    amount: Decimal | None = None
    payment: PaymentDetail | None = None
    down_payment: bool = True
    instalment: Decimal | None = None
    next_due_on: date | None = None
    external_id: str | None = None
    note: str | None = None


def disburse(loan: FullLoan, command: DisburseLoan, calendar: RepaymentCalendar) -> Disbursed:
    """Decide: not more than was approved, not before it was approved; due dates by the calendar as it is now."""
    state = loan.state
    further = state.is_disbursed and state.contract.terms.multi_disburse
    require(loan.status, Verb.DISBURSE_TRANCHE if further else Verb.DISBURSE)
    rules.borrower_is_active(loan.header)
    rules.not_before("disbursement", command.on, "activation", loan.header.borrower_activated_on)
    rules.not_before_charge_off("disbursement", command.on, loan.header.position.charged_off_on)
    rules.not_before(
        "disbursement", command.on, "approval", state.life.approved.on if state.life.approved else None
    )
    at_a_meeting(state.contract, command.on)
    if not further:
        as_expected(state.contract, command.on)
    amount = tranche_amount(state, command)
    if further and not expects_more(state):
        raise NotAllowedInState(kind="loan", status="paid out as planned", verb=str(Verb.DISBURSE_TRANCHE))
    rules.positive("amount", amount, state.contract.currency)
    changed = calendar if not further and calendar != state.contract.terms.calendar else None
    return Disbursed(amount=amount, payment=command.payment, calendar=changed)


def expects_more(state: LoanState) -> bool:
    """Whether another tranche may follow: one that is planned or, where none ever was, any."""
    planned = state.contract.terms.tranches
    return not planned or len(state.disbursements) < len(planned)


def at_a_meeting(contract: LoanContract, on: date) -> None:
    """Refuse to pay out between the meetings where the contract says at a meeting."""
    meeting = contract.terms.calendar.meeting
    if contract.disbursed_at_meeting and meeting is not None and not is_meeting(meeting, on):
        raise NotAtMeeting(on=on)


def as_expected(contract: LoanContract, on: date) -> None:
    """Refuse another day than the expected one where the contract wants that."""
    expected = contract.terms.expected_disbursement_on
    if contract.disbursed_as_expected and on != expected:
        raise NotAsExpected(on=on, expected=expected)


def tranche_amount(state: LoanState, command: DisburseLoan) -> Decimal:
    """What is paid out: as asked for, or what is planned next, within what was approved."""
    terms, paid_out = state.contract.terms, state.disbursements
    before = state.paid_out
    most = state.most_to_lend
    left = terms.principal - before
    if paid_out and not state.contract.is_progressive:
        rules.not_before("disbursement", command.on, "disbursement before it", paid_out[-1][0])
    planned = left
    if terms.multi_disburse and len(paid_out) < len(terms.tranches):
        planned = terms.tranches[len(paid_out)].amount
    amount = planned if command.amount is None else command.amount
    if amount > most - before:
        raise AmountExceeds(
            what="disbursement", amount=amount, limit_of="approved amount left", limit=most - before
        )
    limit = state.contract.maximum_outstanding
    outstanding = amount + before - due_before(state, command.on)
    if limit is not None and terms.multi_disburse and outstanding > limit:
        raise AmountExceeds(
            what="outstanding principal",
            amount=outstanding,
            limit_of="most that may be outstanding",
            limit=limit,
        )
    return amount


def due_before(state: LoanState, on: date) -> Decimal:
    """Principal that the schedule wants back before ``on``; what may be outstanding is a matter of the plan."""
    return sum((row.due.principal for row in state.instalments if row.due_date < on), ZERO)


def at_disbursement(after: LoanState, payment: PaymentDetail | None) -> list[Event]:
    """The payment of all charges that fall due with the disbursement; nothing where there are none."""
    shares = tuple(
        ChargeShare(one.charge.id, part.instalment, part.outstanding)
        for one in after.charges
        for part in one.parts
        if part.instalment == AT_DISBURSEMENT and part.outstanding > ZERO
    )
    if not shares:
        return []
    total = sum((share.amount for share in shares), ZERO)
    return [RepaidAtDisbursement(amount=total, decided=Decided(charges=shares), payment=payment)]


def split(body: Disbursed, closes: int | None, owed: Decimal) -> list[Disbursed]:
    """What pays another loan off, and what the borrower gets."""
    if closes is None or owed == ZERO:
        return [body]
    kept = replace(body, amount=owed, transfer=closes, payment=None)
    rest = replace(body, amount=body.amount - owed, calendar=None)
    return [kept, rest] if rest.amount else [kept]


def paid_down(before: LoanState, after: LoanState, command: DisburseLoan) -> list[Event]:
    """The down payment that is taken when money is paid out, less what had been overpaid."""
    if not (command.down_payment and after.contract.automatic_down_payment):
        return []
    due = [row.due.principal for row in after.instalments if row.down_payment and row.due_date == command.on]
    amount = due[-1] - before.overpaid if due else ZERO
    if amount <= ZERO:
        return []
    return [
        Credited(
            credit=TransactionKind.DOWN_PAYMENT, amount=amount, decided=UNDECIDED, payment=command.payment
        )
    ]


@handles(DisburseLoan, permission="DISBURSE_LOAN")
def handle(command: DisburseLoan, work: Work, loans: LoanStore, notes: Notes) -> Outcome:
    """Approved becomes active; charges due at disbursement are taken at once, upfront income is booked."""
    loan = loans.load(command.loan, on=command.on, payment=command.payment, events=3)
    rules.not_in_future(work, "disbursement", command.on)
    rules.working_day(work, loan.header, "disbursement", command.on)
    meeting = loan.state.contract.terms.calendar.meeting
    body = disburse(loan, command, calendar_of(work, loan.header.office, command.on, meeting))
    work.actor.require_amount("DISBURSE_LOAN", body.amount)
    header = loan.header
    products_exclude(work.session, header.product, client=header.client, group=header.group)
    closes = loan.state.contract.closes
    older = None if closes is None else loans.load(closes, on=command.on)
    body = with_changes(
        work, loans, loan, body, command.on, instalment=command.instalment, next_due_on=command.next_due_on
    )
    owed = ZERO if older is None else require_payable(older, TopUp(older.header.id, command.on, body.amount))
    parts = split(body, closes, owed)
    seq = loan.events[-1].seq
    paid_out = [loans.envelope(0, part, command.on, seq + at) for at, part in enumerate(parts, 1)]
    after = loans.derived((*loan.events, *paid_out))
    bodies: list[Event] = [
        *parts,
        *at_disbursement(after, command.payment),
        *paid_down(loan.state, after, command),
    ]
    first = not loan.state.is_disbursed
    if first and accrues_upfront(work.moment, after.contract.accounting):
        bodies.extend(accrued_upfront(after))
    saved = loans.append(loan, *((one, command.on) for one in bodies))
    if older is not None:
        pay_off(loans, older, owed, command.on, header.id)
    loans.name(saved.events[len(loan.events) + len(parts) - 1], command.external_id)
    notes.about_loan(loan.header.id, command.note)
    return rules.outcome(
        loan.header, status=saved.status, on=command.on, amount=body.amount, payment=command.payment
    )
