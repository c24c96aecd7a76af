"""Another ledger account for a financial activity."""

from dataclasses import dataclass, replace

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.ledger.activities.definition import KIND, FinancialActivity
from amana.ledger.activities.store import ActivityAccount, ActivityAccounts


@dataclass(frozen=True, kw_only=True)
class ChangeActivityAccount:
    """What was posted before stays on the account of its time."""

    mapping: int
    activity: FinancialActivity | UnsetType = UNSET
    account: int | UnsetType = UNSET


@handles(ChangeActivityAccount, permission="UPDATE_FINANCIALACTIVITYACCOUNT", grouping="accounting")
def change(command: ChangeActivityAccount, accounts: ActivityAccounts) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate."""
    stored = accounts.load(command.mapping)
    current = {"activity": stored.activity, "account": stored.account}
    changes = changed_fields(given(command, current), current)
    if changes:
        wanted: ActivityAccount = replace(stored, **changes)
        accounts.require_sound(wanted, except_id=command.mapping)
        accounts.save(command.mapping, wanted)
    return Outcome(kind=KIND, id=command.mapping, changes=changes)
