"""The chart of accounts, and closures of the books: the family's rows."""

from amana.dialects.families.mifos.answers import RESOURCE
from amana.dialects.families.mifos.fields.gl_accounts import GL_ACCOUNT_CHANGES, ONE_GL_ACCOUNT
from amana.dialects.families.mifos.fields.gl_closures import GL_CLOSURE_CHANGES
from amana.dialects.families.mifos.rows import relative
from amana.dialects.musoni.answers import CREATED, UPDATED

ROWS = (
    # The samples of these two show closures of the books: a slip of the document.
    relative("glaccounts_list", "glAccounts.list", "GET glaccounts"),
    relative("glaccounts_retrieve", "glAccounts.get", "GET glaccounts/{id}", ONE_GL_ACCOUNT),
    relative("glaccounts_create", "glAccounts.create", "POST glaccounts", CREATED),
    relative(
        "glaccounts_update", "glAccounts.update", "PUT glaccounts/{id}", UPDATED.showing(GL_ACCOUNT_CHANGES)
    ),
    relative("glaccounts_delete", "glAccounts.delete", "DELETE glaccounts/{id}", RESOURCE),
    relative("glclosures_create", "glClosures.create", "POST glclosures", CREATED),
    relative(
        "glclosures_update", "glClosures.update", "PUT glclosures/{id}", UPDATED.showing(GL_CLOSURE_CHANGES)
    ),
)
