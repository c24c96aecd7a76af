"""A progressive loan as its events shape it.

The model is a value to work with: it is planned, then told what happened in order of value date, and asked
what is due. It reads no clock. Amounts are decimals of the loan's currency, rates per cent a year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from amana.finance.money import ZERO
from amana.finance.progressive import overdue, reading, reageing
from amana.finance.progressive.instalments import defer_interest, plan, settle_last
from amana.finance.progressive.periods import Period, SubPeriod
from amana.finance.progressive.reading import Dues, Outstanding
from amana.finance.progressive.reageing import ReAgeing
from amana.finance.progressive.stories import PeriodStory, stories_of
from amana.finance.progressive.terms import ProgressiveTerms
from amana.finance.progressive.walk import NoSuchPeriodError, Walk, cut
from amana.finance.terms import InterestPeriod

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SubPeriodRow:
    """Days of a period with one balance and one rate; `interest` is not rounded."""

    from_date: date
    due_date: date
    rate_factor: Decimal
    balance: Decimal
    interest: Decimal
    paused: bool


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One instalment of the schedule.

    `instalment` is without what was charged back, `principal` and `interest` are what is due with it;
    `balance` is the principal left afterwards.
    """

    number: int
    from_date: date
    due_date: date
    instalment: Decimal
    principal: Decimal
    interest: Decimal
    balance: Decimal
    paid_principal: Decimal
    paid_interest: Decimal
    credited_principal: Decimal
    credited_interest: Decimal
    fully_paid: bool
    reaged: bool
    sub_periods: tuple[SubPeriodRow, ...]


