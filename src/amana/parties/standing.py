"""How a client stands with the institution: whether an account is running, how many loans were paid off.

Only the slices above know. Each registers SQL for it, so that lists can be filtered and sorted by what it says.
"""

from datetime import date
from typing import Any, Protocol

import sqlalchemy as sa


class Accounts(Protocol):
    """What a product slice says about the accounts of a client; ``client_id`` is a column of the asking query."""

    def running(self, client_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        """Whether the client has an account that is active."""
        ...

    def active_since(self, client_id: sa.ColumnElement[int]) -> sa.ColumnElement[date]:
        """The day on which the client first had an active account; null where it never had."""
        ...

    def paid_off(self, client_id: sa.ColumnElement[int], *, as_member: bool) -> sa.ColumnElement[int]:
        """How many loans the client has paid off, alone or as a member of a group."""
        ...

    def paid_off_by_group(self, group_id: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
        """How many loans the group has paid off."""
        ...


_REGISTERED: list[Accounts] = []


def register(accounts: Accounts) -> None:
    """Let a slice have its say; at import."""
    _REGISTERED.append(accounts)


def running(client_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether any account of the client is active."""
    return sa.or_(sa.false(), *(slice_.running(client_id) for slice_ in _REGISTERED))


def active_since(client_id: sa.ColumnElement[int]) -> sa.ColumnElement[Any]:
    """The first day with an active account of any kind."""
    days = [slice_.active_since(client_id) for slice_ in _REGISTERED]
    return sa.func.least(sa.cast(sa.null(), sa.Date), *days)


def paid_off(client_id: sa.ColumnElement[int], *, as_member: bool) -> sa.ColumnElement[int]:
    """Loans paid off."""
    total: sa.ColumnElement[Any] = sa.literal(0)
    for slice_ in _REGISTERED:
        total += slice_.paid_off(client_id, as_member=as_member)
    return total


def paid_off_by_group(group_id: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """Loans that a group has paid off."""
    total: sa.ColumnElement[Any] = sa.literal(0)
    for slice_ in _REGISTERED:
        total += slice_.paid_off_by_group(group_id)
    return total
