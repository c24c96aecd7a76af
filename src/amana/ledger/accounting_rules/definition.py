"""An accounting rule as a value, and what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from amana.kernel.refusals import Problem
from amana.ledger.account_types import Usage
from amana.ledger.manual_entry_rules import PostableAccount

MAXIMUM_NAME_LENGTH = 100
MAXIMUM_DESCRIPTION_LENGTH = 500


@dataclass(frozen=True, kw_only=True)
class AccountingRule:
    """For the offices from ``office`` down. Of each side exactly one of account and tags is given; ``many_...`` lets
    several accounts found by tag share the amount.
    """

    name: str
    office: int
    description: str | None = None
    debit_account: int | None = None
    credit_account: int | None = None
    debit_tags: tuple[int, ...] = ()
    credit_tags: tuple[int, ...] = ()
    many_debits: bool = False
    many_credits: bool = False

    def account(self, side: str) -> int | None:
        """The only account of a side."""
        found: int | None = getattr(self, f"{side}_account")
        return found

    def tags(self, side: str) -> tuple[int, ...]:
        """The tags of a side."""
        found: tuple[int, ...] = getattr(self, f"{side}_tags")
        return found


SIDES = ("debit", "credit")


def problems(
    rule: AccountingRule, accounts: Mapping[int, PostableAccount], known_tags: frozenset[int]
) -> Iterator[Problem]:
    """Everything that is wrong, given the accounts and tags there are of those it names."""
    if not rule.name:
        yield Problem(field="name", kind="blank", message="The name is missing.")
    for field, longest in (("name", MAXIMUM_NAME_LENGTH), ("description", MAXIMUM_DESCRIPTION_LENGTH)):
        if len(getattr(rule, field) or "") > longest:
            text = f"The {field} has at most {longest} characters."
            yield Problem(field=field, kind="too_long", message=text, limit=longest)
    for side in SIDES:
        yield from _of_side(rule, side, accounts, known_tags)


def _of_side(
    rule: AccountingRule,
    side: str,
    accounts: Mapping[int, PostableAccount],
    known_tags: frozenset[int],
) -> Iterator[Problem]:
    account, tags = rule.account(side), rule.tags(side)
    if account is None and not tags:
        yield _wrong(f"{side}_account", "blank", f"The {side} side needs an account or tags.")
    elif account is not None and tags:
        yield _wrong(f"{side}_tags", "inconsistent", f"The {side} side has either an account or tags.")
    if account is not None:
        yield from _of_account(f"{side}_account", account, accounts.get(account))
        if getattr(rule, f"many_{side}s"):
            yield _wrong(f"many_{side}s", "inconsistent", f"The one {side} account takes the whole amount.")
    for tag in tags:
        if tag not in known_tags:
            yield _wrong(f"{side}_tags", "unknown", f"There is no tag {tag} for ledger accounts.", tag)


def _of_account(field: str, number: int, account: PostableAccount | None) -> Iterator[Problem]:
    if account is None:
        yield _wrong(field, "unknown", f"There is no ledger account {number}.", number)
    elif account.usage != Usage.DETAIL or account.disabled or not account.manual_entries_allowed:
        yield _wrong(field, "inconsistent", f"The ledger account {number} takes no entries by hand.", number)


def _wrong(field: str, kind: str, message: str, value: Any = None) -> Problem:
    return Problem(field=field, kind=kind, message=message, value=value)
