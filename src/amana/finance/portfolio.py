"""Schedules of many plain loans at once: the rows of `plain`, to the cent, as columns of whole numbers.

For passes over a whole portfolio. All arithmetic is on 64-bit integers: amounts in the currency's smallest
unit, rates in ten-thousandths of a per cent. Loans whose numbers would not fit, or whose instalment lies
closer to a rounding boundary than the integers can tell, are worked out one by one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from amana.finance.dates import PeriodUnit
from amana.finance.interest import InterestRule
from amana.finance.money import DEFAULT_PRECISION, Currency, RoundingMode
from amana.finance.plain import is_plain, plain_rows
from amana.finance.schedule import Disbursement
from amana.finance.terms import Amortisation, InterestPeriod, LoanTerms, RateUnit

Whole = NDArray[np.int64]
Days = NDArray[np.datetime64]
Flags = NDArray[np.bool_]

RATE_DIGITS = 4
"""Decimals of a yearly rate in per cent."""

_BLOCK = 8192  # loans at a time: what the processor's cache holds
_COUNTS = 2**16  # more than any loan has instalments
_MOST = 2**62
_LIMB = 10**9
"""An instalment per unit of principal is kept in two limbs of nine decimals."""

_UNSURE = 4
"""Billionths of the smallest unit by which the two limbs may be off, and a little."""


class PortfolioError(ValueError):
    """Terms that are not those of plain loans, or columns of different lengths."""


@dataclass(frozen=True, slots=True)
class PlainLoans:
    """Loans that differ in nothing but the columns.

    `principal` in the smallest unit of the currency of `terms`, `rate` a year in ten-thousandths of a per
    cent, `count` of instalments, `start` the day of the disbursement. Everything else is as in `terms`.
    """

    terms: LoanTerms
    principal: Whole
    rate: Whole
    count: Whole
    start: Days

    def __len__(self) -> int:
        return len(self.principal)

    def part(self, which: slice) -> PlainLoans:
        """Some of the loans."""
        return PlainLoans(
            self.terms, self.principal[which], self.rate[which], self.count[which], self.start[which]
        )

    def one(self, index: int) -> tuple[LoanTerms, Disbursement]:
        """The loan at `index`, as the engine takes it."""
        digits = self.terms.currency.digits
        amount = Decimal(int(self.principal[index])).scaleb(-digits)
        start: date = self.start[index].item()
        terms = replace(
            self.terms,
            principal=amount,
            interest_rate=Decimal(int(self.rate[index])).scaleb(-RATE_DIGITS),
            interest_rate_unit=RateUnit.YEAR,
            number_of_repayments=int(self.count[index]),
            expected_disbursement_on=start,
        )
        return terms, Disbursement(start, amount)


@dataclass(frozen=True, slots=True)
class PortfolioSchedules:
    """One column per loan, one line per instalment; `rows` says how many of them count (0: refused, as the
    instalment would not cover its interest), beyond them everything is nothing. Amounts are in the smallest
    unit of the currency.
    """

    loans: PlainLoans
    rows: Whole
    interest: Whole
    balance: Whole

    def part(self, which: slice) -> PortfolioSchedules:
        """The schedules of some of the loans, as a view."""
        amounts = (self.interest[:, which], self.balance[:, which])
        return PortfolioSchedules(self.loans.part(which), self.rows[which], *amounts)

    def principal(self) -> Whole:
        """Principal of each instalment: what the balance falls by."""
        before = np.where(self.rows > 0, self.loans.principal, 0)
        return -np.diff(self.balance, axis=0, prepend=before[None, :])

    def due_dates(self) -> Days:
        """Due dates, one line per instalment; beyond `rows` they go on."""
        return _due_dates(self.loans.terms, self.loans.start, len(self.balance))


def portfolio_schedules(loans: PlainLoans) -> PortfolioSchedules:
    """The schedules of `loans`, as `generate_schedule` makes them one by one.

    Raises PortfolioError for terms beyond those of plain loans, roundings other than half even and half up,
    and instalments in multiples.
    """
    _check(loans)
    count = int(loans.count.max(initial=0))
    interest, balance = (np.empty((count, len(loans)), np.int64) for _ in range(2))
    made = PortfolioSchedules(loans, loans.count.copy(), interest, balance)
    amounts, sure = _amounts(loans)
    for first in range(0, len(loans), _BLOCK):
        part = slice(first, first + _BLOCK)
        sure[part] &= _Walk(loans.part(part), amounts[part], made.part(part)).run()
    for index in np.flatnonzero(~sure).tolist():
        _walk_one(loans, index, made)
    return made


def _check(loans: PlainLoans) -> None:
    terms = loans.terms
    lengths = {len(column) for column in (loans.principal, loans.rate, loans.count, loans.start)}
    sample = Disbursement(terms.expected_disbursement_on, terms.principal)
    if len(lengths) != 1:
        raise PortfolioError("columns of different lengths")
    if not is_plain(terms, [sample]) or terms.precision < DEFAULT_PRECISION:
        raise PortfolioError("these terms are not those of plain loans")
    if terms.instalment_multiples_of or terms.rounding not in (RoundingMode.HALF_EVEN, RoundingMode.HALF_UP):
        raise PortfolioError("instalments in multiples and other roundings are worked out one by one")


def _due_dates(terms: LoanTerms, start: Days, count: int) -> Days:
    steps = terms.repay_every * np.arange(1, count + 1, dtype=np.int64)[:, None]
    if terms.repay_unit is not PeriodUnit.MONTHS:
        return start + steps * (7 if terms.repay_unit is PeriodUnit.WEEKS else 1)
    months = start.astype("datetime64[M]")
    day = (start - months.astype("datetime64[D]")).astype(np.int64)
    zero = int(months.astype(np.int64).min(initial=0))
    last = int(months.astype(np.int64).max(initial=0)) + terms.repay_every * count
    # the first days of all months in question, once
    firsts = np.arange(zero, last + 2).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    place = months.astype(np.int64) - zero + steps
    found = firsts[place]
    if int(day.max(initial=0)) < 28:
        found += day
    else:
        found += np.minimum(day, firsts[place + 1] - found - 1)
    dues: Days = found.view("datetime64[D]")
    return dues


class _Walk:
    """A block of loans, one instalment after the other. Blocks are small enough for the processor's cache."""

    def __init__(self, loans: PlainLoans, amount: Whole, made: PortfolioSchedules) -> None:
        """`amount` is the equal instalment of each loan, or its equal principal."""
        terms = loans.terms
        self.loans, self.amount, self.made = loans, amount, made
        self.even = terms.rounding is RoundingMode.HALF_EVEN
        self.equal_instalments = terms.amortisation is Amortisation.EQUAL_INSTALMENTS
        self.divisor = int(_rule(terms).divisor) * 10**RATE_DIGITS
        self.days: Whole | None = None
        longest = terms.repay_every
        if terms.interest_period is InterestPeriod.DAILY:
            dues = _due_dates(terms, loans.start, int(loans.count.max(initial=0)))
            self.days = np.diff(dues, axis=0, prepend=loans.start[None, :]).astype(np.int64)
            longest = int(self.days.max(initial=1))
        # the dividend of interest on the whole principal has to fit
        self.sure = loans.principal < _MOST // (longest * max(int(loans.rate.max(initial=1)), 1))
        self.balance = np.where(self.sure, loans.principal, 0)
        self.rate = loans.rate if self.days is not None else loans.rate * terms.repay_every

    def run(self) -> Flags:
        """Fill in all rows; returns for which loans they are right."""
        made, balance = self.made, self.balance
        counts = self.loans.count
        refused = np.zeros(len(counts), bool)
        shortest = int(counts.min(initial=0))
        principal = np.empty_like(balance)
        for line, (interest, after) in enumerate(zip(made.interest, made.balance, strict=True), 1):
            self.interest_of(line, balance, interest)
            np.subtract(self.amount, interest if self.equal_instalments else 0, out=principal)
            if line == 1 or self.days is not None:
                refused |= principal < 0
            np.minimum(principal, balance, out=principal)
            if line >= shortest:
                last = counts <= line
                principal[last] = balance[last]
            balance = np.subtract(balance, principal, out=after)
        self.find_early_ends()
        if refused.any():
            made.interest[:, refused] = made.balance[:, refused] = made.rows[refused] = 0
        return self.sure

    def find_early_ends(self) -> None:
        """Rounding may repay a loan before its last instalment: its rows are fewer."""
        counts, balance = self.loans.count, self.made.balance
        before_last = balance[np.maximum(counts - 2, 0), np.arange(len(counts))]
        early = np.flatnonzero((before_last == 0) & (counts > 1))
        if early.size:
            self.made.rows[early] = np.count_nonzero(balance[:, early], axis=0) + 1

    def interest_of(self, line: int, balance: Whole, out: Whole) -> None:
        """Interest of the period that ends with instalment `line`, rounded."""
        dividend = np.multiply(balance, self.rate)
        if self.days is not None:
            dividend *= self.days[line - 1]
        dividend += self.divisor // 2
        np.floor_divide(dividend, self.divisor, out=out)
        if self.even:  # an exact half has been rounded up: back to even
            dividend -= out * self.divisor
            out -= (dividend == 0) & out


