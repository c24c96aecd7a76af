"""Rebuilding a loan from its events and comparing it, column by column, with what is stored."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa

from amana.kernel.codec import from_plain
from amana.ledger.entry import Line
from amana.ledger.mapping_history import MappingHistory
from amana.ledger.mappings import ProductAccounts
from amana.loans import statements as sql
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.journal import Net, reference
from amana.loans.kinds import Accounting
from amana.loans.model import derive
from amana.loans.position import NAMES, position_of
from amana.loans.postings import lines_of, net
from amana.loans.products.product import PRODUCT_KIND
from amana.loans.records import loan, loan_charge, loan_instalment, loan_position, loan_transaction
from amana.loans.rows import charge_row, event_of, instalment_row, transaction_row
from amana.loans.state import LoanState, TransactionState
from amana.storage.session import ReadSession

_PRESENT = "present"
_LAST_BOOKED = """
SELECT transaction_ref, max(booked_at) FROM journal_entry
 WHERE source_kind = 'loan' AND source_id = %(loan)s GROUP BY transaction_ref
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A stored value that a rebuild does not give."""

    loan: int
    table: str
    row: str
    column: str
    stored: Any
    rebuilt: Any

    def __str__(self) -> str:
        where = f"loan {self.loan}: {self.table} {self.row} {self.column}"
        return f"{where} is {self.stored}, a rebuild gives {self.rebuilt}"


def rebuilt(session: ReadSession, number: int, today: date | None = None) -> LoanState:
    """The loan as its events make it, on the business date of its last derivation unless told otherwise."""
    events = [event_of(row) for row in session.records(sql.EVENTS, loan=number)]
    if today is None:
        query = sa.select(loan_position.c.derived_on).where(loan_position.c.loan_id == number)
        today = session.scalar(query)
    assert today is not None  # noqa: S101 - a loan with events has a position
    return derive(events, today)


def differences(session: ReadSession, number: int) -> list[Difference]:
    """Everything stored of a loan that its events do not make."""
    return list(_compared(session, number))


def _compared(session: ReadSession, number: int) -> Iterator[Difference]:
    state = rebuilt(session, number)
    code = state.contract.currency.code
    [stored] = session.records(sa.select(loan_position).where(loan_position.c.loan_id == number))
    position = position_of(state, number, stored["version"], stored["changed_at"])
    whole = {name: getattr(position, name) for name in NAMES}
    yield from _rows(number, "loan_position", {number: stored}, {number: whole})
    for table, key, rows in (
        (loan_instalment, "number", [instalment_row(number, code, one) for one in state.instalments]),
        (loan_charge, "id", [charge_row(number, code, one) for one in state.charges]),
        (loan_transaction, "id", [transaction_row(number, code, one) for one in state.transactions]),
    ):
        found = session.records(sa.select(table).where(table.c.loan_id == number))
        yield from _rows(number, table.name, _by(found, key), _by(rows, key))
    yield from _contract(session, number, state)


def _contract(session: ReadSession, number: int, state: LoanState) -> Iterator[Difference]:
    query = sa.select(loan.c.contract, loan.c.officer_id).where(loan.c.id == number)
    [stored] = session.records(query)
    contract = from_plain(LoanContract, stored["contract"])
    for column, kept, made in (
        ("contract", contract, state.contract),
        ("officer_id", stored["officer_id"], state.officer),
    ):
        if kept != made:
            yield Difference(loan=number, table="loan", row="", column=column, stored=kept, rebuilt=made)


def _by(rows: Iterable[Mapping[str, Any]], key: str) -> dict[Any, Mapping[str, Any]]:
    return {row[key]: row for row in rows}


def _rows(
    number: int, table: str, stored: Mapping[Any, Mapping[str, Any]], made: Mapping[Any, Mapping[str, Any]]
) -> Iterator[Difference]:
    for key in sorted(stored.keys() | made.keys()):
        kept, wanted = stored.get(key), made.get(key)
        if kept is None or wanted is None:
            yield Difference(
                loan=number,
                table=table,
                row=str(key),
                column=_PRESENT,
                stored=kept is not None,
                rebuilt=wanted is not None,
            )
            continue
        for column, value in wanted.items():
            if not _same(kept[column], value):
                yield Difference(
                    loan=number, table=table, row=str(key), column=column, stored=kept[column], rebuilt=value
                )


def _is_nothing(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_nothing(one) for one in value)
    return not value or (isinstance(value, str) and _number(value) == 0)


def _same(stored: Any, made: Any) -> bool:
    """Equal as values: JSON has decimals as text, lists where we have tuples, and may leave out what is nothing."""
    if isinstance(made, dict):
        return isinstance(stored, dict) and all(
            _same(stored[name], made[name])
            if name in stored and name in made
            else _is_nothing(stored.get(name, made.get(name)))
            for name in stored.keys() | made.keys()
        )
    if isinstance(made, list | tuple):
        return (
            isinstance(stored, list)
            and len(stored) == len(made)
            and all(_same(one, two) for one, two in zip(stored, made, strict=True))
        )
    if isinstance(stored, str) and isinstance(made, str) and stored != made:
        return _number(stored) is not None and _number(stored) == _number(made)
    return bool(stored == made)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def last_booked(session: ReadSession, number: int) -> dict[str, datetime]:
    """When each transaction of a loan was posted last, by its reference in the journal."""
    return dict(session.tuples(_LAST_BOOKED, loan=number))


def journal_differences(session: ReadSession, number: int) -> list[Difference]:
    """Where the journal's sums per transaction are not what the transactions stand for."""
    state = rebuilt(session, number)
    if state.contract.accounting is Accounting.NONE:
        return []
    row = session.record(sql.HEADER, loan=number, events=0, on=None, payment_type=None)
    assert row is not None  # noqa: S101 - the loan was just derived
    product = session.scalar(sa.select(loan.c.product_id).where(loan.c.id == number))
    history = MappingHistory.of(session, PRODUCT_KIND, product)
    present = ProductAccounts.of_rows(PRODUCT_KIND, row["accounts"])
    return list(_journal(session, number, state, history, present, row["office_id"]))


