"""The questions that can be asked about loan products."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.ledger.posting_rules import AccountingMethod
from amana.ledger.product_roles import ROLES, Role
from amana.ledger.records import gl_account, product_account
from amana.loans.products.product import PRODUCT_KIND, LoanProduct
from amana.loans.products.records import loan_product, loan_product_exclusion
from amana.loans.products.store import ProductReader
from amana.loans.products.views import (
    AccountOfRole,
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
    """One loan product: a ``LoanProductView``."""

    product: int


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


_ACCOUNTS = Statement(
    sa.select(
        product_account.c.role,
        product_account.c.payment_type_id,
        product_account.c.charge_id,
        gl_account.c.id,
        gl_account.c.name,
        gl_account.c.code,
    )
    .join(gl_account, gl_account.c.id == product_account.c.account_id)
    .where(
        product_account.c.product_kind == PRODUCT_KIND,
        product_account.c.product_id == sa.bindparam("product"),
    )
    .order_by(product_account.c.id)
)
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
    return LoanProductView(product=product, accounts=_accounts_of(reading.session, product))


def _accounts_of(session: ReadSession, product: LoanProduct) -> list[AccountOfRole]:
    """The accounts that play a role under the product's present accounting method."""
    method = AccountingMethod(product.accounting.value)
    return [
        AccountOfRole(
            role=Role(role),
            account=NamedAccount(id=account, name=name, code=code),
            payment_type=payment_type,
            charge=charge,
        )
        for role, payment_type, charge, account, name, code in session.tuples(_ACCOUNTS, product=product.id)
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
