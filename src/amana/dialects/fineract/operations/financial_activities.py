"""Ledger accounts of financial activities."""

from amana.dialects.base.codecs import BOOLEAN, ID
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed, WithTemplate
from amana.dialects.families.mifos.fields.financial_activities import (
    ACTIVITY_ACCOUNT,
    ACTIVITY_ACCOUNT_CHANGES,
    ACTIVITY_ACCOUNT_OPTIONS,
    NEW_ACTIVITY_ACCOUNT,
)
from amana.ledger.activities.create import MapFinancialActivity
from amana.ledger.activities.delete import UnmapFinancialActivity
from amana.ledger.activities.queries import GetActivityAccount, GetActivityOptions, ListActivityAccounts
from amana.ledger.activities.update import ChangeActivityAccount

ROW = Rows("financialActivityAccount", places={"mappingId": Field("mappingId", "mapping", ID)})
ONE = "financialactivityaccounts/{mappingId}"

ROWS: tuple[Row, ...] = (
    ROW.shows(
        "financialactivityaccounts_template",
        "GET financialactivityaccounts/template",
        GetActivityOptions,
        ACTIVITY_ACCOUNT_OPTIONS,
    ),
    ROW.shows(
        "financialactivityaccounts_list",
        "GET financialactivityaccounts",
        ListActivityAccounts,
        Listed(ACTIVITY_ACCOUNT),
    ),
    ROW.shows(
        "financialactivityaccounts_retrieve",
        f"GET {ONE}",
        GetActivityAccount,
        WithTemplate(ACTIVITY_ACCOUNT, ACTIVITY_ACCOUNT_OPTIONS),
        filters=Fields("Template", Field("template", "with_options", BOOLEAN)),
    ),
    ROW.does(
        "financialactivityaccounts_create",
        "POST financialactivityaccounts",
        MapFinancialActivity,
        NEW_ACTIVITY_ACCOUNT,
        answers=RESOURCE,
    ),
    ROW.does(
        "financialactivityaccounts_update",
        f"PUT {ONE}",
        ChangeActivityAccount,
        ACTIVITY_ACCOUNT_CHANGES,
        answers=RESOURCE.showing(ACTIVITY_ACCOUNT_CHANGES),
    ),
    ROW.does("financialactivityaccounts_delete", f"DELETE {ONE}", UnmapFinancialActivity, answers=RESOURCE),
)
