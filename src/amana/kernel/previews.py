"""What a dry run shows besides its outcome: the records it would have changed, before and after."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from amana.kernel.context import Reading, Work
from amana.kernel.differences import Difference, differences
from amana.kernel.inquiry import answer, reading
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Refused
from amana.kernel.tenant import Tenant

_SHOWN: dict[str, Callable[[int], Any]] = {}


@dataclass(frozen=True, kw_only=True)
class PreviewedRecord:
    """One record as it is (None: not there yet) and as it would be; None where the actor may not read it."""

    kind: str
    id: int
    before: Any
    after: Any
    differences: Sequence[Difference]


def previews(kind: str, query: Callable[[int], Any]) -> None:
    """Show records of ``kind`` (one of the names an ``Outcome`` has for records) by ``query``."""
    if kind in _SHOWN:
        raise ValueError(f"two previews of {kind}")
    _SHOWN[kind] = query


def previewed(tenant: Tenant, outcome: Outcome, work: Work) -> list[PreviewedRecord]:
    """The records of an outcome; ``work`` is the transaction that will be rolled back, ``before`` is read beside it."""
    found = []
    for kind, query in _SHOWN.items():
        number = getattr(outcome, kind)
        if number is None:
            continue
        before = after = None
        with suppress(Refused), reading(tenant, work.actor) as at:
            before = answer(query(number), at)
        with suppress(Refused):
            after = answer(query(number), Reading(work.session, work.actor, work.moment))
        found.append(
            PreviewedRecord(
                kind=kind, id=number, before=before, after=after, differences=differences(before, after)
            )
        )
    return found
