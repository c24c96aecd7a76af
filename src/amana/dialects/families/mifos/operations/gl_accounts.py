"""The chart of accounts."""

from amana.dialects.base.codecs import BOOLEAN, ID
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed, WithTemplate, Written
from amana.dialects.families.mifos.fields.gl_accounts import (
    GL_ACCOUNT,
    GL_ACCOUNT_CHANGES,
    GL_ACCOUNT_FILTERS,
    GL_ACCOUNT_OPTIONS,
    GL_ACCOUNT_TEMPLATE,
    NEW_GL_ACCOUNT,
    ONE_GL_ACCOUNT,
    TYPE_NUMBER,
)
from amana.ledger.chart_queries import GetAccount, GetAccountTemplate, ListAccounts
from amana.ledger.create_account import CreateAccount
from amana.ledger.delete_account import DeleteAccount
from amana.ledger.update_account import UpdateAccount

ROW = Rows("GLAccount", places={"glaccountId": Field("glaccountId", "account", ID)})
OF_TYPE = Fields("GLAccountTemplateFilters", Field("type", "account_class", TYPE_NUMBER))
WITH_OPTIONS = Fields("GLAccountDetailFilters", Field("template", "with_options", BOOLEAN))

ROWS = (
    ROW.shows(
        "glaccounts_list", "GET glaccounts", ListAccounts, Listed(GL_ACCOUNT), filters=GL_ACCOUNT_FILTERS
    ),
    ROW.shows(
        "glaccounts_template",
        "GET glaccounts/template",
        GetAccountTemplate,
        GL_ACCOUNT_TEMPLATE,
        filters=OF_TYPE,
    ),
    ROW.shows(
        "glaccounts_retrieve",
        "GET glaccounts/{glaccountId}",
        GetAccount,
        WithTemplate(ONE_GL_ACCOUNT, GL_ACCOUNT_OPTIONS),
        filters=WITH_OPTIONS,
    ),
    ROW.does("glaccounts_create", "POST glaccounts", CreateAccount, NEW_GL_ACCOUNT, answers=RESOURCE),
    ROW.does(
        "glaccounts_update",
        "PUT glaccounts/{glaccountId}",
        UpdateAccount,
        GL_ACCOUNT_CHANGES,
        answers=RESOURCE.showing(GL_ACCOUNT_CHANGES),
    ),
    ROW.does(
        "glaccounts_delete",
        "DELETE glaccounts/{glaccountId}",
        DeleteAccount,
        answers=Written(ids=("resourceId",), always=True),
    ),
)
