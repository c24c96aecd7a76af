"""What schedules and derivations cost, without a database: ratios within one run.

A schedule beside the bare textbook loop in decimals; a portfolio's at once beside the same loop; a loan's
derivation beside the generation of its schedule. Both sides of a ratio are timed in turn, many times, and the
best of each counts, so that what else the machine does stays out.
"""

import sys
import time
import timeit
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
from tests.unit.loans.histories import contract, disbursed, recorded, repaid

from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import AllocationRule, Bucket, RuledPayment
from amana.finance.generate import generate_schedule
from amana.finance.money import Currency
from amana.finance.plain import plain_rows
from amana.finance.portfolio import PlainLoans, PortfolioSchedules, portfolio_schedules
from amana.finance.schedule import Schedule
from amana.finance.terms import (
    Amortisation,
    InterestMethod,
    InterestPeriod,
    LoanTerms,
    Progressive,
    RateUnit,
    Recalculation,
    RestFrequency,
    RestUnit,
    ScheduleType,
)
from amana.loans.contract import LoanContract
from amana.loans.events import Accrued, AccruedPart, Event, Recorded
from amana.loans.model import derive
from amana.loans.plan import planned
from amana.loans.progressive.planning import progressive_schedule

START = date(2024, 1, 15)
CENT = Decimal("0.01")
INSTALMENTS = 24
PORTFOLIO = 100_000
SAMPLE = 2_000
ROUNDS = 40
DERIVATION_ROUNDS = 5
EVENTS = 400
ACCRUALS = (600, 1_200, 2_400)

TERMS = LoanTerms(
    currency=Currency("USD", 2),
    principal=Decimal(10_000),
    number_of_repayments=INSTALMENTS,
    repay_every=1,
    repay_unit=PeriodUnit.MONTHS,
    interest_rate=Decimal(18),
    interest_rate_unit=RateUnit.YEAR,
    interest_method=InterestMethod.DECLINING,
    amortisation=Amortisation.EQUAL_INSTALMENTS,
    interest_period=InterestPeriod.SAME_AS_REPAYMENT,
    expected_disbursement_on=START,
)


DAILY = replace(
    TERMS, number_of_repayments=EVENTS, repay_unit=PeriodUnit.DAYS, interest_period=InterestPeriod.DAILY
)
PROGRESSIVE = replace(
    TERMS,
    interest_period=InterestPeriod.DAILY,
    schedule_type=ScheduleType.PROGRESSIVE,
    progressive=Progressive(),
)
FOLLOWING = replace(PROGRESSIVE, recalculation=Recalculation(rest=RestFrequency(unit=RestUnit.DAILY)))
PLANS = {
    "24 months": TERMS,
    "60 months": replace(TERMS, number_of_repayments=60),
    "24 months, progressive": PROGRESSIVE,
    "24 months, progressive, interest follows": FOLLOWING,
}
"""What 400 events are derived on."""


@dataclass(frozen=True)
class Derivation:
    """Cost of a derivation over that of its schedule, and both."""

    ratio: float
    derived_ms: float
    schedule_us: float


@dataclass(frozen=True)
class EngineFigures:
    """`schedule_ratio` at most 3, `portfolio_ratio` at least 20, `derivation_ratio` (a daily loan's) below 20,
    `accruals_growth` (cost of one accrual among 2,400 over one among 600) about 1. `derivation_by_plan` has no limit:
    the shorter the plan, the less there is to divide by.
    """

    schedule_ratio: float
    schedule_us: float
    textbook_us: float
    portfolio_ratio: float
    portfolio_us_per_loan: float
    portfolio_loans_equal: int
    derivation_ratio: float
    derivation_ms: float
    derivation_by_plan: dict[str, Derivation]
    accruals_growth: float
    accruals_ms: dict[int, float]


