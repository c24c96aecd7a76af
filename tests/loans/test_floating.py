"""Loans whose rate is one of the institution's that moves."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from amana.finance.dues import AllocationStrategy
from amana.finance.floating import RatePeriod, rates_over_time
from amana.finance.terms import (
    EarlyPayment,
    InterestPeriod,
    Recalculation,
    RestFrequency,
    RestUnit,
    ScheduleType,
)
from amana.floating_rates.add_period import AddRatePeriod
from amana.floating_rates.create import CreateFloatingRate
from amana.floating_rates.queries import GetFloatingRate
from amana.floating_rates.refusals import BadStart
from amana.floating_rates.store import AskedPeriod
from amana.floating_rates.update import UpdateFloatingRate
from amana.jobs.follow_rates import FollowRates
from amana.kernel.refusals import InvalidInput
from amana.loans.accrue import AccrueLoan
from amana.loans.asking import GetLoan
from amana.loans.disburse import DisburseLoan
from amana.loans.floating.queries import GetRateProgress
from amana.loans.kinds import Accounting
from amana.loans.products.asked import AskedAccounts
from amana.loans.products.create import CreateLoanProduct
from amana.loans.products.floating import AskedFloating
from amana.loans.products.update import UpdateLoanProduct
from amana.loans.rebuild import differences, journal_differences
from amana.loans.undo_disbursal import UndoDisbursal
from tests.loans.products.products import new_product, unique
from tests.loans.test_progressive import DEFAULT
from tests.loans.world import ROLES, START, D, Lender
from tests.tenant_fixtures import administrator_of, copied

BEFORE = date(2014, 1, 1)
FEBRUARY, MARCH, APRIL = date(2015, 2, 1), date(2015, 3, 1), date(2015, 4, 1)


@pytest.fixture
def lender(database_server: Callable[..., str], template_database: str) -> Iterator[Lender]:
    with copied(database_server, template_database) as tenant:
        yield Lender(tenant, administrator_of(tenant))


def period(starts_on: date, rate: str, *, on_base: bool = False) -> AskedPeriod:
    return AskedPeriod(starts_on=starts_on, rate=D(rate), on_base=on_base)


def rate(lender: Lender, *periods: AskedPeriod, base: bool = False) -> int:
    """A rate made before its first period."""
    lender.day(BEFORE)
    made = lender.do(CreateFloatingRate(name=unique("Rate"), base=base, periods=periods))
    lender.day(START)
    return int(made.id)


LINK = frozenset(one.name for one in fields(AskedFloating))


def product(lender: Lender, of: int, **more: Any) -> int:
    """10,000 over 12 months, two per cent above the rate."""
    link = {
        "linked": True,
        "rate": of,
        "margin": D(2),
        "minimum_differential": D(0),
        "default_differential": D(1),
        "maximum_differential": D(5),
        "may_follow": True,
    }
    terms: dict[str, Any] = {
        "principal": D(10000),
        "interest_period": InterestPeriod.DAILY,
        "recalculation": Recalculation(rest=RestFrequency(RestUnit.DAILY)),
        "floating": AskedFloating(**{**link, **{name: more[name] for name in more if name in LINK}}),
        **{name: value for name, value in more.items() if name not in LINK},
    }
    asked = vars(new_product(**terms))
    own_rate = ("interest_rate", "interest_rate_unit", "minimum_interest_rate", "maximum_interest_rate")
    return int(lender.do(CreateLoanProduct(**{k: v for k, v in asked.items() if k not in own_rate})).id)


def interest(lender: Lender, loan: int) -> list[Decimal]:
    return [row["interest_due"] for row in lender.instalments(loan)]


def days(amount: str, yearly: str, count: int) -> Decimal:
    """Interest of some days of a year of 365."""
    return (D(amount) * D(yearly) * count / 36500).quantize(D("0.01"))


def sound(lender: Lender, loan: int) -> bool:
    with lender.tenant.database.reading() as session:
        return not [*differences(session, loan), *journal_differences(session, loan)]


# -- arithmetic ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("periods", "base", "margin", "expected"),
    [
        ([(1, "10", False), (3, "12", False)], [], "2", [(1, "12"), (3, "14")]),
        ([(1, "1", True)], [(1, "8", False), (2, "9", False)], "2", [(1, "11"), (2, "12")]),
        ([(1, "1", True), (3, "20", False)], [(1, "8", False), (4, "9", False)], "0", [(1, "9"), (3, "20")]),
        ([(2, "1", True)], [(1, "8", False)], "0", [(2, "9")]),
        ([(1, "-3", False), (2, "-1", False)], [], "2", [(1, "0"), (2, "1")]),
        ([], [(1, "8", False)], "2", []),
    ],
)
def test_what_a_rate_comes_to(
    periods: list[Any], base: list[Any], margin: str, expected: list[tuple[int, str]]
) -> None:
    def table(rows: list[Any]) -> list[RatePeriod]:
        return [RatePeriod(date(2015, month, 1), D(value), on_base) for month, value, on_base in rows]

    found = rates_over_time(table(periods), table(base), D(margin))
    assert found == tuple(RatePeriod(date(2015, month, 1), D(value)) for month, value in expected)


# -- rates --------------------------------------------------------------------------------------------


def test_what_begins_after_today_is_replaced_and_what_has_begun_stays(lender: Lender) -> None:
    made = rate(lender, period(date(2014, 6, 1), "10"), period(MARCH, "11"))
    lender.do(UpdateFloatingRate(rate=made, periods=(period(APRIL, "12"),)))
    shown = lender.ask(GetFloatingRate(rate=made))
    assert [(one.starts_on, one.rate, one.active) for one in shown.periods] == [
        (date(2014, 6, 1), D(10), True),
        (MARCH, D(11), False),
        (APRIL, D(12), True),
    ]
    with pytest.raises(InvalidInput):
        lender.do(UpdateFloatingRate(rate=made, periods=(period(START, "9"),)))


def test_there_is_one_base_rate_and_it_stays_while_others_are_on_top_of_it(lender: Lender) -> None:
    on_base = (period(FEBRUARY, "1", on_base=True),)
    with pytest.raises(InvalidInput):
        rate(lender, *on_base)
    base = rate(lender, period(FEBRUARY, "8"), base=True)
    with pytest.raises(InvalidInput):
        rate(lender, base=True)
    rate(lender, *on_base)
    for change in ({"base": False}, {"active": False}):
        with pytest.raises(InvalidInput):
            lender.do(UpdateFloatingRate(rate=base, **change))


# -- loans --------------------------------------------------------------------------------------------


def test_a_loan_bears_the_rate_of_its_day_with_both_margins(lender: Lender) -> None:
    made = rate(lender, period(date(2014, 6, 1), "7"), period(MARCH, "10"))
    loan = lender.disbursed(product(lender, made))
    shown = lender.ask(GetLoan(loan=loan)).contract
    assert (shown.terms.interest_rate, shown.floating.differential) == (D(10), D(1))
    assert interest(lender, loan)[0] == days("10000", "10", 31)
    other = lender.disbursed(product(lender, made), terms={"rate_differential": D(3)})
    assert interest(lender, other)[0] == days("10000", "12", 31)


def test_who_follows_the_rate_bears_its_changes_and_who_does_not_keeps_it(lender: Lender) -> None:
    made = rate(lender, period(date(2014, 6, 1), "7"), period(date(2015, 1, 11), "17"))
    kind = product(lender, made)
    follows = lender.disbursed(kind, terms={"follows_rate": True})
    stays = lender.disbursed(kind)
    assert interest(lender, follows)[0] == days("10000", "10", 10) + days("10000", "20", 21)
    assert interest(lender, stays)[0] == days("10000", "10", 31)


def test_loans_take_up_a_change_of_the_rate_from_its_day_on(lender: Lender) -> None:
    base = rate(lender, period(date(2014, 6, 1), "5"), base=True)
    made = rate(lender, period(date(2014, 6, 1), "2", on_base=True))
    kind = product(lender, made)
    loans = [lender.disbursed(kind, terms={"follows_rate": True}) for _ in range(3)]
    stays, planned = lender.disbursed(kind), lender.submit(kind)
    before = interest(lender, stays)
    lender.do(UpdateFloatingRate(rate=base, periods=(period(date(2015, 1, 11), "15"),)))
    behind = lender.ask(GetRateProgress(rate=made))
    assert (behind.following, behind.behind) == (4, 4)
    assert FollowRates().run(lender.tenant) == 4
    assert lender.ask(GetRateProgress(rate=made)).behind == 0
    assert FollowRates().run(lender.tenant) == 0
    assert all(sound(lender, loan) for loan in loans)
    expected = days("10000", "10", 10) + days("10000", "20", 21)
    assert [interest(lender, loan)[0] for loan in loans] == [expected] * 3
    assert interest(lender, stays) == before
    assert interest(lender, planned)[0] == days(
        "10000", "10", 31
    )  # it asked for no more than the rate of its day


def test_an_index_that_is_known_late_moves_loans_from_its_day(lender: Lender) -> None:
    made = rate(lender, period(date(2014, 6, 1), "7"))
    loan = lender.disbursed(product(lender, made), terms={"follows_rate": True})
    lender.day(date(2015, 1, 20))
    lender.do(AddRatePeriod(rate=made, starts_on=date(2015, 1, 11), value=D(17), notes="January"))
    FollowRates().run(lender.tenant)
    assert interest(lender, loan)[0] == days("10000", "10", 10) + days("10000", "20", 21)
    with pytest.raises(BadStart):
        lender.do(AddRatePeriod(rate=made, starts_on=date(2015, 1, 10), value=D(1)))


def test_the_rate_is_that_of_the_day_the_money_goes_out(lender: Lender) -> None:
    made = rate(lender, period(date(2014, 6, 1), "7"), period(date(2015, 1, 11), "17"))
    loan = lender.approved(product(lender, made))
    lender.day(date(2015, 1, 15))
    lender.do(DisburseLoan(loan=loan, on=date(2015, 1, 15)))
    assert lender.ask(GetLoan(loan=loan)).contract.terms.interest_rate == D(20)
    lender.do(UndoDisbursal(loan=loan))
    assert lender.ask(GetLoan(loan=loan)).contract.terms.interest_rate == D(10)


@pytest.mark.parametrize(
    "asked",
    [
        {"rate_differential": D(6)},
        {"rate_differential": D(-1)},
        {"interest_rate": D(9)},
        {"follows_rate": True},
    ],
)
def test_terms_beyond_what_the_product_offers_are_refused(lender: Lender, asked: dict[str, Any]) -> None:
    made = rate(lender, period(date(2014, 6, 1), "7"))
    with pytest.raises(InvalidInput):
        lender.submit(product(lender, made, may_follow=False), terms=asked)


@pytest.mark.parametrize("asked", [{"rate_differential": D(1)}, {"follows_rate": True}])
def test_a_loan_with_a_rate_of_its_own_has_nothing_to_follow(lender: Lender, asked: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        lender.submit(lender.product(), terms=asked)


def test_a_rate_without_a_period_bears_nothing_and_is_refused(lender: Lender) -> None:
    with pytest.raises(InvalidInput):
        lender.submit(product(lender, rate(lender)))


def test_a_product_gives_its_link_up_for_a_rate_of_its_own(lender: Lender) -> None:
    made = product(lender, rate(lender, period(date(2014, 6, 1), "7")))
    with pytest.raises(InvalidInput):
        lender.do(UpdateLoanProduct(product=made, interest_rate=D(9)))
    unlinked = AskedFloating(linked=False)
    lender.do(UpdateLoanProduct(product=made, floating=unlinked, interest_rate=D(9)))
    loan = lender.submit(made)
    assert lender.ask(GetLoan(loan=loan)).contract.floating is None
    assert interest(lender, loan)[0] == days("10000", "9", 31)


def test_income_booked_follows_the_rate(lender: Lender) -> None:
    made = rate(lender, period(date(2014, 6, 1), "7"))
    accounts = AskedAccounts(**{name: lender.accounts[name] for name in ROLES})
    kind = product(lender, made, accounting=Accounting.ACCRUAL_PERIODIC, accounts=accounts)
    loan = lender.disbursed(kind, terms={"follows_rate": True})
    lender.day(FEBRUARY)
    lender.do(AccrueLoan(loan=loan, until=FEBRUARY))
    assert lender.journal(loan)["interest_on_loan"] == -days("10000", "10", 31)
    lender.do(AddRatePeriod(rate=made, starts_on=date(2015, 1, 11), value=D(3)))
    FollowRates().run(lender.tenant)
    now = days("10000", "10", 10) + days("10000", "6", 21)
    assert lender.journal(loan)["interest_on_loan"] == -now
    assert sound(lender, loan)


@pytest.mark.parametrize("follows", [True, False])
def test_progressive_loans_bear_it_as_well(lender: Lender, follows: bool) -> None:
    made = rate(lender, period(date(2014, 6, 1), "7"), period(MARCH, "17"))
    terms = {
        "schedule_type": ScheduleType.PROGRESSIVE,
        "strategy": AllocationStrategy.FREE,
        "allocation_rules": (DEFAULT,),
        "recalculation": Recalculation(
            rest=RestFrequency(RestUnit.DAILY), early_payment=EarlyPayment.ADJUST_LAST_UNPAID
        ),
    }
    loan = lender.disbursed(product(lender, made, **terms), terms={"follows_rate": follows})
    first, second, third = interest(lender, loan)[:3]
    assert first == days("10000", "10", 31)
    assert second < first
    assert (third > first) is follows
    assert sound(lender, loan)
