"""Accounts of financial activities, which Musoni shows with what else could be chosen beside each."""

from amana.dialects.base.codecs import Word
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.fields.financial_activities import (
    ACCOUNT_OPTIONS,
    ACTIVITY_ACCOUNT,
    ACTIVITY_ID,
    TABLE,
)
from amana.ledger.activities.definition import FinancialActivity

_VALUE = Word(FinancialActivity, {one: TABLE.by_ours[one].value for one in FinancialActivity})
ACTIVITY = Nested(Fields("FinancialActivityValue", ACTIVITY_ID, Field("value", "activity", _VALUE)))
ACTIVITY_ACCOUNT_IN_FULL = ACTIVITY_ACCOUNT.without("financialActivityData").plus(
    Field("financialActivityData", "activity", ACTIVITY),
    Field("glAccountOptions", "options", ACCOUNT_OPTIONS),
    Field("financialActivityOptions", "options.activities", ListOf(ACTIVITY)),
    name="FinancialActivityAccountInFull",
)
