"""The state of a progressive loan: its periods, its rates, and what keeps the two consistent.

Balances are carried from sub-period to sub-period by `carry_balances`; between two of those they stand
still, and what is due follows from them and the instalments.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from amana.finance.money import ZERO
from amana.finance.progressive.factors import NO_INTEREST, FactorRule
from amana.finance.progressive.periods import Period, SubPeriod
from amana.finance.progressive.terms import ProgressiveTerms

_NOWHERE = 2**31


class NoSuchPeriodError(ValueError):
    """The days named are no period of the schedule."""


class Walk:
    """Periods and rates of one loan, with the arithmetic that all events share. Copies are independent."""

    __slots__ = (
        "_interest_paid",
        "_principal_paid",
        "_rates",
        "_rule",
        "_uncarried_from",
        "_unworked_from",
        "agreed",
        "bare",
        "grace_lifted",
        "overdue",
        "overdue_until",
        "periods",
        "terms",
    )

    def __init__(self, terms: ProgressiveTerms, periods: Sequence[tuple[date, date]]) -> None:
        if not periods:
            raise NoSuchPeriodError("a schedule has at least one period")
        self.terms = terms
        self.periods = [Period.whole(start, due) for start, due in periods]
        self.overdue: dict[date, tuple[tuple[date, Decimal], ...]] = {}
        """Unpaid principal that bears interest beyond its due date: what was put on the balance of a period and when,
        by the period's due date.
        """
        self.overdue_until: date | None = None
        self.agreed: tuple[tuple[date, Decimal], ...] = ()
        """Instalments agreed on, each for what falls due after a day."""
        if terms.fixed_instalment is not None:
            self.agreed = ((date.min, terms.fixed_instalment),)
        self.grace_lifted = False
        self.bare = False  # a copy without payments, to work out instalments with
        self._rates: list[tuple[date, Decimal]] = []
        self._rule = FactorRule(terms, periods[0][0])
        self._unworked_from = self._uncarried_from = 0
        self._principal_paid: Decimal | None = None
        self._interest_paid: Decimal | None = None

    def copied(self) -> Walk:
        """An independent copy."""
        made = Walk.__new__(Walk)
        for name in Walk.__slots__:
            setattr(made, name, getattr(self, name))
        made.periods = [period.copied() for period in self.periods]
        made.overdue = dict(self.overdue)
        made.bare = False
        return made

    def without_payments(self) -> Walk:
        """A copy to which nothing was paid, early or late: what instalments are worked out on."""
        made = self.copied()
        made.bare = True
        made.overdue = {}
        for period in made.periods:
            if period.interest_moved_down:
                period.fixed_interest = period.paid_interest
            period.paid_principal = period.paid_interest = period.deferred_interest = ZERO
            for one in period.changing():
                one.correction = ZERO
        made.touch()
        return made

    def agreed_for(self, period: Period) -> Decimal | None:
        """The instalment agreed on for a period; None where it is worked out."""
        return next((amount for on, amount in reversed(self.agreed) if on < period.due_date), None)

    # what is due

    def touch(self, since: Period | None = None) -> None:
        """Something changed in `since` (None: anywhere) and maybe in later periods: all of them are worked out anew."""
        index = 0 if since is None else self.periods.index(since)
        for period in self.periods[index:]:
            period.stale = True
        self._principal_paid = self._interest_paid = None
        self._begin_at(index)

    def pay(self, period: Period, *, principal: Decimal = ZERO, interest: Decimal = ZERO) -> None:
        """Something was paid towards `period`."""
        period.paid_principal += principal
        period.paid_interest += interest
        self._principal_paid = self._interest_paid = None
        self.touch_only(period)

    def touch_only(self, period: Period) -> None:
        """Something changed in `period`: others are worked out anew as far as that changes them."""
        period.stale = True
        self._begin_at(self.periods.index(period))

    def _begin_at(self, index: int) -> None:
        self._unworked_from = min(self._unworked_from, index)
        self._uncarried_from = min(self._uncarried_from, index)

    def worked_out(self) -> list[Period]:
        """The periods, with what is due in each up to date."""
        first, periods = self._unworked_from, self.periods
        if first < len(periods):
            carried = periods[first - 1].unrecognised_interest if first else ZERO
            for index in range(first, len(periods)):
                period = periods[index]
                if period.stale or period.brought != carried:
                    period.work_out(carried, self.terms)
                carried = period.unrecognised_interest
            self._unworked_from = _NOWHERE
        return periods

    def carry_balances(self) -> None:
        """Carry the balance through all sub-periods, each period's principal taken off at its end.

        Periods before the first that changed since are as they were, and so are those that nothing reaches.
        """
        first, periods = self._uncarried_from, self.periods
        previous = periods[first - 1] if 0 < first <= len(periods) else None
        carried = ZERO if previous is None else previous.unrecognised_interest
        for index in range(first, len(periods)):
            period = periods[index]
            passed_on = previous is None or previous.passed_on or not period.sub_periods
            if period.uncarried or not passed_on:
                period.carry(None if passed_on or previous is None else previous.balance)
            if previous is not None:
                previous.passed_on = True
            if period.stale or period.brought != carried:
                period.work_out(carried, self.terms)
            carried = period.unrecognised_interest
            previous = period
        self._unworked_from = self._uncarried_from = _NOWHERE

    # totals

    @property
    def disbursed(self) -> Decimal:
        """All principal disbursed."""
        return sum([period.disbursed_within for period in self.periods], ZERO)

    @property
    def credited_principal(self) -> Decimal:
        """All principal charged back."""
        return sum((period.credited_principal for period in self.periods if period.charged_back), ZERO)

    @property
    def principal_due(self) -> Decimal:
        """Principal of all periods."""
        return sum([period.principal_due for period in self.worked_out()], ZERO)

    @property
    def principal_owed(self) -> Decimal:
        """All principal that ever came up: disbursed and charged back."""
        total = self.disbursed
        for period in self.periods:
            if period.charged_back:
                total += sum((one.credited_principal for one in period.sub_periods), ZERO)
        return max(total, ZERO)

    @property
    def interest_due(self) -> Decimal:
        """Interest of all periods."""
        return max(sum([period.interest_due for period in self.worked_out()], ZERO), ZERO)

    @property
    def principal_paid(self) -> Decimal:
        """Principal paid in all."""
        if self._principal_paid is None:
            self._principal_paid = max(sum([period.paid_principal for period in self.periods], ZERO), ZERO)
        return self._principal_paid

    @property
    def interest_paid(self) -> Decimal:
        """Interest paid in all."""
        if self._interest_paid is None:
            self._interest_paid = max(sum([period.paid_interest for period in self.periods], ZERO), ZERO)
        return self._interest_paid

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be paid (nothing was disbursed yet)."""
        return all(not period.instalment for period in self.periods)

    # finding

    def period(self, from_date: date, due_date: date) -> Period:
        """The period of these days, or the one that took them in.

        Raises NoSuchPeriodError.
        """
        for one in self.periods:
            if one.from_date == from_date and one.due_date == due_date:
                return one
        for one in self.periods:
            if one.from_date <= from_date and one.due_date >= due_date:
                return one
        raise NoSuchPeriodError(f"no period from {from_date} to {due_date}")

    def period_on(self, day: date) -> Period | None:
        """The period `day` falls in: after its first day (the loan's own first day included), up to its
        due date.
        """
        for index, one in enumerate(self.periods):
            if one.from_date < day <= one.due_date or (not index and day == one.from_date):
                return one
        return None

    def periods_from(self, due: date) -> list[Period]:
        """Periods due on `due` or later."""
        return [one for one in self.periods if one.due_date >= due]

    def sub_period_on(self, day: date) -> SubPeriod | None:
        """The sub-period `day` falls in."""
        period = self.period_on(day)
        return None if period is None else period.sub_period_on(day, first=period is self.periods[0])

    def unpaid(self) -> list[Period]:
        """Periods to which something is left to pay."""
        return [one for one in self.worked_out() if not one.fully_paid]

    # rates

    def add_rate(self, since: date, annual: Decimal) -> None:
        """From the end of `since` on the rate is `annual` per cent; what was agreed for that day before
        is replaced.
        """
        kept = [(day, rate) for day, rate in self._rates if day != since]  # a new list: copies share the old
        self._rates = sorted([*kept, (since, annual)])

    def rate_on(self, day: date) -> Decimal:
        """The yearly rate, in per cent, of interest that runs from `day`."""
        known = bisect_right(self._rates, day, key=lambda one: one[0])
        return self._rates[known - 1][1] if known else self.terms.annual_rate

    def refresh_factors(self, periods: Iterable[Period]) -> None:
        """Work out the rate factors of `periods`."""
        rates, rate = self._rates, self.terms.annual_rate
        for period in periods:
            if not (period.recut or rates):
                continue
            period.recut = False
            start, due = period.from_date, period.due_date
            for index, one in enumerate(period.sub_periods):
                if rates:
                    rate = self.rate_on(one.from_date)
                given = (start, due, one.from_date, one.due_date, rate)
                if given == one.factors_of:
                    continue
                changed = period.changing()[index]
                period.recut = False
                changed.factors_of = given
                changed.factors = self._rule.factors((start, due), (one.from_date, one.due_date), rate)
                self.touch_only(period)

    def stop_interest(self, day: date) -> None:
        """No interest after `day`: the sub-period it falls in ends that day, later ones earn nothing."""
        running = self.period_on(day)
        if running is not None:
            running.changing()
            ending = self.sub_period_on(day)
            if ending is not None:
                ending.due_date = day
            self.touch_only(running)
        self.refresh_factors(self.periods)
        for period in self.periods:
            if not period.sub_periods or period.sub_periods[-1].due_date <= day:
                continue
            for one in period.changing():
                if one.due_date > day:
                    one.factors, one.factors_of = NO_INTEREST, ()
            period.recut = False
            self.touch_only(period)

    def without_room(self, day: date) -> list[tuple[date, Decimal]]:
        """By due date the interest that finds no room in its period where none runs after `day`."""
        carried = ZERO
        left_over = []
        running = self.sub_period_on(day)
        for period in self.worked_out():
            known = period.due_date < day or not period.sub_periods
            if known and period.brought == carried:
                carried = period.unrecognised_interest
            else:
                own = period.interest_by(day, running, self.terms)
                interest, due = period.recognised(own, carried)
                carried = max(interest - due, ZERO)
            left_over.append((period.due_date, carried))
        return left_over

    # cutting

    def change_balance(
        self, on: date, *, disbursed: Decimal = ZERO, correction: Decimal = ZERO
    ) -> Period | None:
        """Change the balance that bears interest from `on` on; the period is cut there.

        Returns the period `on` falls in, None when it falls in none.
        """
        period = self.period_on(on)
        if period is None:
            return None
        period.changing()
        ending = self._ending_on(period, on) or cut(period, on)
        if disbursed:
            ending.disbursed += disbursed
            period.disbursed_within += disbursed
        if correction:
            ending.correction += correction
        self.touch_only(period)
        return period

    def _ending_on(self, period: Period, on: date) -> SubPeriod | None:
        if period is self.periods[-1] and on == period.due_date:
            # at maturity an empty sub-period of its own takes what is credited
            last = period.sub_periods[-1]
            return None if last.days else last
        return next((one for one in period.sub_periods if one.due_date == on), None)


def cut(period: Period, on: date) -> SubPeriod:
    """End a sub-period on `on` (within its days) and start another there; returns the one that ends."""
    subs = period.changing()
    containing = [one for one in subs if one.from_date < on <= one.due_date]
    ending = containing[-1] if containing else subs[0]
    day = min(max(on, ending.from_date), ending.due_date)
    rest = SubPeriod(day, ending.due_date, paused=ending.paused)
    if day < ending.due_date:  # what changes the balance at the old end stays there
        rest.disbursed, rest.correction = ending.disbursed, ending.correction
        ending.disbursed = ending.correction = ZERO
    ending.due_date = day
    subs.insert(subs.index(ending) + 1, rest)
    return ending
