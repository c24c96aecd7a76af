"""Provisions: the rule over the balances, in the journal in place of the one before, and taken back without a trace."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from amana.checks.provisions import provisions_booked
from amana.kernel.refusals import Duplicate, InUse, InvalidInput
from amana.ledger.account_types import AccountClass
from amana.loans.charge_off import ChargeLoanOff
from amana.loans.kinds import Accounting
from amana.loans.provisioning.books import lines_of
from amana.loans.provisioning.computing import Part
from amana.loans.provisioning.edit_category import CreateProvisioningCategory, DeleteProvisioningCategory
from amana.loans.provisioning.edit_criteria import CreateProvisioningCriteria, DeleteProvisioningCriteria
from amana.loans.provisioning.provide import (
    PostProvision,
    ProvideForLoans,
    RecomputeProvision,
    ReverseProvision,
)
from amana.loans.provisioning.queries import GetProvision, ListProvisioningCategories, ListProvisionParts
from amana.loans.provisioning.records import provision
from amana.loans.provisioning.rules import ProvidedSince, ProvisioningRule, ProvisionStands, rule_problems
from amana.loans.refusals import DateInFuture
from tests.ledger.accounts import account
from tests.loans.products.products import unique
from tests.loans.world import TODAY, D, Lender
from tests.tenant_fixtures import administrator_of, copied

FEBRUARY, MARCH = date(2015, 2, 15), date(2015, 3, 15)
BOOKED = """
SELECT a.name, sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) AS net
  FROM journal_line l JOIN journal_entry e ON e.id = l.entry_id JOIN gl_account a ON a.id = l.account_id
 WHERE e.source_kind = 'provisioning' AND l.value_date <= '{day}'
 GROUP BY 1 HAVING sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) <> 0
