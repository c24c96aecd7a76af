"""What an institution names ledger accounts for."""

from enum import StrEnum

from amana.ledger.account_types import AccountClass
from amana.ledger.product_roles import INSTITUTION_ROLES, Role

KIND = "financial_activity_account"


class FinancialActivity(StrEnum):
    """Money between two loans is booked on the account for asset transfers, opening balances against the one for them;
    tellers, dividends and transfers of savings use theirs.
    """

    ASSET_TRANSFER = Role.ASSET_TRANSFER
    CASH_AT_MAIN_VAULT = Role.CASH_AT_MAIN_VAULT
    CASH_AT_TELLER = Role.CASH_AT_TELLER
    FUND_SOURCE = Role.FUND_SOURCE
    LIABILITY_TRANSFER = Role.LIABILITY_TRANSFER
    PAYABLE_DIVIDENDS = Role.PAYABLE_DIVIDENDS
    OPENING_BALANCES = Role.OPENING_BALANCES

    @property
    def account_class(self) -> AccountClass:
        """The class that its account has to be of."""
        [only] = INSTITUTION_ROLES[Role(self)].classes
        return only
