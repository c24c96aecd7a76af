"""Posting rules as data: which roles an event debits and credits, under each accounting method.

A product slice declares one ``PostingTable``; postings one at a time and the close of business both read it here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from amana.ledger.entry import Line, Side


class AccountingMethod(StrEnum):
    """How a product is accounted for."""

    NONE = "none"
    CASH = "cash"
    ACCRUAL = "accrual"
    """Income is recognised period by period as it is earned."""
    ACCRUAL_UPFRONT = "accrual_upfront"
    """Income is recognised in full when the loan is disbursed."""


TAXED = frozenset({"income_from_fee", "income_from_penalty"})
"""Roles of income that may contain taxes."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Under ``method``, the ``component`` of an ``event`` debits one role and credits another.

    ``apart``: the credit keeps a line of its own where another role on the same account is credited too. ``paired``:
    so does the debit, and the two stand together.
    """

    method: AccountingMethod
    event: str
    component: str
    debit: str
    credit: str
    apart: bool = False
    paired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One amount of an event, in the entry's currency; negative amounts take back (the sides change places).

    ``charge`` is the charge definition the amount belongs to, where the account may depend on it. ``tax`` is the
    account on which the amount is owed as a tax: it takes the place of what would be income from the charge.
    """

    component: str
    amount: Decimal
    charge: int | None = None
    tax: int | None = None

    def account(
        self, role: str, accounts: "Accounts", *, payment_type: int | None, reasons: tuple[int, ...]
    ) -> int:
        """Which account plays ``role`` for this amount; refuses a role that has none."""
        if self.tax is not None and role in TAXED:
            return self.tax
        return accounts.account(role, payment_type=payment_type, charge=self.charge, reasons=reasons)


class Accounts(Protocol):
    """Finds the ledger account of a role (``mappings.ProductAccounts`` is one)."""

    def account(
        self,
        role: str,
        *,
        payment_type: int | None = None,
        charge: int | None = None,
        reasons: tuple[int, ...] = (),
    ) -> int:
        """Id of the account; refuses a role that has none."""
        ...


class NoPostingRule(LookupError):
    """A table says nothing about what an event did: a fault in the table, never a client's."""


class PostingTable:
    """The declared rules of one product kind.

    ``silent`` lists the (method, event) pairs that post nothing on purpose, ``unmoved`` the components of an event that
    do not; whatever is neither ruled nor silent is a fault.
    """

    def __init__(
        self,
        *rules: Rule,
        silent: Iterable[tuple[AccountingMethod, str]] = (),
        unmoved: Iterable[tuple[AccountingMethod, str, str]] = (),
    ) -> None:
        self.rules = rules
        self.silent = frozenset(silent)
        if len(set(rules)) != len(rules):
            raise ValueError("a posting rule is declared twice")
        self._by_cause: dict[tuple[str, str, str], list[Rule]] = {}
        for rule in rules:
            if rule.debit == rule.credit:
                raise ValueError(f"{rule} debits and credits the same role")
            if (rule.method, rule.event) in self.silent:
                raise ValueError(f"{rule} is declared silent too")
            self._by_cause.setdefault((rule.method, rule.event, rule.component), []).append(rule)
        for method, event, component in unmoved:
            self._by_cause.setdefault((method, event, component), [])
        self._ruled = {(rule.method, rule.event) for rule in rules}

    def of(self, method: AccountingMethod, event: str, component: str) -> tuple[Rule, ...]:
        """The rules of one component of one event; raises NoPostingRule."""
        if method is AccountingMethod.NONE or (method, event) in self.silent:
            return ()
        found = self._by_cause.get((method, event, component))
        if found is None:
            raise NoPostingRule(f"{component} of {event} under {method}")
        return tuple(found)

    def knows(self, method: AccountingMethod, event: str) -> bool:
        """Whether the table says anything about an event."""
        return (method, event) in self._ruled

    def roles(self, method: AccountingMethod) -> frozenset[str]:
        """Every role that ``method`` posts to."""
        used = [rule for rule in self.rules if rule.method is method]
        return frozenset({rule.debit for rule in used} | {rule.credit for rule in used})


def lines(
    table: PostingTable,
    method: AccountingMethod,
    event: str,
    parts: Iterable[Part] | Mapping[str, Decimal],
    accounts: Accounts,
    *,
    office: int,
    currency: str,
    payment_type: int | None = None,
    reasons: tuple[int, ...] = (),
) -> tuple[Line, ...]:
    """The journal lines of an event; empty when it posts nothing.

    ``parts`` may be a mapping of component to amount. Amounts of zero are dropped, amounts on the same side of the same
    account are added up unless their rules keep them apart; an account that is debited and credited keeps both lines.
    Credits come first, each side in the order of the parts; of pairs, the credit of each. Raises NoPostingRule for a
    component that the table does not know.
    """
    sums: dict[tuple[int, Side, str, bool], Decimal] = {}
    for part in _as_parts(parts):
        if not part.amount:
            continue
        taking_back = part.amount < 0
        for rule in table.of(method, event, part.component):
            for role, side in ((rule.credit, Side.CREDIT), (rule.debit, Side.DEBIT)):
                account = part.account(role, accounts, payment_type=payment_type, reasons=reasons)
                apart = role if rule.paired or (rule.apart and side is Side.CREDIT) else ""
                place = (account, side.other if taking_back else side, apart, rule.paired)
                sums[place] = sums.get(place, Decimal(0)) + abs(part.amount)
    return tuple(
        Line(account=account, office=office, side=side, amount=amount, currency=currency)
        for (account, side, *_), amount in sorted(sums.items(), key=_credits_first)
    )


def _as_parts(parts: Iterable[Part] | Mapping[str, Decimal]) -> Iterable[Part]:
    if isinstance(parts, Mapping):
        return [Part(component=name, amount=amount) for name, amount in parts.items()]
    return parts


def _credits_first(entry: tuple[tuple[int, Side, str, bool], Any]) -> bool:
    (_, side, _, paired), _ = entry
    return side is Side.DEBIT and not paired
