"""Groups in centres."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa

from amana.kernel.context import Work
from amana.kernel.refusals import NotFound, Refused
from amana.parties.groups.states import GroupLevel, GroupStatus, GroupVerb, next_status
from amana.parties.records import client_group
from amana.parties.refs import group_ref


@dataclass(eq=False, kw_only=True)
class GroupOfOtherOffice(Refused):
    """A centre and its groups belong to one office."""

    code: ClassVar[str] = "group_of_other_office"
    message: ClassVar[str] = "Group {group} does not belong to the centre's office {office}."

    group: int
    office: int


@dataclass(eq=False, kw_only=True)
class GroupInOtherCentre(Refused):
    """A group is in one centre at most."""

    code: ClassVar[str] = "group_in_other_centre"
    message: ClassVar[str] = "Group {group} is in centre {centre} already."

    group: int
    centre: int


@dataclass(eq=False, kw_only=True)
class GroupNotInCentre(Refused):
    """Only a group of the centre can leave it."""

    code: ClassVar[str] = "group_not_in_centre"
    message: ClassVar[str] = "Group {group} is not in centre {centre}."

    group: int
    centre: int


def require_centre(work: Work, centre_id: int, office_id: int) -> int:
    """The centre that a group of the office may be put in; not one that is closed."""
    found = group_ref(work, centre_id)
    if found.level != GroupLevel.CENTRE:
        raise NotFound(kind="centre", id=centre_id)
    next_status(GroupLevel.CENTRE, GroupStatus(found.status), GroupVerb.ADMIT)
    if found.office_id != office_id:
        raise GroupOfOtherOffice(group=centre_id, office=office_id)
    return centre_id


def admit_groups(work: Work, centre_id: int, office_id: int, group_ids: Sequence[int]) -> None:
    """Put groups of the centre's office, which are in no centre yet, under the centre."""
    for number, (home, parent) in _known(work, group_ids).items():
        if home != office_id:
            raise GroupOfOtherOffice(group=number, office=office_id)
        if parent is not None:
            raise GroupInOtherCentre(group=number, centre=parent)
        put_under(work, number, centre_id)


def release_groups(work: Work, centre_id: int, group_ids: Sequence[int]) -> None:
    """Take groups out of the centre."""
    for number, (_, parent) in _known(work, group_ids).items():
        if parent != centre_id:
            raise GroupNotInCentre(group=number, centre=centre_id)
        put_under(work, number, None)


def put_under(work: Work, group_id: int, centre_id: int | None) -> None:
    """Write a group's place."""
    path = f".{group_id}." if centre_id is None else f".{centre_id}.{group_id}."
    change = sa.update(client_group).where(client_group.c.id == group_id)
    work.session.run(change.values(parent_id=centre_id, hierarchy=path, changed_at=work.now))


def _known(work: Work, group_ids: Sequence[int]) -> dict[int, tuple[int, int | None]]:
    """Office and centre of each group, locked; NotFound for one that is none."""
    rows = work.session.tuples(
        sa.select(client_group.c.id, client_group.c.office_id, client_group.c.parent_id)
        .where(client_group.c.id.in_(group_ids), client_group.c.level == GroupLevel.GROUP.value)
        .order_by(client_group.c.id)
        .with_for_update()
    )
    known = {number: (home, parent) for number, home, parent in rows}
    for number in group_ids:
        if number not in known:
            raise NotFound(kind="group", id=number)
    return known