def _journal(
    session: ReadSession,
    number: int,
    state: LoanState,
    history: MappingHistory,
    present: ProductAccounts,
    office: int,
) -> Iterator[Difference]:
    """A transaction stands on the accounts that were its product's when it was posted last: each time it is, what is
    posted is brought to the mappings of the moment.
    """
    charges = {one.id: one for one in state.contract.charges}
    refs = {reference(one.id): one for one in state.transactions}
    booked = last_booked(session, number)
    posted: dict[str, Net] = {}
    for ref, account, _office, currency, amount in session.tuples(sql.POSTED, loan=number, refs=list(refs)):
        place = (account, office, currency)  # earlier entries stay with the office the borrower had then
        posted.setdefault(ref, {})[place] = posted.get(ref, {}).get(place, Decimal(0)) + amount
    for ref, one in refs.items():
        found = posted.get(ref, {})
        of_its_time = history.at(booked[ref]) if ref in booked else []
        made = [net(_lines(state, one, charges, accounts, office)) for accounts in of_its_time or [present]]
        if any(_by_account(wanted) == _by_account(found) for wanted in made):
            continue
        for place in sorted(made[0].keys() | found.keys()):
            kept, should = found.get(place, Decimal(0)), made[0].get(place, Decimal(0))
            if kept != should:
                yield Difference(
                    loan=number, table="journal", row=ref, column=str(place), stored=kept, rebuilt=should
                )


def _lines(
    state: LoanState,
    one: TransactionState,
    charges: Mapping[int, LoanCharge],
    accounts: ProductAccounts,
    office: int,
) -> tuple[Line, ...]:
    contract = state.contract
    return lines_of(one, contract.accounting, charges, accounts, office=office, currency=contract.currency)


def _by_account(amounts: Net) -> dict[tuple[int, str], Decimal]:
    """Over all offices: earlier entries stay with the office the borrower had then."""
    found: dict[tuple[int, str], Decimal] = {}
    for (account, _office, currency), amount in amounts.items():
        found[account, currency] = found.get((account, currency), Decimal(0)) + amount
    return {place: amount for place, amount in found.items() if amount}
