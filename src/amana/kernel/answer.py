"""What goes back over the wire, and who writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from amana.kernel.context import Work
from amana.kernel.outcome import Outcome, PendingApproval

if TYPE_CHECKING:
    from amana.kernel.refusals import Refused

JSON_TYPE = "application/json"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Status, body and type, exactly as sent and as stored for replay."""

    status: int
    body: bytes
    content_type: str = JSON_TYPE
    headers: Mapping[str, str] = field(default_factory=dict)
    replayed: bool = False


class Renderer(Protocol):
    """A dialect's way to write what became of a command.

    ``done`` runs inside the command's transaction, so that it may read what the command has just written and
    the stored answer is exactly the one given.
    """

    def done(self, outcome: Outcome, work: Work) -> Answer:
        """The command was carried out."""
        ...

    def pending(self, pending: PendingApproval) -> Answer:
        """The command waits for a checker."""
        ...

    def refused(self, refusal: "Refused") -> Answer:
        """The command was refused."""
        ...
