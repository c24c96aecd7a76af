"""Periods and the sub-periods they are cut into: the working state of a progressive loan.

A period is cut where a disbursement, a correction of the balance, a change of rate or a pause falls. What
changes the balance is kept on the sub-period that ends that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Self

import msgspec

from amana.finance.money import ZERO
from amana.finance.progressive.factors import NO_INTEREST, Factors
from amana.finance.progressive.terms import ProgressiveTerms


class _Working(msgspec.Struct, eq=False, gc=False):
    """What is worked on in copies; one is the same as another only if it is that very one."""

    if TYPE_CHECKING:

        def __copy__(self) -> Self:
            """A copy of its fields; a struct has this at run time."""
            return self


class SubPeriod(_Working, eq=False, gc=False):
    """Days of a period with one balance and one rate.

    `balance` bears interest during them; `disbursed` and `correction` change it at their end. `earned` is the
    interest that `interest_on` found last, `earned_from` and `factors_of` are what it and the factors followed from.
    """

    from_date: date
    due_date: date
    paused: bool = False
    factors: Factors = NO_INTEREST
    balance: Decimal = ZERO
    disbursed: Decimal = ZERO
    correction: Decimal = ZERO
    credited_principal: Decimal = ZERO
    credited_interest: Decimal = ZERO
    earned: Decimal = ZERO
    earned_from: tuple[object, ...] = ()
    factors_of: tuple[object, ...] = ()

    @property
    def days(self) -> int:
        """Days it lasts."""
        return (self.due_date - self.from_date).days

    @property
    def closing_balance(self) -> Decimal:
        """The balance after what changes it at its end."""
        return self.balance + self.disbursed + self.correction

    def interest_on(self, base: Decimal, period_due: date, terms: ProgressiveTerms) -> Decimal:
        """Unrounded interest on `base` during its days, with interest charged back in it."""
        if self.paused:
            return self.credited_interest
        given = (base, self.from_date, self.due_date, period_due, self.factors, self.credited_interest)
        if given != self.earned_from:
            self.earned_from = given
            self.earned = self._worked_out(base, period_due, self.due_date, terms)
        return self.earned

    def interest_by(self, day: date, base: Decimal, period_due: date, terms: ProgressiveTerms) -> Decimal:
        """The same where it ends on `day`."""
        return self.credited_interest if self.paused else self._worked_out(base, period_due, day, terms)

    def _worked_out(self, base: Decimal, period_due: date, end: date, terms: ProgressiveTerms) -> Decimal:
        days_to_due = (period_due - self.from_date).days
        earned = ZERO
        if days_to_due and base:
            context = terms.context
            earned = context.multiply(base, self.factors.to_due)
            earned = context.divide(earned, Decimal(days_to_due))
            earned = context.multiply(earned, Decimal((end - self.from_date).days))
        return max(terms.context.add(self.credited_interest, earned), ZERO)


class Annuity(NamedTuple):
    """What an equal instalment was worked out from, and what came out before rounding."""

    balance: Decimal
    factors_plus_one: tuple[Decimal, ...]
    exact: Decimal


class EqualPart(NamedTuple):
    """What an instalment of flat interest is a share of: principal and interest `total` over so many `parts`."""

    total: Decimal
    parts: int


class Period(_Working, eq=False, gc=False):
    """One instalment in the making.

    `instalment` is what it comes to before charge-backs, `agreed_instalment` the one it was last planned
    with. `charged_back` tells that something was charged back in it, `disbursed_within` is what was
    disbursed from its first to its due date, `deferred_interest` is interest of later days that this period
    carries because the later ones are paid. What is due follows from the rest by `work_out`;
    `unrecognised_interest` found no room in the instalment and goes to the next one.

    `run` is the interest run on its balances, None while it is not known; `brought` is what came from the period
    before when it was worked out last; `stale`: to be worked out anew; `uncarried`: the balances within, too;
    `passed_on`: the next one begins with its balance; `recut`: days may have changed, and with them factors;
    `shared`: the sub-periods are those of a copy as well.
    """

    from_date: date
    due_date: date
    sub_periods: list[SubPeriod]
    instalment: Decimal = ZERO
    agreed_instalment: Decimal = ZERO
    origin: Annuity | EqualPart | None = None
    paid_principal: Decimal = ZERO
    paid_interest: Decimal = ZERO
    disbursed_before: Decimal = ZERO
    fixed_interest: Decimal = ZERO
    deferred_interest: Decimal = ZERO
    credited_principal_moved: Decimal = ZERO
    credited_interest_moved: Decimal = ZERO
    interest_moved_up: bool = False
    interest_moved_down: bool = False
    interest_grace: bool = False
    principal_grace: bool = False
    reaged: bool = False
    charged_back: bool = False
    disbursed_within: Decimal = ZERO
    holds_early_payments: bool = False
    calculated_interest: Decimal = ZERO
    interest_due: Decimal = ZERO
    principal_due: Decimal = ZERO
    unrecognised_interest: Decimal = ZERO
    run: Decimal | None = None
    brought: Decimal = ZERO
    stale: bool = True
    uncarried: bool = True
    passed_on: bool = False
    recut: bool = True
    shared: bool = False

    @classmethod
    def whole(cls, from_date: date, due_date: date) -> Period:
        """A period that is not cut."""
        return cls(from_date, due_date, [SubPeriod(from_date, due_date)])

    def copied(self) -> Period:
        """An independent copy: of the sub-periods once they change."""
        self.shared = True
        return self.__copy__()

    def changing(self) -> list[SubPeriod]:
        """Its sub-periods, to be changed: whoever changes anything of them has to ask for them here."""
        self.recut = True
        return self._of_its_own()

    def _of_its_own(self) -> list[SubPeriod]:
        if self.shared:
            self.sub_periods = [one.__copy__() for one in self.sub_periods]
            self.shared = False
        self.run = None
        self.stale = self.uncarried = True
        return self.sub_periods

    def without_days(self) -> None:
        """Let no interest run in it."""
        self.sub_periods, self.shared, self.disbursed_within = [], False, ZERO
        self.run, self.stale = None, True

    @property
    def dates(self) -> tuple[date, date]:
        """First day and due date."""
        return self.from_date, self.due_date

    @property
    def credited_principal(self) -> Decimal:
        """Principal charged back in it."""
        return _sum_of(one.credited_principal for one in self.sub_periods) if self.charged_back else ZERO

    @property
    def credited_interest(self) -> Decimal:
        """Interest charged back in it."""
        return _sum_of(one.credited_interest for one in self.sub_periods) if self.charged_back else ZERO

    @property
    def credited(self) -> Decimal:
        """All that was charged back in it and was not moved to other periods since."""
        if not self.charged_back:
            return ZERO
        moved = self.credited_principal_moved + self.credited_interest_moved
        return self.credited_principal + self.credited_interest - moved

    @property
    def to_pay(self) -> Decimal:
        """The instalment with what was charged back and what it carries of later interest."""
        to_pay = self.instalment + self.deferred_interest
        return to_pay + self.credited if self.charged_back else to_pay

    @property
    def paid(self) -> Decimal:
        """What was paid towards it."""
        return self.paid_principal + self.paid_interest

    @property
    def fully_paid(self) -> bool:
        """Whether exactly what it comes to was paid."""
        return self.to_pay == self.paid

    @property
    def outstanding_principal(self) -> Decimal:
        """Principal due and not paid."""
        return max(self.principal_due - self.paid_principal, ZERO)

    @property
    def outstanding_interest(self) -> Decimal:
        """Interest due and not paid."""
        return max(self.interest_due - self.paid_interest, ZERO)

    @property
    def balance(self) -> Decimal:
        """Principal left after it."""
        closing = self.sub_periods[-1].closing_balance
        return max(closing + self.paid_principal - self.principal_due, ZERO)

    def cut_off(self, following: int) -> None:
        """Drop its sub-periods from the one at `following` on."""
        del self.sub_periods[following:]
        self.disbursed_within = sum([one.disbursed for one in self.sub_periods], ZERO)

    def disbursed_until(self, sub_period: SubPeriod | None) -> Decimal:
        """What was disbursed in all before `sub_period` began (None: before the period ended).

        What a first day's empty sub-period holds is in `disbursed_before` already.
        """
        total = self.disbursed_before
        for one in self.sub_periods:
            if one is sub_period:
                break
            if one.due_date != self.from_date:
                total += one.disbursed
        return total

    def sub_period_on(self, day: date, *, first: bool) -> SubPeriod | None:
        """The last sub-period that `day` falls in (its due date included, its first day not, unless it
        opens the loan).
        """
        found = None
        for index, one in enumerate(self.sub_periods):
            if one.from_date < day <= one.due_date or (first and index == 0 and day == one.from_date):
                found = one
        return found

    def carry(self, opening: Decimal | None) -> None:
        """Carry the balance through its sub-periods, from `opening` on (None: what it opens with stands)."""
        subs = self.sub_periods
        if opening is not None and subs and subs[0].balance != opening:
            subs = self._of_its_own()
            subs[0].balance = opening
        if not self.uncarried:
            return
        for index in range(1, len(subs)):
            balance = subs[index - 1].closing_balance
            balance = max(balance, ZERO)
            if subs[index].balance != balance:
                subs = self._of_its_own()
                subs[index].balance = balance
        self.uncarried = False

    def work_out(self, carried: Decimal, terms: ProgressiveTerms) -> None:
        """Interest and principal due, from its balances; `carried` is interest the period before had no
        room for.
        """
        if self.interest_moved_up or self.interest_moved_down:
            run = ZERO
        elif self.run is None or terms.flat:
            run = self.run = self._interest_run(terms)
        else:
            run = self.run
        interest, due = self.recognised(run, carried)
        principal = self.to_pay - due
        principal = max(principal, ZERO)
        self.calculated_interest = interest
        self.interest_due = due
        self.principal_due = principal if principal >= self.paid_principal else self.paid_principal
        self.unrecognised_interest = interest - due if interest > due else ZERO
        self.brought = carried
        self.stale = self.passed_on = False

    def _interest_run(self, terms: ProgressiveTerms) -> Decimal:
        total = ZERO
        for one in self.sub_periods:
            base = self.disbursed_until(one) if terms.flat else one.balance
            total += one.interest_on(base, self.due_date, terms)
        return terms.rounded(total)

    def recognised(self, run: Decimal, carried: Decimal) -> tuple[Decimal, Decimal]:
        """Its interest, with `run` on its balances and `carried` from the period before; and what of it is due."""
        interest = run + carried
        if self.fixed_interest or self.deferred_interest:
            interest += self.fixed_interest + self.deferred_interest
        interest = max(interest, ZERO)
        due = self.paid_interest
        if not self.interest_grace:
            to_pay = self.to_pay
            left = to_pay - interest
            if self.paid_principal <= (left if left > ZERO else ZERO):
                due = max(min(interest, to_pay), due)
        return interest, due

    def interest_by(self, day: date, running: SubPeriod | None, terms: ProgressiveTerms) -> Decimal:
        """Interest on its balances where none runs after `day`, which falls in the sub-period `running`."""
        if self.interest_moved_up or self.interest_moved_down or not self.sub_periods:
            return ZERO
        if self.run is not None and self.sub_periods[-1].due_date <= day:
            return self.run
        interest = ZERO
        for one in self.sub_periods:
            base = self.disbursed_until(one) if terms.flat else one.balance
            if one is running:
                interest += one.interest_by(day, base, self.due_date, terms)
            elif one.due_date <= day:
                interest += one.interest_on(base, self.due_date, terms)
            else:
                interest += one.credited_interest if one.paused else max(one.credited_interest, ZERO)
        return terms.rounded(interest)


def _sum_of(amounts: Iterable[Decimal]) -> Decimal:
    return max(sum(amounts, ZERO), ZERO)
