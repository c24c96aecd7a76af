"""The last line of defence: the database itself refuses an unbalanced entry, and changes to posted ones."""

from decimal import Decimal

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.kernel.context import Actor
from amana.kernel.tenant import Tenant
from amana.ledger.entry import Entry, Line, Side, Unbalanced
from tests.ledger.accounts import account, entry
from tests.ledger.posting import post

ENTRY = (
    "INSERT INTO journal_entry (transaction_ref, value_date, booked_at, command_id, created_by) "
    "VALUES ('RAW', '2020-01-15', now(), 1, 1) RETURNING id"
)
LINES = (
    "INSERT INTO journal_line (entry_id, account_id, office_id, side, amount, currency, value_date) "
    "VALUES (%(e)s, %(a)s, 1, 'debit', {debit}, {debit_in}, '2020-01-15'), "
    "(%(e)s, %(b)s, 1, 'credit', {credit}, {credit_in}, '2020-01-15')"
)


@pytest.fixture
def pair(tenant: Tenant, administrator: Actor) -> tuple[int, int]:
    return account(tenant, administrator), account(tenant, administrator)


@pytest.mark.parametrize("role", ["the owner", "amana_app"])
@pytest.mark.parametrize(
    ("debit", "debit_in", "credit", "credit_in"),
    [
        ("100", "'USD'", "99.99", "'USD'"),
        ("100", "'USD'", "100", "'EUR'"),
        ("0.0000000001", "'USD'", "0.0000000002", "'USD'"),
        ("'NaN'", "'USD'", "'NaN'", "'USD'"),
        ("'Infinity'", "'USD'", "'Infinity'", "'USD'"),
        ("-5", "'USD'", "-5", "'USD'"),
        ("0", "'USD'", "0", "'USD'"),
    ],
)
def test_raw_sql_cannot_unbalance_the_ledger(
    tenant: Tenant, pair: tuple[int, int], role: str, debit: str, debit_in: str, credit: str, credit_in: str
) -> None:
    statement = LINES.format(debit=debit, debit_in=debit_in, credit=credit, credit_in=credit_in)
    with psycopg.connect(tenant.database.conninfo) as connection:
        if role != "the owner":
            connection.execute("SET ROLE amana_app")
        row = connection.execute(ENTRY).fetchone()
        assert row is not None
        with pytest.raises(psycopg.DatabaseError):
            connection.execute(statement, {"e": row[0], "a": pair[0], "b": pair[1]})
        connection.rollback()


def test_lines_in_another_office_do_not_balance_each_other(tenant: Tenant, pair: tuple[int, int]) -> None:
    with psycopg.connect(tenant.database.conninfo) as connection:
        other = connection.execute(
            "INSERT INTO office (name, hierarchy, opened_on) VALUES ('Far', '.9.', '2020-01-01') RETURNING id"
        ).fetchone()
        made = connection.execute(ENTRY).fetchone()
        assert other is not None
        assert made is not None
        with pytest.raises(psycopg.DatabaseError, match="does not balance"):
            connection.execute(
                "INSERT INTO journal_line "
                "(entry_id, account_id, office_id, side, amount, currency, value_date) "
                "VALUES (%(e)s, %(a)s, 1, 'debit', 5, 'USD', '2020-01-15'), "
                "(%(e)s, %(b)s, %(o)s, 'credit', 5, 'USD', '2020-01-15')",
                {"e": made[0], "a": pair[0], "b": pair[1], "o": other[0]},
            )
        connection.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET value_date = '2019-01-01'",
        "UPDATE journal_line SET amount = amount + 1",
        "DELETE FROM journal_line",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_line",
        "ALTER TABLE journal_line DISABLE TRIGGER ALL",
        "DROP TRIGGER journal_balances ON journal_line",
        "CREATE OR REPLACE FUNCTION journal_must_balance() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    ],
)
def test_the_application_cannot_change_what_is_posted(
    tenant: Tenant, administrator: Actor, pair: tuple[int, int], statement: str
) -> None:
    post(tenant, administrator, *pair)
    with psycopg.connect(tenant.database.conninfo) as connection:
        connection.execute("SET ROLE amana_app")
        with pytest.raises(psycopg.DatabaseError):
            connection.execute(statement)
        connection.rollback()


amounts = st.decimals(min_value="0.01", max_value=1_000_000, places=2)


@given(st.lists(amounts, min_size=1, max_size=5), st.lists(amounts, min_size=1, max_size=5))
def test_an_entry_exists_only_in_balance(debits: list[Decimal], credits_: list[Decimal]) -> None:
    sides = [(Side.DEBIT, amount) for amount in debits] + [(Side.CREDIT, amount) for amount in credits_]
    lines = tuple(
        Line(account=number, office=1, side=side, amount=amount, currency="USD")
        for number, (side, amount) in enumerate(sides, start=1)
    )
    if sum(debits) == sum(credits_):
        Entry(transaction_ref="X", value_date=entry(1, 2).value_date, lines=lines)
    else:
        with pytest.raises(Unbalanced):
            Entry(transaction_ref="X", value_date=entry(1, 2).value_date, lines=lines)
