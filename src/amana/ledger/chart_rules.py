"""What the chart of accounts refuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from amana.kernel.refusals import Problem, Refused
from amana.ledger.account_types import AccountClass, Usage

MAXIMUM_NAME_LENGTH = 200
MAXIMUM_CODE_LENGTH = 45
MAXIMUM_DESCRIPTION_LENGTH = 500


@dataclass(eq=False, kw_only=True)
class AccountHasEntries(Refused):
    """The account has been posted to; its nature is settled."""

    code = "gl_account_has_entries"
    message = "The ledger account {account} has entries: {what} cannot be changed."

    account: int
    what: str


@dataclass(eq=False, kw_only=True)
class AccountInUse(Refused):
    """Something refers to the account."""

    code = "gl_account_in_use"
    message = "The ledger account {account} is in use by {by}."

    account: int
    by: str


@dataclass(eq=False, kw_only=True)
class UnfitParent(Refused):
    """The account cannot stand below that parent."""

    code = "gl_account_parent_invalid"
    message = "The ledger account {parent} cannot be the parent: {why}."

    parent: int
    why: str


def text_problems(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with name, code and description, of those given."""
    problems = []
    for field, longest in (
        ("name", MAXIMUM_NAME_LENGTH),
        ("code", MAXIMUM_CODE_LENGTH),
        ("description", MAXIMUM_DESCRIPTION_LENGTH),
    ):
        value = values.get(field)
        if field in values and field != "description" and not value:
            problems.append(Problem(field=field, kind="blank", message=f"The {field} is missing."))
        elif isinstance(value, str) and len(value) > longest:
            text = f"The {field} has at most {longest} characters."
            problems.append(Problem(field=field, kind="too_long", message=text, limit=longest))
    return problems


@dataclass(frozen=True)
class StoredAccount:
    """An account as commands see it, with what refers to it."""

    id: int
    name: str
    code: str
    account_class: AccountClass
    usage: Usage
    parent_id: int | None
    hierarchy: str
    disabled: bool
    manual_entries_allowed: bool
    tag_id: int | None
    description: str | None
    has_entries: bool
    has_children: bool
    has_mappings: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "account_class", AccountClass(self.account_class))
        object.__setattr__(self, "usage", Usage(self.usage))

    @property
    def path_of_children(self) -> str:
        """The hierarchy of what stands directly below."""
        return f"{self.hierarchy}{self.id}."


def require_fit_parent(
    parent: StoredAccount, account_class: AccountClass, child: StoredAccount | None
) -> None:
    """Refuse a parent that is no header, of another class, or below its own child."""
    why = None
    if parent.usage is not Usage.HEADER:
        why = "it is not a header account"
    elif parent.account_class is not account_class:
        why = f"it is an account of class {parent.account_class}"
    elif child is not None and (parent.id == child.id or parent.hierarchy.startswith(child.path_of_children)):
        why = "it is the account itself or stands below it"
    if why is not None:
        raise UnfitParent(parent=parent.id, why=why)
