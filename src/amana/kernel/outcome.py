"""What a command did, in a form from which every dialect writes its answer and the audit its row."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


class ShownOnce(str):
    """A secret among an outcome's ``more``: part of the first answer, never stored, not told again on a replay."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """``kind`` and ``id`` name the record that the command made or changed (for a repayment: the transaction);
    the others name the records it belongs to.
    """

    kind: str
    id: int | str
    office: int | None = None
    client: int | None = None
    group: int | None = None
    loan: int | None = None
    savings: int | None = None
    changes: Mapping[str, Any] | None = None
    """Our field names and their new values; None when the command created something."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """Further facts that some dialects show (for instance a transaction identifier)."""

    def to_store(self) -> "Outcome":
        """What may be kept of it for a replay."""
        kept = {name: value for name, value in self.more.items() if not isinstance(value, ShownOnce)}
        return self if len(kept) == len(self.more) else replace(self, more=kept)


@dataclass(frozen=True, kw_only=True)
class PendingApproval:
    """The command waits for a checker."""

    audit_id: int
    office: int | None = None
    resource: int | None = None
