"""Journal entries: listed, posted by hand, reversed."""

from amana.dialects.base.codecs import ID, TEXT
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Paged, Written
from amana.dialects.families.mifos.fields.journal_entries import (
    JOURNAL_ENTRY,
    JOURNAL_ENTRY_FILTERS,
    NEW_JOURNAL_ENTRY,
    REVERSAL,
    TRANSACTION,
)
from amana.dialects.families.mifos.listing import Listing
from amana.ledger.journal_queries import GetJournalLine, ListJournalLines
from amana.ledger.post_manual_entry import PostManualEntry
from amana.ledger.reverse_entry import ReverseEntry

ROW = Rows(
    "GLJournalEntry",
    places={
        "entryId": Field("entryId", "line", ID),
        "transactionId": Field("transactionId", "transaction", TEXT),
    },
)
LISTING = Listing(
    sort={
        "id": "id",
        "transactionId": "transaction_ref",
        "transactionDate": "value_date",
        "createdDate": "booked_at",
        "officeId": "office_id",
        "officeName": "office_name",
        "glAccountId": "account_id",
        "glAccountCode": "account_code",
        "glAccountName": "account_name",
        "amount": "amount",
    }
)

ROWS = (
    ROW.shows(
        "journalentries_list",
        "GET journalentries",
        ListJournalLines,
        Paged(JOURNAL_ENTRY),
        filters=JOURNAL_ENTRY_FILTERS,
        listing=LISTING,
    ),
    ROW.shows("journalentries_retrieve", "GET journalentries/{entryId}", GetJournalLine, JOURNAL_ENTRY),
    ROW.does(
        "journalentries_create",
        "POST journalentries",
        PostManualEntry,
        NEW_JOURNAL_ENTRY,
        answers=Written(ids=("officeId",), more=TRANSACTION),
    ),
    ROW.does(
        "journalentries_reverse",
        "POST journalentries/{transactionId}?command=reverse",
        ReverseEntry,
        REVERSAL,
        answers=Written(ids=(), more=TRANSACTION),
    ),
)