"""


@pytest.fixture
def lender(database_server: Callable[..., str], template_database: str) -> Iterator[Lender]:
    """An institution of its own: what it provides for is everything it lent."""
    with copied(database_server, template_database) as tenant:
        yield Lender(tenant, administrator_of(tenant))


def criteria(lender: Lender, *products: int, ages: tuple[tuple[int, int | None, str], ...]) -> int:
    owed = account(lender.tenant, lender.actor, AccountClass.LIABILITY, name="allowance")
    spent = account(lender.tenant, lender.actor, AccountClass.EXPENSE, name="provisions")
    categories = [one.id for one in lender.ask(ListProvisioningCategories())]
    rules = tuple(
        ProvisioningRule(
            category=category,
            from_days=first,
            to_days=last,
            percentage=D(percentage),
            liability_account=owed,
            expense_account=spent,
        )
        for category, (first, last, percentage) in zip(categories, ages, strict=False)
    )
    return lender.do(CreateProvisioningCriteria(name=unique("Rules"), products=products, rules=rules)).id


AGES = ((0, 20, "1"), (21, 60, "10.5"), (61, None, "50"))


def parts(lender: Lender, provision: int) -> list[tuple[str, int, int, str, str]]:
    found = lender.ask(ListProvisionParts(provision=provision))
    return [
        (one.category_name, one.loans, one.overdue_days, f"{one.balance:.2f}", f"{one.reserve:.2f}")
        for one in found
    ]


def booked(lender: Lender, day: date) -> dict[str, Decimal]:
    return {row["name"]: row["net"] for row in lender.rows(BOOKED.format(day=day))}


def unproved(lender: Lender) -> list[tuple[str, str]]:
    with lender.tenant.database.reading() as session:
        return list(provisions_booked(session))


def test_what_is_not_booked_is_found(lender: Lender) -> None:
    product = lender.product(Accounting.CASH)
    criteria(lender, product, ages=AGES)
    lender.disbursed(product)
    made = lender.do(ProvideForLoans(day=FEBRUARY)).id
    with lender.tenant.database.writing() as session:
        session.run(sa.update(provision).where(provision.c.id == made).values(state="posted"))
    assert [where for where, _ in unproved(lender)] == [f"provision {made}"] * 2


def test_each_loan_is_provided_for_by_the_age_of_its_oldest_arrears_on_the_day(lender: Lender) -> None:
    product = lender.product(Accounting.CASH)
    criteria(lender, product, ages=AGES)
    lender.disbursed(lender.product())  # of a product without criteria
    late, punctual, gone = (lender.disbursed(product) for _ in range(3))
    lender.repay(punctual, "2015-02-01", "888.49")
    lender.repay(punctual, "2015-03-01", "888.49")
    lender.do(ChargeLoanOff(loan=gone, on=date(2015, 3, 1)))
    in_february = lender.do(ProvideForLoans(day=FEBRUARY)).id
    assert parts(lender, in_february) == [("STANDARD", 3, 14, "29211.51", "292.12")]
    in_march = lender.do(ProvideForLoans(day=MARCH)).id
    assert parts(lender, in_march) == [
        ("STANDARD", 1, 0, "8415.14", "84.15"),
        ("SUB-STANDARD", 1, 42, "10000.00", "1050.00"),
    ]
    assert lender.ask(GetProvision(provision=in_march)).reserve == D("1134.15")
    assert booked(lender, TODAY) == {}
    lender.repay(late, "2015-03-10", "2000")
    lender.do(RecomputeProvision(provision=in_march))
    assert [one[:3] for one in parts(lender, in_march)] == [("STANDARD", 2, 0)]


def test_a_provision_takes_the_place_of_the_one_before_and_leaves_no_trace_when_it_is_reversed(
    lender: Lender,
) -> None:
    product = lender.product(Accounting.CASH)
    criteria(lender, product, ages=AGES)
    lender.disbursed(product)
    first = lender.do(ProvideForLoans(day=FEBRUARY, post=True)).id
    before = booked(lender, FEBRUARY)
    assert before == {"provisions": D("100.00"), "allowance": D("-100.00")}
    second = lender.do(ProvideForLoans(day=MARCH)).id
    lender.do(PostProvision(provision=second))
    assert booked(lender, date(2015, 3, 14)) == before
    assert booked(lender, MARCH) == {"provisions": D("1050.00"), "allowance": D("-1050.00")}
    with pytest.raises(ProvisionStands):
        lender.do(ReverseProvision(provision=first))
    with pytest.raises(ProvisionStands):
        lender.do(RecomputeProvision(provision=second))
    assert unproved(lender) == []
    lender.do(ReverseProvision(provision=second))
    assert booked(lender, TODAY) == before
    assert unproved(lender) == []
    lender.do(ReverseProvision(provision=first))
    assert booked(lender, TODAY) == {}


def test_provisions_are_made_in_the_order_of_days(lender: Lender) -> None:
    product = lender.product(Accounting.CASH)
    made = criteria(lender, product, ages=AGES)
    lender.disbursed(product)
    lender.do(ProvideForLoans(day=MARCH, post=True))
    with pytest.raises(Duplicate):
        lender.do(ProvideForLoans(day=MARCH))
    with pytest.raises(ProvidedSince):
        lender.do(ProvideForLoans(day=FEBRUARY, post=True))
    with pytest.raises(DateInFuture):
        lender.do(ProvideForLoans(day=date(2015, 4, 2)))
    with pytest.raises(InUse):
        lender.do(DeleteProvisioningCriteria(criteria=made))


def test_a_product_has_one_set_of_criteria(lender: Lender) -> None:
    product = lender.product()
    criteria(lender, product, ages=AGES)
    with pytest.raises(InvalidInput):
        lender.do(CreateProvisioningCriteria(name=unique("Rules"), products=(product,), rules=()))
    unused = lender.do(CreateProvisioningCategory(name=unique("Category"))).id
    lender.do(DeleteProvisioningCategory(category=unused))


@pytest.mark.parametrize(
    "ages",
    [
        (),
        ((0, 10, "1"), (10, 20, "2")),
        ((0, None, "1"), (30, None, "2")),
        ((10, 9, "1"),),
        ((0, None, "101"),),
    ],
)
def test_rules_do_not_contradict_one_another(ages: tuple[tuple[int, int | None, str], ...]) -> None:
    rules = [
        ProvisioningRule(
            category=1,
            from_days=first,
            to_days=last,
            percentage=D(percentage),
            liability_account=1,
            expense_account=2,
        )
        for first, last, percentage in ages
    ]
    assert list(rule_problems(rules))


amounts = st.decimals(min_value=0, max_value=10**7, places=2)


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3), st.sampled_from(["USD", "KES"]), amounts)))
def test_what_is_booked_is_the_reserves_and_balances_in_every_office_and_currency(
    found: list[tuple[int, int, str, Decimal]],
) -> None:
    made = [
        Part(
            office=office,
            product=1,
            category=1,
            criteria=1,
            currency=currency,
            loans=1,
            overdue_days=0,
            balance=reserve,
            percentage=D(100),
            reserve=reserve,
            liability_account=account,
            expense_account=10 + account,
        )
        for office, account, currency, reserve in found
    ]
    for office, lines in lines_of(made).items():
        for currency in {line.currency for line in lines}:
            wanted = sum(
                (one.reserve for one in made if (one.office, one.currency) == (office, currency)), D(0)
            )
            for side in ("debit", "credit"):
                assert wanted == sum(
                    line.amount for line in lines if (line.side, line.currency) == (side, currency)
                )
