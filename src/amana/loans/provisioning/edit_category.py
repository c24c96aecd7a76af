"""Categories of loans by how sure they are: made, changed, removed."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate, InUse, InvalidInput, NotFound
from amana.kernel.seeding import seeds
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.loans.provisioning.records import provision_part, provisioning_category, provisioning_rule
from amana.loans.provisioning.rules import name_problems
from amana.storage.session import WriteSession

KIND = "provisioning_category"
USUAL = ("STANDARD", "SUB-STANDARD", "DOUBTFUL", "LOSS")


@dataclass(frozen=True, kw_only=True)
class CreateProvisioningCategory:
    """A new category."""

    name: str
    description: str | None = None


@dataclass(frozen=True, kw_only=True)
class UpdateProvisioningCategory:
    """Only the fields that are given change."""

    category: int
    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET


@dataclass(frozen=True, kw_only=True)
class DeleteProvisioningCategory:
    """A category that no rule and no provision uses."""

    category: int


def _load(work: Work, category: int) -> dict[str, Any]:
    table = provisioning_category
    row: dict[str, Any] | None = work.session.record(sa.select(table).where(table.c.id == category))
    if row is None:
        raise NotFound(kind=KIND, id=category)
    return row


def _require_sound(work: Work, name: str, except_id: int | None = None) -> None:
    found = tuple(name_problems(name))
    if found:
        raise InvalidInput(found)
    table = provisioning_category
    holder = work.session.scalar(sa.select(table.c.id).where(table.c.name == name))
    if holder is not None and holder != except_id:
        raise Duplicate(kind=KIND, field="name", value=name)


@handles(CreateProvisioningCategory, permission="CREATE_PROVISIONCATEGORY", grouping="organisation")
def create(command: CreateProvisioningCategory, work: Work) -> Outcome:
    """Raises InvalidInput, Duplicate."""
    _require_sound(work, command.name)
    table = provisioning_category
    row = {"name": command.name, "description": command.description}
    return Outcome(kind=KIND, id=work.session.insert(sa.insert(table).values(row).returning(table.c.id)))


@handles(UpdateProvisioningCategory, permission="UPDATE_PROVISIONCATEGORY", grouping="organisation")
def update(command: UpdateProvisioningCategory, work: Work) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate."""
    current = _load(work, command.category)
    changes = changed_fields(given(command, current), current)
    if "name" in changes:
        _require_sound(work, changes["name"], except_id=command.category)
    if changes:
        table = provisioning_category
        work.session.run(sa.update(table).where(table.c.id == command.category).values(**changes))
    return Outcome(kind=KIND, id=command.category, changes=changes)


@handles(DeleteProvisioningCategory, permission="DELETE_PROVISIONCATEGORY", grouping="organisation")
def delete(command: DeleteProvisioningCategory, work: Work) -> Outcome:
    """Raises NotFound, InUse."""
    _load(work, command.category)
    for column in (provisioning_rule.c.category_id, provision_part.c.category_id):
        if work.session.scalar(sa.select(column).where(column == command.category).limit(1)) is not None:
            raise InUse(kind=KIND, id=command.category)
    table = provisioning_category
    work.session.run(sa.delete(table).where(table.c.id == command.category))
    return Outcome(kind=KIND, id=command.category)


@seeds(40)
def seed_categories(session: WriteSession) -> None:
    """The usual ones, where there are none."""
    table = provisioning_category
    if session.scalar(sa.select(table.c.id).limit(1)) is None:
        for name in USUAL:
            session.run(sa.insert(table).values(name=name))
