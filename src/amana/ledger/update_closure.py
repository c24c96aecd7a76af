"""Other comments for a closure; nothing else about it can change."""

from dataclasses import dataclass
from typing import Any

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.ledger.closure_store import Closures


@dataclass(frozen=True, kw_only=True)
class UpdateClosure:
    """``None`` clears the comments."""

    closure: int
    comments: str | UnsetType | None = UNSET


@handles(UpdateClosure, permission="UPDATE_GLCLOSURE", grouping="accounting")
def update_closure(command: UpdateClosure, closures: Closures) -> Outcome:
    """Raises NotFound."""
    stored = closures.load(command.closure)
    current: dict[str, Any] = {"comments": stored.comments}
    changes = changed_fields(given(command, current), current)
    if changes:
        closures.comment(stored.id, changes["comments"])
    return Outcome(kind="gl_closure", id=stored.id, office=stored.office_id, changes=changes)
