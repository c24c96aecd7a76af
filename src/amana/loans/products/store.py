"""Loan products as they are stored: loading, saving, and the exclusions between them."""

from dataclasses import fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from amana.kernel.codec import from_plain, to_plain
from amana.kernel.context import Reading
from amana.kernel.refusals import Duplicate, NotFound
from amana.loans.products.product import LoanProduct
from amana.loans.products.records import loan_product, loan_product_charge, loan_product_exclusion
from amana.storage.session import ReadSession, WriteSession
from amana.storage.statement import Statement

COLUMNS = {
    "name": "name",
    "short_name": "short_name",
    "description": "description",
    "fund": "fund_id",
    "currency_code": "currency_code",
    "digits": "digits",
    "in_multiples_of": "in_multiples_of",
    "accounting": "accounting",
    "include_in_borrower_cycle": "include_in_borrower_cycle",
    "starts_on": "starts_on",
    "closes_on": "closes_on",
}
"""Fields that have a column of their own; the others are in ``terms``."""

_ELSEWHERE = {"id", "charges", *COLUMNS}
_TERMS = tuple(f.name for f in fields(LoanProduct) if f.name not in _ELSEWHERE)

_CHARGES = (
    sa.select(
        sa.func.coalesce(
            sa.func.jsonb_agg(
                aggregate_order_by(loan_product_charge.c.charge_id, loan_product_charge.c.position)
            ),
            sa.text("'[]'::jsonb"),
        )
    )
    .where(loan_product_charge.c.product_id == loan_product.c.id)
    .correlate(loan_product)
    .scalar_subquery()
)

SELECTED: tuple[sa.ColumnElement[Any], ...] = (
    loan_product.c.id,
    *(loan_product.c[column].label(field) for field, column in COLUMNS.items()),
    loan_product.c.terms,
    _CHARGES.label("charges"),
)
"""What ``product_of`` reads; other slices may put it into a load statement of their own."""

_BY_ID = Statement(sa.select(*SELECTED).where(loan_product.c.id == sa.bindparam("product")))
_ALL = Statement(sa.select(*SELECTED).order_by(loan_product.c.name, loan_product.c.id))
_TAKEN = {
    field: Statement(
        sa.select(loan_product.c.id).where(sa.func.lower(loan_product.c[field]) == sa.bindparam("value"))
    )
    for field in ("name", "short_name")
}
_IN_CURRENCY = Statement(
    sa.select(loan_product.c.id).where(loan_product.c.currency_code == sa.bindparam("currency")).limit(1)
)
_WITH_CHARGE = Statement(
    sa.select(loan_product_charge.c.product_id)
    .where(loan_product_charge.c.charge_id == sa.bindparam("charge"))
    .limit(1)
)
_STORED = ["terms", *COLUMNS.values(), "changed_at"]
_ADD = Statement(
    sa.insert(loan_product).returning(loan_product.c.id),
    columns=[*_STORED, "created_at"],
)
_CHANGE = Statement(
    sa.update(loan_product)
    .where(loan_product.c.id == sa.bindparam("of_id"))
    .values({name: sa.bindparam(f"new_{name}", type_=loan_product.c[name].type) for name in _STORED})
)
_LOCK = Statement(
    sa.select(loan_product.c.id).where(loan_product.c.id == sa.bindparam("product")).with_for_update()
)
_FORGET_CHARGES = Statement(
    sa.delete(loan_product_charge).where(loan_product_charge.c.product_id == sa.bindparam("product"))
)
_ADD_CHARGE = Statement(sa.insert(loan_product_charge), columns=["product_id", "charge_id", "position"])
_RESTRICTED = Statement(
    sa.select(loan_product_exclusion.c.restricted_id)
    .where(loan_product_exclusion.c.product_id == sa.bindparam("product"))
    .order_by(loan_product_exclusion.c.restricted_id)
)
_FORGET_RESTRICTED = Statement(
    sa.delete(loan_product_exclusion).where(loan_product_exclusion.c.product_id == sa.bindparam("product"))
)
_ADD_RESTRICTED = Statement(sa.insert(loan_product_exclusion), columns=["product_id", "restricted_id"])
_EXCLUDED = Statement(
    sa.select(loan_product_exclusion.c.restricted_id)
    .where(loan_product_exclusion.c.product_id == sa.bindparam("product"))
    .union(
        sa.select(loan_product_exclusion.c.product_id).where(
            loan_product_exclusion.c.restricted_id == sa.bindparam("product")
        )
    )
)


