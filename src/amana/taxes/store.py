"""Taxes as commands load and save them, and what a group comes to on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from amana.kernel.context import Work
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound, Problem
from amana.storage.session import ReadSession
from amana.storage.statement import Statement
from amana.taxes.records import tax_component, tax_component_rate, tax_group, tax_group_component
from amana.taxes.rules import AskedTax

COMPONENT, GROUP = "tax_component", "tax_group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """A tax on a day: ``percentage`` of the amount that contains it, owed on ``account``."""

    component: int
    percentage: Decimal
    account: int


_OF_GROUP = Statement(
    sa.select(tax_component.c.id, tax_component_rate.c.percentage, tax_component.c.credit_account_id)
    .ext(distinct_on(tax_component.c.id))
    .select_from(
        tax_group_component.join(
            tax_component, tax_component.c.id == tax_group_component.c.component_id
        ).join(tax_component_rate, tax_component_rate.c.component_id == tax_component.c.id)
    )
    .where(
        tax_group_component.c.group_id == sa.bindparam("group"),
        tax_group_component.c.starts_on <= sa.bindparam("day"),
        sa.func.coalesce(tax_group_component.c.ends_on, sa.text("'infinity'::date")) > sa.bindparam("day"),
        tax_component_rate.c.starts_on <= sa.bindparam("day"),
        tax_component.c.credit_account_id.is_not(None),
    )
    .order_by(tax_component.c.id, tax_component_rate.c.starts_on.desc())
)


def taxes_on(session: ReadSession, group: int | None, day: date) -> tuple[Tax, ...]:
    """The taxes of a group that apply on a day and are owed on an account."""
    if group is None:
        return ()
    rows = session.tuples(_OF_GROUP, group=group, day=day)
    return tuple(
        Tax(component=component, percentage=percentage, account=account)
        for component, percentage, account in rows
    )


_NAMES = {
    table.name: Statement(sa.select(table.c.id).where(table.c.name == sa.bindparam("name")))
    for table in (tax_component, tax_group)
}
_LOADS = {
    table.name: Statement(sa.select(table).where(table.c.id == sa.bindparam("id")).with_for_update())
    for table in (tax_component, tax_group)
}
_LAST_RATE = Statement(
    sa.select(tax_component_rate.c.starts_on, tax_component_rate.c.percentage)
    .where(tax_component_rate.c.component_id == sa.bindparam("id"))
    .order_by(tax_component_rate.c.starts_on.desc())
    .limit(1)
)
_KNOWN = Statement(
    sa.select(tax_component.c.id).where(
        tax_component.c.id == sa.any_(sa.bindparam("wanted", type_=ARRAY(sa.BigInteger)))
    )
)


class Taxes:
    """Loads and saves taxes within a command."""

    def __init__(self, work: Work) -> None:
        self.session = work.session

    def load(self, kind: str, number: int) -> dict[str, Any]:
        """Lock and load a component or a group; raises NotFound."""
        row: dict[str, Any] | None = self.session.record(_LOADS[kind], id=number)
        if row is None:
            raise NotFound(kind=kind, id=number)
        return row

    def require_free_name(self, kind: str, name: str, *, except_id: int | None = None) -> None:
        """Refuse a name that is taken."""
        holder = self.session.scalar(_NAMES[kind], name=name)
        if holder is not None and holder != except_id:
            raise Duplicate(kind=kind, field="name", value=name)

    def require_components(self, wanted: Iterable[AskedTax]) -> None:
        """Refuse components that are not there."""
        asked = {one.component for one in wanted}
        missing = asked - {number for (number,) in self.session.tuples(_KNOWN, wanted=sorted(asked))}
        if missing:
            text = f"There is no tax component {min(missing)}."
            problem = Problem(field="taxes.component", kind="unknown", message=text, value=min(missing))
            raise InvalidInput((problem,))

    def last_rate(self, component: int) -> tuple[date, Decimal]:
        """What the tax is from the last day on for which that is known."""
        [found] = self.session.tuples(_LAST_RATE, id=component)
        return found[0], found[1]

    def add_component(self, **row: Any) -> int:
        """Insert and give the number."""
        return self.session.insert(sa.insert(tax_component).values(row).returning(tax_component.c.id))

    def add_rate(self, component: int, starts_on: date, percentage: Decimal) -> None:
        """What the tax is from a day on."""
        row = {"component_id": component, "starts_on": starts_on, "percentage": percentage}
        self.session.run(sa.insert(tax_component_rate).values(row))

    def rename(self, kind: str, number: int, name: str) -> None:
        """Another name."""
        table = {COMPONENT: tax_component, GROUP: tax_group}[kind]
        self.session.run(sa.update(table).where(table.c.id == number).values(name=name))

    def add_group(self, name: str) -> int:
        """Insert and give the number."""
        return self.session.insert(sa.insert(tax_group).values(name=name).returning(tax_group.c.id))

    def set_taxes(self, group: int, taxes: Iterable[AskedTax]) -> None:
        """The complete list of a group's taxes; what loans took over before stays with them."""
        table = tax_group_component
        self.session.run(sa.delete(table).where(table.c.group_id == group))
        for one in taxes:
            row = {
                "group_id": group,
                "component_id": one.component,
                "starts_on": one.starts_on,
                "ends_on": one.ends_on,
            }
            self.session.run(sa.insert(table).values(row))
