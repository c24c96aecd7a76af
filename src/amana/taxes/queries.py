"""Taxes and their groups as they are shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.kernel.context import Reading
from amana.kernel.queries import answers, numbered
from amana.ledger.records import gl_account
from amana.storage.statement import Statement
from amana.taxes.records import tax_component, tax_component_rate, tax_group, tax_group_component
from amana.taxes.store import COMPONENT, GROUP


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxAccountView:
    """A ledger account of a tax."""

    id: int
    name: str
    code: str
    account_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRateView:
    """What a tax is from a day on, until the day before ``ends_on``."""

    percentage: Decimal
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxComponentView:
    """A tax with its last percentage; ``rates`` are those before, too."""

    id: int
    name: str
    percentage: Decimal
    starts_on: date
    debit_account: TaxAccountView | None
    credit_account: TaxAccountView | None
    rates: Sequence[TaxRateView]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxOfGroupView:
    """A tax of a group, from a day on, until the day before ``ends_on``."""

    id: int
    component: int
    component_name: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxGroupView:
    """Taxes that apply together."""

    id: int
    name: str
    taxes: Sequence[TaxOfGroupView]


@dataclass(frozen=True, kw_only=True)
class ListTaxComponents:
    """Every tax, by number: a list of ``TaxComponentView``."""


@dataclass(frozen=True, kw_only=True)
class GetTaxComponent:
    """One tax: a ``TaxComponentView``."""

    component: int


@dataclass(frozen=True, kw_only=True)
class ListTaxGroups:
    """Every group, by number: a list of ``TaxGroupView``."""


@dataclass(frozen=True, kw_only=True)
class GetTaxGroup:
    """One group: a ``TaxGroupView``."""

    group: int


def _account(name: str) -> tuple[Any, Any]:
    table = gl_account.alias(name)
    shown = sa.func.json_build_array(table.c.id, table.c.name, table.c.code, table.c.account_class)
    return table, sa.case((table.c.id.is_not(None), shown)).label(name)


_DEBIT, _DEBITED = _account("debit_account")
_CREDIT, _CREDITED = _account("credit_account")
_COMPONENTS = (
    sa.select(tax_component.c.id, tax_component.c.name, _DEBITED, _CREDITED)
    .select_from(
        tax_component.outerjoin(_DEBIT, _DEBIT.c.id == tax_component.c.debit_account_id).outerjoin(
            _CREDIT, _CREDIT.c.id == tax_component.c.credit_account_id
        )
    )
    .order_by(tax_component.c.id)
)
_RATES = Statement(sa.select(tax_component_rate).order_by(tax_component_rate.c.starts_on))
_GROUPS = Statement(sa.select(tax_group).order_by(tax_group.c.id))
_OF_GROUPS = Statement(
    sa.select(tax_group_component, tax_component.c.name.label("component_name"))
    .join(tax_component, tax_component.c.id == tax_group_component.c.component_id)
    .order_by(tax_group_component.c.id)
)


@answers(ListTaxComponents, permission="READ_TAXCOMPONENT")
def list_components(_query: ListTaxComponents, reading: Reading) -> list[TaxComponentView]:
    """In the order of their making."""
    return list(_components(reading))


@answers(GetTaxComponent, permission="READ_TAXCOMPONENT")
def get_component(query: GetTaxComponent, reading: Reading) -> TaxComponentView:
    """Raises NotFound."""
    return numbered(_components(reading), query.component, COMPONENT)


@answers(ListTaxGroups, permission="READ_TAXGROUP")
def list_groups(_query: ListTaxGroups, reading: Reading) -> list[TaxGroupView]:
    """In the order of their making."""
    return list(_groups(reading))


@answers(GetTaxGroup, permission="READ_TAXGROUP")
def get_group(query: GetTaxGroup, reading: Reading) -> TaxGroupView:
    """Raises NotFound."""
    return numbered(_groups(reading), query.group, GROUP)


def _components(reading: Reading) -> Iterator[TaxComponentView]:
    """An institution has a handful of taxes: they are read as a whole."""
    rates: dict[int, list[TaxRateView]] = {}
    for row in reading.session.records(_RATES):
        of_component = rates.setdefault(row["component_id"], [])
        if of_component:
            last = of_component.pop()
            ended = TaxRateView(
                percentage=last.percentage, starts_on=last.starts_on, ends_on=row["starts_on"]
            )
            of_component.append(ended)
        of_component.append(
            TaxRateView(percentage=row["percentage"], starts_on=row["starts_on"], ends_on=None)
        )
    for row in reading.session.records(_COMPONENTS):
        of_component = rates[row["id"]]
        yield TaxComponentView(
            id=row["id"],
            name=row["name"],
            percentage=of_component[-1].percentage,
            starts_on=of_component[-1].starts_on,
            debit_account=_account_view(row["debit_account"]),
            credit_account=_account_view(row["credit_account"]),
            rates=of_component,
        )


def _account_view(shown: list[Any] | None) -> TaxAccountView | None:
    if shown is None:
        return None
    number, name, code, account_class = shown
    return TaxAccountView(id=number, name=name, code=code, account_class=account_class)


def _groups(reading: Reading) -> Iterator[TaxGroupView]:
    taxes: dict[int, list[TaxOfGroupView]] = {}
    for row in reading.session.records(_OF_GROUPS):
        taxes.setdefault(row["group_id"], []).append(
            TaxOfGroupView(
                id=row["id"],
                component=row["component_id"],
                component_name=row["component_name"],
                starts_on=row["starts_on"],
                ends_on=row["ends_on"],
            )
        )
    for row in reading.session.records(_GROUPS):
        yield TaxGroupView(id=row["id"], name=row["name"], taxes=taxes.get(row["id"], ()))