def product_of(row: dict[str, Any]) -> LoanProduct:
    """The product from a row with the columns of ``SELECTED``."""
    plain = {name: value for name, value in row.items() if name != "terms"}
    product: LoanProduct = from_plain(LoanProduct, {**plain, **row["terms"]})
    return product


class ProductReader:
    """Reads loan products within a query or a command."""

    def __init__(self, reading: Reading) -> None:
        self._session: ReadSession = reading.session

    def get(self, product: int) -> LoanProduct:
        """The product; raises NotFound."""
        row = self._session.record(_BY_ID, product=product)
        if row is None:
            raise NotFound(kind="loan product", id=product)
        return product_of(row)

    def all(self) -> list[LoanProduct]:
        """Every product, by name."""
        return [product_of(row) for row in self._session.records(_ALL)]

    def known(self, products: tuple[int, ...]) -> frozenset[int]:
        """Those of ``products`` that exist."""
        query = sa.select(loan_product.c.id).where(loan_product.c.id.in_(products))
        return frozenset(found for (found,) in self._session.tuples(query))

    def restricted(self, product: int) -> tuple[int, ...]:
        """Products the mix of ``product`` names."""
        return tuple(found for (found,) in self._session.tuples(_RESTRICTED, product=product))


class ProductStore(ProductReader):
    """Saves loan products within a command."""

    _session: WriteSession

    def lock(self, product: int) -> None:
        """Hold the product until the command ends; raises NotFound."""
        if self._session.scalar(_LOCK, product=product) is None:
            raise NotFound(kind="loan product", id=product)

    def require_free(self, field: str, value: str | None, *, except_id: int | None = None) -> None:
        """Refuse a name (in any case) that another product has."""
        if value is None:
            return
        holder = self._session.scalar(_TAKEN[field], value=value.lower())
        if holder is not None and holder != except_id:
            raise Duplicate(kind="loan product", field=field, value=value)

    def add(self, product: LoanProduct, at: Any) -> int:
        """Store a new product (its ``id`` is ignored) and give its id."""
        made = self._session.insert(_ADD, **_stored(product), changed_at=at, created_at=at)
        self._put_charges(made, product.charges)
        return made

    def change(self, product: LoanProduct, at: Any) -> None:
        """Store another state of a product."""
        stored = {**_stored(product), "changed_at": at}
        self._session.run(_CHANGE, of_id=product.id, **{f"new_{k}": v for k, v in stored.items()})
        self._session.run(_FORGET_CHARGES, product=product.id)
        self._put_charges(product.id, product.charges)

    def restrict(self, product: int, others: tuple[int, ...]) -> None:
        """Replace the mix of a product."""
        self._session.run(_FORGET_RESTRICTED, product=product)
        for other in others:
            self._session.run(_ADD_RESTRICTED, product_id=product, restricted_id=other)

    def _put_charges(self, product: int, charges: tuple[int, ...]) -> None:
        for position, charge in enumerate(charges):
            self._session.run(_ADD_CHARGE, product_id=product, charge_id=charge, position=position)


def excluded(session: ReadSession, product: int) -> frozenset[int]:
    """Products that may not be held together with ``product``, whichever of the two says so."""
    return frozenset(found for (found,) in session.tuples(_EXCLUDED, product=product))


def uses_currency(session: ReadSession, currency: str) -> bool:
    """Whether any product is kept in the currency."""
    return session.scalar(_IN_CURRENCY, currency=currency) is not None


def bears_charge(session: ReadSession, charge: int) -> bool:
    """Whether any product carries the charge."""
    return session.scalar(_WITH_CHARGE, charge=charge) is not None


def _stored(product: LoanProduct) -> dict[str, Any]:
    plain = to_plain(product)
    columns = {column: getattr(product, field) for field, column in COLUMNS.items()}
    columns["accounting"] = product.accounting.value
    return {**columns, "terms": {name: plain[name] for name in _TERMS}}
