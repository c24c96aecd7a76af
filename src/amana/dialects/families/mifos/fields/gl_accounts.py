"""Ledger accounts on the wire."""

from amana.dialects.base.codecs import BOOLEAN, ID, INTEGER, TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.enum_tables import GL_ACCOUNT_TYPE, GL_ACCOUNT_USAGE
from amana.dialects.families.mifos.enums import EnumNumber
from amana.ledger.account_types import AccountClass, Usage

TYPE = GL_ACCOUNT_TYPE.of(AccountClass)
USAGE = GL_ACCOUNT_USAGE.of(Usage)
TYPE_NUMBER, USAGE_NUMBER = EnumNumber(TYPE), EnumNumber(USAGE)

TAG = Fields("GLAccountTag", Field("id", "id", ID), Field("name", "name", TEXT))
TAG_OPTION = TAG.plus(Field("position", "position", INTEGER), name="GLAccountTagOption")

GL_ACCOUNT = Fields(
    "GLAccount",
    Field("id", "id", ID),
    Field("name", "name", TEXT),
    Field("parentId", "parent_id", ID),
    Field("glCode", "code", TEXT),
    Field("disabled", "disabled", BOOLEAN),
    Field("manualEntriesAllowed", "manual_entries_allowed", BOOLEAN),
    Field("type", "account_class", TYPE),
    Field("usage", "usage", USAGE),
    Field("description", "description", TEXT),
    Field("nameDecorated", "name_decorated", TEXT),
    Field("tagId", "tag", Nested(TAG)),
)
ONE_GL_ACCOUNT = GL_ACCOUNT.without("nameDecorated", name="OneGLAccount")
HEADERS = ListOf(Nested(GL_ACCOUNT.without("description", name="GLAccountOption")))
TAGS = ListOf(Nested(TAG_OPTION))

GL_ACCOUNT_OPTIONS = Fields(
    "GLAccountOptions",
    Field("accountTypeOptions", "classes", ListOf(TYPE)),
    Field("usageOptions", "usages", ListOf(USAGE)),
    Field("assetHeaderAccountOptions", "headers.asset", HEADERS),
    Field("liabilityHeaderAccountOptions", "headers.liability", HEADERS),
    Field("equityHeaderAccountOptions", "headers.equity", HEADERS),
    Field("incomeHeaderAccountOptions", "headers.income", HEADERS),
    Field("expenseHeaderAccountOptions", "headers.expense", HEADERS),
    Field("allowedAssetsTagOptions", "tags.asset", TAGS),
    Field("allowedLiabilitiesTagOptions", "tags.liability", TAGS),
    Field("allowedEquityTagOptions", "tags.equity", TAGS),
    Field("allowedIncomeTagOptions", "tags.income", TAGS),
    Field("allowedExpensesTagOptions", "tags.expense", TAGS),
)
GL_ACCOUNT_TEMPLATE = Fields(
    "GLAccountTemplate",
    Field("disabled", "disabled", BOOLEAN),
    Field("manualEntriesAllowed", "manual_entries_allowed", BOOLEAN),
    Field("type", "account_class", TYPE),
    Field("usage", "usage", USAGE),
    *(Field(row.wire, f"options.{row.ours}", row.codec) for row in GL_ACCOUNT_OPTIONS),
)

NEW_GL_ACCOUNT = Fields(
    "NewGLAccount",
    Field("name", "name", Text(200), required=True),
    Field("glCode", "code", Text(45), required=True),
    Field("type", "account_class", TYPE_NUMBER, required=True),
    Field("usage", "usage", USAGE_NUMBER, required=True),
    Field("manualEntriesAllowed", "manual_entries_allowed", BOOLEAN, required=True),
    Field("parentId", "parent", ID, clears=True),
    Field("tagId", "tag", ID, clears=True),
    Field("description", "description", Text(500), clears=True),
    Field("disabled", "disabled", BOOLEAN),
)
GL_ACCOUNT_CHANGES = NEW_GL_ACCOUNT.optional(name="GLAccountChanges")

GL_ACCOUNT_FILTERS = Fields(
    "GLAccountFilters",
    Field("type", "account_class", TYPE_NUMBER),
    Field("manualEntriesAllowed", "manual_entries_allowed", BOOLEAN),
    Field("usage", "usage", USAGE_NUMBER),
    Field("disabled", "disabled", BOOLEAN),
    Field("parentId", "parent", ID),
    Field("tagId", "tag", ID),
    Field("searchParam", "search", TEXT, about="part of the name or the code"),
)
