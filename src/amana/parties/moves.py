"""Telling the slices above that clients moved, so that their accounts can follow in the same command."""

from collections.abc import Callable
from dataclasses import dataclass

from amana.kernel.context import Work


@dataclass(frozen=True, kw_only=True)
class ClientMoved:
    """A client changed office or group."""

    client: int
    from_office: int
    to_office: int
    from_group: int | None = None
    to_group: int | None = None
    staff: int | None = None
    """Who looks after the client from now on; None: nobody."""
    loan_officer_follows: bool = False
    """Whether running accounts take ``staff`` over."""
    accounts_follow: bool = True
    """Whether accounts held as a member of ``from_group`` move to ``to_group``."""


Follower = Callable[[Work, ClientMoved], None]
_FOLLOWERS: list[Follower] = []


def follows(follower: Follower) -> Follower:
    """Register a function that lets a slice's accounts follow; it may refuse the move."""
    _FOLLOWERS.append(follower)
    return follower


def tell(work: Work, moved: ClientMoved) -> None:
    """Call every follower."""
    for follower in _FOLLOWERS:
        follower(work, moved)


def forget(follower: Follower) -> None:
    """Take a registration back (tests that play a slice)."""
    _FOLLOWERS.remove(follower)
