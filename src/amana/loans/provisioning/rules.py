"""What is wrong with provisioning criteria, and the terms of one of their rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from amana.kernel.refusals import Problem, Refused

MAXIMUM_NAME_LENGTH = 200
WHOLE = Decimal(100)


class ProvisionState(StrEnum):
    """Where a provision stands: posted ones are in the journal, replaced and reversed ones were taken out again."""

    DRAFT = "draft"
    POSTED = "posted"
    REPLACED = "replaced"
    REVERSED = "reversed"


@dataclass(frozen=True, kw_only=True)
class ProvisioningRule:
    """Loans overdue ``from_days`` to ``to_days`` (None: or more) are of a category; ``percentage`` of their principal
    is set aside: an expense, owed on the liability account.
    """

    category: int
    from_days: int
    percentage: Decimal
    liability_account: int
    expense_account: int
    to_days: int | None = None


@dataclass(eq=False, kw_only=True)
class ProvisionStands(Refused):
    """The provision is not in a state in which that can be done."""

    code = "provision_not_changeable"
    message = "The provision of {day} is {state}."

    day: object
    state: str


@dataclass(eq=False, kw_only=True)
class ProvidedSince(Refused):
    """Provisions are made in the order of days."""

    code = "provisioned_since"
    message = "There is a provision of {latest}, which is not before {day}."

    day: object
    latest: object


def name_problems(name: str) -> Iterator[Problem]:
    """A name is there and not too long."""
    if not name.strip():
        yield Problem(field="name", kind="blank", message="The name is missing.")
    elif len(name) > MAXIMUM_NAME_LENGTH:
        text = f"The name has at most {MAXIMUM_NAME_LENGTH} characters."
        yield Problem(field="name", kind="too_long", message=text, limit=MAXIMUM_NAME_LENGTH)


def rule_problems(rules: Sequence[ProvisioningRule]) -> Iterator[Problem]:
    """Ages follow one another without overlap, percentages lie between 0 and 100."""
    if not rules:
        yield Problem(field="rules", kind="blank", message="Criteria have at least one rule.")
    last: int | None = -1
    for one in sorted(rules, key=lambda one: one.from_days):
        if not 0 <= one.percentage <= WHOLE:
            text = "A percentage lies between 0 and 100."
            yield Problem(
                field="rules.percentage", kind="not_one_of", message=text, value=one.percentage, limit=WHOLE
            )
        if one.from_days < 0 or (one.to_days is not None and one.to_days < one.from_days):
            text = "An age begins with day 0 or later and ends after it begins."
            yield Problem(field="rules.to_days", kind="inconsistent", message=text, value=one.to_days)
        if last is None or one.from_days <= last:
            text = "Two of the rules share a day."
            yield Problem(field="rules.from_days", kind="inconsistent", message=text, value=one.from_days)
        last = one.to_days
