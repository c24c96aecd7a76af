"""Second reading of a loan's events: every counting transaction in order of value date put on the plan."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

from msgspec import structs

from amana.finance.components import NOTHING, Components
from amana.finance.money import ZERO
from amana.finance.progressive.model import InterestModel
from amana.loans.accrued_parts import accrued_parts, book_accrual, recognised_part
from amana.loans.activities import final_among, summed_up
from amana.loans.book import Book
from amana.loans.charge_book import AT_DISBURSEMENT, ChargeBook
from amana.loans.decided import Decided
from amana.loans.events import (
    UNDECIDED,
    Accrued,
    ActivityPosted,
    ChargedBack,
    ChargedOff,
    ChargePaid,
    ChargeWaived,
    ClosedAsRescheduled,
    Credited,
    Disbursed,
    Foreclosed,
    InterestWaived,
    LetGo,
    OverpaymentRefunded,
    PaidBack,
    Recorded,
    Recovered,
    Repaid,
    RepaidAtDisbursement,
    TransactionReversed,
    WrittenOff,
)
from amana.loans.kinds import LoanStatus, Standing
from amana.loans.lifecycle import Story
from amana.loans.replays import with_replays
from amana.loans.state import InstalmentState, LoanState, Step, Totals, TransactionState
from amana.loans.totals import totals_of

GIVEN_UP = frozenset({WrittenOff, LetGo, ClosedAsRescheduled})
_FORGIVING = frozenset({InterestWaived, ChargeWaived, *GIVEN_UP})
OWED_AGAIN = (ChargedBack, OverpaymentRefunded)
_MADE_OF_PARTS = frozenset({Accrued, ActivityPosted, ChargeWaived, ChargedOff, *GIVEN_UP})
"""Their amount is what they came to, not what was asked for."""

_KEPT = frozenset({Accrued, ActivityPosted})
"""What the books keep by themselves, at no balance."""

_PAYING = frozenset({Repaid, Credited, ChargePaid, Foreclosed})
"""What is owed shrinks by what they are put on, and nothing else follows."""

_RAISING = frozenset({Disbursed, PaidBack, *OWED_AGAIN})
"""What is owed grows by their principal."""

_BY_DAY = attrgetter("on", "seq")
_OVER = frozenset({LoanStatus.CLOSED, LoanStatus.WRITTEN_OFF, LoanStatus.RESCHEDULED})
_ENDS: dict[type, LoanStatus] = {
    WrittenOff: LoanStatus.WRITTEN_OFF,
    LetGo: LoanStatus.CLOSED,
    ClosedAsRescheduled: LoanStatus.RESCHEDULED,
}


class Working(Protocol):
    """Instalments and charges while amounts are put on them (``Book``, ``ProgressiveBook``)."""

    charges: ChargeBook

    def put_on_charge(
        self, charge: int, instalment: int | None, amount: Decimal, on: date, how: str
    ) -> tuple[Decided, Decimal]:
        """Put up to ``amount`` on one charge; returns what found no room as well."""

    def waive_interest(self, amount: Decimal, on: date) -> Decided:
        """Forgive interest."""

    def take_back(self, amount: Decimal, on: date) -> Decided:
        """Undo what was paid; what was never paid is left over."""

    def give_up(self, on: date) -> Decided:
        """Write off everything still owed."""

    def owed(self) -> Decided:
        """Everything still owed; nothing is done to it."""

    def components_of(self, decided: Decided) -> Components:
        """What ``decided`` moved by component."""

    def settled(self, number: int) -> Components:
        """What became of an instalment so far."""

    def frozen(self) -> tuple[InstalmentState, ...]:
        """The instalments as values."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is owed."""


B = TypeVar("B", bound=Working)


