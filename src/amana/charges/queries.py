"""Charges as they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.charges.kinds import ALLOWED, AppliesTo, ChargeTime, Every
from amana.charges.records import charge
from amana.charges.store import KIND, definition_of
from amana.finance.charges import ChargeBasis
from amana.kernel.context import Reading
from amana.kernel.currencies.catalogue import KnownCurrency, catalogue
from amana.kernel.currencies.selection import selected
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound


@dataclass(frozen=True, kw_only=True)
class ChargeOptions:
    """What can be chosen: the currencies of the institution, and what some kind of account can bear."""

    currencies: Sequence[KnownCurrency]
    applies_to: Sequence[AppliesTo]
    times: Sequence[ChargeTime]
    bases: Sequence[ChargeBasis]
    units: Sequence[Every] = tuple(Every)
    active: bool = False
    penalty: bool = False


@dataclass(frozen=True, kw_only=True)
class ChargeView:
    """A charge definition."""

    id: int
    name: str
    applies_to: AppliesTo
    time: ChargeTime
    basis: ChargeBasis
    currency: KnownCurrency
    amount: Decimal
    penalty: bool
    active: bool
    minimum: Decimal | None
    maximum: Decimal | None
    yearly_day: tuple[int, int] | None
    every_unit: Every | None
    every_count: int | None
    tax_group: int | None
    options: ChargeOptions | None = None


@dataclass(frozen=True, kw_only=True)
class ListCharges:
    """Charges by name; every filter is optional."""

    applies_to: AppliesTo | None = None
    active: bool | None = None
    penalty: bool | None = None
    currency: str | None = None


@dataclass(frozen=True, kw_only=True)
class GetCharge:
    """One charge."""

    charge: int
    with_options: bool = False


@dataclass(frozen=True, kw_only=True)
class GetChargeTemplate:
    """What can be chosen for a new charge, of one kind of account or of all."""

    applies_to: AppliesTo | None = None


def charge_view(row: dict[str, Any], options: ChargeOptions | None = None) -> ChargeView:
    """The view of a row of the table."""
    shown = {**vars(definition_of(row)), "currency": catalogue()[row["currency"]]}
    return ChargeView(id=row["id"], options=options, **shown)


def charges_listed(query: ListCharges, reading: Reading) -> list[ChargeView]:
    """The charges, without asking for the permission (for the option lists of products and accounts)."""
    asked: list[tuple[Any, sa.Column[Any]]] = [
        (query.applies_to, charge.c.applies_to),
        (query.active, charge.c.active),
        (query.penalty, charge.c.penalty),
        (query.currency, charge.c.currency),
    ]
    clause = sa.select(charge).order_by(charge.c.name)
    for value, column in asked:
        if value is not None:
            clause = clause.where(column == value)
    return [charge_view(row) for row in reading.session.records(clause)]


@answers(ListCharges, permission="READ_CHARGE")
def list_charges(query: ListCharges, reading: Reading) -> list[ChargeView]:
    """Charges belong to the institution: every reader sees all of them."""
    return charges_listed(query, reading)


@answers(GetCharge, permission="READ_CHARGE")
def get_charge(query: GetCharge, reading: Reading) -> ChargeView:
    """Raises NotFound."""
    row = reading.session.record(sa.select(charge).where(charge.c.id == query.charge))
    if row is None:
        raise NotFound(kind=KIND, id=query.charge)
    return charge_view(row, _options(reading, AppliesTo(row["applies_to"])) if query.with_options else None)


@answers(GetChargeTemplate, permission="READ_CHARGE")
def get_charge_template(query: GetChargeTemplate, reading: Reading) -> ChargeOptions:
    """The usual values of a new charge are those of the options."""
    return _options(reading, query.applies_to)


def _options(reading: Reading, only: AppliesTo | None) -> ChargeOptions:
    kinds = [only] if only else list(AppliesTo)
    times = {time for kind in kinds for time in ALLOWED[kind]}
    bases = {basis for kind in kinds for some in ALLOWED[kind].values() for basis in some}
    return ChargeOptions(
        currencies=[catalogue()[code] for code in selected(reading.session)],
        applies_to=list(AppliesTo),
        times=[time for time in ChargeTime if time in times],
        bases=[basis for basis in ChargeBasis if basis in bases],
    )
