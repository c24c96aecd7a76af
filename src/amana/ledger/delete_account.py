"""Removing an account that was never used."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.ledger.chart_rules import AccountHasEntries, AccountInUse
from amana.ledger.chart_store import Chart


@dataclass(frozen=True, kw_only=True)
class DeleteAccount:
    """Only an account without entries, children and mappings."""

    account: int


@handles(DeleteAccount, permission="DELETE_GLACCOUNT", grouping="accounting")
def delete_account(command: DeleteAccount, chart: Chart) -> Outcome:
    """Raises NotFound, AccountHasEntries, AccountInUse."""
    stored = chart.load(command.account)
    if stored.has_entries:
        raise AccountHasEntries(account=stored.id, what="its existence")
    if stored.has_children:
        raise AccountInUse(account=stored.id, by="the accounts below it")
    if stored.has_mappings:
        raise AccountInUse(account=stored.id, by="a product or a financial activity")
    chart.delete(stored.id)
    return Outcome(kind="gl_account", id=stored.id, changes={})