class Fold(ABC, Generic[B]):
    """What every kind of schedule has in common; a kind says how amounts find their place."""

    def __init__(self, story: Story, book: B, counting: Sequence[Recorded]) -> None:
        self.story = story
        self.book = book
        self.counting = counting
        self.principal = ZERO
        self.overpaid = ZERO
        self.recovered = ZERO
        self.closed: Step | None = None
        self.ended: Recorded | None = None
        self.charged_off: Recorded | None = None
        self.charged_off_for: int | None = None
        self.charged_back = ZERO
        self.accrued: dict[int, Components] = {}
        self.accrued_until: date | None = None
        self.summed_up = False
        self.waivers: dict[int, Decided] = {}
        self.problems: list[str] = []
        self._put: dict[type, Callable[[Recorded, Any], Decided]] = {
            kind: getattr(self, name) for kind, name in _PUT.items()
        }

    @property
    def interest_model(self) -> InterestModel | None:
        """What tells the interest of any day, where the schedule has such a thing."""
        return None

    def run(self, today: date) -> LoanState:
        """Put everything where it belongs and add up."""
        story = self.story
        transactions = self._transactions()
        if story.reversed_money:
            transactions.extend(
                _reversed(recorded, story.reversed_on[key], self.book, story.reversals.get(key))
                for key, recorded in story.reversed_money.items()
            )
            transactions.sort(key=_BY_DAY)
        if story.replays:
            transactions = [with_replays(one, story.replays) for one in transactions]
        return self._state(tuple(transactions), today)

    @abstractmethod
    def _transactions(self) -> list[TransactionState]:
        """Every counting transaction, put where it belongs, in order of value date and booking."""

    def _transaction(self, recorded: Recorded) -> TransactionState:
        body: Any = recorded.body
        kind = type(body)
        decided = self._put[kind](recorded, body)
        if kind in _PAYING and self.charged_off is None:  # most of what happens to a loan
            portions = decided.portions
            if len(portions) == 1 and not decided.charges:
                parts = portions[0].components
            else:
                parts = self.book.components_of(decided)
            self.principal = principal = self.principal - parts.principal
            if not principal or self.closed is not None:
                self._see_the_end(recorded.value_date, recorded.user_id)
            return made_of(recorded, parts, decided, balance=principal if principal > ZERO else ZERO)
        balance, recognised = ZERO, NOTHING
        if kind is Accrued:
            parts = accrued_parts(body)
        elif kind is ActivityPosted:
            parts = NOTHING  # known when everything else is
        else:
            paid_out = kind is Disbursed
            parts = Components(principal=body.amount) if paid_out else self.book.components_of(decided)
            self._after(recorded, kind, parts)
            if kind is not ChargedOff:
                balance = max(self.principal, ZERO)
            if kind in _FORGIVING and self.story.contract.accounting.is_accrual:
                recognised = self._recognised(recorded, decided)
        made = made_of(recorded, parts, decided, balance=balance)
        if self.charged_off is None:
            return structs.replace(made, recognised=recognised) if recognised is not NOTHING else made
        return structs.replace(
            made,
            recognised=recognised,
            standing=self._standing(recorded),
            charged_off_for=self.charged_off_for,
        )

    def _standing(self, recorded: Recorded) -> Standing:
        """As what a transaction is booked once the loan is charged off."""
        return Standing.CHARGED_OFF_FRAUD if self.story.is_fraud(recorded.seq) else Standing.CHARGED_OFF

    def _after(self, recorded: Recorded, kind: type, parts: Components) -> None:
        """Keep the running principal, and the step that closes the loan."""
        if kind is ChargedOff:
            return
        if kind in _RAISING:
            self.principal += parts.principal
        else:
            self.principal -= parts.principal
            if kind in GIVEN_UP:
                self.ended = recorded
        self._see_the_end(recorded.value_date, recorded.user_id)

    def _see_the_end(self, on: date, by: int) -> None:
        """Keep the step taken ``on`` a day as the one that closes the loan when nothing is owed after it."""
        if self.principal or self.overpaid or not self.book.is_settled:
            self.closed = None
        elif self.closed is None:
            self.closed = Step(on, by)

    def _recognised(self, recorded: Recorded, decided: Decided) -> Components:
        """Of what was forgiven or given up: how much had been booked as income when that was done, for whatever day.
        What is booked afterwards leaves out what was forgiven (``earning``).
        """
        before: dict[int, Components] = {}
        for one in self.counting:
            if one.seq < recorded.seq and isinstance(one.body, Accrued):
                book_accrual(before, one.body)
        total = NOTHING
        for portion in decided.portions:
            booked = before.get(portion.number, NOTHING)
            total += recognised_part(booked, self.book.settled(portion.number), portion.components)
        return total

    # -- one method per kind of transaction ---------------------------------------------------------

    def put_fees_at_disbursement(self, _recorded: Recorded, body: RepaidAtDisbursement) -> Decided:
        """Charges due at disbursement."""
        return self.book.charges.pay_at_disbursement(body.decided)

    def put_interest_waiver(self, recorded: Recorded, body: InterestWaived) -> Decided:
        """Interest forgiven, as far as some is owed."""
        decided = self.book.waive_interest(body.amount, recorded.value_date)
        return structs.replace(decided, overpayment=ZERO)

    def put_giving_up(self, recorded: Recorded, _body: WrittenOff | LetGo | ClosedAsRescheduled) -> Decided:
        """Everything still owed."""
        return self.book.give_up(recorded.value_date)

    def put_paid_back(self, recorded: Recorded, body: PaidBack) -> Decided:
        """Money that was paid, given back: it is owed again where it had gone to."""
        decided = self.book.take_back(body.amount, recorded.value_date)
        if decided.overpayment:
            self.problems.append("more_paid_back_than_paid")
        return decided

    def put_recovery(self, _recorded: Recorded, body: Recovered) -> Decided:
        """Income; nothing is owed any more that it could be put on."""
        self.recovered += body.amount
        if self.ended is None:
            self.problems.append("recovery_without_write_off")
        return UNDECIDED

    def put_charge_off(self, recorded: Recorded, body: ChargedOff) -> Decided:
        """Everything owed: it stays owed, and the books no longer count on it."""
        self.charged_off, self.charged_off_for = recorded, body.reason
        return self.book.owed()

    def put_accrual(self, recorded: Recorded, body: Accrued) -> Decided:
        """Income booked on instalments."""
        book_accrual(self.accrued, body)
        if self.accrued_until is None or recorded.value_date > self.accrued_until:
            self.accrued_until = recorded.value_date
        return Decided(charges=body.charges) if body.charges else UNDECIDED

    def put_activity(self, _recorded: Recorded, _body: ActivityPosted) -> Decided:
        """A sum of income: nothing moves."""
        self.summed_up = True
        return UNDECIDED

    # -- adding up ------------------------------------------------------------------------------------

    def _state(self, transactions: tuple[TransactionState, ...], today: date) -> LoanState:
        story, life = self.story, self.story.life
        rows = self.book.frozen()
        if self.accrued:
            rows = tuple(map(self._with_accrued, rows))
        charged_off = self.charged_off
        if charged_off is not None:
            life = structs.replace(life, charged_off=Step(charged_off.value_date, charged_off.user_id))
        charges = self.book.charges.frozen()
        disbursed = story.disbursements
        status = self._status()
        if status in _OVER and story.status is LoanStatus.ACTIVE:
            life = structs.replace(
                life,
                closed=self.closed,
                written_off=self._step_of_write_off() if status is LoanStatus.WRITTEN_OFF else None,
            )
        totals = totals_of(rows, charges, disbursed, self.charged_back) if disbursed else (Totals(),) * 4
        upfront = [part for one in charges for part in one.parts if part.instalment == AT_DISBURSEMENT]
        if self.summed_up:
            transactions = summed_up(transactions, rows, final_among(self.counting))
        return LoanState(
            contract=story.standing,
            status=status,
            life=life,
            officer=story.officer,
            proposed_principal=story.proposed,
            approved_principal=story.approved,
            disbursements=disbursed,
            instalments=rows,
            charges=charges,
            transactions=transactions,
            principal=totals[0],
            interest=totals[1],
            fees=totals[2],
            penalties=totals[3],
            fees_at_disbursement=sum((part.amount for part in upfront), ZERO),
            fees_at_disbursement_paid=sum((part.paid for part in upfront), ZERO),
            overpaid=self.overpaid,
            recovered=self.recovered,
            charged_back=self.charged_back,
            fraud=story.is_fraud(),
            charge_off_reason=self.charged_off_for,
            last_seq=story.last_seq,
            last_money_on=self.counting[-1].value_date if self.counting else None,
            accrued_until=self.accrued_until,
            charged_on={charge: on for charge, (on, _) in story.joined.items()},
            interest_model=self.interest_model,
            derived_on=today,
            problems=tuple(self.problems),
        )

    def _with_accrued(self, row: InstalmentState) -> InstalmentState:
        booked = self.accrued.get(row.number)
        return row if booked is None else structs.replace(row, accrued=booked)

    def _step_of_write_off(self) -> Step | None:
        return Step(self.ended.value_date, self.ended.user_id) if self.ended is not None else None

    def _status(self) -> LoanStatus:
        status = self.story.status
        if status is not LoanStatus.ACTIVE:
            return status
        if self.ended is not None:
            return _ENDS[type(self.ended.body)]
        if self.principal == ZERO and self.book.is_settled:
            return LoanStatus.OVERPAID if self.overpaid > ZERO else LoanStatus.CLOSED
        return status


