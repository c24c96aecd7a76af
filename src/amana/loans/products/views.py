"""What is shown of loan products."""

from collections.abc import Sequence
from dataclasses import dataclass

from amana.ledger.product_roles import Role
from amana.loans.products.product import LoanProduct


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAccount:
    """A ledger account in short form."""

    id: int
    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOfRole:
    """The ledger account that plays ``role``, in general or for one payment type or charge."""

    role: Role
    account: NamedAccount
    payment_type: int | None = None
    payment_type_name: str | None = None
    charge: int | None = None
    charge_name: str | None = None
    charge_penalty: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanProductView:
    """A loan product with the names of what it refers to."""

    product: LoanProduct
    fund_name: str | None = None
    accounts: Sequence[AccountOfRole] = ()

    @property
    def general_accounts(self) -> dict[str, NamedAccount]:
        """The account of each role, without those for one payment type or charge."""
        return {
            str(one.role): one.account
            for one in self.accounts
            if one.payment_type is None and one.charge is None
        }

    def particular_accounts(self, role: Role) -> list[AccountOfRole]:
        """The accounts of a role for one payment type or charge."""
        return [
            one
            for one in self.accounts
            if one.role is role and not (one.payment_type is None and one.charge is None)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedProduct:
    """A product as a mix names it."""

    id: int
    name: str
    include_in_borrower_cycle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductMixView:
    """What may not be held together with ``product``, and what may; the two lists cover all products."""

    product: int
    product_name: str
    restricted: Sequence[MixedProduct]
    allowed: Sequence[MixedProduct]
