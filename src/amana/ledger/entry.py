"""The balanced entry: refuses imbalance at construction, per office and currency."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Side(StrEnum):
    """Which side of an account a line stands on."""

    DEBIT = "debit"
    CREDIT = "credit"

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.CREDIT if self is Side.DEBIT else Side.DEBIT


class SourceKind(StrEnum):
    """What kind of account caused an entry, or the provision for many."""

    LOAN = "loan"
    SAVINGS = "savings"
    CLIENT = "client"
    SHARES = "shares"
    PROVISIONING = "provisioning"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One amount on one side of one account; ``amount`` is positive, in ``currency``."""

    account: int
    office: int
    side: Side
    amount: Decimal
    currency: str
    comments: str | None = None


class Unbalanced(ValueError):
    """Debits and credits differ: a fault in a posting rule, never a client's."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Lines that belong together. ``transaction_ref`` is what clients see (``L17`` for a loan event, or random).

    ``source_kind`` is one of ``SourceKind``; entries by hand have none.
    """

    transaction_ref: str
    value_date: date
    lines: tuple[Line, ...]
    source_kind: str | None = None
    source_id: int | None = None
    event_id: int | None = None
    manual: bool = False
    reverses: int | None = None
    comments: str | None = None
    reference_number: str | None = None
    payment: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
        for line in self.lines:
            if not line.amount.is_finite() or line.amount <= 0:
                raise Unbalanced(f"a line of {line.amount} {line.currency}")
            sums[line.office, line.currency] += line.amount if line.side is Side.DEBIT else -line.amount
        if not self.lines or any(sums.values()):
            raise Unbalanced(f"entry {self.transaction_ref} does not balance: {dict(sums)}")
