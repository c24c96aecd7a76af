"""Commands that wait for a second pair of eyes."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Listed
from amana.dialects.families.mifos.fields.audits import AUDIT, DECIDED, PENDING_FILTERS, PENDING_TEMPLATE
from amana.kernel.audit_queries import PendingList, PendingTemplate
from amana.kernel.maker_checker import ApprovePendingCommand, RejectPendingCommand

ROW = Rows("makerchecker", places={"auditId": Field("auditId", "pending", ID)})

ROWS = (
    ROW.shows("makercheckers_list", "GET makercheckers", PendingList, Listed(AUDIT), filters=PENDING_FILTERS),
    ROW.shows(
        "makercheckers_searchtemplate", "GET makercheckers/searchtemplate", PendingTemplate, PENDING_TEMPLATE
    ),
    ROW.does(
        "makercheckers_approve",
        "POST makercheckers/{auditId}?command=approve",
        ApprovePendingCommand,
        answers=DECIDED,
    ),
    ROW.does("makercheckers_delete", "DELETE makercheckers/{auditId}", RejectPendingCommand, answers=DECIDED),
)
