"""`amana demo`: a portfolio through commands, the same every time, in demo tenants only."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from amana.checks import check_tenant
from amana.cli.demo.command import load
from amana.kernel.tenant import Tenant
from tests.server.processes import run_cli
from tests.tenant_fixtures import Server, copied

LOANS = 40
PORTFOLIO = """
select l.id, p.status, c.display_name, p.proposed_principal, p.principal_paid, p.interest_paid
  from loan l join loan_position p on p.loan_id = l.id left join client c on c.id = l.client_id order by l.id
"""
BOOKS = """
select a.code, l.value_date, l.side, count(*), sum(l.amount)
  from journal_line l join gl_account a on a.id = l.account_id group by 1, 2, 3 order by 1, 2, 3
"""


@pytest.fixture
def loaded(database_server: Server, template_database: str) -> Iterator[list[Tenant]]:
    """Two tenants with the same demo, loaded one after the other."""
    with (
        copied(database_server, template_database) as first,
        copied(database_server, template_database) as second,
    ):
        for tenant in (first, second):
            load(tenant, LOANS, Console(quiet=True))
        yield [first, second]


def test_the_portfolio_is_the_same_every_time_and_its_books_agree(loaded: list[Tenant]) -> None:
    found = []
    for tenant in loaded:
        with tenant.database.reading() as session:
            found.append((session.tuples(PORTFOLIO), session.tuples(BOOKS)))
        assert [finding for _, findings in check_tenant(tenant) for finding in findings] == []
    assert found[0] == found[1]
    loans, books = found[0]
    assert len(loans) == LOANS
    assert {"active", "closed"} <= {status for _, status, *_ in loans}
    assert books


def test_a_small_demo_from_the_command_line(home: Path) -> None:
    loaded = run_cli(home, "demo", "--size", "small")
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    assert "200 clients, 200 loans" in loaded.stdout
    assert run_cli(home, "check").returncode == 0
    told = run_cli(home, "explain", "loan", "17", "--period", "3")
    assert "Instalment 3" in told.stdout
    assert "principal after it" in told.stdout
    unknown = run_cli(home, "explain", "loan", "1700")
    assert (unknown.returncode, unknown.stderr.strip()) == (1, "amana: There is no loan 1700.")
    again = run_cli(home, "demo")
    assert again.returncode == 1
    assert "holds the demo's portfolio already" in again.stderr


def test_made_up_records_have_no_place_in_a_real_tenant(home: Path, empty_database: str) -> None:
    assert run_cli(home, "init", "--generate-password").returncode == 0
    refused = run_cli(home, "demo")
    assert refused.returncode == 1
    assert "is a real tenant" in refused.stderr
    external = run_cli(home, "demo", AMANA_DATABASE_URL=empty_database)
    assert external.returncode == 1
    assert "AMANA_DEMO_ANYWHERE" in external.stderr
