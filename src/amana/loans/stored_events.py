"""Events as they are stored: the name of each kind, and how an old shape becomes today's.

An old stored version is brought up to date by an upcaster (``UPCASTERS``) when it is read.
"""

from collections.abc import Callable, Mapping
from typing import Any

from amana.kernel.codec import from_plain, to_plain
from amana.loans.events import (
    Accrued,
    ActivityPosted,
    ApprovalUndone,
    Approved,
    ApprovedAmountChanged,
    ChargeAdded,
    ChargeChanged,
    ChargedBack,
    ChargedOff,
    ChargePaid,
    ChargeRemoved,
    ChargeWaived,
    ClosedAsRescheduled,
    Credited,
    Deleted,
    DisbursalUndone,
    Disbursed,
    Event,
    Foreclosed,
    FraudMarked,
    InterestWaived,
    LetGo,
    Modified,
    OfficerAssigned,
    OverpaymentRefunded,
    PaidBack,
    PenaltiesStopped,
    RateFollowed,
    Recovered,
    Rejected,
    Reopened,
    Repaid,
    RepaidAtDisbursement,
    Rescheduled,
    Submitted,
    TranchesChanged,
    TransactionReversed,
    Withdrawn,
    WrittenOff,
)

KINDS: dict[str, type[Event]] = {
    cls.kind: cls
    for cls in (
        Submitted,
        Modified,
        Deleted,
        Approved,
        ApprovalUndone,
        ApprovedAmountChanged,
        TranchesChanged,
        Rescheduled,
        RateFollowed,
        Rejected,
        Withdrawn,
        Reopened,
        Disbursed,
        RepaidAtDisbursement,
        DisbursalUndone,
        Repaid,
        Credited,
        ChargedBack,
        ChargedOff,
        FraudMarked,
        PenaltiesStopped,
        Foreclosed,
        InterestWaived,
        ChargeAdded,
        ChargeChanged,
        ChargeRemoved,
        ChargeWaived,
        ChargePaid,
        WrittenOff,
        Recovered,
        OverpaymentRefunded,
        PaidBack,
        LetGo,
        ClosedAsRescheduled,
        TransactionReversed,
        Accrued,
        ActivityPosted,
        OfficerAssigned,
    )
}

UPCASTERS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""(kind, stored version) to what makes the next version of its stored form."""


def to_stored(body: Event) -> dict[str, Any]:
    """The JSON form of a body."""
    plain: dict[str, Any] = to_plain(body)
    return plain


def from_stored(kind: str, version: int, stored: Mapping[str, Any]) -> Event:
    """The body behind a stored form of any version."""
    cls = KINDS[kind]
    plain = dict(stored)
    while version < cls.version:
        plain = UPCASTERS[kind, version](plain)
        version += 1
    event: Event = from_plain(cls, plain)
    return event