def textbook(principal: Decimal, annual: Decimal, count: int) -> list[tuple[int, Decimal, Decimal, Decimal]]:
    """The annuity as a textbook has it: no dates, no currency, no terms."""
    rate = annual / 1200
    growth = (1 + rate) ** count
    instalment = (principal * rate * growth / (growth - 1)).quantize(CENT, ROUND_HALF_EVEN)
    balance = principal
    rows = []
    for number in range(1, count + 1):
        interest = (balance * rate).quantize(CENT, ROUND_HALF_EVEN)
        part = balance if number == count else instalment - interest
        balance -= part
        rows.append((number, part, interest, balance))
    return rows


def best_of(rounds: int, times: int, *sides: Callable[[], object]) -> list[float]:
    """Seconds of the processor one call of each side takes, at its best."""
    best = [float("inf")] * len(sides)
    for _ in range(rounds):
        for number, side in enumerate(sides):
            taken = timeit.timeit(side, number=times, timer=time.process_time)
            best[number] = min(best[number], taken / times)
    return best


def measure() -> EngineFigures:
    """All of it; half a minute or so."""
    ours, theirs = one_by_one()
    at_once, loop, equal = portfolio()
    trader = agreement(DAILY)
    derived, generated = derivation(trader, each_on_its_day(trader))
    accruals = {count: accruing(count) for count in ACCRUALS}
    fewest, most = ACCRUALS[0], ACCRUALS[-1]
    return EngineFigures(
        schedule_ratio=round(ours / theirs, 2),
        schedule_us=round(ours * 1e6, 1),
        textbook_us=round(theirs * 1e6, 1),
        portfolio_ratio=round(loop / at_once, 1),
        portfolio_us_per_loan=round(at_once * 1e6, 3),
        portfolio_loans_equal=equal,
        derivation_ratio=round(derived / generated, 1),
        derivation_ms=round(derived * 1e3, 2),
        derivation_by_plan={name: by_plan(terms) for name, terms in PLANS.items()},
        accruals_growth=round(accruals[most] / most / (accruals[fewest] / fewest), 2),
        accruals_ms={count: round(seconds * 1e3, 1) for count, seconds in accruals.items()},
    )


def one_by_one() -> tuple[float, float]:
    """Seconds per schedule: the engine's, of loans that begin on the working days of a year, and the loop's."""
    begun = [replace(TERMS, expected_disbursement_on=START + timedelta(days=number)) for number in range(250)]

    def schedules() -> None:
        for terms in begun:
            generate_schedule(terms)

    def loops() -> None:
        for terms in begun:
            textbook(terms.principal, terms.interest_rate, INSTALMENTS)

    ours, theirs = best_of(ROUNDS, 1, schedules, loops)
    return ours / len(begun), theirs / len(begun)


