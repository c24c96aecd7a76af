"""Loading and saving a group or centre."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotFound
from amana.parties.groups.states import GroupLevel, GroupStatus, GroupVerb, next_status
from amana.parties.records import client_group, group_number
from amana.storage.session import WriteSession
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class GroupRecord:
    """A group or centre as its verbs decide from it."""

    id: int
    level: str
    name: str
    status: str
    office_id: int
    office_hierarchy: str
    office_opened_on: date
    staff_id: int | None
    parent_id: int | None
    submitted_on: date | None
    registered_on: date
    activated_on: date | None

    def after(self, verb: GroupVerb) -> GroupStatus:
        """The status that the verb leads to; NotAllowedInState where it does not."""
        return next_status(GroupLevel(self.level), GroupStatus(self.status), verb)


_LOCK = Statement(
    sa.select(client_group.c.id)
    .where(client_group.c.id == sa.bindparam("group_id"))
    .with_for_update(key_share=True)
)
_LOAD = Statement(
    sa.select(
        client_group.c.id,
        client_group.c.level,
        client_group.c.name,
        client_group.c.status,
        client_group.c.office_id,
        office.c.hierarchy.label("office_hierarchy"),
        office.c.opened_on.label("office_opened_on"),
        client_group.c.staff_id,
        client_group.c.parent_id,
        client_group.c.submitted_on,
        client_group.c.registered_on,
        client_group.c.activated_on,
    )
    .join(office, office.c.id == client_group.c.office_id)
    .where(client_group.c.id == sa.bindparam("group_id"))
)
NEXT_NUMBER = Statement(sa.select(group_number.next_value()))


def lock_group(session: WriteSession, group_id: int) -> None:
    """Hold a group; what is read afterwards is its present state."""
    session.run(_LOCK, group_id=group_id)


class GroupStore:
    """The groups and centres of the tenant, one at a time."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def load(self, level: GroupLevel, group_id: int) -> GroupRecord:
        """Lock and read a group of the level, in the actor's subtree."""
        lock_group(self.work.session, group_id)
        found = self.work.session.one(_LOAD, GroupRecord, group_id=group_id)
        if found is None or found.level != level:
            raise NotFound(kind=level.value, id=group_id)
        self.work.require_scope(level.value, group_id, found.office_hierarchy)
        return found

    def save(self, group_id: int, **values: Any) -> None:
        """Write the columns given."""
        change = sa.update(client_group).where(client_group.c.id == group_id)
        self.work.session.run(change.values(**values, changed_at=self.work.now))

    def step(self, group_id: int, step: str, on: date, **values: Any) -> None:
        """Write a step of the life cycle (its day and the user) and the columns given."""
        self.save(group_id, **{f"{step}_on": on, f"{step}_by": self.work.actor.user_id}, **values)


def outcome_of(record: GroupRecord, changes: dict[str, Any] | None = None, **more: Any) -> Outcome:
    """What a verb answers about a group or centre."""
    return Outcome(
        kind=record.level, id=record.id, office=record.office_id, group=record.id, changes=changes, **more
    )
