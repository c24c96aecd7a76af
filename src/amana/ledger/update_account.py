"""Other particulars for an account of the chart; what entries rest on cannot change once there are any."""

from dataclasses import dataclass
from typing import Any

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.chart_rules import (
    AccountHasEntries,
    AccountInUse,
    StoredAccount,
    require_fit_parent,
    text_problems,
)
from amana.ledger.chart_store import Chart


@dataclass(frozen=True, kw_only=True)
class UpdateAccount:
    """Only the fields that are given change; ``None`` clears parent, tag and description."""

    account: int
    name: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    account_class: AccountClass | UnsetType = UNSET
    usage: Usage | UnsetType = UNSET
    manual_entries_allowed: bool | UnsetType = UNSET
    parent: int | UnsetType | None = UNSET
    tag: int | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    disabled: bool | UnsetType = UNSET


COLUMNS = {"parent": "parent_id", "tag": "tag_id"}
"""Columns named otherwise than the command's fields."""


@handles(UpdateAccount, permission="UPDATE_GLACCOUNT", grouping="accounting")
def update_account(command: UpdateAccount, chart: Chart) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate, AccountHasEntries, AccountInUse, UnfitParent."""
    stored = chart.load(command.account)
    current = _current(stored)
    changes = changed_fields(given(command, current), current)
    problems = text_problems(changes)
    if problems:
        raise InvalidInput(tuple(problems))
    _require_changeable(stored, changes)
    if "code" in changes:
        chart.require_free_code(changes["code"], except_id=stored.id)
    values = {COLUMNS.get(name, name): value for name, value in changes.items()}
    values |= _placed(stored, changes, chart)
    tag, account_class = (changes.get(name, current[name]) for name in ("tag", "account_class"))
    if tag is not None and {"tag", "account_class"} & set(changes):
        chart.require_tag(tag, account_class)
    chart.change(stored, values)
    return Outcome(kind="gl_account", id=stored.id, changes=changes)


def _current(stored: StoredAccount) -> dict[str, Any]:
    return {
        "name": stored.name,
        "code": stored.code,
        "account_class": stored.account_class,
        "usage": stored.usage,
        "manual_entries_allowed": stored.manual_entries_allowed,
        "parent": stored.parent_id,
        "tag": stored.tag_id,
        "description": stored.description,
        "disabled": stored.disabled,
    }


def _require_changeable(stored: StoredAccount, changes: dict[str, Any]) -> None:
    settled = [what for what in ("account_class", "usage") if what in changes]
    if settled and stored.has_entries:
        raise AccountHasEntries(account=stored.id, what=settled[0])
    if settled and stored.has_children:
        raise AccountInUse(account=stored.id, by="the accounts below it")
    if (settled or changes.get("disabled")) and stored.has_mappings:
        raise AccountInUse(account=stored.id, by="a product")


def _placed(stored: StoredAccount, changes: dict[str, Any], chart: Chart) -> dict[str, Any]:
    """The new hierarchy, where the parent or the class changes."""
    if not {"parent", "account_class"} & set(changes):
        return {}
    parent_id = changes.get("parent", stored.parent_id)
    if parent_id is None:
        return {"hierarchy": "."}
    parent = chart.load(parent_id)
    require_fit_parent(parent, changes.get("account_class", stored.account_class), stored)
    return {"hierarchy": parent.path_of_children}
