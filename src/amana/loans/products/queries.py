"""The questions that can be asked about loan products."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from amana.charges.kinds import AppliesTo
from amana.charges.queries import ChargeView, ListCharges, charge_view, charges_listed
from amana.charges.records import charge
from amana.floating_rates.queries import ListFloatingRates, list_rates
from amana.funds.records import fund
from amana.kernel.codes.records import code_value
from amana.kernel.context import Reading
from amana.kernel.currencies.queries import selected_currencies
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.chart_queries import AccountView, ListAccounts, accounts_listed
from amana.ledger.posting_rules import AccountingMethod
from amana.ledger.product_roles import ROLES, Role
from amana.ledger.records import gl_account, product_account
from amana.loans.products.product import PRODUCT_KIND, LoanProduct
from amana.loans.products.records import loan_product, loan_product_exclusion
from amana.loans.products.store import ProductReader
from amana.loans.products.views import (
    AccountOfRole,
    LoanProductOptions,
    LoanProductTemplate,
    LoanProductView,
    MixedProduct,
    NamedAccount,
    ProductMixView,
)
from amana.storage.session import ReadSession
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class ListLoanProducts:
    """Every loan product, by name: a list of ``LoanProductView`` without accounts."""


@dataclass(frozen=True, kw_only=True)
class GetLoanProduct:
    """One loan product: a ``LoanProductView``; with ``with_options`` also what could be chosen instead."""

    product: int
    with_options: bool = False


@dataclass(frozen=True, kw_only=True)
class GetLoanProductTemplate:
    """What a form for a new product starts from: a ``LoanProductTemplate``."""


@dataclass(frozen=True, kw_only=True)
class ListProductMixes:
    """The mixes of all products that have one: a list of ``ProductMixView``."""


@dataclass(frozen=True, kw_only=True)
class GetProductMix:
    """The mix of one product: a ``ProductMixView``; everything is allowed where it has none."""

    product: int


@dataclass(frozen=True, kw_only=True)
class ListProductsWithoutMix:
    """Products for which no mix was made yet: a list of ``MixedProduct``."""


_CODE_VALUE = sa.func.coalesce(product_account.c.payment_type_id, product_account.c.reason_id)
_ACCOUNTS = Statement(
    sa.select(
        product_account.c.role,
        product_account.c.payment_type_id,
        code_value.c.name,
        product_account.c.charge_id,
        charge.c.name,
        product_account.c.reason_id,
        gl_account.c.id,
        gl_account.c.name,
        gl_account.c.code,
    )
    .select_from(
        product_account.join(gl_account, gl_account.c.id == product_account.c.account_id)
        .outerjoin(code_value, code_value.c.id == _CODE_VALUE)
        .outerjoin(charge, charge.c.id == product_account.c.charge_id)
    )
    .where(
        product_account.c.product_kind == PRODUCT_KIND,
        product_account.c.product_id == sa.bindparam("product"),
    )
    .order_by(product_account.c.id)
)
_FUND_NAME = Statement(sa.select(fund.c.name).where(fund.c.id == sa.bindparam("fund")))
_SHORT = Statement(
    sa.select(loan_product.c.id, loan_product.c.name, loan_product.c.include_in_borrower_cycle).order_by(
        loan_product.c.name, loan_product.c.id
    )
)
_EXCLUSIONS = Statement(
    sa.select(loan_product_exclusion.c.product_id, loan_product_exclusion.c.restricted_id)
)


@answers(ListLoanProducts, permission="READ_LOANPRODUCT")
def list_products(_query: ListLoanProducts, reading: Reading) -> list[LoanProductView]:
    """Products belong to the institution as a whole: every office sees all."""
    return [LoanProductView(product=one) for one in ProductReader(reading).all()]


@answers(GetLoanProduct, permission="READ_LOANPRODUCT")
def get_product(query: GetLoanProduct, reading: Reading) -> LoanProductView:
    """The product; raises NotFound."""
    product = ProductReader(reading).get(query.product)
    fund_name = None if product.fund is None else reading.session.scalar(_FUND_NAME, fund=product.fund)
    return LoanProductView(
        product=product,
        fund_name=fund_name,
        charges=charges_of(reading, product),
        accounts=_accounts_of(reading.session, product),
        options=_options(reading) if query.with_options else None,
    )


@answers(GetLoanProductTemplate, permission="READ_LOANPRODUCT")
def get_template(_query: GetLoanProductTemplate, reading: Reading) -> LoanProductTemplate:
    """The institution's first currency and the usual terms."""
    options = _options(reading)
    return LoanProductTemplate(currency=options.currencies[0], options=options)


