"""Tags of ledger accounts: one list of values per class, which the institution fills itself."""

from amana.ledger.account_types import AccountClass

TAG_LISTS: dict[AccountClass, str] = {
    AccountClass.ASSET: "AssetAccountTags",
    AccountClass.LIABILITY: "LiabilityAccountTags",
    AccountClass.EQUITY: "EquityAccountTags",
    AccountClass.INCOME: "IncomeAccountTags",
    AccountClass.EXPENSE: "ExpenseAccountTags",
}
"""Names of the codes whose values are the tags."""
