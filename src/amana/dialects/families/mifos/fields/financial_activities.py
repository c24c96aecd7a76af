"""Accounts of financial activities on the wire, as Apache Fineract and Musoni have them."""

from amana.dialects.base.codecs import ID, Word
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.enums import EnumNumber, EnumTable
from amana.dialects.families.mifos.fields.gl_accounts import GL_ACCOUNT
from amana.ledger.account_types import AccountClass
from amana.ledger.activities.definition import FinancialActivity

TABLE = EnumTable(
    "financialActivity",
    "",
    ("asset_transfer", 100, "assetTransfer", "AssetTransfer"),
    ("cash_at_main_vault", 101, "cashAtMainVault", "CashAtMainVault"),
    ("cash_at_teller", 102, "cashAtTeller", "CashAtTeller"),
    ("fund_source", 103, "fundSource", "FundSource"),
    ("liability_transfer", 200, "liabilityTransfer", "LiabilityTransfer"),
    ("payable_dividends", 201, "payableDividends", "PayableDividends"),
    ("opening_balances", 300, "openingBalancesTransferContra", "OpeningBalancesTransferContra"),
)
ACTIVITY_NUMBER = EnumNumber(TABLE.of(FinancialActivity))
ACTIVITY_ID = Field("id", "activity", ACTIVITY_NUMBER)
ACTIVITY = Fields(
    "FinancialActivity",
    ACTIVITY_ID,
    Field(
        "name",
        "activity",
        Word(FinancialActivity, {one: TABLE.by_ours[one].code for one in FinancialActivity}),
    ),
    Field(
        "mappedGLAccountType", "account_class", Word(AccountClass, {one: one.name for one in AccountClass})
    ),
)
ACCOUNT = Nested(GL_ACCOUNT.only("id", "name", "glCode", name="FinancialActivityLedgerAccount"))
ACCOUNT_OPTIONS = Nested(
    Fields(
        "FinancialActivityAccountOptions",
        *(
            Field(f"{one}AccountOptions", f"accounts.{one}", ListOf(ACCOUNT))
            for one in AccountClass
            if any(activity.account_class is one for activity in FinancialActivity)
        ),
    )
)
ACTIVITY_ACCOUNT = Fields(
    "FinancialActivityAccount",
    Field("id", "id", ID),
    Field("financialActivityData", "activity", Nested(ACTIVITY)),
    Field("glAccountData", "account", ACCOUNT),
)
ACTIVITY_ACCOUNT_OPTIONS = Fields(
    "FinancialActivityOptions",
    Field("glAccountOptions", ".", ACCOUNT_OPTIONS),
    Field("financialActivityOptions", "activities", ListOf(Nested(ACTIVITY))),
)
NEW_ACTIVITY_ACCOUNT = Fields(
    "NewFinancialActivityAccount",
    Field("financialActivityId", "activity", ACTIVITY_NUMBER, required=True),
    Field("glAccountId", "account", ID, required=True),
)
ACTIVITY_ACCOUNT_CHANGES = NEW_ACTIVITY_ACCOUNT.optional(name="FinancialActivityAccountChanges")
