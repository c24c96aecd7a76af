"""Each validator finds the very fault it is there for, and finds nothing in sound books."""

from collections.abc import Iterator

import psycopg
import pytest

from amana.checks import all_validators, check_tenant
from amana.kernel.tenant import Tenant

ENTRY = """
insert into journal_entry (id, transaction_ref, value_date, booked_at, command_id, created_by, manual, reverses)
overriding system value values (%s, 'x', %s, now(), %s, 1, true, %s)
"""
LINE = """
insert into journal_line (entry_id, account_id, office_id, side, amount, currency, value_date)
values (%s, %s, 1, %s, %s, 'KES', %s)
"""
AUDIT = """
insert into audit (id, command, action, entity, user_id, made_at, business_date, result, source)
values (%s, 'PostEntry', 'CREATE', 'JOURNALENTRY', %s, now(), '2026-01-05', %s, 'test')
"""
DAY = "2026-01-05"


@pytest.fixture
def books(fresh_tenant: Tenant) -> Iterator[psycopg.Connection]:
    """A tenant's database with a cash and an income account; no trigger or foreign key stands in the way."""
    with psycopg.connect(fresh_tenant.database.conninfo, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for number, usage in ((1, "detail"), (2, "detail"), (3, "header")):
            connection.execute(
                "insert into gl_account (id, name, code, account_class, usage) overriding system value"
                " values (%s, %s, %s, 'asset', %s)",
                (number, f"account {number}", f"10{number}", usage),
            )
        connection.execute(AUDIT, (901, 1, "processed"))
        yield connection


def post(books: psycopg.Connection, entry: int, *lines: tuple[int, str, str], **other: object) -> None:
    fields = {"day": DAY, "command": 901, "reverses": None, "line_day": DAY, **other}
    books.execute(ENTRY, (entry, fields["day"], fields["command"], fields["reverses"]))
    for account, side, amount in lines:
        books.execute(LINE, (entry, account, side, amount, fields["line_day"]))


def findings(tenant: Tenant) -> dict[str, list[str]]:
    """By validator, what it found; validators that found nothing are left out."""
    return {
        validator.name: [f"{finding.record}: {finding.problem}" for finding in found]
        for validator, found in check_tenant(tenant)
        if found
    }


def test_validators_are_named_once_and_say_what_ought_to_hold() -> None:
    names = [validator.name for validator in all_validators()]
    assert len(set(names)) == len(names)
    assert all(validator.about.endswith((".", ").")) for validator in all_validators())


def test_a_new_tenant_and_a_balanced_entry_are_in_order(
    fresh_tenant: Tenant, books: psycopg.Connection
) -> None:
    post(books, 1, (1, "debit", "10.05"), (2, "credit", "10.05"))
    post(books, 2, (1, "credit", "10.05"), (2, "debit", "10.05"), reverses=1)
    assert findings(fresh_tenant) == {}


def test_an_unbalanced_entry(fresh_tenant: Tenant, books: psycopg.Connection) -> None:
    post(books, 1, (1, "debit", "10.05"), (2, "credit", "10.00"))
    assert findings(fresh_tenant) == {
        "ledger.entries_balance": ["journal entry 1: off by 0.05 KES in office 1"],
        "ledger.sums_to_zero": ["ledger in KES: off by 0.05"],
    }


BALANCED = ((1, "debit", "7"), (2, "credit", "7"))


def test_an_entry_without_lines(fresh_tenant: Tenant, books: psycopg.Connection) -> None:
    post(books, 1)
    assert findings(fresh_tenant) == {"ledger.entries_have_lines": ["journal entry 1: has no lines"]}


def test_lines_of_another_day(fresh_tenant: Tenant, books: psycopg.Connection) -> None:
    post(books, 1, *BALANCED, line_day="2026-01-06")
    assert list(findings(fresh_tenant)) == ["ledger.lines_share_their_entry_s_day"]


def test_an_entry_nobody_commanded(fresh_tenant: Tenant, books: psycopg.Connection) -> None:
    books.execute(AUDIT, (902, 1, "refused"))
    books.execute(AUDIT, (903, 2, "processed"))
    for entry, command in ((1, 999), (2, 902), (3, 903)):
        post(books, entry, *BALANCED, command=command)
    assert findings(fresh_tenant) == {
        "ledger.entries_have_commands": [
            "journal entry 1: its command 999 is not in the audit as carried out",
            "journal entry 2: its command 902 is not in the audit as carried out",
            "journal entry 3: booked by user 1, but its command was user 2's",
        ]
    }


def test_lines_on_a_header_account(fresh_tenant: Tenant, books: psycopg.Connection) -> None:
    post(books, 1, (3, "debit", "7"), (2, "credit", "7"))
    assert findings(fresh_tenant) == {
        "ledger.detail_accounts_only": ["ledger account 103: is a header and has lines"]
    }


def test_a_reversal_that_takes_back_something_else_or_twice(
    fresh_tenant: Tenant, books: psycopg.Connection
) -> None:
    books.execute("drop index uq_journal_entry_reverses")  # what makes the second one impossible
    post(books, 1, *BALANCED)
    post(books, 2, (1, "credit", "6"), (2, "debit", "6"), reverses=1)
    post(books, 3, (1, "credit", "7"), (2, "debit", "7"), reverses=1)
    assert findings(fresh_tenant) == {
        "ledger.reversals_mirror": [
            "journal entry 2: does not mirror entry 1, which it reverses",
            "journal entry 1: is reversed 2 times",
        ]
    }


def test_an_entry_booked_into_a_closed_period(fresh_tenant: Tenant, books: psycopg.Connection) -> None:
    books.execute(
        "insert into gl_closure (office_id, closed_on, created_by, created_at)"
        " values (1, '2026-01-31', 1, now() - interval '1 hour')"
    )
    post(books, 1, *BALANCED)
    post(books, 2, *BALANCED, day="2026-02-01", line_day="2026-02-01")
    assert findings(fresh_tenant) == {
        "ledger.closed_periods": ["journal entry 1: booked into a period closed through 2026-01-31"],
        "ledger.closing_balances": [
            "closure 1: keeps 0 KES for ledger account 1, its lines come to 7",
            "closure 1: keeps 0 KES for ledger account 2, its lines come to -7",
        ],
    }


@pytest.mark.parametrize(
    ("broken", "validator"),
    [
        ("update office set hierarchy = '.9.'", "offices.paths"),
        (
            "insert into office (name, hierarchy, opened_on) values ('second head', '.', now())",
            "offices.paths",
        ),
        ("delete from identity where kind = 'office'", "identities.complete"),
        ("insert into idempotency values (1, 'k', '', now())", "idempotency.keys_are_answered"),
        ("update gl_account set hierarchy = '.9.' where id = 1", "chart.paths"),
        ("update gl_account set parent_id = 2, hierarchy = '.2.' where id = 1", "chart.paths"),
        (
            "insert into product_account values (default, 'loan', 1, 'fund_source', 3)",
            "products.accounts_usable",
        ),
        ("update audit set user_id = 77", "audit.users_exist"),
        (
            "insert into pending_command values (901, 'X', '{}', 'X', 1, now(), 'awaiting', 1)",
            "audit.pending_commands_agree",
        ),
    ],
)
def test_what_else_can_be_wrong(
    fresh_tenant: Tenant, books: psycopg.Connection, broken: str, validator: str
) -> None:
    assert findings(fresh_tenant) == {}
    books.execute(broken)
    assert validator in findings(fresh_tenant)
