"""Provisioning as it is shown: categories, criteria, provisions and their parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import app_user, office
from amana.kernel.context import Reading
from amana.kernel.queries import answers, numbered
from amana.kernel.refusals import NotFound
from amana.ledger.records import gl_account
from amana.loans.products.records import loan_product
from amana.loans.provisioning.books import KIND
from amana.loans.provisioning.edit_criteria import KIND as CRITERIA
from amana.loans.provisioning.records import (
    provision,
    provision_part,
    provisioning_category,
    provisioning_criteria,
    provisioning_product,
    provisioning_rule,
)
from amana.loans.provisioning.rules import ProvisionState


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisioningCategoryView:
    """A category."""

    id: int
    name: str
    description: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidedProductView:
    """A product that criteria are about."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisioningRuleView:
    """A rule with the names of what it names."""

    id: int
    category: int
    category_name: str
    from_days: int
    to_days: int | None
    percentage: Decimal
    liability_account: int
    liability_code: str
    liability_name: str
    expense_account: int
    expense_code: str
    expense_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisioningCriteriaView:
    """Criteria with their products and rules."""

    id: int
    name: str
    created_by: str
    products: Sequence[ProvidedProductView]
    rules: Sequence[ProvisioningRuleView]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionView:
    """A provision; ``reserve`` is the sum of its parts."""

    id: int
    day: date
    state: ProvisionState
    made_by: int
    made_by_username: str
    reserve: Decimal

    @property
    def is_posted(self) -> bool:
        """Whether it stands in the journal."""
        return self.state is ProvisionState.POSTED


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionPartView:
    """What is set aside for the loans of an office, product and category."""

    id: int
    provision: int
    office: int
    office_name: str
    product: int
    product_name: str
    category: int
    category_name: str
    criteria: int
    currency: str
    loans: int
    overdue_days: int
    balance: Decimal
    percentage: Decimal
    reserve: Decimal
    liability_account: int
    liability_code: str
    liability_name: str
    expense_account: int
    expense_code: str
    expense_name: str


@dataclass(frozen=True, kw_only=True)
class ListProvisioningCategories:
    """Every category, by number: a list of ``ProvisioningCategoryView``."""


@dataclass(frozen=True, kw_only=True)
class GetProvisioningCategory:
    """One category."""

    category: int


@dataclass(frozen=True, kw_only=True)
class ListProvisioningCriteria:
    """All criteria, by number: a list of ``ProvisioningCriteriaView``."""


@dataclass(frozen=True, kw_only=True)
class GetProvisioningCriteria:
    """One set of criteria."""

    criteria: int


@dataclass(frozen=True, kw_only=True)
class ListProvisions:
    """Every provision, the latest day first: a list of ``ProvisionView``."""


@dataclass(frozen=True, kw_only=True)
class GetProvision:
    """One provision."""

    provision: int


@dataclass(frozen=True, kw_only=True)
class ListProvisionParts:
    """The parts of a provision within the user's offices; every filter is optional."""

    provision: int
    office: int | None = None
    product: int | None = None
    category: int | None = None


_LIABILITY, _EXPENSE = gl_account.alias("liability"), gl_account.alias("expense")


def _accounts(table: sa.Table) -> tuple[Any, ...]:
    return (
        table.c.liability_account_id.label("liability_account"),
        _LIABILITY.c.code.label("liability_code"),
        _LIABILITY.c.name.label("liability_name"),
        table.c.expense_account_id.label("expense_account"),
        _EXPENSE.c.code.label("expense_code"),
        _EXPENSE.c.name.label("expense_name"),
    )


def _with_accounts(table: sa.Table, source: Any) -> Any:
    return source.join(_LIABILITY, _LIABILITY.c.id == table.c.liability_account_id).join(
        _EXPENSE, _EXPENSE.c.id == table.c.expense_account_id
    )


_RULES = (
    sa.select(
        provisioning_rule.c.criteria_id,
        provisioning_rule.c.id,
        provisioning_rule.c.category_id.label("category"),
        provisioning_category.c.name.label("category_name"),
        provisioning_rule.c.from_days,
        provisioning_rule.c.to_days,
        provisioning_rule.c.percentage,
        *_accounts(provisioning_rule),
    )
    .select_from(
        _with_accounts(
            provisioning_rule,
            provisioning_rule.join(
                provisioning_category, provisioning_category.c.id == provisioning_rule.c.category_id
            ),
        )
    )
    .order_by(provisioning_rule.c.from_days)
)
_PROVISIONS = (
    sa.select(
        provision.c.id,
        provision.c.day,
        provision.c.state,
        provision.c.made_by,
        app_user.c.username.label("made_by_username"),
        sa.select(sa.func.coalesce(sa.func.sum(provision_part.c.reserve), 0))
        .where(provision_part.c.provision_id == provision.c.id)
        .scalar_subquery()
        .label("reserve"),
    )
    .join(app_user, app_user.c.id == provision.c.made_by)
    .order_by(provision.c.day.desc())
)
_PARTS = sa.select(
    provision_part.c.id,
    provision_part.c.provision_id.label("provision"),
    provision_part.c.office_id.label("office"),
    office.c.name.label("office_name"),
    provision_part.c.product_id.label("product"),
    loan_product.c.name.label("product_name"),
    provision_part.c.category_id.label("category"),
    provisioning_category.c.name.label("category_name"),
    provision_part.c.criteria_id.label("criteria"),
    *(
        provision_part.c[name]
        for name in ("currency", "loans", "overdue_days", "balance", "percentage", "reserve")
    ),
    *_accounts(provision_part),
).select_from(
    _with_accounts(
        provision_part,
        provision_part.join(office, office.c.id == provision_part.c.office_id)
        .join(loan_product, loan_product.c.id == provision_part.c.product_id)
        .join(provisioning_category, provisioning_category.c.id == provision_part.c.category_id),
    )
)


