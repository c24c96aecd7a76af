"""What a manual entry has to look like: decided from values alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.refusals import InvalidInput, Problem, Refused
from amana.ledger.account_types import Usage
from amana.ledger.entry import Line, Side


@dataclass(frozen=True, kw_only=True)
class ManualLine:
    """One amount on one account, in the entry's currency."""

    account: int
    amount: Decimal
    comments: str | None = None


@dataclass(frozen=True, kw_only=True)
class RuleOfSide:
    """What an accounting rule says about one side: its only account, or the tags an account has to have one of."""

    account: int | None = None
    tags: frozenset[int] = frozenset()
    many: bool = False
    """Whether accounts found by tag may share the amount."""


@dataclass(frozen=True)
class PostableAccount:
    """An account as far as posting by hand asks."""

    id: int
    usage: str
    disabled: bool
    manual_entries_allowed: bool
    tag_id: int | None


@dataclass(eq=False, kw_only=True)
class EntryUnbalanced(Refused):
    """Debits and credits differ."""

    code = "journal_entry_unbalanced"
    message = "The debits are {debits}, the credits {credits}; they have to be the same."

    debits: Decimal
    credits: Decimal


@dataclass(eq=False, kw_only=True)
class EntryInFuture(Refused):
    """Nothing is posted for a day that has not come."""

    code = "journal_entry_in_future"
    message = "The day {value_date} lies after the business day {business_date}."

    value_date: date
    business_date: date


@dataclass(eq=False, kw_only=True)
class AccountNotPostable(Refused):
    """The account takes no entries, or none by hand."""

    code = "gl_account_not_postable"
    message = "Nothing can be posted by hand to the ledger account {account}: {why}."

    account: int
    why: str


@dataclass(eq=False, kw_only=True)
class RuleNotFollowed(Refused):
    """The lines are not those of the accounting rule."""

    code = "accounting_rule_not_followed"
    message = "The {side}s do not follow the accounting rule: {why}."

    side: str
    why: str


def lines_of_side(
    given: tuple[ManualLine, ...], side: Side, rule: RuleOfSide | None, amount: Decimal | None
) -> tuple[ManualLine, ...]:
    """The lines of one side: those given, or the rule's account with the whole ``amount``.

    Raises InvalidInput for a side without lines, RuleNotFollowed.
    """
    if rule is not None and rule.account is not None:
        if not given and amount is not None:
            return (ManualLine(account=rule.account, amount=amount),)
        if any(line.account != rule.account for line in given) or len(given) > 1:
            raise RuleNotFollowed(side=side, why=f"it names the account {rule.account}")
    elif rule is not None and len(given) > 1 and not rule.many:
        raise RuleNotFollowed(side=side, why="it allows a single line")
    if not given:
        text = f"At least one {side} is needed."
        raise InvalidInput((Problem(field=f"{side}s", kind="blank", message=text),))
    return given


def require_amounts(lines: Iterable[ManualLine], side: Side, digits: int) -> None:
    """Refuse amounts that are not positive or finer than the currency; InvalidInput with every problem."""
    found = []
    for number, line in enumerate(lines):
        field = f"{side}s[{number}].amount"
        if line.amount <= 0:
            text = "The amount has to be more than zero."
            found.append(Problem(field=field, kind="not_positive", message=text, value=line.amount, limit=0))
        elif line.amount != round(line.amount, digits):
            text = f"The amount has at most {digits} decimals."
            found.append(Problem(field=field, kind="format", message=text, value=line.amount, limit=digits))
    if found:
        raise InvalidInput(tuple(found))


def require_balance(
    debits: Iterable[ManualLine], credits_: Iterable[ManualLine], amount: Decimal | None
) -> Decimal:
    """The total of the entry; raises EntryUnbalanced, InvalidInput when ``amount`` says something else."""
    debited = sum((line.amount for line in debits), Decimal(0))
    credited = sum((line.amount for line in credits_), Decimal(0))
    if debited != credited:
        raise EntryUnbalanced(debits=debited, credits=credited)
    if amount is not None and amount != debited:
        text = f"The lines come to {debited}."
        raise InvalidInput((Problem(field="amount", kind="inconsistent", message=text, value=amount),))
    return debited


def require_postable(
    lines: Iterable[ManualLine],
    side: Side,
    accounts: Mapping[int, PostableAccount],
    rule: RuleOfSide | None = None,
    *,
    by_hand: bool = True,
) -> None:
    """Raises InvalidInput for an unknown account, AccountNotPostable, RuleNotFollowed.

    ``by_hand=False`` lets in accounts that otherwise only products post to.
    """
    for number, line in enumerate(lines):
        account = accounts.get(line.account)
        if account is None:
            field, text = f"{side}s[{number}].account", f"There is no ledger account {line.account}."
            problem = Problem(field=field, kind="unknown", message=text, value=line.account)
            raise InvalidInput((problem,))
        why = None
        if account.usage != Usage.DETAIL:
            why = "it is a header account"
        elif account.disabled:
            why = "it is disabled"
        elif by_hand and not account.manual_entries_allowed:
            why = "it takes no manual entries"
        if why is not None:
            raise AccountNotPostable(account=account.id, why=why)
        if rule is not None and rule.account is None and account.tag_id not in rule.tags:
            raise RuleNotFollowed(side=side, why=f"the account {account.id} has none of its tags")


def as_lines(lines: Iterable[ManualLine], side: Side, office: int, currency: str) -> tuple[Line, ...]:
    """Journal lines, in the order given."""
    return tuple(
        Line(
            account=line.account,
            office=office,
            side=side,
            amount=line.amount,
            currency=currency,
            comments=line.comments,
        )
        for line in lines
    )
