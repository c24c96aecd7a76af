"""Opening balances: taken over once, against equity, before anything else is posted."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from amana.kernel.context import Actor
from amana.kernel.refusals import InvalidInput
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass
from amana.ledger.manual_entry_rules import ManualLine
from amana.ledger.opening_balances import DefineOpeningBalances, OfficeHasEntries
from amana.ledger.reverse_entry import NotReversible, ReverseEntry
from amana.ledger.trial_balance import GetTrialBalance
from tests.kernel.access.people import branch
from tests.ledger.accounts import account
from tests.ledger.posting import post
from tests.submitting import ask, perform

FIRST = date(2020, 1, 1)
Names = dict[str, int]


@pytest.fixture
def books(tenant: Tenant, administrator: Actor) -> Names:
    """Accounts of a new office."""
    return {
        "cash": account(tenant, administrator, manual_entries_allowed=False),
        "deposits": account(tenant, administrator, AccountClass.LIABILITY),
        "contra": account(tenant, administrator, AccountClass.EQUITY),
        "office": branch(tenant)[0],
    }


def line(number: int, amount: str) -> ManualLine:
    return ManualLine(account=number, amount=Decimal(amount))


def opened(tenant: Tenant, actor: Actor, books: Names, **fields: Any) -> str:
    command = DefineOpeningBalances(
        **{
            "office": books["office"],
            "value_date": FIRST,
            "contra_account": books["contra"],
            "debits": (line(books["cash"], "1000"),),
            "credits": (line(books["deposits"], "400"),),
            **fields,
        }
    )
    return str(perform(tenant, actor, command).id)


def balances(tenant: Tenant, actor: Actor, books: Names) -> dict[str, Decimal]:
    query = GetTrialBalance(on=FIRST, office=books["office"])
    found = {row.account_id: row.balance for row in ask(tenant, actor, query).rows}
    return {name: found[number] for name, number in books.items() if number in found and name != "office"}


def test_the_difference_is_the_owners(tenant: Tenant, administrator: Actor, books: Names) -> None:
    opened(tenant, administrator, books)
    assert balances(tenant, administrator, books) == {
        "cash": Decimal(1000),
        "deposits": Decimal(400),
        "contra": Decimal(600),
    }


def test_given_anew_they_replace_what_was_given(tenant: Tenant, administrator: Actor, books: Names) -> None:
    opened(tenant, administrator, books)
    opened(tenant, administrator, books, debits=(line(books["cash"], "300"),))
    opened(tenant, administrator, books, debits=(line(books["cash"], "400"),))
    assert balances(tenant, administrator, books) == {
        "cash": Decimal(400),
        "deposits": Decimal(400),
        "contra": Decimal(0),
    }


def test_not_after_other_entries(tenant: Tenant, administrator: Actor, books: Names) -> None:
    reference = opened(tenant, administrator, books)
    with pytest.raises(NotReversible):
        perform(tenant, administrator, ReverseEntry(transaction=reference))
    post(tenant, administrator, books["cash"], books["deposits"], office=books["office"], on=FIRST)
    with pytest.raises(OfficeHasEntries):
        opened(tenant, administrator, books)
    earlier = date(2019, 12, 31)
    opened(tenant, administrator, books, value_date=earlier)


def test_what_is_refused(tenant: Tenant, administrator: Actor, books: Names) -> None:
    for wrong in (
        {"contra_account": books["deposits"]},
        {"contra_account": 10**9},
        {"debits": (), "credits": ()},
        {"debits": (line(books["cash"], "-1"),)},
        {"currency": "CHF"},
    ):
        with pytest.raises(InvalidInput):
            opened(tenant, administrator, books, **wrong)