class InterestModel:
    """The schedule of one progressive loan, kept up to date event by event."""

    __slots__ = ("_walk",)

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    @classmethod
    def planned(cls, terms: ProgressiveTerms, periods: Sequence[tuple[date, date]]) -> InterestModel:
        """A loan of these `periods` (first day, due date), to which nothing was disbursed yet.

        Raises NoSuchPeriodError for none.
        """
        return cls(Walk(terms, periods))

    def copy(self) -> InterestModel:
        """An independent copy."""
        return InterestModel(self._walk.copied())

    @property
    def terms(self) -> ProgressiveTerms:
        """What was agreed."""
        return self._walk.terms

    @property
    def starts_on(self) -> date:
        """First day of the first period."""
        return self._walk.periods[0].from_date

    @property
    def matures_on(self) -> date:
        """The last due date."""
        return self._walk.periods[-1].due_date

    # what happens

    def disburse(self, on: date, amount: Decimal) -> None:
        """Principal is paid out; the instalments not yet due by then are worked out anew."""
        walk, terms = self._walk, self.terms
        if terms.interest_period is InterestPeriod.SAME_AS_REPAYMENT and not terms.partial_period_interest:
            # a period bears interest as a whole: on all that is disbursed in it
            on = next((one.from_date for one in walk.periods if one.due_date > on), on)
        for period in walk.periods:
            if period.from_date >= on:
                period.disbursed_before += amount
        walk.touch()
        if terms.full_term_tranches:
            self._disburse_over_full_term(on, amount)
            return
        changed = walk.change_balance(on, disbursed=amount)
        if changed is not None:
            plan(walk, self._first_due_after(changed, on), in_place=False)

    def agree_instalment(self, on: date, amount: Decimal) -> None:
        """What falls due after `on` is `amount` each, the last instalment takes the rest."""
        walk = self._walk
        walk.agreed = (*walk.agreed, (on, amount))
        following = [period for period in walk.periods if period.due_date > on]
        if following and not walk.is_empty:
            plan(walk, following[0].due_date, in_place=True)

    def change_rate(self, on: date, annual_rate: Decimal) -> None:
        """Interest runs at `annual_rate` from `on` on; instalments from then on are worked out anew."""
        before = on - _DAY
        self._walk.add_rate(before, annual_rate)
        changed = self._walk.change_balance(before)
        if changed is not None:
            plan(self._walk, self._first_due_after(changed, before), in_place=True)

    def correct_balance(self, on: date, amount: Decimal) -> None:
        """From `on` on interest runs on `amount` more (or, negative, less) than planned."""
        changed = self._walk.change_balance(on, correction=amount)
        if changed is not None:
            self._walk.refresh_factors([changed])
            self._walk.carry_balances()
            settle_last(self._walk, on)

    def pay_principal(self, from_date: date, due_date: date, on: date, amount: Decimal) -> None:
        """Principal of the period `from_date`..`due_date` is paid on `on`.

        Early money lowers the balance that bears interest from its day; late money does so from the due date
        (interest on what was overdue is `bear_interest_on_overdue`'s). Raises NoSuchPeriodError.
        """
        if not amount:
            return
        walk = self._walk
        period = walk.period(from_date, due_date)
        owed, paid = walk.principal_owed, walk.principal_paid
        most = owed + walk.credited_principal - paid
        walk.pay(period, principal=amount if amount <= most else owed - paid)
        effective = min(due_date, on)
        self.correct_balance(effective, -amount)
        if self.terms.recalculates_instalments:
            beyond = (
                period.paid > period.to_pay
            )  # principal paid apart from interest can be more than planned
            if (beyond or on < period.from_date) and len(walk.unpaid()) > 1:
                self._end_at_what_was_paid(period)
            settle_last(walk, on)
        if walk.principal_paid >= walk.principal_owed:
            self._keep_what_has_run()

    def pay_interest(self, from_date: date, due_date: date, on: date, amount: Decimal) -> None:
        """Interest of the period `from_date`..`due_date` is paid on `on`; never more than is due in all.

        Raises NoSuchPeriodError.
        """
        walk = self._walk
        period = walk.period(from_date, due_date)
        unpaid = walk.unpaid()
        last_open = unpaid[-1] if unpaid else None
        if last_open is period and period is not walk.periods[-1] and on >= period.due_date:
            defer_interest(walk, period, on)
        walk.pay(period, interest=min(amount, walk.interest_due - walk.interest_paid))
        walk.carry_balances()
        settle_last(walk, on)

    def credit_principal(self, on: date, amount: Decimal) -> None:
        """Principal is charged back: due with the period that runs on `on`, bearing interest from then."""
        reageing.credit(self._walk, on, principal=amount)

    def credit_interest(self, on: date, amount: Decimal) -> None:
        """Interest is charged back: due with the period that runs on `on`."""
        reageing.credit(self._walk, on, interest=amount)

    def pause(self, first: date, last: date) -> None:
        """No interest from `first` to `last`, both included; instalments stay as they are."""
        walk = self._walk
        touched = [one for one in walk.periods if one.from_date < last and one.due_date >= first]
        if not touched:
            return
        for period in touched:
            _pause(period, max(first - _DAY, period.from_date), min(last, period.due_date))
        walk.touch(touched[0])
        since = touched[0].from_date
        walk.refresh_factors(walk.periods_from(since))
        walk.carry_balances()
        settle_last(walk, since)

    def add_periods(
        self, on: date, count: int, *, seed: date | None = None, seeded_periods: int | None = None
    ) -> None:
        """`count` more instalments at the end; those from `on` on are worked out anew.

        Due dates follow the loan's start, or `seed` with `seeded_periods` periods after it.
        """
        walk, terms = self._walk, self.terms
        start = self.starts_on if seed is None else seed
        made = len(walk.periods) if seeded_periods is None else seeded_periods
        disbursed = walk.periods[-1].disbursed_before
        for number in range(made, made + count):
            period = Period.whole(terms.due_date(start, number), terms.due_date(start, number + 1))
            period.disbursed_before = disbursed
            walk.periods.append(period)
            walk.touch(period)
        before = on - _DAY
        changed = walk.change_balance(before)
        if changed is not None:
            plan(walk, self._first_due_after(changed, before), in_place=True)

    def move_due_dates(self, old_due: date, new_dues: Sequence[date]) -> None:
        """The instalment due on `old_due` and all after it fall due on `new_dues`.

        Instalments stay as they are, the last one takes the interest of the time gained. Raises
        NoSuchPeriodError unless `new_dues` has a date for each of them.
        """
        walk = self._walk
        target = walk.period_on(old_due)
        moved = [] if target is None else walk.periods[walk.periods.index(target) :]
        if not moved or len(moved) != len(new_dues):
            raise NoSuchPeriodError(f"{len(new_dues)} new due dates for {len(moved)} periods from {old_due}")
        previous: date | None = None
        for period, due in zip(moved, new_dues, strict=True):
            subs = period.changing()
            if previous is not None:
                period.from_date = subs[0].from_date = previous
            period.due_date = subs[-1].due_date = due
            previous = due
        walk.touch(moved[0])
        walk.refresh_factors(walk.periods_from(old_due))
        walk.carry_balances()
        settle_last(walk, old_due)

    def bear_interest_on_overdue(self, until: date, *, to_due_date: bool = False) -> bool:
        """Unpaid principal of past periods bears interest until `until` (or the running due date)."""
        return overdue.bear_interest_on_overdue(self._walk, until, to_due_date=to_due_date)

    def reage_equally(self, on: date, how: ReAgeing) -> None:
        """End the schedule on `on` and spread what is left over new instalments in equal parts."""
        reageing.reage_equally(self._walk, on, how)

    # questions

    def dues(self, from_date: date, due_date: date, on: date) -> Dues:
        """The most that is due of a period on `on`. Raises NoSuchPeriodError."""
        return reading.dues_on(self._walk, from_date, due_date, on)

    def outstanding(self, on: date) -> Outstanding:
        """Principal left in all and interest due by `on`: what closes the loan that day."""
        return reading.outstanding_on(self._walk, on)

    def balance(self, on: date) -> Decimal:
        """Principal left after the period `on` falls in, as things stand that day."""
        return reading.balance_on(self._walk, on)

    def period_interest(self, from_date: date, due_date: date, on: date, *, credited: bool = True) -> Decimal:
        """Interest that has run in a period by `on`, rounded; `credited`: with interest charged back."""
        return reading.interest_of_period(self._walk, from_date, due_date, on, credited=credited)

    def story_until(self, from_date: date, due_date: date, on: date) -> PeriodStory:
        """What the interest of a period by `on` (see `period_interest`) was worked out from."""
        return reading.story_of_period(self._walk, from_date, due_date, on)

    def unpaid_interest(self, on: date) -> Decimal:
        """Unpaid interest of periods begun before `on`, as of that day."""
        return reading.interest_due_on(self._walk, on)

    @property
    def principal_left(self) -> Decimal:
        """All principal disbursed or charged back that is not paid."""
        return self._walk.principal_owed - self._walk.principal_paid

    def total_interest(self) -> Decimal:
        """Interest of the whole schedule."""
        return self._walk.interest_due

    def stories(self) -> tuple[PeriodStory, ...]:
        """What each period was worked out from."""
        return stories_of(self._walk)

    def periods(self) -> tuple[PeriodRow, ...]:
        """The schedule."""
        periods = self._walk.worked_out()
        return tuple(self._row(number, period) for number, period in enumerate(periods, 1))

    def due(self) -> list[tuple[date, Decimal, Decimal]]:
        """The due date of each period, the principal and the interest due on it."""
        return [(one.due_date, one.principal_due, one.interest_due) for one in self._walk.worked_out()]

    def _row(self, number: int, period: Period) -> PeriodRow:
        return PeriodRow(
            number=number,
            from_date=period.from_date,
            due_date=period.due_date,
            instalment=period.instalment,
            principal=period.principal_due,
            interest=period.interest_due,
            balance=period.balance,
            paid_principal=period.paid_principal,
            paid_interest=period.paid_interest,
            credited_principal=period.credited_principal,
            credited_interest=period.credited_interest,
            fully_paid=period.fully_paid,
            reaged=period.reaged,
            sub_periods=tuple(self._sub_row(period, one) for one in period.sub_periods),
        )

    def _sub_row(self, period: Period, one: SubPeriod) -> SubPeriodRow:
        base = period.disbursed_until(one) if self.terms.flat else one.balance
        interest = one.interest_on(base, period.due_date, self.terms)
        return SubPeriodRow(one.from_date, one.due_date, one.factors.own, base, interest, one.paused)

    # inside

    def _first_due_after(self, changed: Period, on: date) -> date:
        """The due date of the first instalment that an event on `on` changes: on a due date, the next."""
        periods = self._walk.periods
        following = periods.index(changed) + 1
        if changed.due_date == on and following < len(periods):
            return periods[following].due_date
        return changed.due_date

    def _keep_what_has_run(self) -> None:
        """Once all principal is paid, the last instalment asks for the interest that found no room in any."""
        walk, last = self._walk, self._walk.periods[-1]
        walk.carry_balances()
        walk.worked_out()
        if last.unrecognised_interest <= ZERO or walk.unpaid():
            return
        for period in walk.periods:
            if period.deferred_interest:
                period.instalment, period.deferred_interest = period.paid - period.credited, ZERO
            period.interest_moved_up = False
        walk.touch()
        walk.worked_out()
        last.instalment += last.unrecognised_interest
        walk.touch_only(last)

    def _end_at_what_was_paid(self, period: Period) -> None:
        walk = self._walk
        walk.worked_out()
        agreed = period.agreed_instalment + period.credited
        if period.paid > period.to_pay or period.paid == agreed:
            period.instalment = period.paid - period.credited
            walk.touch_only(period)

    def _disburse_over_full_term(self, on: date, amount: Decimal) -> None:
        """The tranche gets a schedule of its own, over the agreed number of instalments, which is added."""
        walk, terms = self._walk, self.terms
        holding = next((one for one in walk.periods if one.from_date <= on < one.due_date), None)
        start = self.matures_on if holding is None else holding.from_date
        dates = [start] + [terms.due_date(start, number + 1) for number in range(terms.full_term_tranches)]
        alone = Walk(terms, list(pairwise(dates)))
        alone.change_balance(on, disbursed=amount)
        plan(alone, alone.periods[0].due_date, in_place=True)
        walk.change_balance(on, disbursed=amount)
        for period in alone.worked_out():
            extra = period.principal_due + period.interest_due
            found = next((one for one in walk.periods if one.dates == period.dates), None)
            if found is None:
                last = walk.periods[-1]
                start = last.due_date if period is alone.periods[0] else period.from_date
                found = Period.whole(start, period.due_date)
                found.disbursed_before = last.disbursed_before
                walk.periods.append(found)
            found.instalment = found.agreed_instalment = found.instalment + extra
            walk.touch(found)
            walk.refresh_factors([found])
        walk.carry_balances()
        settle_last(walk, on)


def _pause(period: Period, start: date, end: date) -> None:
    """Mark the sub-periods from `start` to `end`, cutting the period there where it is not cut yet."""
    if all(one.from_date != start for one in period.sub_periods):
        cut(period, start)
    if all(one.due_date != end for one in period.sub_periods):
        cut(period, end)
    for one in period.changing():
        one.paused = one.paused or (start <= one.from_date and one.due_date <= end)
