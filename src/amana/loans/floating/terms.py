"""What a loan agreed on about the floating rate it bears; pure."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.floating import RatePeriod, in_force
from amana.finance.terms import LoanTerms, RateUnit, Variation, VariationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FloatingTerms:
    """The floating ``rate`` of the institution (its number), and what is added to it, in per cent a year.

    ``follows``: the loan's rate changes with it; else it stays what it was on the day of the disbursement. ``rates``
    is what the loan bears over time as far as that is known, margin included, ``version`` the state of the rate that
    they come from.
    """

    rate: int
    margin: Decimal
    """What the product adds."""
    differential: Decimal
    """What the loan adds."""
    follows: bool
    version: int = 0
    rates: tuple[RatePeriod, ...] = ()

    @property
    def spread(self) -> Decimal:
        """What the loan bears above the institution's rate."""
        return self.margin + self.differential

    def over(self, terms: LoanTerms, start: date) -> LoanTerms:
        """The terms of a loan paid out on ``start``: the rate of that day, and its later changes."""
        at_first = in_force(self.rates, start)
        if at_first is None:
            return terms
        changes = (
            Variation(VariationKind.INTEREST_RATE, one.starts_on, one.rate)
            for one in self.rates
            if self.follows and one.starts_on > start
        )
        others = (one for one in terms.variations if one.kind is not VariationKind.INTEREST_RATE)
        return replace(
            terms,
            interest_rate=at_first.rate,
            interest_rate_unit=RateUnit.YEAR,
            variations=(*others, *changes),
        )
