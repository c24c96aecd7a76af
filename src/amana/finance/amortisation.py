"""How much principal a period repays, and which periods are spared: equal instalments, equal principal,
graces.
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
        "count",
        "fixed_instalment",
        "fixed_principal",
        "interest_grace",
        "period_instalment",
        "period_principal",
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

    def principal_periods_after(self, elapsed: int) -> int:
        """Periods after `elapsed` that repay principal."""
        spared = sum(1 for number in self.principal_grace if number > elapsed)
        return self.count - elapsed - spared

    def interest_periods_after(self, elapsed: int) -> int:
        """Periods after `elapsed` in which interest is paid."""
        spared = sum(1 for number in self.interest_grace if number > elapsed)
        return self.count - elapsed - spared - self.terms.grace_on_interest_charged

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
            self.fixed_principal = self.share(rest, self.principal_periods_after(number - 1))
        elif self.declining and self.terms.fixed_instalment is None:
            number = max(number, self.principal_grace_first + 1)
            periods = self.principal_periods_after(number - 1)
            self.fixed_instalment = self.rule.instalment(rest, annual, max(periods, 1))

    def reset_amount(self) -> None:
        """Forget the instalment, unless the terms fix it."""
        if self.terms.fixed_instalment is None:
            self.fixed_instalment = None

    def principal(
        self, balance: Decimal, annual: Decimal, interest: Decimal, number: int, whole: Decimal
    ) -> Decimal:
        """Principal of period `number` before the last row's adjustment; `whole` is the principal to
        repay in all.
        """
        if not self.declining:
            return self._flat_principal(interest, number, whole)
        spared = number in self.principal_grace
        if self.equal_instalments:
            if self.instalment is None:
                self.fixed_instalment = self.rule.instalment(
                    balance, annual, max(self.principal_periods_after(number - 1), 1)
                )
            instalment = self.instalment
            return ZERO if spared or instalment is None else self.rule.rounded(instalment) - interest
        if self.fixed_principal is None:
            self.fixed_principal = self.share(whole, self.principal_periods_after(number))
        if self.terms.fixed_principal_percentage is not None:
            part = self.rule.rounded(whole * self.terms.fixed_principal_percentage / HUNDRED)
        else:
            part = self.fixed_principal if self.period_principal is None else self.period_principal
        return ZERO if spared else part

    def _flat_principal(self, interest: Decimal, number: int, whole: Decimal) -> Decimal:
        if self.instalment is not None:
            return self.instalment - interest
        if number in self.principal_grace:
            return ZERO
        if self.period_principal is not None:
            return self.period_principal
        if self.terms.fixed_principal_percentage is not None:
            return self.rule.rounded(whole * self.terms.fixed_principal_percentage / HUNDRED)
        part = self.share(whole, self.principal_periods_after(0))
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
