"""Schedules of whole portfolios: the scalar engine's rows, to the cent, on random terms."""

from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from tests.unit.finance.loans import terms

from amana.finance.dates import PeriodUnit
from amana.finance.generate import generate_schedule
from amana.finance.money import Currency, RoundingMode
from amana.finance.plain import plain_rows
from amana.finance.portfolio import PlainLoans, PortfolioError, portfolio_schedules
from amana.finance.terms import Amortisation, InterestPeriod

LOANS = 60  # of each kind
KINDS = [
    {
        "repay_unit": unit,
        "repay_every": every,
        "interest_period": period,
        "amortisation": amortisation,
        "rounding": rounding,
        "currency": Currency("XXX", digits),
    }
    for unit, every, period, amortisation, (rounding, digits) in product(
        (PeriodUnit.DAYS, PeriodUnit.WEEKS, PeriodUnit.MONTHS),
        (1, 3),
        InterestPeriod,
        Amortisation,
        ((RoundingMode.HALF_EVEN, 2), (RoundingMode.HALF_UP, 0)),
    )
]


def random_loans(kind, seed, number=LOANS):
    draw = np.random.default_rng(seed)
    return PlainLoans(
        terms(**kind),
        principal=draw.choice([10**3, 10**5, 10**7, 10**9], number) * draw.integers(1, 5, number)
        + draw.integers(0, 10**3, number),
        rate=draw.choice([0, 20_000, 70_000, 240_000, 1_200_000], number) + draw.integers(0, 9999, number),
        count=draw.integers(1, 61, number),
        start=np.datetime64("2000-01-01") + draw.integers(0, 20_000, number),
    )


def rows_of(made, index):
    count = int(made.rows[index])
    columns = (made.due_dates(), made.principal(), made.interest, made.balance)
    assert not made.interest[count:, index].any()
    assert not made.balance[count:, index].any()
    return [tuple(column[line, index].item() for column in columns) for line in range(count)]


def scalar_rows(loans, index):
    loan, disbursement = loans.one(index)
    units = 10**loan.currency.digits
    rows = plain_rows(loan, disbursement)
    if rows is None:  # an instalment below its interest
        return []
    assert generate_schedule(loan).instalments == rows
    return [
        (row.due_date, *(int(amount * units) for amount in (row.principal, row.interest, row.balance)))
        for row in rows
    ]


@pytest.mark.parametrize("number", range(len(KINDS)))
def test_every_row_is_the_scalar_engines(number):
    loans = random_loans(KINDS[number], number)
    made = portfolio_schedules(loans)
    for index in range(len(loans)):
        assert rows_of(made, index) == scalar_rows(loans, index), loans.one(index)


def test_loans_too_large_for_the_integers_come_out_as_well():
    loans = random_loans(KINDS[0] | {"repay_unit": PeriodUnit.MONTHS}, 7)
    huge = PlainLoans(loans.terms, loans.principal * 10**7, loans.rate, loans.count, loans.start)
    made = portfolio_schedules(huge)
    for index in range(len(huge)):
        assert rows_of(made, index) == scalar_rows(huge, index)


def test_an_instalment_on_the_very_boundary_is_left_to_the_scalar_engine():
    """75.50 over one instalment at 1 % for a month is 76.255: half a cent, which goes to the even one."""
    one = terms(amortisation=Amortisation.EQUAL_INSTALMENTS)
    loans = PlainLoans(
        one,
        np.array([7550]),
        np.array([120_000]),
        np.array([1]),
        np.array(["2024-01-01"], "datetime64[D]"),
    )
    made = portfolio_schedules(loans)
    assert rows_of(made, 0) == scalar_rows(loans, 0)


def test_no_loans_make_no_schedules():
    none = random_loans({}, 1, number=0)
    assert len(portfolio_schedules(none).rows) == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"grace_on_principal": 1},
        {"instalment_multiples_of": 10},
        {"rounding": RoundingMode.UP},
        {"repay_unit": PeriodUnit.YEARS},
        {"fixed_instalment": Decimal(100)},
    ],
)
def test_terms_that_are_not_plain_are_refused(changes):
    with pytest.raises(PortfolioError):
        portfolio_schedules(random_loans(changes, 1))


def test_columns_of_different_lengths_are_refused():
    loans = random_loans({}, 1)
    with pytest.raises(PortfolioError):
        portfolio_schedules(
            PlainLoans(loans.terms, loans.principal[1:], loans.rate, loans.count, loans.start)
        )