def charges_of(reading: Reading, product: LoanProduct) -> list[ChargeView]:
    """The definitions of the charges that loans of the product carry, in the product's order."""
    if not product.charges:
        return []
    rows = reading.session.records(sa.select(charge).where(charge.c.id.in_(product.charges)))
    found = {row["id"]: charge_view(row) for row in rows}
    return [found[one] for one in product.charges]


def _options(reading: Reading) -> LoanProductOptions:
    def detail(account_class: AccountClass) -> list[AccountView]:
        wanted = ListAccounts(account_class=account_class, usage=Usage.DETAIL, disabled=False)
        return accounts_listed(wanted, reading)

    return LoanProductOptions(
        currencies=selected_currencies(reading),
        charges=charges_listed(ListCharges(applies_to=AppliesTo.LOAN, active=True), reading),
        assets=detail(AccountClass.ASSET),
        expenses=detail(AccountClass.EXPENSE),
        incomes=detail(AccountClass.INCOME),
        floating_rates=[one for one in list_rates(ListFloatingRates(), reading) if one.active],
    )


def _accounts_of(session: ReadSession, product: LoanProduct) -> list[AccountOfRole]:
    """The accounts that play a role under the product's present accounting method."""
    method = AccountingMethod(product.accounting.value)
    return [
        AccountOfRole(
            role=Role(role),
            account=NamedAccount(id=account, name=name, code=code),
            payment_type=payment_type,
            payment_type_name=None if payment_type is None else value,
            charge=charge_id,
            charge_name=charge_name,
            reason=reason,
            reason_name=None if reason is None else value,
        )
        for role, payment_type, value, charge_id, charge_name, reason, account, name, code in session.tuples(
            _ACCOUNTS, product=product.id
        )
        if method in ROLES[PRODUCT_KIND][Role(role)].offered_by
    ]


@answers(ListProductMixes, permission="READ_PRODUCTMIX")
def list_mixes(_query: ListProductMixes, reading: Reading) -> list[ProductMixView]:
    """By product name."""
    products = _short(reading.session)
    mixes: dict[int, set[int]] = {}
    for product, restricted in reading.session.tuples(_EXCLUSIONS):
        mixes.setdefault(product, set()).add(restricted)
    return [_mix(one, products, mixes[one.id]) for one in products if one.id in mixes]


@answers(GetProductMix, permission="READ_PRODUCTMIX")
def get_mix(query: GetProductMix, reading: Reading) -> ProductMixView:
    """Restricted and allowed products; raises NotFound for an unknown product."""
    products = _short(reading.session)
    for one in products:
        if one.id == query.product:
            return _mix(one, products, set(ProductReader(reading).restricted(one.id)))
    raise NotFound(kind="loan product", id=query.product)


@answers(ListProductsWithoutMix, permission="READ_PRODUCTMIX")
def list_without_mix(_query: ListProductsWithoutMix, reading: Reading) -> list[MixedProduct]:
    """By name."""
    mixed = {product for product, _ in reading.session.tuples(_EXCLUSIONS)}
    return [one for one in _short(reading.session) if one.id not in mixed]


def _short(session: ReadSession) -> list[MixedProduct]:
    return session.all(_SHORT, MixedProduct)


def _mix(of: MixedProduct, products: Sequence[MixedProduct], restricted: set[int]) -> ProductMixView:
    return ProductMixView(
        product=of.id,
        product_name=of.name,
        restricted=[one for one in products if one.id in restricted],
        allowed=[one for one in products if one.id not in restricted],
    )
