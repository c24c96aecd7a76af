"""Other particulars for an accounting rule."""

from dataclasses import dataclass, replace
from typing import Any

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.ledger.accounting_rules.definition import SIDES
from amana.ledger.accounting_rules.store import KIND, AccountingRules


@dataclass(frozen=True, kw_only=True)
class UpdateAccountingRule:
    """Only the fields that are given change; giving a side an account takes its tags away, and the other way round."""

    rule: int
    name: str | UnsetType = UNSET
    office: int | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    debit_account: int | UnsetType | None = UNSET
    credit_account: int | UnsetType | None = UNSET
    debit_tags: tuple[int, ...] | UnsetType = UNSET
    credit_tags: tuple[int, ...] | UnsetType = UNSET
    many_debits: bool | UnsetType = UNSET
    many_credits: bool | UnsetType = UNSET


@handles(UpdateAccountingRule, permission="UPDATE_ACCOUNTINGRULE", grouping="accounting")
def update(command: UpdateAccountingRule, rules: AccountingRules) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate."""
    stored = rules.load(command.rule)
    current: dict[str, Any] = vars(stored)
    sent = given(command, current)
    for side in SIDES:
        sent |= _other_way(sent, side)
        if sent.get(f"{side}_tags"):
            sent[f"{side}_tags"] = tuple(sorted(set(sent[f"{side}_tags"])))
    changes = changed_fields(sent, current)
    if changes:
        wanted = replace(stored, **changes)
        rules.require_sound(wanted, except_id=command.rule)
        rules.save(command.rule, wanted)
    return Outcome(kind=KIND, id=command.rule, office=stored.office, changes=changes)


def _other_way(sent: dict[str, Any], side: str) -> dict[str, Any]:
    """What a side gives up when it is put the other way."""
    account, tags = f"{side}_account", f"{side}_tags"
    if sent.get(account) is not None and tags not in sent:
        return {tags: (), f"many_{side}s": False}
    if sent.get(tags) and account not in sent:
        return {account: None}
    return {}