class ClassicalFold(Fold[Book]):
    """A plan that stands before the first amount is put on it."""

    def _transactions(self) -> list[TransactionState]:
        self._waive_charges()
        return [self._transaction(one) for one in self.counting]

    def _waive_charges(self) -> None:
        """A charge that was forgiven, at whatever time, is no longer there for payments to find."""
        for one in self.counting:
            body = one.body
            if isinstance(body, ChargeWaived):
                decided, _ = self.book.put_on_charge(
                    body.charge, body.instalment, body.amount, one.value_date, "waived"
                )
                self.waivers[one.id] = decided

    def put_disbursement(self, _recorded: Recorded, _body: Disbursed) -> Decided:
        """Nothing is put on instalments: the plan stands on it already."""
        return UNDECIDED

    def put_repayment(self, recorded: Recorded, body: Repaid | Credited | Foreclosed) -> Decided:
        """A repayment, by the strategy."""
        decided = self.book.pay(body.amount, recorded.value_date)
        self.overpaid += decided.overpayment
        return decided

    def put_charge_payment(self, recorded: Recorded, body: ChargePaid) -> Decided:
        """A payment meant for one charge; what the charge no longer owes is a repayment."""
        decided, left = self.book.put_on_charge(
            body.charge, body.instalment, body.amount, recorded.value_date, "paid"
        )
        if not left:
            return decided
        rest = self.book.pay(left, recorded.value_date)
        self.overpaid += rest.overpayment
        return Decided(decided.portions + rest.portions, decided.charges + rest.charges, rest.overpayment)

    def put_charge_waiver(self, recorded: Recorded, _body: ChargeWaived) -> Decided:
        """A charge forgiven: done before anything else."""
        return self.waivers[recorded.id]

    def put_owed_again(self, recorded: Recorded, body: OverpaymentRefunded | ChargedBack) -> Decided:
        """Money that went back: taken from what was overpaid, the rest is owed again."""
        settled = min(self.overpaid, body.amount)
        self.overpaid -= settled
        if settled == body.amount:
            return Decided(overpayment=settled)
        if self.story.contract.terms.recalculation is not None:
            self.problems.append("owed_again_with_recalculation")
        self.charged_back += body.amount
        return Decided((self.book.owe_again(body.amount, settled, recorded.value_date),), overpayment=settled)


