"""A new account in the chart."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.chart_rules import require_fit_parent, text_problems
from amana.ledger.chart_store import Chart


@dataclass(frozen=True, kw_only=True)
class CreateAccount:
    """``code`` is unique in the institution; ``parent`` is a header account of the same class."""

    name: str
    code: str
    account_class: AccountClass
    usage: Usage
    manual_entries_allowed: bool = True
    parent: int | None = None
    tag: int | None = None
    description: str | None = None
    disabled: bool = False


@handles(CreateAccount, permission="CREATE_GLACCOUNT", grouping="accounting")
def create_account(command: CreateAccount, chart: Chart) -> Outcome:
    """Raises InvalidInput, Duplicate, NotFound, UnfitParent."""
    problems = text_problems({"name": command.name, "code": command.code, "description": command.description})
    if problems:
        raise InvalidInput(tuple(problems))
    chart.require_free_code(command.code)
    hierarchy = "."
    if command.parent is not None:
        parent = chart.load(command.parent)
        require_fit_parent(parent, command.account_class, None)
        hierarchy = parent.path_of_children
    if command.tag is not None:
        chart.require_tag(command.tag, command.account_class)
    made = chart.add(
        {
            "name": command.name,
            "code": command.code,
            "account_class": command.account_class.value,
            "usage": command.usage.value,
            "parent_id": command.parent,
            "hierarchy": hierarchy,
            "disabled": command.disabled,
            "manual_entries_allowed": command.manual_entries_allowed,
            "tag_id": command.tag,
            "description": command.description,
        }
    )
    return Outcome(kind="gl_account", id=made)
