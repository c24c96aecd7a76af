"""Changing an office: its name, external id, opening day, and its place in the tree."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa

from amana.kernel import identities
from amana.kernel.access.records import office
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.records import tenant_state
from amana.kernel.refusals import Refused, invalid
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.parties.offices.create import require_name_free
from amana.parties.refs import OfficeRef, office_ref
from amana.storage.statement import Statement


@dataclass(eq=False, kw_only=True)
class OfficeUnderItself(Refused):
    """The tree of offices has no cycles."""

    code: ClassVar[str] = "office_under_itself"
    message: ClassVar[str] = "Office {office} cannot be put under office {parent}, which is part of it."

    office: int
    parent: int


@dataclass(eq=False, kw_only=True)
class HeadOfficeStays(Refused):
    """The head office is the root."""

    code: ClassVar[str] = "head_office_stays"
    message: ClassVar[str] = "The head office cannot be put under another office."


@dataclass(frozen=True, kw_only=True)
class UpdateOffice:
    """Change an office; what is not given stays. Another ``parent`` moves everything below it along."""

    office: int
    name: str | UnsetType = UNSET
    external_id: str | UnsetType | None = UNSET
    opened_on: date | UnsetType = UNSET
    parent: int | UnsetType = UNSET


_LOAD = Statement(
    sa.select(office.c.name, office.c.opened_on, office.c.parent_id.label("parent"))
    .where(office.c.id == sa.bindparam("office_id"))
    .with_for_update()
)
_LOCK_TREE = Statement(sa.select(office.c.id).order_by(office.c.id).with_for_update())
_MOVE = Statement(
    sa.update(office)
    .where(office.c.hierarchy.startswith(sa.bindparam("before")))
    .values(
        hierarchy=sa.bindparam("after", type_=sa.Text)
        + sa.func.substr(office.c.hierarchy, sa.func.length(sa.bindparam("before", type_=sa.Text)) + 1)
    )
)
_RIGHTS_CHANGED = Statement(sa.update(tenant_state).values(access_version=tenant_state.c.access_version + 1))


@handles(UpdateOffice, permission="UPDATE_OFFICE", grouping="organisation")
def update(command: UpdateOffice, work: Work) -> Outcome:
    """Refuses taken names and external ids, and a move that would tear the tree."""
    moves = command.parent is not UNSET
    if moves:
        work.session.tuples(_LOCK_TREE)
    here = office_ref(work, command.office)
    current: dict[str, Any] = work.session.record(_LOAD, office_id=here.id) or {}
    known = identities.identity_of(work.session, "office", here.id)
    current["external_id"] = known.external_id if known else None
    changes = changed_fields(given(command, ("name", "external_id", "opened_on", "parent")), current)
    if "name" in changes:
        if not changes["name"]:
            raise invalid("name", "blank", "name cannot be blank.")
        require_name_free(work.session, changes["name"])
    if "external_id" in changes:
        identities.change_external_id(work.session, "office", here.id, changes["external_id"])
    if "parent" in changes:
        _move(work, here, changes["parent"])
    columns = {"parent_id" if n == "parent" else n: v for n, v in changes.items() if n != "external_id"}
    if changes:
        columns["changed_at"] = work.now
        work.session.run(sa.update(office).where(office.c.id == here.id).values(**columns))
    return Outcome(kind="office", id=here.id, office=here.id, changes=changes)


def _move(work: Work, here: OfficeRef, parent: int) -> None:
    if here.hierarchy == ".":
        raise HeadOfficeStays
    target = office_ref(work, parent)
    if target.hierarchy.startswith(here.hierarchy):
        raise OfficeUnderItself(office=here.id, parent=parent)
    work.session.run(_MOVE, before=here.hierarchy, after=f"{target.hierarchy}{here.id}.")
    work.session.run(_RIGHTS_CHANGED)
