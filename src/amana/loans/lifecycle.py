"""First reading of the events, in the order they were booked: the steps of the life, the contract as it stands, and
which transactions count.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from msgspec import structs

from amana.finance.terms import Variation
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.events import (
    ApprovalUndone,
    Approved,
    ApprovedAmountChanged,
    ChargeAdded,
    ChargeChanged,
    ChargeRemoved,
    DisbursalUndone,
    Disbursed,
    Foreclosed,
    FraudMarked,
    Modified,
    OfficerAssigned,
    PenaltiesStopped,
    RateFollowed,
    Recorded,
    Rejected,
    Reopened,
    Rescheduled,
    Submitted,
    TranchesChanged,
    TransactionReversed,
    Withdrawn,
)
from amana.loans.kinds import LoanStatus
from amana.loans.state import Life, Step


class Varied(NamedTuple):
    """A change of the terms: the business date and number (``seq``) of the event that brought it."""

    variation: Variation
    on: date
    seq: int


@dataclass(slots=True)
class Story:
    """What the first reading found."""

    contract: LoanContract
    life: Life
    status: LoanStatus = LoanStatus.SUBMITTED
    officer: int | None = None
    proposed: Decimal = Decimal(0)
    approved: Decimal | None = None
    applied_for: LoanContract | None = None
    """The contract before the approval changed it."""
    agreed: LoanContract | None = None
    """The contract before the disbursement, and what followed it, changed it."""
    charges: dict[int, LoanCharge] = field(default_factory=dict)
    joined: dict[int, tuple[date, int]] = field(default_factory=dict)
    """When charges were added after the submission: the business date and number of the event."""
    varied: list[Varied] = field(default_factory=list)
    """What was agreed on by rescheduling."""
    money: dict[int, Recorded] = field(default_factory=dict)
    """Transactions that count, by event id, as they were booked."""
    paid_out: dict[int, tuple[Recorded, Disbursed]] = field(default_factory=dict)
    """Of those the disbursements."""
    foreclosures: dict[int, date] = field(default_factory=dict)
    """Of those what ended the loan before its term, and when."""
    reversed_on: dict[int, date] = field(default_factory=dict)
    reversed_money: dict[int, Recorded] = field(default_factory=dict)
    reversals: dict[int, TransactionReversed] = field(default_factory=dict)
    """Of those that were reversed one by one: the event that did it."""
    reversed_by: dict[int, int] = field(default_factory=dict)
    """The number (``seq``) of that event."""
    replays: Counter[int] = field(default_factory=Counter)
    """How often transactions came out differently, by event id."""
    fraud_marks: list[tuple[int, bool]] = field(default_factory=list)
    """When (``seq``) it was marked as fraud, or cleared of it."""
    last_seq: int = 0

    @property
    def standing(self) -> LoanContract:
        """The contract with the charges as they are now, and the floating rate of the day it was paid out on."""
        charges = tuple(self.charges[key] for key in sorted(self.charges))
        contract = self.contract
        if charges != contract.charges:
            contract = replace(contract, charges=charges)
        if contract.floating is None:
            return contract
        paid_out = self.disbursements
        return contract.as_of_start(paid_out[0][0] if paid_out else contract.terms.expected_disbursement_on)

    @property
    def disbursements(self) -> tuple[tuple[date, Decimal], ...]:
        """What was paid out, in order of date; what paid off another loan as one with the rest."""
        if self.contract.closes is not None and self.paid_out:
            whole = sum((body.amount for _, body in self.paid_out.values()), Decimal(0))
            return ((min(one.value_date for one, _ in self.paid_out.values()), whole),)
        rows = sorted((one.value_date, one.seq, body.amount) for one, body in self.paid_out.values())
        return tuple((on, amount) for on, _, amount in rows)

    def change_terms(self, **changes: Any) -> None:
        """Agree on other terms; an undone disbursement does not undo that."""
        self.change_contract(lambda one: replace(one, terms=replace(one.terms, **changes)))

    def change_contract(self, change: Callable[[LoanContract], LoanContract]) -> None:
        """Change the contract, now and as it was before the disbursement."""
        self.contract = change(self.contract)
        if self.agreed is not None:
            self.agreed = change(self.agreed)

    def is_fraud(self, seq: int | None = None) -> bool:
        """Whether the loan was marked as fraud when the ``seq``-th event was booked; now, without one."""
        marks = [fraud for at, fraud in self.fraud_marks if seq is None or at < seq]
        return bool(marks) and marks[-1]

    def counting(self) -> list[Recorded]:
        """The transactions that count, in order of value date, those of a day as they were booked."""
        return sorted(self.money.values(), key=attrgetter("value_date"))

    @property
    def foreclosed_on(self) -> date | None:
        """The day on which the loan was ended before its term."""
        return next(iter(self.foreclosures.values()), None)

    def count_only(self, money: Iterable[Recorded]) -> None:
        """Let these transactions count, and no others."""
        self.money = {one.id: one for one in sorted(money, key=attrgetter("seq"))}
        bodies = [(one, one.body) for one in self.money.values()]
        self.paid_out = {one.id: (one, body) for one, body in bodies if isinstance(body, Disbursed)}
        self.foreclosures = {one.id: one.value_date for one, body in bodies if isinstance(body, Foreclosed)}

    def drop(self, event: int, on: date, reversal: TransactionReversed | None = None) -> None:
        """Let a transaction count no more from the day ``on``."""
        recorded = self.money.pop(event)
        gone = self.paid_out.pop(event, None)
        if gone is not None and gone[1].variations:
            kept = tuple(one for one in self.contract.terms.variations if one not in gone[1].variations)
            self.contract = replace(self.contract, terms=replace(self.contract.terms, variations=kept))
        self.foreclosures.pop(event, None)
        if reversal is not None:
            self.reversals[event] = reversal
        self.reversed_money[event] = recorded
        self.reversed_on[event] = on


def _step(event: Recorded) -> Step:
    return Step(event.value_date, event.user_id)


def _modified(story: Story, event: Recorded, body: Modified) -> None:
    story.contract = body.contract
    story.proposed = body.contract.terms.principal
    story.charges = {one.id: one for one in body.contract.charges}
    story.life = structs.replace(story.life, submitted=Step(event.value_date, story.life.submitted.by))


def _approved(story: Story, event: Recorded, body: Approved) -> None:
    story.applied_for = story.contract
    terms = story.contract.terms
    asked = (terms.principal, terms.expected_disbursement_on, terms.tranches)
    tranches = terms.tranches if body.tranches is None else body.tranches
    if asked != (body.principal, body.expected_disbursement_on, tranches):
        terms = replace(
            terms,
            principal=body.principal,
            expected_disbursement_on=body.expected_disbursement_on,
            tranches=tranches,
        )
        story.contract = replace(story.contract, terms=terms)
    story.approved = body.principal
    story.status = LoanStatus.APPROVED
    story.life = structs.replace(story.life, approved=_step(event))


def _approval_undone(story: Story, _event: Recorded, _body: ApprovalUndone) -> None:
    if story.applied_for is not None:
        story.contract = story.applied_for
    story.applied_for = None
    story.approved = None
    story.status = LoanStatus.SUBMITTED
    story.life = structs.replace(story.life, approved=None)


def _approved_amount_changed(story: Story, _event: Recorded, body: ApprovedAmountChanged) -> None:
    story.approved = body.principal
    story.change_terms(principal=body.principal)


def _tranches_changed(story: Story, _event: Recorded, body: TranchesChanged) -> None:
    story.change_terms(tranches=body.tranches)


def _rejected(story: Story, event: Recorded, _body: Rejected) -> None:
    story.status = LoanStatus.REJECTED
    story.life = structs.replace(story.life, rejected=_step(event), closed=_step(event))


def _withdrawn(story: Story, event: Recorded, _body: Withdrawn) -> None:
    story.status = LoanStatus.WITHDRAWN
    story.life = structs.replace(story.life, withdrawn=_step(event), closed=_step(event))


def _reopened(story: Story, _event: Recorded, _body: Reopened) -> None:
    story.status = LoanStatus.SUBMITTED
    story.life = structs.replace(story.life, rejected=None, withdrawn=None, closed=None)


def _disbursed(story: Story, event: Recorded, body: Disbursed) -> None:
    story.paid_out[event.id] = event, body
    story.status = LoanStatus.ACTIVE
    story.agreed = story.agreed or story.contract
    if body.calendar is not None:
        story.contract = replace(story.contract, terms=replace(story.contract.terms, calendar=body.calendar))
    terms = story.contract.terms
    if body.instalment is not None:
        story.contract = replace(story.contract, terms=replace(terms, fixed_instalment=body.instalment))
    elif body.variations:
        varied = (*terms.variations, *body.variations)
        story.contract = replace(story.contract, terms=replace(terms, variations=varied))
    if story.life.disbursed is None or event.value_date < story.life.disbursed.on:
        story.life = structs.replace(story.life, disbursed=_step(event))


def _foreclosed(story: Story, event: Recorded, _body: Foreclosed) -> None:
    story.foreclosures[event.id] = event.value_date


def _disbursal_undone(story: Story, event: Recorded, _body: DisbursalUndone) -> None:
    for key in list(story.money):
        story.drop(key, event.value_date)
    story.contract = story.agreed or story.contract
    story.agreed = None
    story.status = LoanStatus.APPROVED
    story.life = structs.replace(story.life, disbursed=None)


def _rescheduled(story: Story, event: Recorded, body: Rescheduled) -> None:
    story.varied.extend(Varied(one, event.business_date, event.seq) for one in body.variations)
    terms = story.contract.terms
    story.contract = replace(
        story.contract, terms=replace(terms, variations=(*terms.variations, *body.variations))
    )


def _rate_followed(story: Story, _event: Recorded, body: RateFollowed) -> None:
    def follow(contract: LoanContract) -> LoanContract:
        if contract.floating is None:
            return contract
        floating = replace(contract.floating, version=body.version_of_rate, rates=body.rates)
        return replace(contract, floating=floating)

    story.change_contract(follow)
    if story.applied_for is not None:
        story.applied_for = follow(story.applied_for)


def _charge_set(story: Story, event: Recorded, body: ChargeAdded | ChargeChanged) -> None:
    story.charges[body.charge.id] = body.charge
    if isinstance(body, ChargeAdded):
        story.joined[body.charge.id] = (event.business_date, event.seq)


def _charge_removed(story: Story, _event: Recorded, body: ChargeRemoved) -> None:
    story.charges.pop(body.charge, None)


def _reversed(story: Story, event: Recorded, body: TransactionReversed) -> None:
    if body.event in story.money:
        story.reversed_by[body.event] = event.seq
        story.drop(body.event, event.value_date, body)


def _fraud_marked(story: Story, event: Recorded, body: FraudMarked) -> None:
    story.fraud_marks.append((event.seq, body.fraud))


def _penalties_stopped(story: Story, _event: Recorded, body: PenaltiesStopped) -> None:
    story.change_contract(lambda one: replace(one, penalties_stopped=body.stopped))


def _officer(story: Story, _event: Recorded, body: OfficerAssigned) -> None:
    story.officer = body.officer


_STEPS: dict[type, Callable[[Story, Recorded, Any], None]] = {
    Modified: _modified,
    Approved: _approved,
    ApprovalUndone: _approval_undone,
    ApprovedAmountChanged: _approved_amount_changed,
    TranchesChanged: _tranches_changed,
    Rejected: _rejected,
    Withdrawn: _withdrawn,
    Reopened: _reopened,
    Disbursed: _disbursed,
    Foreclosed: _foreclosed,
    DisbursalUndone: _disbursal_undone,
    Rescheduled: _rescheduled,
    RateFollowed: _rate_followed,
    ChargeAdded: _charge_set,
    ChargeChanged: _charge_set,
    ChargeRemoved: _charge_removed,
    TransactionReversed: _reversed,
    FraudMarked: _fraud_marked,
    PenaltiesStopped: _penalties_stopped,
    OfficerAssigned: _officer,
}


def read(events: Iterable[Recorded]) -> Story:
    """The story that ``events`` (in order of ``seq``) tell. Raises ValueError when the first one is no submission."""
    ordered = iter(events)
    first = next(ordered, None)
    if first is None or not isinstance(first.body, Submitted):
        raise ValueError("a loan begins with its submission")
    contract = first.body.contract
    story = Story(
        contract=contract,
        life=Life(submitted=_step(first)),
        officer=first.body.officer,
        proposed=contract.terms.principal,
        charges={one.id: one for one in contract.charges},
    )
    last = first
    for event in ordered:
        body = event.body
        if event.changed:
            story.replays.update(event.changed)
        if body.is_transaction:
            story.money[event.id] = event
        step = _STEPS.get(type(body))
        if step is not None:
            step(story, event, body)
        last = event
    story.last_seq = last.seq
    return story
