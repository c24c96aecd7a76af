"""Closing groups and centres that have nothing open and nobody active in them any more."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import sqlalchemy as sa

from amana.kernel.codes.lookup import require_value
from amana.kernel.codes.seeds import CENTRE_CLOSURE_REASON, GROUP_CLOSURE_REASON
from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Refused
from amana.parties import obligations
from amana.parties.dates import require_not_before, require_not_future
from amana.parties.groups.states import GroupLevel, GroupStatus, GroupVerb
from amana.parties.groups.store import GroupStore, outcome_of
from amana.parties.records import client, client_group, group_member
from amana.storage.statement import Statement


@dataclass(eq=False, kw_only=True)
class GroupHasOpenAccounts(Refused):
    """Loans and savings come to their end first."""

    code: ClassVar[str] = "group_has_open_accounts"
    message: ClassVar[str] = "The {kind} {id} has open accounts and cannot be closed."

    kind: str
    id: int


@dataclass(eq=False, kw_only=True)
class GroupHasActiveMembers(Refused):
    """Members leave, or are closed, first."""

    code: ClassVar[str] = "group_has_active_members"
    message: ClassVar[str] = "The {kind} {id} has active members and cannot be closed."

    kind: str
    id: int


@dataclass(frozen=True, kw_only=True)
class CloseGroup:
    """``reason`` is a value of the code GroupClosureReason."""

    group: int
    on: date
    reason: int


@dataclass(frozen=True, kw_only=True)
class CloseCentre:
    """``reason`` is a value of the code CenterClosureReason."""

    centre: int
    on: date
    reason: int


_ACTIVE_MEMBER = Statement(
    sa.select(sa.literal(1))
    .select_from(group_member.join(client, client.c.id == group_member.c.client_id))
    .where(group_member.c.group_id == sa.bindparam("group_id"), client.c.status == "active")
    .union_all(
        sa.select(sa.literal(1)).where(
            client_group.c.parent_id == sa.bindparam("group_id"),
            client_group.c.status == GroupStatus.ACTIVE.value,
        )
    )
    .limit(1)
)


@handles(CloseGroup, permission="CLOSE_GROUP")
def close_group(command: CloseGroup, groups: GroupStore) -> Outcome:
    """Refuses while accounts are open or members are active."""
    require_value(groups.work.session, GROUP_CLOSURE_REASON, command.reason, field="reason")
    return _close(groups, GroupLevel.GROUP, command.group, command.on, command.reason)


@handles(CloseCentre, permission="CLOSE_CENTER")
def close_centre(command: CloseCentre, groups: GroupStore) -> Outcome:
    """Refuses while accounts are open or groups are active."""
    require_value(groups.work.session, CENTRE_CLOSURE_REASON, command.reason, field="reason")
    return _close(groups, GroupLevel.CENTRE, command.centre, command.on, command.reason)


def _close(groups: GroupStore, level: GroupLevel, group_id: int, on: date, reason: int) -> Outcome:
    record = groups.load(level, group_id)
    status = record.after(GroupVerb.CLOSE)
    session = groups.work.session
    require_not_future("on", on, groups.work.business_date)
    require_not_before("on", on, record.activated_on or record.submitted_on, "the activation")
    if session.scalar(_ACTIVE_MEMBER, group_id=record.id) is not None:
        raise GroupHasActiveMembers(kind=level.value, id=record.id)
    if obligations.has_open(session, obligations.Party.GROUP, record.id):
        raise GroupHasOpenAccounts(kind=level.value, id=record.id)
    groups.step(record.id, "closed", on, closure_reason_id=reason, status=str(status))
    return outcome_of(record, {"status": status, "closed_on": on, "reason": reason})
