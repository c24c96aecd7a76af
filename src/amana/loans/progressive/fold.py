"""Second reading of a progressive loan's events: instalments change with each of them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from msgspec import structs

from amana.finance.charges import ChargeTime
from amana.finance.components import Component, Components
from amana.finance.dues import Portion
from amana.finance.free_allocation import RuledPayment, SplitRule, default_rule, rule_for
from amana.finance.money import ZERO
from amana.finance.progressive.model import InterestModel
from amana.finance.terms import Variation, VariationKind
from amana.loans.contract import LoanCharge
from amana.loans.decided import Decided
from amana.loans.events import (
    UNDECIDED,
    ChargedBack,
    ChargedOff,
    ChargePaid,
    ChargeWaived,
    ClosedAsRescheduled,
    Credited,
    Disbursed,
    Foreclosed,
    LetGo,
    OverpaymentRefunded,
    Recorded,
    Repaid,
    WrittenOff,
)
from amana.loans.fold import Fold
from amana.loans.kinds import TransactionKind as K
from amana.loans.lifecycle import Story
from amana.loans.plan import AT_PAYING_OUT, at_paying_out, paying_out_bases
from amana.loans.progressive.book import ProgressiveBook
from amana.loans.progressive.periods import RATE_CHANGES
from amana.loans.state import TransactionState

_RULED = {
    K.REPAYMENT: RuledPayment.REPAYMENT,
    K.DOWN_PAYMENT: RuledPayment.DOWN_PAYMENT,
    K.MERCHANT_REFUND: RuledPayment.MERCHANT_ISSUED_REFUND,
    K.PAYOUT_REFUND: RuledPayment.PAYOUT_REFUND,
    K.GOODWILL_CREDIT: RuledPayment.GOODWILL_CREDIT,
    K.CHARGE_REFUND: RuledPayment.CHARGE_REFUND,
    K.CHARGE_ADJUSTMENT: RuledPayment.CHARGE_ADJUSTMENT,
    K.CHARGE_PAYMENT: RuledPayment.CHARGE_PAYMENT,
    K.INTEREST_PAYMENT_WAIVER: RuledPayment.INTEREST_PAYMENT_WAIVER,
    K.INTEREST_REFUND: RuledPayment.INTEREST_REFUND,
}
"""The rule that serves a kind of transaction, where the product has one."""


class _Step(NamedTuple):
    """Something to do, in the order of the day it counts from, then of the day and number of its booking."""

    on: date
    rank: int
    booked_on: date
    seq: int
    do: Callable[[], None]


_CHANGE, _MOVE = 0, 1
"""Ranks on a day: changes of the terms come before money and charges."""


class ProgressiveFold(Fold[ProgressiveBook]):
    """Disbursements, charges, changes of terms and money, one after another."""

    def __init__(
        self, story: Story, counting: Sequence[Recorded], today: date, until: date | None = None
    ) -> None:
        book = ProgressiveBook(story.standing, story.disbursements, _expected(story, today))
        super().__init__(story, book, counting)
        self.today = today
        self.until = until
        self.made: dict[int, TransactionState] = {}
        self._rules: dict[K, SplitRule] = {}
        self.surplus: dict[int, Decimal] = {}
        """What each payment brought beyond everything owed, as far as it is still there."""

    @property
    def interest_model(self) -> InterestModel | None:
        """The engine behind the rows."""
        return self.book.interest.model if self.book.interest is not None else None

    # -- the order of things ------------------------------------------------------------------------

    def _transactions(self) -> list[TransactionState]:
        steps = [*self._money(), *self._charges(), *self._changes()]
        for step in sorted(steps, key=lambda one: one[:4]):
            step.do()
        if self.charged_off is None and self.ended is None:
            self.book.run_interest_until(self.until or self.today)
        if self.until is not None and not self._charged_off_by(self.until):
            self.book.stop_interest(self.until)
        return sorted(self.made.values(), key=attrgetter("on", "seq"))

    def _charged_off_by(self, on: date) -> bool:
        """Whether interest follows the money no longer on that day: closing the loan costs all there is."""
        return self.charged_off is not None and self.charged_off.value_date <= on

    def _money(self) -> Iterator[_Step]:
        for recorded in self.counting:
            yield _Step(
                recorded.value_date, _MOVE, recorded.business_date, recorded.seq, self._booking(recorded)
            )

    def _booking(self, recorded: Recorded) -> Callable[[], None]:
        def book() -> None:
            made = self._transaction(recorded)
            self.made[recorded.id] = made
            if made.decided.overpayment and isinstance(recorded.body, Repaid | Credited | ChargePaid):
                self.surplus[recorded.id] = made.decided.overpayment

        return book

    def _charges(self) -> Iterator[_Step]:
        """Charges join on the day they were asked for, or fell due when that was before; not before the money."""
        first = min(
            (one for one in self.counting if isinstance(one.body, Disbursed)),
            key=lambda one: (one.value_date, one.seq),
        )
        for charge in self.story.standing.charges:
            if charge.time in AT_PAYING_OUT:
                continue
            booked_on, seq = self.story.joined.get(charge.id, (self.story.life.submitted.on, 0))
            on = booked_on if charge.due_on is None else min(charge.due_on, booked_on)
            on, booked_on, seq = max((on, booked_on, seq), (first.value_date, first.business_date, first.seq))
            yield _Step(on, _MOVE, booked_on, seq, self._joining(charge))

    def _joining(self, charge: LoanCharge) -> Callable[[], None]:
        def join() -> None:
            self.book.join(charge)
            for one in self.counting:
                if isinstance(one.body, ChargeWaived) and one.body.charge == charge.id:
                    self.waivers[one.id], _ = self.book.put_on_charge(
                        charge.id, one.body.instalment, one.body.amount, one.value_date, "waived"
                    )
            self._use_surplus()

        return join

    def _changes(self) -> Iterator[_Step]:
        agreed = {one.variation: one for one in self.story.varied}
        start = self.book.planned[0].from_date
        for variation in self.story.standing.terms.variations:
            on = variation.applies_from
            if variation.kind is VariationKind.DUE_DATE and on <= start:
                continue  # a loan told as if its first tranche had never been paid out begins later
            event = agreed.get(variation)
            if event is not None and event.on < on and self._counts_once_agreed(variation):
                yield _Step(event.on, _MOVE, event.on, event.seq, self._changing(variation))
            else:
                yield _Step(on, _CHANGE, on, 0, self._changing(variation))

    def _counts_once_agreed(self, variation: Variation) -> bool:
        """Whether it changes what is owed from the day it is agreed on; a rate does for interest that follows time."""
        rate = self.book.interest is not None and variation.kind in RATE_CHANGES
        return not (rate and self.story.standing.terms.recalculation)

    def _changing(self, variation: Variation) -> Callable[[], None]:
        def change() -> None:
            if not self.book.vary(variation):
                self.problems.append("unsupported_variation")
            self._use_surplus()

        return change

    def interest_due_by(self, on: date) -> Decimal:
        """Interest of the whole time until ``on``, paid or not, as everything that counts has made it."""
        self._transactions()
        return self.book.interest_due_by(on)

    # -- one method per kind of transaction ---------------------------------------------------------

    def _rule(self, kind: K) -> SplitRule:
        found = self._rules.get(kind)
        if found is None:
            rules = self.story.contract.allocation_rules
            named = _RULED.get(kind)
            found = (rule_for(rules, named) if named is not None else None) or default_rule(rules)
            self._rules[kind] = found
        return found

    def put_disbursement(self, recorded: Recorded, body: Disbursed) -> Decided:
        """Instalments grow; what was overpaid before pays for them first."""
        if self.book.disbursed:
            self.book.run_interest_until(recorded.value_date)  # what is overdue by then stays what it is
        amount = body.amount
        if self.story.contract.closes is not None:  # what paid off another loan and the rest are one
            if recorded.id != max(self.story.paid_out):
                return UNDECIDED
            [(_, amount)] = self.story.disbursements
        if not self.book.disburse(recorded.value_date, amount):
            self.problems.append("unsupported_variation")
        self._put_charges_at_disbursement()
        for charge in self.story.standing.charges:
            if charge.id in self.book.charges.parts and charge.time is ChargeTime.INSTALMENT:
                self.book.work_out_anew(charge)
        return self._use_overpayment(recorded, body.amount)

    def _put_charges_at_disbursement(self) -> None:
        """Charges that fall due with the money: known to the book with what was paid out so far."""
        contract, schedule = self.story.standing, self.book.schedule()
        for charge in contract.charges:
            if charge.time in AT_PAYING_OUT and charge.id not in self.book.charges.parts:
                whole = self.book.whole_schedule(self.story.disbursements)
                part = at_paying_out(contract, charge, whole, schedule.interest)
                bases = paying_out_bases(contract, charge, whole, schedule.interest)
                self.book.bases[charge.id, part.instalment] = bases
                self.book.put_charge(charge, (part,))

    def _use_overpayment(self, recorded: Recorded, amount: Decimal) -> Decided:
        """What was overpaid before goes where money by the default rule goes."""
        if not self.overpaid:
            return Decided()
        used = min(amount, self.overpaid)
        on = recorded.value_date
        paid = self.book.pay(self.overpaid, on, default_rule(self.story.contract.allocation_rules))
        self._lower_surplus(self.overpaid - paid.overpayment)
        self.overpaid = paid.overpayment
        settled = self.book.components_of(paid)
        self.principal -= settled.principal
        return Decided(charges=paid.charges, overpayment=used, settled=settled)

    def put_repayment(self, recorded: Recorded, body: Repaid | Credited | Foreclosed) -> Decided:
        """Money received, by the rule for its kind."""
        decided = self.book.pay(body.amount, recorded.value_date, self._rule(body.transaction))
        self.overpaid += decided.overpayment
        return decided

    def put_charge_payment(self, recorded: Recorded, body: ChargePaid) -> Decided:
        """A payment meant for one charge; what the charge no longer owes is a payment by its rule."""
        on = recorded.value_date
        decided, left = self.book.put_on_charge(body.charge, body.instalment, body.amount, on, "paid")
        if not left:
            return decided
        rest = self.book.pay(left, on, self._rule(body.transaction))
        self.overpaid += rest.overpayment
        return Decided(decided.portions + rest.portions, decided.charges + rest.charges, rest.overpayment)

    def put_charge_waiver(self, recorded: Recorded, _body: ChargeWaived) -> Decided:
        """A charge forgiven: done when it joined."""
        return self.waivers.get(recorded.id, Decided())

    def put_charge_off(self, recorded: Recorded, body: ChargedOff) -> Decided:
        """Everything owed by then; interest follows the money no longer."""
        self.book.run_interest_until(recorded.value_date)
        self.book.freeze_interest()
        return super().put_charge_off(recorded, body)

    def put_giving_up(self, recorded: Recorded, body: WrittenOff | LetGo | ClosedAsRescheduled) -> Decided:
        """Everything still owed, with interest until then."""
        self.book.run_interest_until(recorded.value_date)
        return super().put_giving_up(recorded, body)

    def put_owed_again(self, recorded: Recorded, body: OverpaymentRefunded | ChargedBack) -> Decided:
        """Money that went back: taken from what was overpaid, the rest is owed again."""
        on = recorded.value_date
        settled = min(self.overpaid, body.amount)
        order = self.story.contract.chargeback_order
        if isinstance(body, ChargedBack) and order:
            parts = self._charged_back_parts(recorded, body, order)
            row = self.book.owe_again(parts, on)
            self.charged_back += parts.principal
            used = self._use_overpayment(recorded, body.amount)
            return Decided((Portion(row.number, parts),), used.charges, used.overpayment, used.settled)
        self.overpaid -= settled
        self._lower_surplus(settled)
        if settled == body.amount:
            return Decided(overpayment=settled)
        row = self.book.owe_again(Components(principal=body.amount), on)
        self.charged_back += body.amount
        self.book.settle_at_once(row, settled, on)
        interest = self.book.interest
        if isinstance(body, ChargedBack) and interest is not None and interest.follows:
            # it bears interest again as a whole; what was overpaid settles a part of it
            whole, part = Components(principal=body.amount), Components(principal=settled)
            self.principal -= settled
            return Decided((Portion(row.number, whole),), overpayment=settled, settled=part or None)
        owed = Components(principal=body.amount - settled)
        return Decided((Portion(row.number, owed),), overpayment=settled)

    def _charged_back_parts(
        self, recorded: Recorded, body: ChargedBack, order: Sequence[Component]
    ) -> Components:
        """What the payment had gone to, less what was charged back of it before, in the product's order."""
        origin = self.made.get(body.related)
        left = {one: origin.components.of(one) if origin is not None else ZERO for one in Component}
        found = dict.fromkeys(Component, ZERO)
        for one in self.counting:
            earlier = one.body
            if (
                not isinstance(earlier, ChargedBack)
                or earlier.related != body.related
                or one.seq > recorded.seq
            ):
                continue
            amount = earlier.amount
            for component in order:
                part = min(amount, left[component])
                amount -= part
                left[component] -= part
                found[component] = part if one is recorded else ZERO
        return Components(*(found[one] for one in Component))

    # -- money that found no room at first ----------------------------------------------------------

    def _lower_surplus(self, amount: Decimal) -> None:
        for key in list(self.surplus):
            part = min(amount, self.surplus[key])
            self.surplus[key] -= part
            amount -= part
            if not self.surplus[key]:
                del self.surplus[key]

    def _use_surplus(self) -> None:
        """Payments that brought too much pay what a charge asks for now."""
        for key in list(self.surplus):
            if self.book.is_settled:
                return
            made = self.made[key]
            amount = min(self.surplus.pop(key), self.overpaid)
            more = self.book.pay(amount, made.on, self._rule(made.kind))
            self.overpaid -= amount - more.overpayment
            if more.overpayment:
                self.surplus[key] = more.overpayment
            decided = Decided(
                (*made.decided.portions, *more.portions),
                (*made.decided.charges, *more.charges),
                made.decided.overpayment - amount + more.overpayment,
            )
            parts = made.components + self.book.components_of(more)
            self.principal -= self.book.components_of(more).principal
            self.made[key] = structs.replace(made, decided=decided, components=parts)
            self._see_the_end(made.on, made.user_id)


def _expected(story: Story, today: date) -> list[tuple[date, Decimal]]:
    """Tranches to come that were not paid out."""
    paid_out = story.disbursements
    earliest = max(today, paid_out[0][0] + timedelta(days=1))
    return [
        (one.expected_on, one.amount)
        for one in story.contract.terms.tranches[len(paid_out) :]
        if one.expected_on >= earliest
    ]
