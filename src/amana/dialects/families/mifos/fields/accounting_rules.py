"""Accounting rules on the wire."""

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.fields.gl_accounts import GL_ACCOUNT, TAGS
from amana.dialects.families.mifos.fields.users import OFFICE_OPTION

HEAD = Nested(
    GL_ACCOUNT.only("id", "name", "glCode", "disabled", "manualEntriesAllowed", name="GLAccountHead")
)
ACCOUNTING_RULE = Fields(
    "AccountingRule",
    Field("id", "id", ID),
    Field("officeId", "office_id", ID),
    Field("officeName", "office_name", TEXT),
    Field("name", "name", TEXT),
    Field("description", "description", TEXT),
    Field("systemDefined", "system_defined", BOOLEAN),
    Field("debitAccountHead", "debit_account", HEAD),
    Field("creditAccountHead", "credit_account", HEAD),
    Field("debitTags", "debit_tags", TAGS),
    Field("creditTags", "credit_tags", TAGS),
    Field("allowMultipleDebitEntries", "many_debits", BOOLEAN),
    Field("allowMultipleCreditEntries", "many_credits", BOOLEAN),
)
ACCOUNTING_RULE_TEMPLATE = Fields(
    "AccountingRuleTemplate",
    Field("systemDefined", "system_defined", BOOLEAN),
    Field("allowedOffices", "offices", ListOf(Nested(OFFICE_OPTION))),
    Field("allowedAccounts", "accounts", ListOf(Nested(GL_ACCOUNT))),
)
NEW_ACCOUNTING_RULE = Fields(
    "NewAccountingRule",
    Field("name", "name", Text(100), required=True),
    Field("officeId", "office", ID, required=True),
    Field("description", "description", Text(500), clears=True),
    Field("accountToDebit", "debit_account", ID, about="or debitTags"),
    Field("accountToCredit", "credit_account", ID, about="or creditTags"),
    Field("debitTags", "debit_tags", ListOf(ID)),
    Field("creditTags", "credit_tags", ListOf(ID)),
    Field("allowMultipleDebitEntries", "many_debits", BOOLEAN),
    Field("allowMultipleCreditEntries", "many_credits", BOOLEAN),
)
ACCOUNTING_RULE_CHANGES = NEW_ACCOUNTING_RULE.optional(name="AccountingRuleChanges")
