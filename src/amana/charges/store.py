"""Charge definitions as commands load and save them, and the check for those who refer to one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.charges.definition import ChargeDefinition
from amana.charges.kinds import AppliesTo, ChargeTime, Every
from amana.charges.records import charge
from amana.finance.charges import ChargeBasis
from amana.kernel.context import Work
from amana.kernel.currencies.selection import uses_currencies
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound, Problem, Refused
from amana.ledger.records import product_account
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

KIND = "charge"


@dataclass(eq=False, kw_only=True)
class ChargeInUse(Refused):
    """A product or account bears the charge."""

    code = "charge_in_use"
    message = "The charge {charge} is in use by {by}."

    charge: int
    by: str


ChargeUser = Callable[[ReadSession, int], bool]
_USERS: list[tuple[str, ChargeUser]] = []


def uses_charges(by: str) -> Callable[[ChargeUser], ChargeUser]:
    """Register a function that says whether a slice uses a charge; ``by`` names the user in refusals."""

    def register(user: ChargeUser) -> ChargeUser:
        _USERS.append((by, user))
        return user

    return register


def definition_of(row: Any) -> ChargeDefinition:
    """The value of a row (a mapping of the table's columns)."""
    month, day = row["yearly_month"], row["yearly_day"]
    return ChargeDefinition(
        name=row["name"],
        applies_to=AppliesTo(row["applies_to"]),
        time=ChargeTime(row["time"]),
        basis=ChargeBasis(row["basis"]),
        currency=row["currency"],
        amount=row["amount"],
        penalty=row["penalty"],
        active=row["active"],
        minimum=row["minimum"],
        maximum=row["maximum"],
        yearly_day=None if month is None else (month, day),
        every_unit=None if row["every_unit"] is None else Every(row["every_unit"]),
        every_count=row["every_count"],
        tax_group=row["tax_group_id"],
    )


def columns_of(definition: ChargeDefinition) -> dict[str, Any]:
    """The row of a value."""
    month, day = definition.yearly_day or (None, None)
    names = ("applies_to", "time", "basis", "every_unit")
    words = {name: getattr(definition, name) for name in names}
    plain = ("name", "currency", "amount", "penalty", "active", "minimum", "maximum", "every_count")
    return {
        **{name: getattr(definition, name) for name in plain},
        **{name: None if word is None else str(word) for name, word in words.items()},
        "yearly_month": month,
        "yearly_day": day,
        "tax_group_id": definition.tax_group,
    }


_LOAD = Statement(sa.select(charge).where(charge.c.id == sa.bindparam("charge_id")))
_LOCKED = Statement(sa.select(charge).where(charge.c.id == sa.bindparam("charge_id")).with_for_update())
_NAMED = Statement(sa.select(charge.c.id).where(charge.c.name == sa.bindparam("name")))
_INSERT = Statement(
    sa.insert(charge).returning(charge.c.id), columns=[c.name for c in charge.columns if c.name != "id"]
)
_DELETE = Statement(sa.delete(charge).where(charge.c.id == sa.bindparam("charge_id")))
_IN_CURRENCY = Statement(sa.select(sa.exists().where(charge.c.currency == sa.bindparam("currency"))))
_MAPPED = Statement(sa.select(sa.exists().where(product_account.c.charge_id == sa.bindparam("charge_id"))))


class Charges:
    """Loads and saves definitions."""

    def __init__(self, work: Work) -> None:
        self.session = work.session

    def load(self, charge_id: int) -> ChargeDefinition:
        """Lock and load; raises NotFound."""
        row = self.session.record(_LOCKED, charge_id=charge_id)
        if row is None:
            raise NotFound(kind=KIND, id=charge_id)
        return definition_of(row)

    def require_free_name(self, name: str, *, except_id: int | None = None) -> None:
        """Refuse a name that is taken."""
        holder = self.session.scalar(_NAMED, name=name)
        if holder is not None and holder != except_id:
            raise Duplicate(kind=KIND, field="name", value=name)

    def require_unused(self, charge_id: int) -> None:
        """Raises ChargeInUse when a slice that registered says so, or a product maps an account for it."""
        for by, uses in _USERS:
            if uses(self.session, charge_id):
                raise ChargeInUse(charge=charge_id, by=by)

    def add(self, definition: ChargeDefinition) -> int:
        """Insert and give the id."""
        return self.session.insert(_INSERT, **columns_of(definition))

    def save(self, charge_id: int, definition: ChargeDefinition) -> None:
        """Store another definition under the same id."""
        self.session.run(sa.update(charge).where(charge.c.id == charge_id).values(columns_of(definition)))

    def delete(self, charge_id: int) -> None:
        """Remove; the database refuses when something still refers to it."""
        self.session.run(_DELETE, charge_id=charge_id)


def require_charge(
    session: ReadSession, charge_id: int, applies_to: AppliesTo, currency: str, *, field: str = "charge"
) -> ChargeDefinition:
    """The definition somebody wants to use; InvalidInput about ``field`` unless it is active and fits."""
    row = session.record(_LOAD, charge_id=charge_id)
    found = None if row is None else definition_of(row)
    why = None
    if found is None:
        why = f"There is no charge {charge_id}."
    elif not found.active:
        why = f"The charge {found.name} is not active."
    elif found.applies_to is not applies_to:
        why = f"The charge {found.name} is one of {found.applies_to} accounts, not of {applies_to} accounts."
    elif found.currency != currency:
        why = f"The charge {found.name} is in {found.currency}, not in {currency}."
    if found is None or why is not None:
        kind = "unknown" if found is None else "inconsistent"
        raise InvalidInput((Problem(field=field, kind=kind, message=why or "", value=charge_id),))
    return found


@uses_charges("the accounts of a product")
def is_mapped(session: ReadSession, charge_id: int) -> bool:
    """Whether a product has a ledger account for the charge."""
    return bool(session.scalar(_MAPPED, charge_id=charge_id))


@uses_currencies
def has_charges_in(session: ReadSession, currency: str) -> bool:
    """Whether a charge is defined in the currency."""
    return bool(session.scalar(_IN_CURRENCY, currency=currency))
