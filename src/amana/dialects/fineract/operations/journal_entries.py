"""Journal entries: the newest first; of a transaction that came to count differently, those that stand."""

from dataclasses import replace

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import Paged
from amana.dialects.families.mifos.fields.journal_entries import JOURNAL_ENTRY, JOURNAL_ENTRY_FILTERS
from amana.dialects.families.mifos.operations.journal_entries import LISTING
from amana.ledger.journal_queries import ListJournalLines

FILTERS = JOURNAL_ENTRY_FILTERS.plus(Field("loanId", "loan", ID), name="JournalEntryFiltersToday")

ROWS: tuple[Row, ...] = (
    Rows("GLJournalEntry").shows(
        "journalentries_list_today",
        "GET journalentries",
        ListJournalLines,
        Paged(JOURNAL_ENTRY),
        filters=FILTERS,
        listing=replace(LISTING, downwards=True),
        given={"as_it_stands": True},
    ),
)
