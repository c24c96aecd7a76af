"""What kinds of ledger account there are, and which side each grows on."""

from enum import StrEnum

from amana.ledger.entry import Side


class AccountClass(StrEnum):
    """The five classes of account."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"

    @property
    def normal_side(self) -> Side:
        """The side on which the account grows; its balance is that side less the other."""
        return Side.DEBIT if self in _GROW_BY_DEBIT else Side.CREDIT


_GROW_BY_DEBIT = frozenset({AccountClass.ASSET, AccountClass.EXPENSE})


class Usage(StrEnum):
    """Detail accounts take entries; header accounts group others."""

    DETAIL = "detail"
    HEADER = "header"
