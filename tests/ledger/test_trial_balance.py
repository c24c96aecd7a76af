"""Balances as of any day, as known at any moment, of any part of the institution."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amana.kernel.context import Actor
from amana.kernel.refusals import NotFound
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass
from amana.ledger.close_period import ClosePeriod
from amana.ledger.records import gl_closure_balance
from amana.ledger.reopen_period import ReopenPeriod
from amana.ledger.trial_balance import GetAccountStatement, GetTrialBalance
from tests.kernel.access.people import branch, user_with
from tests.ledger.accounts import account
from tests.ledger.posting import post
from tests.submitting import ask, perform

MAY = date(2020, 5, 1)


def balances(tenant: Tenant, actor: Actor, on: date = MAY, **more: object) -> dict[int, Decimal]:
    """Every account's balance in its own direction."""
    found = ask(tenant, actor, GetTrialBalance(on=on, **more))  # type: ignore[arg-type]
    assert sum(row.debit - row.credit for row in found.rows) == 0
    return {row.account_id: row.balance for row in found.rows}


def test_a_balance_grows_in_its_accounts_direction(fresh_tenant: Tenant, administrator: Actor) -> None:
    cash = account(fresh_tenant, administrator)
    equity = account(fresh_tenant, administrator, AccountClass.EQUITY)
    post(fresh_tenant, administrator, cash, equity, "100")
    post(fresh_tenant, administrator, equity, cash, "30.25", on=MAY + timedelta(days=1))
    assert balances(fresh_tenant, administrator, MAY - timedelta(days=1)) == {}
    assert balances(fresh_tenant, administrator) == {cash: Decimal(100), equity: Decimal(100)}
    later = balances(fresh_tenant, administrator, MAY + timedelta(days=9))
    assert later == {cash: Decimal("69.75"), equity: Decimal("69.75")}


def test_backdated_postings_show_from_their_day_on_but_not_in_what_was_known(
    fresh_tenant: Tenant, administrator: Actor
) -> None:
    pair = account(fresh_tenant, administrator), account(fresh_tenant, administrator, AccountClass.EQUITY)
    post(fresh_tenant, administrator, *pair, "100")
    with fresh_tenant.database.reading() as session:
        then = fresh_tenant.moment(session).now
    post(fresh_tenant, administrator, *pair, "5", on=MAY - timedelta(days=300))
    assert balances(fresh_tenant, administrator)[pair[0]] == Decimal(105)
    assert balances(fresh_tenant, administrator, known_at=then)[pair[0]] == Decimal(100)


def test_offices_add_up(fresh_tenant: Tenant, administrator: Actor) -> None:
    region, path = branch(fresh_tenant)
    shop, _ = branch(fresh_tenant, region, path)
    other, _ = branch(fresh_tenant)
    pair = account(fresh_tenant, administrator), account(fresh_tenant, administrator, AccountClass.INCOME)
    for office, amount in ((1, "1"), (region, "10"), (shop, "100"), (other, "1000")):
        post(fresh_tenant, administrator, *pair, amount, office=office)
    of_region = user_with(fresh_tenant, administrator, "READ_JOURNALENTRY", office_id=region)
    for actor, asked, total in (
        (administrator, None, 1111),
        (administrator, 1, 1111),
        (administrator, region, 110),
        (administrator, shop, 100),
        (of_region, None, 110),
        (of_region, shop, 100),
    ):
        assert balances(fresh_tenant, actor, office=asked)[pair[0]] == Decimal(total)
    for unseen in (1, other, 10**9):
        with pytest.raises(NotFound):
            balances(fresh_tenant, of_region, office=unseen)


def test_closed_periods_are_not_added_up_again(fresh_tenant: Tenant, administrator: Actor) -> None:
    """Closing balances stand for all lines up to their day; every day's balance is as it was without closures."""
    shop, _ = branch(fresh_tenant)
    pair = account(fresh_tenant, administrator), account(fresh_tenant, administrator, AccountClass.INCOME)
    days = [MAY + timedelta(days=number) for number in range(6)]
    for number, day in enumerate(days):
        for office in (1, shop):
            post(fresh_tenant, administrator, *pair, str(10**number), on=day, office=office)

    def every_day() -> list[dict[int, Decimal]]:
        return [balances(fresh_tenant, administrator, day) for day in days]

    expected = every_day()
    closures = [
        perform(fresh_tenant, administrator, ClosePeriod(office=office, closed_on=day)).id
        for office, day in ((1, days[1]), (1, days[3]), (shop, days[2]))
    ]
    assert every_day() == expected
    with fresh_tenant.database.reading() as session:
        kept = session.tuples(
            sa.select(gl_closure_balance.c.account_id, gl_closure_balance.c.debit).where(
                gl_closure_balance.c.closure_id == closures[1], gl_closure_balance.c.debit > 0
            )
        )
    assert kept == [(pair[0], Decimal(1111))]
    perform(fresh_tenant, administrator, ReopenPeriod(closure=int(closures[1])))
    post(fresh_tenant, administrator, *pair, "5", on=days[3])
    assert balances(fresh_tenant, administrator, days[3])[pair[0]] == expected[3][pair[0]] + 5
    assert balances(fresh_tenant, administrator, days[2]) == expected[2]


def test_a_statement_runs_from_its_opening_to_its_closing_balance(
    fresh_tenant: Tenant, administrator: Actor
) -> None:
    cash = account(fresh_tenant, administrator)
    income = account(fresh_tenant, administrator, AccountClass.INCOME)
    for number, amount in enumerate(("100", "20", "3")):
        post(fresh_tenant, administrator, cash, income, amount, on=MAY + timedelta(days=number))
    post(fresh_tenant, administrator, income, cash, "7", on=MAY + timedelta(days=1))
    query = GetAccountStatement(
        account=income, from_date=MAY + timedelta(days=1), to_date=MAY + timedelta(days=1), currency="USD"
    )
    found = ask(fresh_tenant, administrator, query)
    assert (found.opening_balance, found.closing_balance) == (Decimal(100), Decimal(113))
    assert [(one.side.value, one.running_balance) for one in found.lines] == [
        ("credit", Decimal(120)),
        ("debit", Decimal(113)),
    ]
    with pytest.raises(NotFound):
        ask(
            fresh_tenant,
            administrator,
            GetAccountStatement(account=10**9, from_date=MAY, to_date=MAY, currency="USD"),
        )


Postings = list[tuple[int, int, Decimal, int]]
postings = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 3),
        st.decimals(min_value="0.01", max_value=9999, places=2),
        st.integers(0, 5),
    ).filter(lambda one: one[0] != one[1]),
    min_size=1,
    max_size=8,
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(postings, st.integers(0, 5))
def test_the_trial_balance_is_the_sum_of_the_lines(
    tenant: Tenant, administrator: Actor, made: Postings, until: int
) -> None:
    kinds = (AccountClass.ASSET, AccountClass.LIABILITY, AccountClass.INCOME, AccountClass.EXPENSE)
    accounts = [account(tenant, administrator, kind) for kind in kinds]
    expected: dict[int, Decimal] = defaultdict(Decimal)
    for debit, credit, amount, day in made:
        on = MAY + timedelta(days=day)
        post(tenant, administrator, accounts[debit], accounts[credit], str(amount), on=on)
        if day <= until:
            expected[accounts[debit]] += amount
            expected[accounts[credit]] -= amount
    found = ask(tenant, administrator, GetTrialBalance(on=MAY + timedelta(days=until)))
    mine = {row.account_id: row.debit - row.credit for row in found.rows if row.account_id in accounts}
    assert mine == dict(expected)
