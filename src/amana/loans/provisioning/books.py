"""Provisions as they are stored, and what they stand for in the journal."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.kernel.context import Work
from amana.kernel.refusals import NotFound
from amana.ledger.closures import require_open
from amana.ledger.entry import Entry, Line, Side, SourceKind
from amana.ledger.journal import Journal
from amana.ledger.records import journal_entry, journal_line
from amana.loans.provisioning.computing import Part, parts_on
from amana.loans.provisioning.records import provision, provision_part
from amana.loans.provisioning.rules import ProvidedSince, ProvisionStands, ProvisionState
from amana.storage.statement import Statement

KIND = "provision"
COLUMNS = {
    "office": "office_id",
    "product": "product_id",
    "category": "category_id",
    "criteria": "criteria_id",
    "liability_account": "liability_account_id",
    "expense_account": "expense_account_id",
}

_reversal = journal_entry.alias("reversal")
_STANDING = Statement(
    sa.select(
        journal_entry.c.id,
        journal_line.c.account_id,
        journal_line.c.office_id,
        journal_line.c.side,
        journal_line.c.amount,
        journal_line.c.currency,
    )
    .join(journal_line, journal_line.c.entry_id == journal_entry.c.id)
    .where(
        journal_entry.c.source_kind == SourceKind.PROVISIONING,
        journal_entry.c.source_id == sa.bindparam("provision"),
        journal_entry.c.reverses.is_(None),
        ~sa.exists().where(_reversal.c.reverses == journal_entry.c.id),
    )
    .order_by(journal_line.c.id)
)


def lines_of(parts: Iterable[Part]) -> dict[int, tuple[Line, ...]]:
    """By office: the reserves as expenses, owed on their liability accounts; sums by account."""
    sums: dict[tuple[int, Side, int, str], Decimal] = {}
    for one in parts:
        for side, account in ((Side.CREDIT, one.liability_account), (Side.DEBIT, one.expense_account)):
            place = (one.office, side, account, one.currency)
            sums[place] = sums.get(place, Decimal(0)) + one.reserve
    found: dict[int, tuple[Line, ...]] = {}
    for (office, side, account, currency), amount in sorted(sums.items()):
        if amount:
            line = Line(account=account, office=office, side=side, amount=amount, currency=currency)
            found[office] = (*found.get(office, ()), line)
    return found


class Provisions:
    """Loads, saves and posts provisions within a command."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.session = work.session

    def load(self, number: int) -> dict[str, Any]:
        """Lock all, so that they are posted in order, and load one; raises NotFound."""
        self.session.tuples(sa.select(provision.c.id).order_by(provision.c.id).with_for_update())
        row: dict[str, Any] | None = self.session.record(sa.select(provision).where(provision.c.id == number))
        if row is None:
            raise NotFound(kind=KIND, id=number)
        return row

    def of_day(self, day: date) -> int | None:
        """The number of the day's provision."""
        found: int | None = self.session.scalar(sa.select(provision.c.id).where(provision.c.day == day))
        return found

    def add(self, day: date) -> int:
        """A draft of a day, without parts."""
        row = {
            "day": day,
            "made_at": self.work.now,
            "made_by": self.work.actor.user_id,
            "state": str(ProvisionState.DRAFT),
        }
        return int(self.session.insert(sa.insert(provision).values(row).returning(provision.c.id)))

    def compute(self, number: int, day: date) -> int:
        """Its parts anew; how many there are."""
        self.session.run(sa.delete(provision_part).where(provision_part.c.provision_id == number))
        found = parts_on(self.session, day)
        for one in found:
            row = {COLUMNS.get(name, name): value for name, value in asdict(one).items()}
            self.session.run(sa.insert(provision_part).values(provision_id=number, **row))
        return len(found)

    def parts(self, number: int) -> Iterator[Part]:
        """As they were computed."""
        names = {column: name for name, column in COLUMNS.items()}
        table = provision_part
        query = sa.select(table).where(table.c.provision_id == number).order_by(table.c.id)
        for row in self.session.records(query):
            yield Part(
                **{
                    names.get(name, name): value
                    for name, value in row.items()
                    if name not in ("id", "provision_id")
                }
            )

    def set_state(self, number: int, state: ProvisionState) -> None:
        """Where it stands now."""
        self.session.run(sa.update(provision).where(provision.c.id == number).values(state=str(state)))

    def posted(self) -> dict[str, Any] | None:
        """The one that stands in the journal."""
        query = sa.select(provision).where(provision.c.state == str(ProvisionState.POSTED))
        row: dict[str, Any] | None = self.session.record(query)
        return row

    def post(self, one: dict[str, Any]) -> None:
        """Into the journal, on its day, in place of the one before. Raises ProvisionStands, ProvidedSince,
        PeriodClosed.
        """
        if one["state"] != ProvisionState.DRAFT:
            raise ProvisionStands(day=one["day"], state=one["state"])
        before = self.posted()
        if before is not None:
            if before["day"] >= one["day"]:
                raise ProvidedSince(day=one["day"], latest=before["day"])
            self._take_back(before["id"], one["day"])
            self.set_state(before["id"], ProvisionState.REPLACED)
        self._book(one["id"], one["day"])
        self.set_state(one["id"], ProvisionState.POSTED)

    def reverse(self, one: dict[str, Any]) -> None:
        """Out of the journal, on its day; the one it took the place of stands again. Raises ProvisionStands."""
        if one["state"] != ProvisionState.POSTED:
            raise ProvisionStands(day=one["day"], state=one["state"])
        self._take_back(one["id"], one["day"])
        self.set_state(one["id"], ProvisionState.REVERSED)
        table = provision
        latest = (
            sa.select(table.c.id)
            .where(table.c.state == str(ProvisionState.REPLACED))
            .order_by(table.c.day.desc())
            .limit(1)
        )
        before = self.session.scalar(latest)
        if before is not None:
            self._book(before, one["day"])
            self.set_state(before, ProvisionState.POSTED)

    def _book(self, number: int, day: date) -> None:
        for office, lines in lines_of(self.parts(number)).items():
            self._enter(number, office, day, lines)

    def _take_back(self, number: int, day: date) -> None:
        """Line by line, on ``day``: earlier days keep what they had."""
        found: dict[int, list[Line]] = {}
        for entry, account, office, side, amount, currency in self.session.tuples(
            _STANDING, provision=number
        ):
            line = Line(account=account, office=office, side=Side(side), amount=amount, currency=currency)
            found.setdefault(entry, []).append(line)
        for entry, old in found.items():
            mirrored = tuple(replace(line, side=line.side.other) for line in old)
            self._enter(number, old[0].office, day, mirrored, reverses=entry)

    def _enter(
        self, number: int, office: int, day: date, lines: tuple[Line, ...], reverses: int | None = None
    ) -> None:
        Journal(self.work).post(
            Entry(
                transaction_ref=f"P{number}",
                value_date=require_open(self.work, office, day),
                lines=lines,
                source_kind=SourceKind.PROVISIONING,
                source_id=number,
                reverses=reverses,
            )
        )