@answers(ListProvisioningCategories, permission="READ_PROVISIONCATEGORY")
def list_categories(_query: ListProvisioningCategories, reading: Reading) -> list[ProvisioningCategoryView]:
    """In the order of their making."""
    query = sa.select(provisioning_category).order_by(provisioning_category.c.id)
    return [ProvisioningCategoryView(**row) for row in reading.session.records(query)]


@answers(GetProvisioningCategory, permission="READ_PROVISIONCATEGORY")
def get_category(query: GetProvisioningCategory, reading: Reading) -> ProvisioningCategoryView:
    """Raises NotFound."""
    table = provisioning_category
    row = reading.session.record(sa.select(table).where(table.c.id == query.category))
    if row is None:
        raise NotFound(kind="provisioning_category", id=query.category)
    return ProvisioningCategoryView(**row)


@answers(ListProvisioningCriteria, permission="READ_PROVISIONCRITERIA")
def list_criteria(_query: ListProvisioningCriteria, reading: Reading) -> list[ProvisioningCriteriaView]:
    """In the order of their making."""
    return list(_criteria(reading))


@answers(GetProvisioningCriteria, permission="READ_PROVISIONCRITERIA")
def get_criteria(query: GetProvisioningCriteria, reading: Reading) -> ProvisioningCriteriaView:
    """Raises NotFound."""
    return numbered(_criteria(reading), query.criteria, CRITERIA)


def _criteria(reading: Reading) -> Iterator[ProvisioningCriteriaView]:
    """An institution has a handful of criteria: they are read as a whole."""
    rules: dict[int, list[ProvisioningRuleView]] = {}
    for row in reading.session.records(_RULES):
        rules.setdefault(row.pop("criteria_id"), []).append(ProvisioningRuleView(**row))
    products: dict[int, list[ProvidedProductView]] = {}
    named = sa.select(provisioning_product.c.criteria_id, loan_product.c.id, loan_product.c.name).join(
        loan_product, loan_product.c.id == provisioning_product.c.product_id
    )
    for criteria, number, name in reading.session.tuples(named.order_by(loan_product.c.id)):
        products.setdefault(criteria, []).append(ProvidedProductView(id=number, name=name))
    table = provisioning_criteria
    heads = sa.select(table.c.id, table.c.name, app_user.c.username.label("created_by")).join(
        app_user, app_user.c.id == table.c.created_by
    )
    for row in reading.session.records(heads.order_by(table.c.id)):
        number = row["id"]
        yield ProvisioningCriteriaView(**row, products=products.get(number, ()), rules=rules.get(number, ()))


@answers(ListProvisions, permission="READ_PROVISIONENTRIES")
def list_provisions(_query: ListProvisions, reading: Reading) -> list[ProvisionView]:
    """The latest day first."""
    return [_provision(row) for row in reading.session.records(_PROVISIONS)]


@answers(GetProvision, permission="READ_PROVISIONENTRIES")
def get_provision(query: GetProvision, reading: Reading) -> ProvisionView:
    """Raises NotFound."""
    row = reading.session.record(_PROVISIONS.where(provision.c.id == query.provision))
    if row is None:
        raise NotFound(kind=KIND, id=query.provision)
    return _provision(row)


def _provision(row: dict[str, Any]) -> ProvisionView:
    return ProvisionView(**{**row, "state": ProvisionState(row["state"])})


@answers(ListProvisionParts, permission="READ_PROVISIONENTRIES")
def list_parts(query: ListProvisionParts, reading: Reading) -> list[ProvisionPartView]:
    """By office, product and category."""
    table = provision_part
    asked = ((query.office, "office_id"), (query.product, "product_id"), (query.category, "category_id"))
    wanted = _PARTS.where(
        table.c.provision_id == query.provision,
        office.c.hierarchy.startswith(reading.actor.hierarchy),
        *(table.c[column] == value for value, column in asked if value is not None),
    )
    return [ProvisionPartView(**row) for row in reading.session.records(wanted.order_by(table.c.id))]
