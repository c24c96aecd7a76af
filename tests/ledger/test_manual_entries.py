"""Entries by hand: what is let through, what is refused, how they are taken back."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from amana.kernel.access.set_role_permissions import SetRolePermissions
from amana.kernel.context import Actor
from amana.kernel.records import audit
from amana.kernel.refusals import AmountLimitExceeded, InvalidInput, NotFound, Refused
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.close_period import ClosePeriod
from amana.ledger.closures import PeriodClosed
from amana.ledger.entry import Side
from amana.ledger.journal_queries import GetJournalLine, JournalLineView, ListJournalLines
from amana.ledger.manual_entry_rules import (
    AccountNotPostable,
    EntryInFuture,
    EntryUnbalanced,
    ManualLine,
)
from amana.ledger.post_manual_entry import PERMISSION, PostManualEntry
from amana.ledger.reverse_entry import NotReversible, ReverseEntry
from tests.kernel.access.people import branch, new_user, role_with, user_with
from tests.ledger.accounts import account
from tests.ledger.posting import post
from tests.submitting import actor_named, ask, perform

DAY = date(2021, 5, 23)
Books = dict[str, int]


@pytest.fixture
def books(tenant: Tenant, administrator: Actor) -> Books:
    """Accounts by name."""
    classes = {
        "cash": AccountClass.ASSET,
        "bank": AccountClass.ASSET,
        "salaries": AccountClass.EXPENSE,
        "rent": AccountClass.EXPENSE,
    }
    return {name: account(tenant, administrator, which) for name, which in classes.items()}


def line(number: int, amount: str = "5000", comments: str | None = None) -> ManualLine:
    return ManualLine(account=number, amount=Decimal(amount), comments=comments)


def by_hand(tenant: Tenant, actor: Actor, books: Books, **more: Any) -> str:
    fields = {
        "office": 1,
        "value_date": DAY,
        "debits": (line(books["salaries"]),),
        "credits": (line(books["cash"]),),
        **more,
    }
    return str(perform(tenant, actor, PostManualEntry(**fields)).id)


def shown(tenant: Tenant, actor: Actor, reference: str) -> list[JournalLineView]:
    page = ask(tenant, actor, ListJournalLines(transaction=reference))
    assert page.total == len(page.items)
    return list(page.items)


def test_a_compound_entry_shows_as_its_lines(tenant: Tenant, administrator: Actor, books: Books) -> None:
    reference = by_hand(
        tenant,
        administrator,
        books,
        debits=(line(books["salaries"], "4000"), line(books["rent"], "6000.50", "May")),
        credits=(line(books["cash"], "7000"), line(books["bank"], "3000.50")),
        comments="Month's end",
        reference_number="547",
    )
    lines = shown(tenant, administrator, reference)
    assert [(one.account_id, one.side, one.amount) for one in lines] == [
        (books["salaries"], Side.DEBIT, Decimal(4000)),
        (books["rent"], Side.DEBIT, Decimal("6000.50")),
        (books["cash"], Side.CREDIT, Decimal(7000)),
        (books["bank"], Side.CREDIT, Decimal("3000.50")),
    ]
    assert [one.comments for one in lines] == ["Month's end", "May", "Month's end", "Month's end"]
    first = ask(tenant, administrator, GetJournalLine(line=lines[0].id))
    assert first == lines[0]
    assert (first.manual, first.reversed, first.currency, first.value_date, first.reference_number) == (
        True,
        False,
        "USD",
        DAY,
        "547",
    )
    assert (first.created_by_username, len(reference)) == ("mifos", 15)


def test_a_line_leads_back_to_its_command(tenant: Tenant, administrator: Actor, books: Books) -> None:
    reference = by_hand(tenant, administrator, books)
    one = shown(tenant, administrator, reference)[0]
    with tenant.database.reading() as session:
        row = session.record(sa.select(audit).where(audit.c.id == one.command_id))
    assert row is not None
    assert (row["command"], row["resource_id"], row["office_id"]) == ("PostManualEntry", reference, 1)
    assert one.booked_on == row["business_date"]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"debits": (line(1, "4999.99"),)}, EntryUnbalanced),
        ({"debits": ()}, InvalidInput),
        ({"credits": ()}, InvalidInput),
        ({"debits": (line(1, "0"),), "credits": (line(2, "0"),)}, InvalidInput),
        ({"debits": (line(1, "-5"),), "credits": (line(2, "-5"),)}, InvalidInput),
        ({"debits": (line(1, "5.001"),), "credits": (line(2, "5.001"),)}, InvalidInput),
        ({"amount": Decimal(4999)}, InvalidInput),
        ({"currency": "CHF"}, InvalidInput),
        ({"debits": (line(10**9),)}, InvalidInput),
        ({"office": 10**9}, NotFound),
        ({"accounting_rule": 10**9}, NotFound),
        ({"value_date": date(2999, 1, 1)}, EntryInFuture),
    ],
)
def test_what_is_refused(
    tenant: Tenant, administrator: Actor, books: Books, more: dict[str, Any], refusal: type[Refused]
) -> None:
    numbers = {1: books["salaries"], 2: books["cash"]}
    for side in ("debits", "credits"):
        if side in more:
            lines = (line(numbers.get(one.account, one.account), str(one.amount)) for one in more[side])
            more = {**more, side: tuple(lines)}
    with pytest.raises(refusal):
        by_hand(tenant, administrator, books, **more)


@pytest.mark.parametrize(
    "unfit", [{"usage": Usage.HEADER}, {"disabled": True}, {"manual_entries_allowed": False}]
)
def test_accounts_that_take_nothing_by_hand(
    tenant: Tenant, administrator: Actor, books: Books, unfit: dict[str, Any]
) -> None:
    closed = account(tenant, administrator, AccountClass.EXPENSE, **unfit)
    with pytest.raises(AccountNotPostable):
        by_hand(tenant, administrator, books, debits=(line(closed),))


def test_closed_periods_and_foreign_offices(tenant: Tenant, administrator: Actor, books: Books) -> None:
    office, other = branch(tenant)[0], branch(tenant)[0]
    reference = by_hand(tenant, administrator, books, office=office)
    foreign = by_hand(tenant, administrator, books, office=other)
    perform(tenant, administrator, ClosePeriod(office=office, closed_on=DAY))
    with pytest.raises(PeriodClosed):
        by_hand(tenant, administrator, books, office=office)
    with pytest.raises(PeriodClosed):
        perform(tenant, administrator, ReverseEntry(transaction=reference))
    rights = ("CREATE_JOURNALENTRY", "READ_JOURNALENTRY", "REVERSE_JOURNALENTRY")
    accountant = user_with(tenant, administrator, *rights, office_id=office)
    with pytest.raises(NotFound):
        by_hand(tenant, accountant, books, office=other, value_date=DAY + timedelta(days=1))
    with pytest.raises(NotFound):
        perform(tenant, accountant, ReverseEntry(transaction=foreign))
    assert shown(tenant, accountant, foreign) == []
    with pytest.raises(NotFound):
        line_id = shown(tenant, administrator, foreign)[0].id
        ask(tenant, accountant, GetJournalLine(line=line_id))


def test_a_right_may_be_limited_to_an_amount(tenant: Tenant, administrator: Actor, books: Books) -> None:
    role = role_with(tenant, administrator, PERMISSION)
    limit = SetRolePermissions(
        role=role, permissions={PERMISSION: True}, limits={PERMISSION: Decimal("5000")}
    )
    perform(tenant, administrator, limit)
    perform(tenant, administrator, new_user("clerk", role))
    clerk = actor_named(tenant, "clerk")
    by_hand(tenant, clerk, books)
    more = "5000.01"
    with pytest.raises(AmountLimitExceeded):
        by_hand(
            tenant, clerk, books, debits=(line(books["rent"], more),), credits=(line(books["cash"], more),)
        )


def test_a_reversal_mirrors_once(tenant: Tenant, administrator: Actor, books: Books) -> None:
    reference = by_hand(tenant, administrator, books)
    outcome = perform(tenant, administrator, ReverseEntry(transaction=reference))
    mirror = shown(tenant, administrator, str(outcome.id))
    assert {(one.account_id, one.side, one.amount) for one in mirror} == {
        (books["salaries"], Side.CREDIT, Decimal(5000)),
        (books["cash"], Side.DEBIT, Decimal(5000)),
    }
    original = shown(tenant, administrator, reference)
    assert {one.reversed for one in original} == {True}
    assert {(one.reverses, one.value_date) for one in mirror} == {(original[0].entry_id, DAY)}
    for again in (reference, str(outcome.id)):
        with pytest.raises(NotReversible):
            perform(tenant, administrator, ReverseEntry(transaction=again))


def test_only_entries_by_hand_are_taken_back_by_hand(
    tenant: Tenant, administrator: Actor, books: Books
) -> None:
    automatic = post(tenant, administrator, books["cash"], books["bank"])
    with pytest.raises(NotReversible):
        perform(tenant, administrator, ReverseEntry(transaction=automatic))
    with pytest.raises(NotFound):
        perform(tenant, administrator, ReverseEntry(transaction="NEVER"))


def test_lists_are_filtered_sorted_and_paged(tenant: Tenant, administrator: Actor, books: Books) -> None:
    office, _ = branch(tenant)
    days = [DAY + timedelta(days=number) for number in (2, 0, 1)]
    for day in days:
        by_hand(tenant, administrator, books, office=office, value_date=day)
    automatic = post(
        tenant,
        administrator,
        books["cash"],
        books["bank"],
        office=office,
        on=DAY,
        source_kind="loan",
        source_id=9,
    )

    def found(**filters: Any) -> list[tuple[date, int]]:
        page = ask(tenant, administrator, ListJournalLines(office=office, **filters))
        return [(one.value_date, one.account_id) for one in page.items]

    assert [day for day, _ in found()] == sorted([*days, *days, DAY, DAY])
    assert len(found(manual_only=True)) == 6
    assert found(manual_only=True, account=books["cash"], to_date=DAY) == [(DAY, books["cash"])]
    assert {day for day, _ in found(from_date=days[2])} == {days[0], days[2]}
    assert len(found(transaction=automatic)) == len(found(source_kind="loan", source=9)) == 2
    query = ListJournalLines(office=office)
    page = ask(tenant, administrator, query)
    second = ask(
        tenant,
        administrator,
        ListJournalLines(
            office=office,
            page=type(query.page)(offset=1, limit=2, order_by="value_date", descending=True),
        ),
    )
    assert second.total == page.total == 8
    assert [one.id for one in second.items] == [
        one.id for one in sorted(page.items, key=lambda one: (one.value_date, one.id), reverse=True)
    ][1:3]