def _quotients(dividend: Whole, divisor: Whole, *, even: bool) -> Whole:
    """`dividend` (not negative) over `divisor`, rounded half even or half up."""
    quotient: Whole = dividend // divisor
    twice = 2 * (dividend - quotient * divisor)
    ties = twice == divisor
    quotient += (twice > divisor) | (ties & (quotient & 1 == 1) if even else ties)
    return quotient


def _amounts(loans: PlainLoans) -> tuple[Whole, Flags]:
    """The equal instalment (or the equal principal) of each loan, and which of them are certain.

    The instalment of one unit of principal is the engine's, once for every rate and count, to eighteen
    decimals in two limbs; times the principal it is off by less than its billionth.
    """
    fits = loans.principal < 4 * _LIMB
    principal = np.where(fits, loans.principal, 0)
    if loans.terms.amortisation is Amortisation.EQUAL_PRINCIPAL:
        return _quotients(principal, loans.count, even=loans.terms.rounding is RoundingMode.HALF_EVEN), fits
    distinct, place = np.unique(loans.rate * _COUNTS + loans.count, return_inverse=True)
    fine = _rule(replace(loans.terms, currency=Currency(loans.terms.currency.code, 12)))
    limbs = [_per_unit(fine, *divmod(int(one), _COUNTS)) for one in distinct]
    high = np.array([one[0] for one in limbs], np.int64)[place]
    low = np.array([one[1] for one in limbs], np.int64)[place]
    upper = principal * high + principal * low // _LIMB
    amount = upper // _LIMB
    rest = upper - amount * _LIMB
    certain = fits & (np.abs(2 * rest - _LIMB) > _UNSURE)
    return amount + (2 * rest > _LIMB), certain


def _rule(terms: LoanTerms) -> InterestRule:
    return InterestRule(terms, terms.expected_disbursement_on)


def _per_unit(fine: InterestRule, rate: int, count: int) -> tuple[int, int]:
    """What repays one unit of principal, in two limbs."""
    million = fine.instalment(Decimal(10**6), Decimal(rate).scaleb(-RATE_DIGITS), count)
    return divmod(int(million.scaleb(12)), _LIMB)


def _walk_one(loans: PlainLoans, index: int, made: PortfolioSchedules) -> None:
    terms, disbursement = loans.one(index)
    rows = plain_rows(terms, disbursement) or ()
    made.rows[index] = len(rows)
    units = 10**terms.currency.digits
    for column, amounts in (
        (made.interest, [row.interest for row in rows]),
        (made.balance, [row.balance for row in rows]),
    ):
        column[:, index] = 0
        column[: len(rows), index] = [int(amount * units) for amount in amounts]
