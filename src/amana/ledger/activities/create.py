"""A ledger account for a financial activity."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.ledger.activities.definition import KIND, FinancialActivity
from amana.ledger.activities.store import ActivityAccount, ActivityAccounts


@dataclass(frozen=True, kw_only=True)
class MapFinancialActivity:
    """Each activity has one account, of the class that goes with it."""

    activity: FinancialActivity
    account: int


@handles(MapFinancialActivity, permission="CREATE_FINANCIALACTIVITYACCOUNT", grouping="accounting")
def map_activity(command: MapFinancialActivity, accounts: ActivityAccounts) -> Outcome:
    """Raises InvalidInput, Duplicate."""
    wanted = ActivityAccount(activity=command.activity, account=command.account)
    accounts.require_sound(wanted)
    return Outcome(kind=KIND, id=accounts.add(wanted))
