"""The life cycle of a group or centre as a table: what is absent is refused."""

from enum import StrEnum

from amana.kernel.refusals import NotAllowedInState


class GroupLevel(StrEnum):
    """A group has clients, a centre has groups."""

    GROUP = "group"
    CENTRE = "centre"


class GroupStatus(StrEnum):
    """Where a group or centre stands."""

    PENDING = "pending"
    ACTIVE = "active"
    CLOSED = "closed"


class GroupVerb(StrEnum):
    """What can be done with a group or centre."""

    ACTIVATE = "activate"
    CLOSE = "close"
    ADMIT = "admit"
    DISMISS = "dismiss"


_S, _V = GroupStatus, GroupVerb

TRANSITIONS: dict[tuple[GroupStatus, GroupVerb], GroupStatus] = {
    (_S.PENDING, _V.ACTIVATE): _S.ACTIVE,
    (_S.PENDING, _V.CLOSE): _S.CLOSED,
    (_S.ACTIVE, _V.CLOSE): _S.CLOSED,
    (_S.PENDING, _V.ADMIT): _S.PENDING,
    (_S.ACTIVE, _V.ADMIT): _S.ACTIVE,
    (_S.PENDING, _V.DISMISS): _S.PENDING,
    (_S.ACTIVE, _V.DISMISS): _S.ACTIVE,
}


def next_status(level: GroupLevel, status: GroupStatus, verb: GroupVerb) -> GroupStatus:
    """Where the verb leads; NotAllowedInState where it does not."""
    found = TRANSITIONS.get((status, verb))
    if found is None:
        raise NotAllowedInState(kind=level.value, status=status.value, verb=verb.value)
    return found
