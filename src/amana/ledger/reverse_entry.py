"""Taking a manual entry back by its mirror image, under a reference of its own."""

from dataclasses import dataclass, replace

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Refused
from amana.ledger.closures import booking_day
from amana.ledger.entry import Entry
from amana.ledger.journal import Journal
from amana.ledger.manual_entry_store import ManualEntries, StoredEntry
from amana.ledger.post_manual_entry import new_reference, posted

PERMISSION = "REVERSE_JOURNALENTRY"


@dataclass(frozen=True, kw_only=True)
class ReverseEntry:
    """``transaction`` is the reference the entry was posted under."""

    transaction: str
    comments: str | None = None


@dataclass(eq=False, kw_only=True)
class NotReversible(Refused):
    """Only what was posted by hand, once, can be taken back by hand."""

    code = "journal_entry_not_reversible"
    message = "The transaction {transaction} cannot be reversed: {why}."

    transaction: str
    why: str


def mirrored(entry: StoredEntry, comments: str | None) -> Entry:
    """A debit for each credit and the other way round; raises NotReversible."""
    why = None
    if not entry.manual:
        why = "it was not posted by hand"
    elif entry.reversed:
        why = "it has been reversed"
    elif entry.reverses is not None:
        why = "it is a reversal itself"
    elif entry.opening:
        why = "opening balances are given anew instead"
    if why is not None:
        raise NotReversible(transaction=entry.transaction_ref, why=why)
    return mirror_of(entry, comments or f"Reversal of {entry.transaction_ref}")


def mirror_of(entry: StoredEntry, comments: str) -> Entry:
    """The same lines on the other side, on the same day."""
    return Entry(
        transaction_ref=new_reference(),
        value_date=entry.value_date,
        lines=tuple(replace(line, side=line.side.other, comments=None) for line in entry.lines),
        manual=True,
        reverses=entry.id,
        comments=comments,
    )


@handles(ReverseEntry, permission=PERMISSION, grouping="accounting")
def reverse_entry(command: ReverseEntry, entries: ManualEntries, journal: Journal, work: Work) -> Outcome:
    """The mirror has the value date of the original, whose period therefore has to be open.

    Raises NotFound, NotReversible, PeriodClosed.
    """
    entry = mirrored(entries.entries(command.transaction)[0], command.comments)
    office = entries.office(entry.lines[0].office)
    entry = replace(entry, value_date=booking_day(work.moment, office.closed_through, entry.value_date))
    journal.post(entry)
    return posted(entry, office.id)
