"""Interest fixed for the whole term, on the principal paid out or as planned, then spread over the instalments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from amana.finance.amortisation import Amortiser
from amana.finance.interest import InterestRule
from amana.finance.money import ZERO


class FlatInterest:
    """The flat interest of one loan and what each period takes of it.

    With equal instalments the interest of grace periods is averaged over the others; with equal principal
    it waits and is paid in the first period after the grace. The last period takes the rest.
    """

    __slots__ = ("_amortiser", "_before", "_done", "_rule", "_total_without_grace", "accounted", "total")

    def __init__(self, rule: InterestRule, amortiser: Amortiser) -> None:
        self._rule = rule
        self._amortiser = amortiser
        self._total_without_grace = ZERO
        self._before = 0  # periods before the rate now in force
        self._done = 0  # periods before an extension of the term
        self.total = ZERO
        self.accounted = ZERO

    def fix(
        self,
        principal: Decimal,
        annual: Decimal,
        start: date,
        end: date,
        *,
        before: int = 0,
        interest_before: Decimal = ZERO,
    ) -> None:
        """Set the interest of the term: `principal` at the yearly rate `annual`, from `start` to the last
        due date.

        `before` periods went by under an earlier rate and took `interest_before`.
        """
        terms = self._rule.terms
        units = terms.number_of_repayments * terms.repay_every
        self._total_without_grace = self._rule.flat_interest(principal, annual, min(start, end), end, units)
        free = self._per_period() * terms.grace_on_interest_charged
        self._before = before
        self.total = self._total_without_grace - free + interest_before

    def spread(self, total: Decimal) -> None:
        """Set the interest of the term to what the same loan bears on its declining balance (equal amortisation)."""
        self._total_without_grace = self.total = self._rule.interest_of_plan(total)

    def extend(self, done: int, interest_before: Decimal) -> None:
        """The term grew after `done` periods: what is left is spread over the rows that now remain."""
        self._done = done
        self.accounted = interest_before

    def _per_period(self) -> Decimal:
        amortiser = self._amortiser
        if self._before < self._done:
            return amortiser.share(self.total - self.accounted, amortiser.count - self._done)
        return amortiser.share(self._total_without_grace, amortiser.count - self._before)

    def _averaged(self, number: int) -> Decimal:
        amortiser = self._amortiser
        free = self._per_period() * self._rule.terms.grace_on_interest_charged
        interest = amortiser.share(
            self._total_without_grace - free, amortiser.interest_periods_after(self._before)
        )
        left = self.total - self.accounted
        if self._before < self._done:
            interest = amortiser.share(left, amortiser.interest_periods_after(self._done))
        elapsed = max((one for one in amortiser.interest_grace if one < number), default=0)
        if elapsed > self._before and elapsed > self._done:
            interest = amortiser.share(left, amortiser.interest_periods_after(elapsed))
        return interest

    def period(self, number: int, so_far: Decimal, deferred: Decimal) -> tuple[Decimal, Decimal]:
        """Interest of period `number` and what is deferred after it; `so_far` is the interest of the rows
        before.
        """
        amortiser = self._amortiser
        terms = self._rule.terms
        free = number <= terms.grace_on_interest_charged
        spared = amortiser.spares_interest(number)
        if amortiser.equal_instalments:
            interest = ZERO if free or spared else self._averaged(number)
        elif spared:
            deferred += self._per_period()
            interest = ZERO
        elif free:
            interest = ZERO
        else:
            interest = self._per_period()
            if number == terms.grace_on_interest_payment + 1 or terms.repay_interest_every > 1:
                interest += deferred
                deferred = ZERO
        rest = self.total - so_far - interest
        if rest < ZERO or number == amortiser.count:
            interest = max(interest + rest, ZERO)
        return interest, deferred
