"""Audit rows and commands that wait for a checker, on the wire."""

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Schema, Spelling
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.codec import MILLIS, MOMENT_TEXT
from amana.dialects.families.mifos.enum_tables import PROCESSING_RESULT
from amana.kernel.audit import Result

_RESULTS = PROCESSING_RESULT.of(Result)


class ResultText:
    """A processing result: asked for by its number, shown as text."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Result:
        return Result(_RESULTS.read(wire, spelling))

    def write(self, value: Result) -> str:
        return PROCESSING_RESULT.by_ours[value].value

    def schema(self) -> Schema:
        return {"type": "string", "enum": [row.value for row in PROCESSING_RESULT.rows]}


class ResultNumber(ResultText):
    """A processing result by its number."""

    def write(self, value: Result) -> int:  # type: ignore[override]
        return PROCESSING_RESULT.by_ours[value].id

    def schema(self) -> Schema:
        return {"type": "integer", "enum": [row.id for row in PROCESSING_RESULT.rows]}


class RecordNumber:
    """The id of whatever record: a number, except for those that are called by text (journal transactions)."""

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        return TEXT.read(wire, spelling)

    def write(self, value: str) -> int | str:
        return int(value) if value.isdigit() else value

    def schema(self) -> Schema:
        return {"type": ["integer", "string"]}


RESULT = ResultText()

AUDIT = Fields(
    "Audit",
    Field("id", "id", ID),
    Field("actionName", "action", TEXT),
    Field("entityName", "entity", TEXT),
    Field("resourceId", "resource_id", RecordNumber()),
    Field("maker", "maker", TEXT),
    Field("madeOnDate", "made_at", MILLIS),
    Field("checker", "checker", TEXT),
    Field("checkedOnDate", "checked_at", MILLIS),
    Field("processingResult", "result", RESULT),
    Field("commandAsJson", "body", TEXT, about="what the client sent, without secrets"),
    Field("officeName", "office_name", TEXT),
    Field("clientName", "client_name", TEXT),
    Field("groupName", "group_name", TEXT),
    Field("loanAccountNo", "loan_account", TEXT),
    Field("savingsAccountNo", "savings_account", TEXT),
)
PENDING_FILTERS = Fields(
    "PendingFilters",
    Field("actionName", "action", TEXT),
    Field("entityName", "entity", TEXT),
    Field("resourceId", "resource", TEXT),
    Field("makerId", "maker", ID),
    Field("makerDateTimeFrom", "made_from", MOMENT_TEXT),
    Field("makerDateTimeTo", "made_to", MOMENT_TEXT),
    Field("officeId", "office", ID),
    Field("groupId", "group", ID),
    Field("clientId", "client", ID),
    Field("loanId", "loan", ID),
    Field("savingsAccountId", "savings", ID),
    Field("includeJson", "with_body", BOOLEAN),
)
AUDIT_FILTERS = PENDING_FILTERS.plus(
    Field("checkerId", "checker", ID),
    Field("checkerDateTimeFrom", "checked_from", MOMENT_TEXT),
    Field("checkerDateTimeTo", "checked_to", MOMENT_TEXT),
    Field("processingResult", "result", RESULT),
    name="AuditFilters",
)
USER_OPTION = Fields("UserOption", Field("id", "id", ID), Field("username", "username", TEXT))
RESULT_OPTION = Fields(
    "ResultOption", Field("id", ".", ResultNumber()), Field("processingResult", ".", RESULT)
)
PENDING_TEMPLATE = Fields(
    "PendingTemplate",
    Field("appUsers", "users", ListOf(Nested(USER_OPTION))),
    Field("actionNames", "actions", ListOf(TEXT)),
    Field("entityNames", "entities", ListOf(TEXT)),
)
AUDIT_TEMPLATE = PENDING_TEMPLATE.plus(
    Field("processingResults", "results", ListOf(Nested(RESULT_OPTION))), name="AuditTemplate"
)
DECIDED = Fields("Decided", Field("auditId", "id", ID))
