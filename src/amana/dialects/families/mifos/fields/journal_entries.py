"""Journal entries on the wire: each line is an entry there, and what belongs together shares a transactionId."""

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.codec import DAY, MONEY
from amana.dialects.families.mifos.enum_tables import JOURNAL_SIDE, PRODUCT_KIND
from amana.dialects.families.mifos.fields.gl_accounts import TYPE
from amana.ledger.entry import Side, SourceKind
from amana.ledger.manual_entry_rules import ManualLine

JOURNAL_ENTRY = Fields(
    "JournalEntry",
    Field("id", "id", ID),
    Field("officeId", "office_id", ID),
    Field("officeName", "office_name", TEXT),
    Field("glAccountName", "account_name", TEXT),
    Field("glAccountId", "account_id", ID),
    Field("glAccountCode", "account_code", TEXT),
    Field("glAccountType", "account_class", TYPE),
    Field("transactionDate", "value_date", DAY),
    Field("entryType", "side", JOURNAL_SIDE.of(Side)),
    Field("amount", "amount", MONEY),
    Field("transactionId", "transaction_ref", TEXT),
    Field("manualEntry", "manual", BOOLEAN),
    Field("entityType", "source_kind", PRODUCT_KIND.of(SourceKind)),
    Field("entityId", "source_id", ID),
    Field("createdByUserId", "created_by", ID),
    Field("createdDate", "booked_on", DAY),
    Field("createdByUserName", "created_by_username", TEXT),
    Field("comments", "comments", TEXT),
    Field("referenceNumber", "reference_number", TEXT),
    Field("reversed", "reversed", BOOLEAN),
)
LINE = Fields(
    "NewJournalEntryLine",
    Field("glAccountId", "account", ID, required=True),
    Field("amount", "amount", MONEY, required=True),
    Field("comments", "comments", Text(500)),
    builds=ManualLine,
)
NEW_JOURNAL_ENTRY = Fields(
    "NewJournalEntry",
    Field("officeId", "office", ID, required=True),
    Field("transactionDate", "value_date", DAY, required=True),
    Field("debits", "debits", ListOf(Nested(LINE))),
    Field("credits", "credits", ListOf(Nested(LINE))),
    Field("amount", "amount", MONEY, about="total, where an accounting rule fixes a side"),
    Field("accountingRule", "accounting_rule", ID),
    Field("currencyCode", "currency", Text(3), about="the institution's first currency where it is left out"),
    Field("comments", "comments", Text(500)),
    Field("referenceNumber", "reference_number", Text(100)),
)
REVERSAL = Fields("JournalEntryReversal", Field("comments", "comments", Text(500)))
TRANSACTION = Fields("Transaction", Field("transactionId", "transaction_ref", TEXT))
JOURNAL_ENTRY_FILTERS = Fields(
    "JournalEntryFilters",
    Field("officeId", "office", ID),
    Field("glAccountId", "account", ID),
    Field("manualEntriesOnly", "manual_only", BOOLEAN),
    Field("fromDate", "from_date", DAY),
    Field("toDate", "to_date", DAY),
    Field("transactionId", "transaction", TEXT),
)
