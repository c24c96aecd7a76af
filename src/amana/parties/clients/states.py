"""The life cycle of a client as a table: what is absent is refused."""

from enum import StrEnum

from amana.kernel.refusals import NotAllowedInState


class ClientStatus(StrEnum):
    """Where a client stands."""

    PENDING = "pending"
    ACTIVE = "active"
    TRANSFER_IN_PROGRESS = "transfer_in_progress"
    TRANSFER_ON_HOLD = "transfer_on_hold"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ClientVerb(StrEnum):
    """What can be done with a client."""

    ACTIVATE = "activate"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REACTIVATE = "reactivate"
    UNDO_REJECTION = "undo_rejection"
    UNDO_WITHDRAWAL = "undo_withdrawal"
    PROPOSE_TRANSFER = "propose_transfer"
    WITHDRAW_TRANSFER = "withdraw_transfer"
    REJECT_TRANSFER = "reject_transfer"
    ACCEPT_TRANSFER = "accept_transfer"


class LegalForm(StrEnum):
    """What the client is in law."""

    PERSON = "person"
    ENTITY = "entity"


_S, _V = ClientStatus, ClientVerb

TRANSITIONS: dict[tuple[ClientStatus, ClientVerb], ClientStatus] = {
    (_S.PENDING, _V.ACTIVATE): _S.ACTIVE,
    (_S.PENDING, _V.REJECT): _S.REJECTED,
    (_S.PENDING, _V.WITHDRAW): _S.WITHDRAWN,
    (_S.PENDING, _V.CLOSE): _S.CLOSED,
    (_S.ACTIVE, _V.CLOSE): _S.CLOSED,
    (_S.CLOSED, _V.REACTIVATE): _S.PENDING,
    (_S.REJECTED, _V.UNDO_REJECTION): _S.PENDING,
    (_S.WITHDRAWN, _V.UNDO_WITHDRAWAL): _S.PENDING,
    (_S.ACTIVE, _V.PROPOSE_TRANSFER): _S.TRANSFER_IN_PROGRESS,
    (_S.TRANSFER_ON_HOLD, _V.PROPOSE_TRANSFER): _S.TRANSFER_IN_PROGRESS,
    (_S.TRANSFER_IN_PROGRESS, _V.WITHDRAW_TRANSFER): _S.ACTIVE,
    (_S.TRANSFER_ON_HOLD, _V.WITHDRAW_TRANSFER): _S.ACTIVE,
    (_S.TRANSFER_IN_PROGRESS, _V.REJECT_TRANSFER): _S.TRANSFER_ON_HOLD,
    (_S.TRANSFER_IN_PROGRESS, _V.ACCEPT_TRANSFER): _S.ACTIVE,
}


def next_status(status: ClientStatus, verb: ClientVerb) -> ClientStatus:
    """Where the verb leads; NotAllowedInState where it does not."""
    found = TRANSITIONS.get((status, verb))
    if found is None:
        raise NotAllowedInState(kind="client", status=status.value, verb=verb.value)
    return found
