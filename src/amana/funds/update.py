"""Another name or external id for a fund."""

from dataclasses import dataclass
from typing import Any

from amana.funds.store import KIND, Funds
from amana.kernel.commands import handles
from amana.kernel.identities import change_external_id
from amana.kernel.outcome import Outcome
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given


@dataclass(frozen=True, kw_only=True)
class UpdateFund:
    """Only the fields that are given change; ``None`` clears the external id."""

    fund: int
    name: str | UnsetType = UNSET
    external_id: str | UnsetType | None = UNSET


@handles(UpdateFund, permission="UPDATE_FUND", grouping="organisation")
def update(command: UpdateFund, funds: Funds) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate."""
    stored = funds.load(command.fund)
    current: dict[str, Any] = {"name": stored.name, "external_id": funds.external_id(stored.id)}
    changes = changed_fields(given(command, current), current)
    if "name" in changes:
        funds.require_good_name(changes["name"], except_id=stored.id)
        funds.rename(stored.id, changes["name"])
    if "external_id" in changes:
        change_external_id(funds.session, KIND, stored.id, changes["external_id"])
    return Outcome(kind=KIND, id=stored.id, changes=changes)
