"""What stands in the way of letting a party go: its accounts, which only the slices above know.

Product slices register an ``Obligations``; the parties ask all of them.
"""

from enum import StrEnum
from typing import Protocol

from amana.storage.session import ReadSession


class Party(StrEnum):
    """Who may hold accounts."""

    CLIENT = "client"
    GROUP = "group"


class Obligations(Protocol):
    """What a product slice knows about the accounts of a party."""

    def has_any(self, session: ReadSession, party: Party, party_id: int) -> bool:
        """Whether the party ever had an account (it can then not be deleted)."""
        ...

    def has_open(self, session: ReadSession, party: Party, party_id: int) -> bool:
        """Whether an account is applied for, approved or running (it can then not be closed)."""
        ...

    def has_joint(self, session: ReadSession, group_id: int, client_id: int) -> bool:
        """Whether the client has an open account as a member of the group (it can then not leave)."""
        ...


_REGISTERED: list[Obligations] = []


def register(obligations: Obligations) -> None:
    """Let a slice have its say; at import."""
    _REGISTERED.append(obligations)


def has_any(session: ReadSession, party: Party, party_id: int) -> bool:
    """Whether any slice keeps an account of the party."""
    return any(slice_.has_any(session, party, party_id) for slice_ in _REGISTERED)


def has_open(session: ReadSession, party: Party, party_id: int) -> bool:
    """Whether any slice keeps an open account of the party."""
    return any(slice_.has_open(session, party, party_id) for slice_ in _REGISTERED)


def has_joint(session: ReadSession, group_id: int, client_id: int) -> bool:
    """Whether any slice keeps an open account that the client has as a member of the group."""
    return any(slice_.has_joint(session, group_id, client_id) for slice_ in _REGISTERED)


def forget(obligations: Obligations) -> None:
    """Take a registration back (tests that play a slice)."""
    _REGISTERED.remove(obligations)
