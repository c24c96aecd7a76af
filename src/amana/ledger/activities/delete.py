"""A financial activity without an account of its own again."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.ledger.activities.definition import KIND
from amana.ledger.activities.store import ActivityAccounts


@dataclass(frozen=True, kw_only=True)
class UnmapFinancialActivity:
    """What was posted stays on the account of its time."""

    mapping: int


@handles(UnmapFinancialActivity, permission="DELETE_FINANCIALACTIVITYACCOUNT", grouping="accounting")
def unmap(command: UnmapFinancialActivity, accounts: ActivityAccounts) -> Outcome:
    """Raises NotFound."""
    accounts.load(command.mapping)
    accounts.delete(command.mapping)
    return Outcome(kind=KIND, id=command.mapping)
