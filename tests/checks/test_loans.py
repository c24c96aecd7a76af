"""The checks of loans find a projection or a journal that no longer says what the events say."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest
from rich.console import Console

from amana.checks import check_tenant
from amana.cli.demo.command import load
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.create_account import CreateAccount
from amana.ledger.mapping_history import MappingHistory
from amana.ledger.mappings import ProductAccounts
from amana.loans.kinds import Accounting
from amana.loans.products.asked import AskedAccounts
from amana.loans.products.update import UpdateLoanProduct
from tests.loans.world import Lender
from tests.tenant_fixtures import administrator_of

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


@pytest.mark.parametrize(
    "tampered",
    [
        """decided || '{"overpayment": "5"}'""",  # where nothing was
        "decided - 'portions'",  # nothing where something was
        "jsonb_set(decided, '{portions,0,number}', '99')",
    ],
)
def test_where_money_was_put_is_compared_though_nothing_is_left_out(
    fresh_tenant: Tenant, books: psycopg.Connection, tampered: str
) -> None:
    of_it = "loan_id = %s and kind = 'repayment'"
    loan = paid_loan(books)
    books.execute(
        f'update loan_transaction set decided = decided || \'{{"overpayment": "0.00"}}\' where {of_it}',
        (loan,),
    )
    assert findings(fresh_tenant) == {}
    books.execute(f"update loan_transaction set decided = {tampered} where {of_it}", (loan,))
    [told] = findings(fresh_tenant).values()
    assert all("decided is " in problem for problem in told)


def test_charges_stored_before_they_knew_what_was_settled_are_sound(
    fresh_tenant: Tenant, books: psycopg.Connection
) -> None:
    changed = books.execute("update loan_charge set terms = terms - 'settled' where terms ? 'settled'")
    assert changed.rowcount > 0
    assert findings(fresh_tenant) == {}


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


@pytest.fixture
def lender(fresh_tenant: Tenant) -> Lender:
    return Lender(fresh_tenant, administrator_of(fresh_tenant))


def test_entries_belong_on_the_accounts_that_were_the_product_s_when_they_were_booked(lender: Lender) -> None:
    product = lender.product(Accounting.CASH)
    loan = lender.disbursed(product)
    lender.repay(loan, "2015-02-01", "888.49")
    new_bank = lender.do(
        CreateAccount(name="New bank", code="bank-2", account_class=AccountClass.ASSET, usage=Usage.DETAIL)
    )
    lender.do(UpdateLoanProduct(product=product, accounts=AskedAccounts(fund_source=int(new_bank.id))))
    lender.repay(loan, "2015-03-01", "888.49")
    on_bank = lender.journal(loan)
    assert on_bank["fund_source"] == Decimal("-9111.51")
    assert on_bank["New bank"] == Decimal("888.49")
    assert findings(lender.tenant) == {}
    old_bank = lender.accounts["fund_source"]
    with psycopg.connect(lender.tenant.database.conninfo, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        moved = connection.execute(
            "update journal_line set account_id = %s where account_id = %s returning id",
            (new_bank.id, old_bank),
        )
        assert len(moved.fetchall()) == 2
    told = findings(lender.tenant)
    assert list(told) == ["loans.journal_equals_rebuild"]
    assert len(told["loans.journal_equals_rebuild"]) == 4  # two transactions, on both accounts


def test_a_posting_under_way_when_mappings_change_may_have_read_the_old_ones() -> None:
    def at(minute: int, second: int = 0) -> datetime:
        return datetime(2026, 1, 1, 12, minute, second, tzinfo=UTC)

    sets = [ProductAccounts("loan", ()) for _ in range(3)]
    history = MappingHistory(list(zip((at(0), at(10), at(20)), sets, strict=True)))
    assert history.at(at(9)) == [sets[0]]
    assert history.at(at(10, 30)) == [sets[1], sets[0]]
    assert history.at(at(11)) == [sets[1]]
    assert history.at(at(30)) == [sets[2]]
    assert MappingHistory([(at(5), sets[0])]).at(at(4)) == []
