"""The audit."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Listed
from amana.dialects.families.mifos.fields.audits import AUDIT, AUDIT_FILTERS, AUDIT_TEMPLATE
from amana.kernel.audit_queries import AuditDetails, AuditList, AuditTemplate

ROW = Rows("audit", places={"auditId": Field("auditId", "number", ID)})

ROWS = (
    ROW.shows("audits_list", "GET audits", AuditList, Listed(AUDIT), filters=AUDIT_FILTERS),
    ROW.shows("audits_searchtemplate", "GET audits/searchtemplate", AuditTemplate, AUDIT_TEMPLATE),
    ROW.shows("audits_retrieve", "GET audits/{auditId}", AuditDetails, AUDIT),
)
