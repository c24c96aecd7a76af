"""Loan products: defined, changed, refused when they contradict themselves."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from amana.finance.dates import DayCount, PeriodUnit
from amana.finance.generate import generate_schedule
from amana.finance.terms import DaysInMonth, DaysInYear, InterestPeriod, RateUnit
from amana.kernel.context import Actor
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound
from amana.kernel.tenant import Tenant
from amana.loans.products.create import CreateLoanProduct, drafted
from amana.loans.products.product import LoanProduct
from amana.loans.products.queries import GetLoanProduct, ListLoanProducts
from amana.loans.products.update import UpdateLoanProduct
from tests.loans.products.products import define, new_product, product, unique
from tests.submitting import ask, attempt, perform


def fields_refused(tenant: Tenant, actor: Actor, command: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as refused:
        perform(tenant, actor, command)
    return {problem.field: problem.kind for problem in refused.value.problems}


def test_a_product_keeps_every_term_it_was_defined_with(tenant: Tenant, administrator: Actor) -> None:
    terms: dict[str, Any] = {
        "name": unique("Harvest loan"),
        "short_name": unique("HV"),
        "description": "Repaid after the harvest.",
        "starts_on": date(2013, 1, 1),
        "closes_on": date(2014, 12, 31),
        "include_in_borrower_cycle": True,
        "minimum_principal": Decimal("500.00"),
        "maximum_principal": Decimal("200000.00"),
        "minimum_number_of_repayments": 6,
        "maximum_number_of_repayments": 24,
        "minimum_interest_rate": Decimal("1.00"),
        "maximum_interest_rate": Decimal("2.50"),
        "partial_period_interest": True,
        "days_in_year": DaysInYear.D360,
        "days_in_month": DaysInMonth.D30,
        "grace_on_principal": 2,
        "grace_on_interest_payment": 1,
        "grace_on_interest_charged": 1,
        "recurring_moratorium_on_principal": 1,
        "instalment_multiples_of": 10,
        "last_instalment_threshold": Decimal("5"),
        "arrears_tolerance": Decimal("12.50"),
    }
    made = product(tenant, administrator, define(tenant, administrator, **terms))
    assert {name: getattr(made, name) for name in terms} == terms


def test_a_product_may_name_its_day_count(tenant: Tenant, administrator: Actor) -> None:
    number = define(
        tenant,
        administrator,
        interest_period=InterestPeriod.DAILY,
        day_count=DayCount.ACTUAL_ACTUAL,
    )
    made = product(tenant, administrator, number)
    assert made.loan_terms(date(2014, 1, 1)).day_count is DayCount.ACTUAL_ACTUAL


def test_the_annual_rate_is_twelve_times_the_monthly_one(tenant: Tenant, administrator: Actor) -> None:
    monthly = product(tenant, administrator, define(tenant, administrator))
    assert monthly.annual_rate == Decimal("21.00")
    yearly = replace(monthly, interest_rate=Decimal(24), interest_rate_unit=RateUnit.YEAR)
    assert yearly.annual_rate == Decimal(24)
    whole = replace(monthly, interest_rate=Decimal(6), interest_rate_unit=RateUnit.WHOLE_TERM)
    assert replace(whole, number_of_repayments=26, repay_unit=PeriodUnit.WEEKS).annual_rate == Decimal(12)


def test_everything_that_is_missing_is_named_at_once(tenant: Tenant, administrator: Actor) -> None:
    refused = fields_refused(tenant, administrator, CreateLoanProduct(name="Half a product"))
    assert set(refused.values()) == {"blank"}
    assert set(refused) == {
        "currency_code",
        "digits",
        "principal",
        "number_of_repayments",
        "repay_every",
        "repay_unit",
        "interest_rate",
        "interest_rate_unit",
        "interest_method",
        "amortisation",
        "interest_period",
        "strategy",
    }


@pytest.mark.parametrize(
    ("terms", "field", "kind"),
    [
        ({"name": "  "}, "name", "blank"),
        ({"currency_code": "XXX"}, "currency_code", "unknown"),
        ({"digits": 7}, "digits", "too_large"),
        ({"principal": Decimal(0)}, "principal", "not_positive"),
        ({"minimum_principal": Decimal(200_000)}, "principal", "too_small"),
        ({"maximum_principal": Decimal(1000)}, "principal", "too_large"),
        (
            {"minimum_interest_rate": Decimal(1), "maximum_interest_rate": Decimal("0.5")},
            "maximum_interest_rate",
            "inconsistent",
        ),
        ({"number_of_repayments": 0}, "number_of_repayments", "too_small"),
        ({"maximum_number_of_repayments": 10}, "number_of_repayments", "too_large"),
        ({"repay_every": 0}, "repay_every", "too_small"),
        ({"interest_rate": Decimal(-1)}, "interest_rate", "too_small"),
        ({"grace_on_principal": 12}, "grace_on_principal", "inconsistent"),
        ({"grace_on_interest_payment": 12}, "grace_on_interest_payment", "inconsistent"),
        ({"grace_on_interest_charged": -1}, "grace_on_interest_charged", "too_small"),
        ({"arrears_tolerance": Decimal(-1)}, "arrears_tolerance", "too_small"),
        ({"last_instalment_threshold": Decimal(101)}, "last_instalment_threshold", "too_large"),
        ({"in_multiples_of": 10}, "in_multiples_of", "inconsistent"),
        (
            {"starts_on": date(2013, 2, 1), "closes_on": date(2013, 1, 31)},
            "closes_on",
            "inconsistent",
        ),
        (
            {"partial_period_interest": True, "interest_period": InterestPeriod.DAILY},
            "partial_period_interest",
            "inconsistent",
        ),
        ({"day_count": DayCount.THIRTY_360, "days_in_year": DaysInYear.D360}, "day_count", "inconsistent"),
        (
            {"day_count": DayCount.ACTUAL_360, "interest_period": InterestPeriod.SAME_AS_REPAYMENT},
            "day_count",
            "inconsistent",
        ),
    ],
)
def test_terms_that_do_not_go_together_are_refused(
    tenant: Tenant, administrator: Actor, terms: dict[str, Any], field: str, kind: str
) -> None:
    refused = fields_refused(tenant, administrator, new_product(**terms))
    assert refused[field] == kind


def test_names_are_unique_in_any_case(tenant: Tenant, administrator: Actor) -> None:
    name, short = unique("Working capital"), unique("WC")
    first = define(tenant, administrator, name=name, short_name=short)
    with pytest.raises(Duplicate):
        perform(tenant, administrator, new_product(name=name.upper()))
    with pytest.raises(Duplicate):
        perform(tenant, administrator, new_product(short_name=short.lower()))
    perform(tenant, administrator, UpdateLoanProduct(product=first, name=name, short_name=short))
    other = define(tenant, administrator)
    with pytest.raises(Duplicate):
        perform(tenant, administrator, UpdateLoanProduct(product=other, short_name=short))


def test_of_two_products_of_one_name_at_the_same_moment_one_is_made(
    tenant: Tenant, administrator: Actor
) -> None:
    name = unique("Race")
    with ThreadPoolExecutor(4) as pool:
        tries = [
            pool.submit(attempt, tenant, administrator, new_product(name=spelled))
            for spelled in (name, name.upper()) * 2
        ]
    results = [one.result() for one in tries]
    assert sorted(type(one).__name__ for one in results) == ["Duplicate"] * 3 + ["Outcome"]


def test_a_change_reports_what_changed(tenant: Tenant, administrator: Actor) -> None:
    made = define(tenant, administrator, description="Before")
    command = UpdateLoanProduct(product=made, principal=Decimal("70000.00"), repay_every=1, description=None)
    assert perform(tenant, administrator, command).changes == {
        "principal": Decimal("70000.00"),
        "description": None,
    }
    assert perform(tenant, administrator, command).changes == {}
    changed = product(tenant, administrator, made)
    assert (changed.principal, changed.description) == (Decimal("70000.00"), None)


def test_a_change_must_leave_a_sound_product(tenant: Tenant, administrator: Actor) -> None:
    made = define(tenant, administrator, maximum_principal=Decimal("150000.00"))
    command = UpdateLoanProduct(product=made, principal=Decimal("150000.01"))
    assert fields_refused(tenant, administrator, command) == {"principal": "too_large"}
    with pytest.raises(NotFound):
        perform(tenant, administrator, UpdateLoanProduct(product=10**9, description="Nobody"))
    with pytest.raises(NotFound):
        ask(tenant, administrator, GetLoanProduct(product=10**9))


def test_the_list_is_in_order_of_names(tenant: Tenant, administrator: Actor) -> None:
    for name in ("Zebra", "Aardvark"):
        define(tenant, administrator, name=unique(name))
    names = [one.product.name for one in ask(tenant, administrator, ListLoanProducts())]
    assert names == sorted(names)


def test_the_terms_of_a_loan_are_those_of_its_product(tenant: Tenant, administrator: Actor) -> None:
    made = product(tenant, administrator, define(tenant, administrator, principal=Decimal(10_000)))
    made = replace(made, interest_rate=Decimal(2))
    terms = made.loan_terms(date(2012, 6, 1))
    schedule = generate_schedule(terms)
    assert sum(row.interest for row in schedule.instalments) == Decimal("1347.15")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"principal": Decimal("499.99")}, "principal"),
        ({"principal": Decimal("200000.01")}, "principal"),
        ({"number_of_repayments": 5}, "number_of_repayments"),
        ({"interest_rate": Decimal("2.51")}, "interest_rate"),
    ],
)
def test_a_loan_keeps_within_the_limits_of_its_product(changes: dict[str, Any], field: str) -> None:
    limited = replace(
        example(),
        minimum_principal=Decimal(500),
        maximum_principal=Decimal(200_000),
        minimum_number_of_repayments=6,
        maximum_interest_rate=Decimal("2.5"),
    )
    within = limited.loan_terms(date(2012, 6, 1))
    assert not list(limited.outside_limits(within))
    assert [one.field for one in limited.outside_limits(replace(within, **changes))] == [field]


def test_a_product_is_offered_between_its_days() -> None:
    offered = replace(example(), starts_on=date(2013, 1, 1), closes_on=date(2013, 12, 31))
    days = [date(2012, 12, 31), date(2013, 1, 1), date(2013, 12, 31), date(2014, 1, 1)]
    assert [offered.offered_on(day) for day in days] == [False, True, True, False]


def example() -> LoanProduct:
    return drafted(new_product())
