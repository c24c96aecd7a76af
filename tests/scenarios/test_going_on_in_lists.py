"""Every list that comes by pages can be gone through page by page, sorted by whatever it may be, both ways."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from amana.kernel.paging import Sorting
from amana.kernel.queries import ListQuery, PageRequest
from amana.kernel.refusals import InvalidInput
from amana.ledger import journal_queries
from amana.ledger.journal_queries import ListJournalLines
from amana.loans import selecting
from amana.loans.kinds import Accounting
from amana.loans.queries import ListLoans
from amana.parties.clients import queries as clients
from amana.parties.clients.queries import ListClients
from amana.parties.groups import queries as groups
from amana.parties.groups.create import CreateGroup
from amana.parties.groups.queries import ListGroups
from tests.loans.world import START, Lender
from tests.tenant_fixtures import administrator_of, copied

LISTS: dict[type[ListQuery], Any] = {
    ListClients: clients.FILTERS,
    ListGroups: groups.COLUMNS,
    ListLoans: selecting.PLAIN,
    ListJournalLines: journal_queries.COLUMNS,
}
PLACES = [(query, None) for query in LISTS] + [
    (query, name) for query, names in LISTS.items() for name in names
]


@pytest.fixture(scope="module")
def lender(database_server: Callable[..., str], template_database: str) -> Iterator[Lender]:
    """Seven clients, some moved in on one day; groups; loans in several states, with journal lines."""
    with copied(database_server, template_database) as tenant:
        made = Lender(tenant, administrator_of(tenant))
        for day in (1, 1, 2, 3, 3, 3):
            made.new_client(date(2013, 1, day))
        for number in range(4):
            made.do(CreateGroup(name=f"Group {number % 2}", office=1, submitted_on=START))
        product = made.product(Accounting.CASH)
        loans = [
            made.disbursed(product),
            made.disbursed(product),
            made.submit(product),
            made.approved(product),
        ]
        made.repay(loans[0], "2015-02-01", "888.49")
        yield made


def pages(lender: Lender, query: ListQuery, size: int) -> Iterator[list[Any]]:
    """Page after page, the key of the last record taken through JSON as a cursor does."""
    page = query.page
    while True:
        found = lender.ask(replace(query, page=replace(page, limit=size)))
        yield list(found.items)
        if len(found.items) < size:
            return
        key = msgspec.json.decode(msgspec.json.encode(found.end))
        page = replace(page, after=tuple(key))


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(("query", "column"), PLACES)
def test_pages_put_together_are_the_list(
    lender: Lender, query: type[ListQuery], column: str | None, descending: bool
) -> None:
    asked = query(page=PageRequest(limit=None, order_by=column, descending=descending))
    whole = lender.ask(asked)
    assert len(whole.items) == whole.total >= 4
    for size in (1, 3):
        assert [one for page in pages(lender, asked, size) for one in page] == list(whole.items)


def test_what_is_added_before_the_place_repeats_nothing(lender: Lender) -> None:
    asked = ListClients(page=PageRequest(limit=3, order_by="display_name", descending=True))
    first = lender.ask(asked)
    lender.new_client()
    rest = lender.ask(replace(asked, page=replace(asked.page, limit=None, after=first.end)))
    numbers = [one.id for one in (*first.items, *rest.items)]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(
    "key", [(), ("x",), (1, 2, 3), ("not a number", 4), (4, "not a number"), ("\x00", 4)]
)
def test_a_key_of_another_list_is_refused(lender: Lender, key: tuple[Any, ...]) -> None:
    column = "activated_on" if len(key) == 2 else None
    with pytest.raises(InvalidInput):
        lender.ask(ListClients(page=PageRequest(order_by=column, after=key)))


def test_what_is_absent_comes_last_going_up_and_first_going_down() -> None:
    table = sa.table("t", sa.column("amount", sa.Numeric), sa.column("id", sa.BigInteger))
    up, down = (Sorting(((table.c.amount, way), (table.c.id, False))) for way in (False, True))
    assert "amount IS NULL" in str(up.after((Decimal(1), 2)))
    assert "amount IS NULL" not in str(down.after((Decimal(1), 2)).compile()).replace("IS NOT NULL", "")
    assert "amount IS NOT NULL" in str(down.after((None, 2)))
