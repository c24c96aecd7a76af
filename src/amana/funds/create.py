"""A new fund."""

from dataclasses import dataclass

from amana.funds.store import KIND, Funds
from amana.kernel.commands import handles
from amana.kernel.identities import register
from amana.kernel.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class CreateFund:
    """Its name is unique."""

    name: str
    external_id: str | None = None


@handles(CreateFund, permission="CREATE_FUND", grouping="organisation")
def create(command: CreateFund, funds: Funds) -> Outcome:
    """Raises InvalidInput, Duplicate."""
    funds.require_good_name(command.name)
    made = funds.add(command.name)
    register(funds.session, KIND, made, command.external_id)
    return Outcome(kind=KIND, id=made)