def portfolio() -> tuple[float, float, int]:
    """Seconds per loan at once and in the textbook loop, over random loans of 24 instalments; and how many
    loans of random terms agree with the scalar engine in every cent.
    """
    draw = np.random.default_rng(1)
    loans = PlainLoans(
        TERMS,
        principal=draw.integers(10_000, 100_000_000, PORTFOLIO),
        rate=draw.integers(24, 193, PORTFOLIO) * 2_500,  # quarters of a per cent, 6 to 48
        count=np.full(PORTFOLIO, INSTALMENTS),
        start=np.datetime64(START) + draw.integers(0, 1_500, PORTFOLIO),
    )
    sample = [
        (Decimal(cents) / 100, Decimal(rate) / 10_000)
        for cents, rate in zip(loans.principal[:SAMPLE].tolist(), loans.rate[:SAMPLE].tolist(), strict=True)
    ]

    def by_loop() -> None:
        for principal, rate in sample:
            textbook(principal, rate, INSTALMENTS)

    at_once, loop = best_of(ROUNDS // 2, 1, lambda: portfolio_schedules(loans), by_loop)
    varied = replace(loans, count=draw.integers(1, 61, PORTFOLIO), rate=draw.integers(1, 800_000, PORTFOLIO))
    return at_once / PORTFOLIO, loop / SAMPLE, agreeing(varied, portfolio_schedules(varied))


def agreeing(loans: PlainLoans, made: PortfolioSchedules) -> int:
    """How many loans the scalar engine gives the same rows."""
    dues, principal = made.due_dates(), made.principal()
    equal = 0
    for index in range(len(loans)):
        rows = plain_rows(*loans.one(index)) or ()
        count = len(rows)
        columns = (dues, principal, made.interest, made.balance)
        found = list(zip(*(column[:count, index].tolist() for column in columns), strict=True))
        equal += int(made.rows[index]) == count and found == [
            (row.due_date, int(row.principal * 100), int(row.interest * 100), int(row.balance * 100))
            for row in rows
        ]
    return equal


def derivation(made: LoanContract, payments: Sequence[tuple[Decimal, date]]) -> tuple[float, float]:
    """Seconds to derive a loan with these payments from nothing, and to generate its schedule."""
    paid_out = [(body, START) for body, _ in disbursed(made)]
    events = recorded([*paid_out, *((repaid(amount), on) for amount, on in payments)])
    today = payments[-1][1] + timedelta(days=1)
    derived, generated = best_of(
        DERIVATION_ROUNDS * 3, 2, lambda: derive(events, today), lambda: schedule_of(made)
    )
    return derived, generated


def each_on_its_day(made: LoanContract) -> list[tuple[Decimal, date]]:
    """A market trader's payments: each instalment when it is due."""
    return [(row.due.total, row.due_date) for row in planned(made).instalments[: EVENTS - 3]]


def in_equal_parts(made: LoanContract) -> list[tuple[Decimal, date]]:
    """What the loan asks for in all, in equal payments from the first day to the last."""
    rows = planned(made).instalments
    count, days = EVENTS - 3, (rows[-1].due_date - START).days
    each = (sum((row.due.total for row in rows), Decimal(0)) / count).quantize(CENT)
    return [(each, START + timedelta(days=1 + number * (days - 1) // count)) for number in range(count)]


def by_plan(terms: LoanTerms) -> Derivation:
    """The same for payments in equal parts, with the ratio."""
    made = agreement(terms)
    derived, generated = derivation(made, in_equal_parts(made))
    return Derivation(round(derived / generated, 1), round(derived * 1e3, 2), round(generated * 1e6, 1))


def agreement(terms: LoanTerms) -> LoanContract:
    """A contract of these terms; progressive ones are paid by the order of the buckets."""
    if terms.schedule_type is not ScheduleType.PROGRESSIVE:
        return replace(contract(), terms=terms)
    rules = (AllocationRule(payment=RuledPayment.DEFAULT, order=tuple(Bucket)),)
    return replace(contract(), terms=terms, strategy=AllocationStrategy.FREE, allocation_rules=rules)


def schedule_of(made: LoanContract) -> Schedule:
    """The schedule alone, by the engine that serves it."""
    return progressive_schedule(made) if made.is_progressive else generate_schedule(made.terms)


def accruing(count: int) -> float:
    """Seconds to derive a loan whose income was booked on `count` days."""
    terms = replace(TERMS, number_of_repayments=84)
    bodies = [
        (
            Accrued(parts=(AccruedPart(number // 31 + 1, interest=CENT),)),
            START + timedelta(days=number),
        )
        for number in range(1, count + 1)
    ]
    events, today = told(terms, bodies)
    return best_of(2 * DERIVATION_ROUNDS, 1, lambda: derive(events, today))[0]


def told(terms: LoanTerms, bodies: Sequence[tuple[Event, date]]) -> tuple[list[Recorded], date]:
    """A loan of these terms, paid out, and what happened to it; and the day after all of it."""
    made = replace(contract(), terms=terms)
    paid_out = [(body, START) for body, _ in disbursed(made)]
    return recorded([*paid_out, *bodies]), bodies[-1][1] + timedelta(days=1)


if __name__ == "__main__":
    print(measure(), file=sys.stderr)
