"""Taking the balances of an office over from its earlier books, as one entry against a contra account."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem, Refused
from amana.ledger.account_types import AccountClass
from amana.ledger.activities.definition import FinancialActivity
from amana.ledger.activities.store import account_of_activity
from amana.ledger.closure_store import Closures
from amana.ledger.closures import booking_day
from amana.ledger.entry import Entry, Line, Side
from amana.ledger.journal import Journal
from amana.ledger.manual_entry_rules import ManualLine, as_lines, require_amounts, require_postable
from amana.ledger.manual_entry_store import ManualEntries
from amana.ledger.post_manual_entry import new_reference, posted, require_day
from amana.ledger.records import gl_account, journal_entry, journal_line, opening_balance
from amana.ledger.reverse_entry import mirror_of
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class DefineOpeningBalances:
    """What debits and credits differ by goes to ``contra_account``, an equity account; left out, to the one of the
    financial activity for opening balances. May be given again in the same currency as long as nothing else was posted
    up to that day: what was given before is then taken back by its mirror.
    """

    office: int
    value_date: date
    contra_account: int | None = None
    debits: tuple[ManualLine, ...] = ()
    credits: tuple[ManualLine, ...] = ()
    currency: str | None = None
    comments: str | None = None


@dataclass(eq=False, kw_only=True)
class OfficeHasEntries(Refused):
    """Balances are opened before anything else is posted."""

    code = "opening_balances_after_entries"
    message = "The office {office} has entries in {currency} up to {value_date} already."

    office: int
    currency: str
    value_date: date


_OTHERS = Statement(
    sa.select(
        sa.exists()
        .where(journal_line.c.office_id == sa.bindparam("office_id"))
        .where(journal_line.c.currency == sa.bindparam("currency"))
        .where(journal_line.c.value_date <= sa.bindparam("value_date"))
        .where(journal_line.c.entry_id.not_in(sa.select(opening_balance.c.entry_id)))
    )
)
_REVERSAL = journal_entry.alias("reversal")
_STANDING = Statement(
    sa.select(journal_entry.c.transaction_ref)
    .join(opening_balance, opening_balance.c.entry_id == journal_entry.c.id)
    .where(
        opening_balance.c.office_id == sa.bindparam("office_id"),
        opening_balance.c.currency == sa.bindparam("currency"),
        journal_entry.c.reverses.is_(None),
        ~sa.exists().where(_REVERSAL.c.reverses == journal_entry.c.id),
    )
)
_KEEP = Statement(
    sa.insert(opening_balance).from_select(
        ["entry_id", "office_id", "currency"],
        sa.select(
            journal_entry.c.id,
            sa.cast(sa.bindparam("office_id"), sa.BigInteger),
            sa.cast(sa.bindparam("currency"), sa.Text),
        ).where(journal_entry.c.transaction_ref == sa.bindparam("transaction_ref")),
    )
)
_CLASS = Statement(sa.select(gl_account.c.account_class).where(gl_account.c.id == sa.bindparam("account")))


class OpeningBalances:
    """Loads and saves opening entries."""

    def __init__(self, work: Work) -> None:
        self._session = work.session
        self._journal = Journal(work)
        self._entries = ManualEntries(work)

    def require_first(self, office: int, currency: str, value_date: date) -> None:
        """Raises OfficeHasEntries."""
        if self._session.scalar(_OTHERS, office_id=office, currency=currency, value_date=value_date):
            raise OfficeHasEntries(office=office, currency=currency, value_date=value_date)

    def contra(self, asked: int | None) -> int:
        """The contra account, the institution's where none is asked for; refuses none at all and what is no equity with
        InvalidInput.
        """
        account = asked or account_of_activity(self._session, FinancialActivity.OPENING_BALANCES)
        if account is None:
            text = "A contra account is needed: the institution has none for opening balances."
            raise InvalidInput((Problem(field="contra_account", kind="blank", message=text),))
        found = self._session.scalar(_CLASS, account=account)
        if found != AccountClass.EQUITY:
            text = "The contra account has to be an equity account."
            problem = Problem(
                field="contra_account",
                kind="unknown" if found is None else "inconsistent",
                message=text,
                value=account,
            )
            raise InvalidInput((problem,))
        return account

    def post(self, entry: Entry, office: int, currency: str) -> None:
        """Post an entry and remember what it is."""
        self._journal.post(entry)
        self._session.run(_KEEP, transaction_ref=entry.transaction_ref, office_id=office, currency=currency)

    def take_back(self, office: int, currency: str) -> None:
        """Post the mirror of the opening entry that stands, if there is one."""
        standing = self._session.scalar(_STANDING, office_id=office, currency=currency)
        if standing is not None:
            stored = self._entries.entries(standing)[0]
            self.post(mirror_of(stored, f"Opening balances {standing} given anew"), office, currency)


def contra_line(
    debits: tuple[ManualLine, ...], credits_: tuple[ManualLine, ...], account: int
) -> tuple[Side, tuple[ManualLine, ...]]:
    """The side and the line, if any, that the difference needs."""
    debited = sum((line.amount for line in debits), Decimal(0))
    credited = sum((line.amount for line in credits_), Decimal(0))
    side = Side.CREDIT if debited > credited else Side.DEBIT
    difference = abs(debited - credited)
    return side, (ManualLine(account=account, amount=difference),) if difference else ()


@handles(DefineOpeningBalances, permission="DEFINEOPENINGBALANCE_JOURNALENTRY", grouping="accounting")
def define_opening_balances(
    command: DefineOpeningBalances,
    openings: OpeningBalances,
    entries: ManualEntries,
    closures: Closures,
    work: Work,
) -> Outcome:
    """Raises InvalidInput, NotFound, EntryInFuture, AccountNotPostable, PeriodClosed, OfficeHasEntries."""
    office = closures.lock_office(command.office)  # nothing else is posted meanwhile
    require_day(command.value_date, work)
    day = booking_day(work.moment, office.closed_through, command.value_date)
    currency = entries.currency(command.currency)
    sides = {Side.DEBIT: command.debits, Side.CREDIT: command.credits}
    if not any(sides.values()):
        text = "At least one balance is needed."
        raise InvalidInput((Problem(field="debits", kind="blank", message=text),))
    for side, lines in sides.items():
        require_amounts(lines, side, currency.digits)
    contra_account = openings.contra(command.contra_account)
    accounts = entries.accounts(line.account for lines in sides.values() for line in lines)
    for side, lines in sides.items():
        require_postable(lines, side, accounts, by_hand=False)
    openings.require_first(office.id, currency.code, day)
    openings.take_back(office.id, currency.code)
    contra_side, contra = contra_line(command.debits, command.credits, contra_account)
    sides[contra_side] += contra
    entry = Entry(
        transaction_ref=new_reference(),
        value_date=day,
        lines=_lines(sides, office.id, currency.code),
        manual=True,
        comments=command.comments or "Opening balances",
    )
    openings.post(entry, office.id, currency.code)
    return posted(entry, office.id)


def _lines(sides: dict[Side, tuple[ManualLine, ...]], office: int, currency: str) -> tuple[Line, ...]:
    return tuple(line for side in Side for line in as_lines(sides[side], side, office, currency))
