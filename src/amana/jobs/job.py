"""What a job is, and how it is kept from running twice at the same moment."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from amana.kernel.tenant import Tenant
from amana.storage.session import WriteSession
from amana.storage.statement import Statement

_TRY_LOCK = Statement(
    sa.select(sa.func.pg_try_advisory_xact_lock(sa.bindparam("space"), sa.bindparam("name")))
)
_LOCK_SPACE = 0x4A4F4253


@dataclass(frozen=True, kw_only=True)
class Job:
    """``run`` does some of the work for one tenant and says how much; nothing left means zero.

    ``every``: the pause after work was found; it doubles while there is none, up to ``at_rest`` where that is
    given.
    """

    name: str
    every: timedelta
    run: Callable[[Tenant], int]
    at_rest: timedelta | None = None


def is_ours(session: WriteSession, name: str) -> bool:
    """Whether this transaction is the only one at work on the job ``name`` in the tenant's database, on whatever
    machine; it stays so until it ends.
    """
    number = zlib.crc32(name.encode()) - 2**31
    return bool(session.scalar(_TRY_LOCK, space=_LOCK_SPACE, name=number))