_PUT: dict[type, str] = {
    Disbursed: "put_disbursement",
    RepaidAtDisbursement: "put_fees_at_disbursement",
    Repaid: "put_repayment",
    Credited: "put_repayment",
    ChargedBack: "put_owed_again",
    ChargedOff: "put_charge_off",
    Foreclosed: "put_repayment",
    ChargePaid: "put_charge_payment",
    InterestWaived: "put_interest_waiver",
    ChargeWaived: "put_charge_waiver",
    WrittenOff: "put_giving_up",
    LetGo: "put_giving_up",
    ClosedAsRescheduled: "put_giving_up",
    Recovered: "put_recovery",
    OverpaymentRefunded: "put_owed_again",
    PaidBack: "put_paid_back",
    Accrued: "put_accrual",
    ActivityPosted: "put_activity",
}


def made_of(
    recorded: Recorded,
    parts: Components,
    decided: Decided,
    *,
    balance: Decimal,
) -> TransactionState:
    """The transaction that an event is, with what was ``decided`` about it."""
    body: Any = recorded.body
    kind = type(body)
    # with more than fifteen keywords a call goes by way of a dictionary, which takes four times as long
    made = TransactionState(
        id=recorded.id,
        seq=recorded.seq,
        kind=body.transaction,
        on=recorded.value_date,
        business_date=recorded.business_date,
        booked_at=recorded.booked_at,
        user_id=recorded.user_id,
        amount=parts.total if kind in _MADE_OF_PARTS else body.amount,
        components=parts,
        decided=decided,
        payment=body.payment if kind in _WITH_PAYMENT else None,
        transfer=body.transfer if kind in _WITH_TRANSFER else None,
        suspended=body.suspended if kind is Accrued else ZERO,
        balance=balance,
    )
    return structs.replace(made, **about(body)) if kind in _SAYING_MORE else made


def about(body: Any) -> dict[str, Any]:
    """What a transaction says besides its amount: the one it belongs to, the charge it takes back, its reason."""
    return {
        "related": getattr(body, "related", None),
        "charge": body.charge if isinstance(body, Credited) else None,
        "reason": getattr(body, "reason", None),
    }


def _having(name: str) -> frozenset[type]:
    return frozenset(kind for kind in _PUT if any(one.name == name for one in fields(kind)))


_WITH_PAYMENT, _WITH_TRANSFER = _having("payment"), _having("transfer")
_SAYING_MORE = frozenset(
    kind for kind in _PUT if kind is Credited or {"related", "reason"} & {one.name for one in fields(kind)}
)


def _reversed(
    recorded: Recorded, on: date, book: Working, reversal: TransactionReversed | None
) -> TransactionState:
    """A transaction that counts no more, as it counted last where that is known, else as it was booked."""
    body: Any = recorded.body
    decided: Decided = getattr(body, "decided", UNDECIDED)
    balance, recognised = ZERO, NOTHING
    if reversal is not None and reversal.decided is not None:
        decided, balance = reversal.decided, reversal.balance or ZERO
        recognised = reversal.recognised
    if isinstance(body, Disbursed):
        parts = Components(principal=body.amount)
    elif isinstance(body, Accrued):
        parts = accrued_parts(body)
    else:
        parts = book.components_of(decided)
    replaced = reversal is not None and reversal.upkeep
    made = made_of(recorded, parts, decided, balance=balance)
    return structs.replace(made, recognised=recognised, reversed_on=on, replaced=replaced)
