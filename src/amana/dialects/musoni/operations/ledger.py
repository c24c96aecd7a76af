"""The chart of accounts and closures of the books: the family's rows. Accounts of financial activities."""

from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.families.mifos.fields.financial_activities import ACTIVITY_NUMBER, NEW_ACTIVITY_ACCOUNT
from amana.dialects.families.mifos.fields.gl_accounts import GL_ACCOUNT_CHANGES, ONE_GL_ACCOUNT
from amana.dialects.families.mifos.fields.gl_closures import GL_CLOSURE_CHANGES
from amana.dialects.families.mifos.rows import relative
from amana.dialects.musoni.answers import CREATED, UPDATED
from amana.dialects.musoni.fields.ledger import ACTIVITY_ACCOUNT_IN_FULL
from amana.ledger.activities.create import MapFinancialActivity
from amana.ledger.activities.queries import ListActivityAccounts

ACTIVITY = Rows(
    "financialActivityAccount",
    places={"financialActivityEnum": Field("financialActivityEnum", "activity", ACTIVITY_NUMBER)},
)
ACTIVITY_ACCOUNTS = Listed(ACTIVITY_ACCOUNT_IN_FULL)

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
    ACTIVITY.shows(
        "financialActivityAccounts.list",
        "GET financialactivityaccounts",
        ListActivityAccounts,
        ACTIVITY_ACCOUNTS,
        given={"with_options": True},
    ),
    # The document's sample of one activity is a list.
    ACTIVITY.shows(
        "financialActivityAccounts.get",
        "GET financialactivityaccounts/{financialActivityEnum}",
        ListActivityAccounts,
        ACTIVITY_ACCOUNTS,
        given={"with_options": True},
    ),
    ACTIVITY.does(
        "financialActivityAccounts.create",
        "POST financialactivityaccounts",
        MapFinancialActivity,
        NEW_ACTIVITY_ACCOUNT,
        answers=CREATED,
    ),
)
