"""Accounting closures."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import OFFICE_RESOURCE, Listed
from amana.dialects.families.mifos.fields.gl_closures import (
    GL_CLOSURE,
    GL_CLOSURE_CHANGES,
    GL_CLOSURE_FILTERS,
    NEW_GL_CLOSURE,
)
from amana.ledger.close_period import ClosePeriod
from amana.ledger.closure_queries import GetClosure, ListClosures
from amana.ledger.reopen_period import ReopenPeriod
from amana.ledger.update_closure import UpdateClosure

ROW = Rows("GLClosure", places={"glclosureId": Field("glclosureId", "closure", ID)})

ROWS = (
    ROW.shows(
        "glclosures_list", "GET glclosures", ListClosures, Listed(GL_CLOSURE), filters=GL_CLOSURE_FILTERS
    ),
    ROW.shows("glclosures_retrieve", "GET glclosures/{glclosureId}", GetClosure, GL_CLOSURE),
    ROW.does("glclosures_create", "POST glclosures", ClosePeriod, NEW_GL_CLOSURE, answers=OFFICE_RESOURCE),
    ROW.does(
        "glclosures_update",
        "PUT glclosures/{glclosureId}",
        UpdateClosure,
        GL_CLOSURE_CHANGES,
        answers=OFFICE_RESOURCE.showing(GL_CLOSURE_CHANGES),
    ),
    ROW.does("glclosures_delete", "DELETE glclosures/{glclosureId}", ReopenPeriod, answers=OFFICE_RESOURCE),
)
