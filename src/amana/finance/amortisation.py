"""How much principal a period repays, and which periods are spared: equal instalments, equal principal,
graces, principal or interest with every n-th instalment only, balloons.
"""

from __future__ import annotations

from decimal import Decimal

from amana.finance.interest import InterestRule
from amana.finance.money import HUNDRED, ZERO
from amana.finance.terms import Amortisation, InterestMethod, LoanTerms


class Amortiser:
    """The repayment pattern of one loan while its schedule grows; graces and amounts change with
    variations.
    """

    __slots__ = (
        "balloons",
        "count",
        "fixed_instalment",
        "fixed_principal",
        "interest_grace",
        "period_instalment",
        "period_principal",
        "periods_of_interest",
        "principal_grace",
        "principal_grace_first",
        "rule",
        "terms",
    )

    def __init__(self, terms: LoanTerms, rule: InterestRule, count: int) -> None:
        self.terms = terms
        self.rule = rule
        self.count = count  # instalments in all
        self.fixed_instalment = terms.fixed_instalment
        self.fixed_principal: Decimal | None = None
        self.period_instalment: Decimal | None = None  # for one row only
        self.period_principal: Decimal | None = None
        self.principal_grace: set[int] = set(range(1, terms.grace_on_principal + 1))
        self.principal_grace_first = terms.grace_on_principal
        self.interest_grace: set[int] = set(range(1, terms.grace_on_interest_payment + 1))
        self.balloons = {one.number: one.amount for one in terms.balloons}
        whole_cycles = terms.repay_principal_every % terms.repay_interest_every == 0
        self.periods_of_interest = terms.repay_interest_every if whole_cycles else 1
        """Periods whose interest an instalment with principal pays, and its principal gives way to."""
        every = terms.recurring_moratorium_on_principal + 1
        if every > 1:
            grace = terms.grace_on_principal
            self.principal_grace |= {
                number for number in range(1, count + 1) if number <= grace or (number - grace) % every != 1
            }

    @property
    def declining(self) -> bool:
        """Whether interest runs on the balance."""
        return self.terms.interest_method is InterestMethod.DECLINING

    @property
    def equal_instalments(self) -> bool:
        """Whether whole instalments are equal, not their principal."""
        return self.terms.amortisation is Amortisation.EQUAL_INSTALMENTS

    @property
    def instalment(self) -> Decimal | None:
        """The instalment now in force, if one is fixed."""
        return self.fixed_instalment if self.period_instalment is None else self.period_instalment

    def spares_principal(self, number: int) -> bool:
        """Whether period `number` repays no principal."""
        return number in self.principal_grace or self._passed_over(number, self.terms.repay_principal_every)

    def spares_interest(self, number: int) -> bool:
        """Whether the interest of period `number` is left to a later one."""
        return number in self.interest_grace or self.leaves_interest(number)

    def leaves_interest(self, number: int) -> bool:
        """Whether interest is not due with period `number` because it is due with every n-th only."""
        return self._passed_over(number, self.terms.repay_interest_every)

    def _passed_over(self, number: int, every: int) -> bool:
        """Whether `number` is none of every `every`-th period; the last one never is."""
        return number % every != 0 and number != self.count

    def _passed_over_after(self, elapsed: int, every: int, grace: set[int]) -> int:
        if every == 1:
            return 0
        return sum(
            self._passed_over(number, every) and number not in grace
            for number in range(elapsed + 1, self.count + 1)
        )

    def principal_periods_after(self, elapsed: int) -> int:
        """Periods after `elapsed` that repay principal."""
        spared = sum(1 for number in self.principal_grace if number > elapsed)
        spared += self._passed_over_after(elapsed, self.terms.repay_principal_every, self.principal_grace)
        return self.count - elapsed - spared

    def interest_periods_after(self, elapsed: int) -> int:
        """Periods after `elapsed` in which interest is paid."""
        terms = self.terms
        spared = sum(1 for number in self.interest_grace if number > elapsed)
        free = set(range(1, terms.grace_on_interest_charged + 1))
        every = terms.repay_interest_every
        spared += self._passed_over_after(elapsed, every, self.interest_grace | free)
        return self.count - elapsed - spared - terms.grace_on_interest_charged

    def balloon(self, number: int) -> Decimal:
        """Principal of period `number` beside the regular one."""
        return self.balloons.get(number, ZERO)

    def _regular_instalment(self, rest: Decimal, annual: Decimal, elapsed: int) -> Decimal:
        """The instalment that repays, with the balloons, `rest` in the periods after `elapsed`.

        With every n-th instalment only: an annuity over those that repay principal, whose rate is that of the
        interest that each of them pays. Balloons take off what they are worth at that rate.
        """
        periods = self.principal_periods_after(elapsed)
        for number, amount in self.balloons.items():
            if number > elapsed:
                later = periods - self.principal_periods_after(number)
                rest -= self.rule.worth(amount, annual, later, each=self.periods_of_interest)
        return self.rule.instalment(rest, annual, max(periods, 1), each=self.periods_of_interest)

    def _regular_part(self, rest: Decimal, elapsed: int) -> Decimal:
        """The principal of each period after `elapsed` but for the balloons."""
        rest -= sum((amount for number, amount in self.balloons.items() if number > elapsed), ZERO)
        return self.share(rest, self.principal_periods_after(elapsed))

    def spare_principal(self, number: int, periods: int) -> None:
        """No principal in `periods` periods from `number` on."""
        self.principal_grace_first = periods
        self.principal_grace |= set(range(number, number + periods))

    def share(self, amount: Decimal, periods: int) -> Decimal:
        """`amount` over `periods`, rounded."""
        return self.rule.share(amount, max(periods, 1))

    def set_amount(self, rest: Decimal, annual: Decimal, number: int) -> None:
        """Fix the instalment, or the principal of each, so that `rest` is repaid from period `number` on."""
        if not self.equal_instalments:
            self.fixed_principal = self._regular_part(rest, number - 1)
        elif self.declining and self.terms.fixed_instalment is None:
            number = max(number, self.principal_grace_first + 1)
            self.fixed_instalment = self._regular_instalment(rest, annual, number - 1)

    def reset_amount(self) -> None:
        """Forget the instalment, unless the terms fix it."""
        if self.terms.fixed_instalment is None:
            self.fixed_instalment = None

    def principal(
        self, balance: Decimal, annual: Decimal, interest: Decimal, number: int, whole: Decimal
    ) -> Decimal:
        """Principal of period `number` but for balloons, before the last row's adjustment; `whole` is the
        principal to repay in all.
        """
        if not self.declining:
            return self._flat_principal(interest, number, whole)
        spared = self.spares_principal(number)
        if self.equal_instalments:
            if self.instalment is None:
                self.fixed_instalment = self._regular_instalment(balance, annual, number - 1)
            instalment = self.instalment
            return ZERO if spared or instalment is None else self.rule.rounded(instalment) - interest
        if self.fixed_principal is None:
            self.fixed_principal = self._regular_part(whole, number)
        part = self._agreed_part(whole)
        if part is None:
            part = self.fixed_principal if self.period_principal is None else self.period_principal
        return ZERO if spared else part

    def _agreed_part(self, whole: Decimal) -> Decimal | None:
        """The principal of each instalment, where the terms name it or its percentage."""
        if self.terms.fixed_principal_percentage is not None:
            return self.rule.percentage(whole, self.terms.fixed_principal_percentage)
        return self.terms.fixed_principal

    def _flat_principal(self, interest: Decimal, number: int, whole: Decimal) -> Decimal:
        if self.instalment is not None and not self._passed_over(number, self.terms.repay_principal_every):
            return self.instalment - interest
        if self.spares_principal(number):
            return ZERO
        if self.period_principal is not None:
            return self.period_principal
        agreed = self._agreed_part(whole)
        if agreed is not None:
            return agreed
        part = self._regular_part(whole, 0)
        if self.terms.instalment_multiples_of >= 1:
            # the instalment as a whole is the round figure, interest keeps its cents
            part = self.rule.to_multiple(part) + self.rule.to_multiple(interest) - interest
        return part

    def last_row_adjusted(
        self, principal: Decimal, cumulative: Decimal, whole: Decimal, number: int
    ) -> Decimal:
        """Principal of a row such that the rows never repay more, and the last one all, of `whole`.

        `cumulative` includes the row. With a fixed instalment a small rest (by the threshold) joins the row.
        """
        rest = whole - cumulative
        if rest < ZERO:
            return principal + rest
        if self.terms.fixed_instalment is not None:
            threshold = self.rule.rounded(principal * self.terms.last_instalment_threshold / HUNDRED)
            return principal + rest if rest < threshold else principal
        return principal + rest if number == self.count else principal
