"""The checks of loans find a projection or a journal that no longer says what the events say."""

from collections.abc import Iterator

import psycopg
import pytest
from rich.console import Console

from amana.checks import check_tenant
from amana.cli.demo.command import load
from amana.kernel.tenant import Tenant

LOANS = 12


@pytest.fixture
def books(fresh_tenant: Tenant) -> Iterator[psycopg.Connection]:
    """A tenant's database with a few loans; no trigger stands in the way."""
    load(fresh_tenant, LOANS, Console(quiet=True))
    with psycopg.connect(fresh_tenant.database.conninfo, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        yield connection


def findings(tenant: Tenant) -> dict[str, list[str]]:
    return {
        validator.name: [f"{finding.record}: {finding.problem}" for finding in found]
        for validator, found in check_tenant(tenant)
        if found
    }


def paid_loan(books: psycopg.Connection) -> int:
    row = books.execute("select min(loan_id) from loan_position where principal_paid > 0").fetchone()
    assert row is not None
    return int(row[0])


def test_tampering_with_loans_is_found(fresh_tenant: Tenant, books: psycopg.Connection) -> None:
    assert findings(fresh_tenant) == {}
    loan = paid_loan(books)
    books.execute("update loan_position set interest_paid = interest_paid + 1 where loan_id = %s", (loan,))
    books.execute("delete from loan_instalment where loan_id = %s and number = 2", (loan,))
    found = findings(fresh_tenant)
    assert list(found) == ["loans.projections_equal_rebuild"]
    told = "\n".join(found["loans.projections_equal_rebuild"])
    assert f"loan {loan}: loan_position {loan} interest_paid is " in told
    assert f"loan {loan}: loan_instalment 2 present is False, its events give True" in told


def test_a_journal_that_says_something_else_is_found(fresh_tenant: Tenant, books: psycopg.Connection) -> None:
    loan = paid_loan(books)
    books.execute(
        "update journal_line set amount = amount + 5 where entry_id = "
        "(select min(id) from journal_entry where source_kind = 'loan' and source_id = %s)",
        (loan,),
    )
    found = findings(fresh_tenant)
    assert "loans.journal_equals_rebuild" in found
    assert all(problem.startswith(f"loan {loan}: ") for problem in found["loans.journal_equals_rebuild"])


def test_a_loan_without_its_position_is_found(fresh_tenant: Tenant, books: psycopg.Connection) -> None:
    books.execute("delete from loan_position where loan_id = %s", (paid_loan(books),))
    assert "loans.have_positions" in findings(fresh_tenant)
