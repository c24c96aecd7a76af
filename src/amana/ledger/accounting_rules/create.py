"""A new accounting rule."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.ledger.accounting_rules.definition import AccountingRule
from amana.ledger.accounting_rules.store import KIND, AccountingRules


@dataclass(frozen=True, kw_only=True)
class CreateAccountingRule:
    """See ``AccountingRule`` for what the fields mean."""

    name: str
    office: int
    description: str | None = None
    debit_account: int | None = None
    credit_account: int | None = None
    debit_tags: tuple[int, ...] = ()
    credit_tags: tuple[int, ...] = ()
    many_debits: bool = False
    many_credits: bool = False


@handles(CreateAccountingRule, permission="CREATE_ACCOUNTINGRULE", grouping="accounting")
def create(command: CreateAccountingRule, rules: AccountingRules) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate."""
    rule = AccountingRule(**vars(command))
    rules.require_sound(rule)
    return Outcome(kind=KIND, id=rules.add(rule), office=rule.office)
