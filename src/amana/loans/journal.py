"""The journal follows the transactions: what a transaction stands for, less what is posted for it already."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from amana.kernel.context import Moment
from amana.ledger.closures import booking_day
from amana.ledger.entry import Entry, Line, Side
from amana.ledger.journal import Journal
from amana.loans import statements as sql
from amana.loans.kinds import Accounting
from amana.loans.postings import lines_of, net
from amana.loans.state import LoanState, TransactionState
from amana.storage.session import WriteSession

if TYPE_CHECKING:
    from amana.loans.store import LoanHeader

SOURCE = "loan"
Net = dict[tuple[int, int, str], Decimal]


def reference(event: int) -> str:
    """What clients see as the transaction of a journal entry."""
    return f"L{event}"


class LoanJournal:
    """Posts for loans."""

    def __init__(self, journal: Journal, session: WriteSession, moment: Moment) -> None:
        self._journal = journal
        self._session = session
        self._moment = moment

    def post(self, header: "LoanHeader", one: TransactionState) -> None:
        """Post a new transaction that nothing has been posted for."""
        self._post(header, one, self._lines(header, one), cause=one.id)

    def follow(self, header: "LoanHeader", before: LoanState, after: LoanState, *, cause: int | None) -> None:
        """Post what differs between two derivations: new transactions, changed ones, reversed ones.

        What stands in the journal for one that was posted before is taken back line by line, and what it stands for now
        posted as a new entry, both linked to the event that caused it.
        """
        if after.contract.accounting is Accounting.NONE:
            return
        known = {one.id: one for one in before.transactions}
        fresh = [one for one in after.transactions if one.id not in known]
        moved = [one for one in after.transactions if one.id in known and _moved(known[one.id], one)]
        for one in fresh:
            self._post(header, one, self._lines(header, one, after), cause=one.id)
        if not moved:
            return
        posted = self._standing(header.id, [one.id for one in moved])
        for one in moved:
            lines = self._lines(header, one, after)
            standing = posted.get(one.id, {})
            there = tuple(line for entry in standing.values() for line in entry)
            if net(lines) == net(there) and bool(lines) == bool(there):
                continue
            for entry, old in standing.items():
                self._post(header, one, _mirrored(old), cause=cause, reverses=entry)
            self._post(header, one, lines, cause=cause)

    def _lines(
        self, header: "LoanHeader", one: TransactionState, state: LoanState | None = None
    ) -> tuple[Line, ...]:
        contract = header.contract if state is None else state.contract
        return lines_of(
            one,
            contract.accounting,
            {charge.id: charge for charge in contract.charges},
            header.accounts,
            office=header.office,
            currency=contract.currency,
        )

    def _post(
        self,
        header: "LoanHeader",
        one: TransactionState,
        lines: tuple[Line, ...],
        *,
        cause: int | None,
        reverses: int | None = None,
    ) -> None:
        if not lines:
            return
        payment = one.payment
        self._journal.post(
            Entry(
                transaction_ref=reference(one.id),
                value_date=self._day(header.closed_through, one.on),
                lines=lines,
                source_kind=SOURCE,
                source_id=header.id,
                event_id=cause,
                reverses=reverses,
                payment=_payment(one) if payment is not None else None,
            )
        )

    def _day(self, closed_through: date | None, value_date: date) -> date:
        return booking_day(self._moment, closed_through, value_date)

    def _standing(self, loan: int, events: Iterable[int]) -> dict[int, dict[int, tuple[Line, ...]]]:
        """By event: the entries that stand, with their lines."""
        refs = {reference(event): event for event in events}
        found: dict[int, dict[int, tuple[Line, ...]]] = {}
        rows = self._session.tuples(sql.STANDING, loan=loan, refs=list(refs))
        for ref, entry, account, office, currency, side, amount in rows:
            line = Line(account=account, office=office, side=Side(side), amount=amount, currency=currency)
            of_event = found.setdefault(refs[ref], {})
            of_event[entry] = (*of_event.get(entry, ()), line)
        return found


def _payment(one: TransactionState) -> dict[str, object] | None:
    detail = one.payment
    if detail is None:
        return None
    return {name: getattr(detail, name) for name in detail.__slots__ if getattr(detail, name) is not None}


def _moved(before: TransactionState, after: TransactionState) -> bool:
    return (
        before.components != after.components
        or before.decided.charges != after.decided.charges
        or before.decided.overpayment != after.decided.overpayment
        or before.recognised != after.recognised
        or before.standing != after.standing
        or before.is_reversed != after.is_reversed
    )


def _mirrored(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The same lines on the other side."""
    return tuple(replace(line, side=line.side.other) for line in lines)
