"""Removing an accounting rule."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.ledger.accounting_rules.store import KIND, AccountingRules


@dataclass(frozen=True, kw_only=True)
class DeleteAccountingRule:
    """Entries posted by it stay."""

    rule: int


@handles(DeleteAccountingRule, permission="DELETE_ACCOUNTINGRULE", grouping="accounting")
def delete(command: DeleteAccountingRule, rules: AccountingRules) -> Outcome:
    """Raises NotFound."""
    stored = rules.load(command.rule)
    rules.delete(command.rule)
    return Outcome(kind=KIND, id=command.rule, office=stored.office)
