"""What is shown of loan products."""

from collections.abc import Sequence
from dataclasses import dataclass

from amana.charges.queries import ChargeView
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.terms import Amortisation, InterestMethod, InterestPeriod, RateUnit
from amana.floating_rates.queries import FloatingRateView
from amana.kernel.currencies.catalogue import KnownCurrency
from amana.ledger.chart_queries import AccountView
from amana.ledger.product_roles import Role
from amana.loans.kinds import Accounting
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
    reason: int | None = None
    reason_name: str | None = None

    @property
    def is_general(self) -> bool:
        """Whether it holds where nothing more particular does."""
        return self.payment_type is None and self.charge is None and self.reason is None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanProductOptions:
    """What can be chosen for a loan product."""

    currencies: Sequence[KnownCurrency]
    charges: Sequence[ChargeView]
    assets: Sequence[AccountView]
    expenses: Sequence[AccountView]
    incomes: Sequence[AccountView]
    floating_rates: Sequence[FloatingRateView]
    """Those that are not retired; no periods are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanProductTemplate:
    """What a form for a new product starts from."""

    currency: KnownCurrency
    options: LoanProductOptions
    repay_unit: PeriodUnit = PeriodUnit.MONTHS
    interest_rate_unit: RateUnit = RateUnit.MONTH
    amortisation: Amortisation = Amortisation.EQUAL_INSTALMENTS
    interest_method: InterestMethod = InterestMethod.DECLINING
    interest_period: InterestPeriod = InterestPeriod.SAME_AS_REPAYMENT
    strategy: AllocationStrategy = AllocationStrategy.MIFOS_STANDARD
    accounting: Accounting = Accounting.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanProductView:
    """A loan product with what it refers to; a list shows it without charges and accounts."""

    product: LoanProduct
    fund_name: str | None = None
    charges: Sequence[ChargeView] | None = None
    accounts: Sequence[AccountOfRole] | None = None
    options: LoanProductOptions | None = None

    @property
    def mapped(self) -> "LoanProductView | None":
        """The product itself, where its loans reach the ledger and its accounts are shown."""
        return self if self.accounts and self.product.accounting is not Accounting.NONE else None

    @property
    def general_accounts(self) -> dict[str, NamedAccount]:
        """The account of each role, without those for one payment type or charge."""
        return {str(one.role): one.account for one in self.accounts or () if one.is_general}

    @property
    def fund_sources(self) -> list[AccountOfRole]:
        """Accounts of their own for payment types."""
        return self.particular_accounts(Role.FUND_SOURCE)

    @property
    def fee_incomes(self) -> list[AccountOfRole]:
        """Accounts of their own for the income of fees."""
        return self.particular_accounts(Role.INCOME_FROM_FEE)

    @property
    def penalty_incomes(self) -> list[AccountOfRole]:
        """Accounts of their own for the income of penalties."""
        return self.particular_accounts(Role.INCOME_FROM_PENALTY)

    @property
    def charge_off_expenses(self) -> list[AccountOfRole]:
        """Accounts of their own for reasons of charging off."""
        return self.particular_accounts(Role.CHARGE_OFF_EXPENSE)

    @property
    def write_off_expenses(self) -> list[AccountOfRole]:
        """Accounts of their own for reasons of writing off."""
        return self.particular_accounts(Role.WRITE_OFF)

    def particular_accounts(self, role: Role) -> list[AccountOfRole]:
        """The accounts of a role for one payment type or charge."""
        return [one for one in self.accounts or () if one.role is role and not one.is_general]


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
