"""The hash chain over the audit: made afterwards, so that it costs a command nothing, and checked at will.

Each seal is SHA-256 over the previous seal and one row, in the order in which the sealer saw the rows. What a row holds
of people (the client's own body, the refusal with its values) is covered through a salted digest: erasing both from a
row together with the salt, as anonymising does, leaves the chain whole, and altering them breaks it.
"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from amana.kernel import clock
from amana.kernel.records import audit, audit_seal, audit_sealing
from amana.kernel.seeding import seeds
from amana.storage.session import ReadSession, WriteSession
from amana.storage.statement import Statement

GENESIS = hashlib.sha256(b"amana audit").digest()
BATCH = 2000
SALT_BYTES = 16
LATE = timedelta(hours=1)
"""A command takes seconds: rows older than this that are not there yet will never come."""

_COVERED = (
    "command",
    "action",
    "entity",
    "resource_id",
    "office_id",
    "client_id",
    "group_id",
    "loan_id",
    "savings_id",
    "user_id",
    "made_at",
    "business_date",
    "result",
    "source",
    "approves",
)
_COLUMNS = (
    audit.c.id,
    *(audit.c[name] for name in _COVERED),
    sa.cast(audit.c.body, sa.Text).label("body"),
    sa.cast(audit.c.refusal, sa.Text).label("refusal"),
)


@dataclass(frozen=True)
class _Row:
    """An audit row as it is sealed; JSON in the database's own canonical text."""

    id: int
    command: str
    action: str
    entity: str
    resource_id: str | None
    office_id: int | None
    client_id: int | None
    group_id: int | None
    loan_id: int | None
    savings_id: int | None
    user_id: int
    made_at: datetime
    business_date: date
    result: str
    source: str
    approves: int | None
    body: str | None
    refusal: str | None


@dataclass(frozen=True)
class Head:
    """The last seal: publishing it fixes everything before it."""

    position: int
    seal: bytes


_UNSEALED = Statement(
    sa.select(*_COLUMNS)
    .where(
        audit.c.id > sa.bindparam("settled"),
        ~sa.exists().where(audit_seal.c.audit_id == audit.c.id),
    )
    .order_by(audit.c.id)
    .limit(sa.bindparam("batch"))
)
_HEAD = Statement(
    sa.select(audit_seal.c.position, audit_seal.c.seal).order_by(audit_seal.c.position.desc()).limit(1)
)
_STATE = Statement(sa.select(audit_sealing.c.settled))
_SETTLE = Statement(sa.update(audit_sealing).values(settled=sa.bindparam("settled")))
_OLD = Statement(
    sa.select(audit.c.id)
    .where(audit.c.made_at < sa.bindparam("before"))
    .order_by(audit.c.made_at.desc())
    .limit(1)
)


def _insert() -> Statement:
    rows = (
        sa.func.unnest(
            sa.bindparam("positions", type_=ARRAY(sa.BigInteger)),
            sa.bindparam("audit_ids", type_=ARRAY(sa.BigInteger)),
            sa.bindparam("seals", type_=ARRAY(sa.LargeBinary)),
            sa.bindparam("salts", type_=ARRAY(sa.LargeBinary)),
            sa.bindparam("digests", type_=ARRAY(sa.LargeBinary)),
        )
        .table_valued("position", "audit_id", "seal", "salt", "digest", name="made")
        .render_derived()
    )
    names = ["position", "audit_id", "seal", "salt", "digest"]
    return Statement(sa.insert(audit_seal).from_select(names, sa.select(*(rows.c[name] for name in names))))


_INSERT = _insert()


@seeds(10)
def seed_sealing(session: WriteSession) -> None:
    """The sealer's single row."""
    session.run(insert(audit_sealing).values(single=True, settled=0).on_conflict_do_nothing())


def head(session: ReadSession) -> Head:
    """The last seal, or the beginning of the chain."""
    return session.one(_HEAD, Head) or Head(0, GENESIS)


def seal_batch(session: WriteSession, *, batch: int = BATCH, thorough: bool = False) -> int:
    """Seal the rows not sealed yet, oldest first, and say how many; one caller at a time (the job sees to it).

    ``thorough`` looks at the whole audit instead of what came since the last time.
    """
    settled = 0 if thorough else int(session.scalar(_STATE) or 0)
    rows = session.all(_UNSEALED, _Row, settled=settled, batch=batch)
    last = head(session)
    position, seal = last.position, bytes(last.seal)
    made: list[tuple[int, int, bytes, bytes, bytes]] = []
    for row in rows:
        position += 1
        salt = secrets.token_bytes(SALT_BYTES)
        digest = _digest(salt, row)
        seal = _sealed(seal, position, row, digest)
        made.append((position, row.id, seal, salt, digest))
    if made:
        positions, ids, seals, salts, digests = (list(column) for column in zip(*made, strict=True))
        session.run(_INSERT, positions=positions, audit_ids=ids, seals=seals, salts=salts, digests=digests)
    if len(rows) < batch:
        old = session.scalar(_OLD, before=clock.now() - LATE)
        if old is not None and old > settled:
            session.run(_SETTLE, settled=old)
    return len(made)


def _digest(salt: bytes, row: _Row) -> bytes:
    return hashlib.sha256(salt + msgspec.json.encode([row.body, row.refusal])).digest()


def _sealed(previous: bytes, position: int, row: _Row, digest: bytes) -> bytes:
    covered: list[Any] = [position, row.id, digest.hex()]
    for name in _COVERED:
        value = getattr(row, name)
        covered.append(value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value)
    return hashlib.sha256(previous + msgspec.json.encode(covered)).digest()


@dataclass(frozen=True)
class _SealedRow(_Row):
    position: int
    seal: bytes
    salt: bytes | None
    digest: bytes


_CHAIN = Statement(
    sa.select(*_COLUMNS, audit_seal.c.position, audit_seal.c.seal, audit_seal.c.salt, audit_seal.c.digest)
    .select_from(audit_seal.join(audit, audit.c.id == audit_seal.c.audit_id))
    .where(audit_seal.c.position > sa.bindparam("after"))
    .order_by(audit_seal.c.position)
    .limit(BATCH)
)
_FORGOTTEN = Statement(
    sa.select(audit.c.id)
    .where(audit.c.made_at < sa.bindparam("before"), ~sa.exists().where(audit_seal.c.audit_id == audit.c.id))
    .order_by(audit.c.id)
    .limit(1000)
)


@dataclass(frozen=True)
class Broken:
    """What is wrong with the chain, and at which audit row."""

    audit_id: int
    problem: str


def verify(session: ReadSession, *, sealed_since: timedelta = LATE) -> Iterator[Broken]:
    """Compute the whole chain again; also rows that should have been sealed by now.

    Says where it breaks; after a break it goes on from the stored seal, so that each alteration is told once.
    """
    position, seal = 0, GENESIS
    while rows := session.all(_CHAIN, _SealedRow, after=position):
        for row in rows:
            if row.position != position + 1:
                yield Broken(row.id, f"seals {position + 1} to {row.position - 1} are missing")
            position = row.position
            yield from _wrong(row, seal)
            seal = bytes(row.seal)
    for (number,) in session.tuples(_FORGOTTEN, before=clock.now() - sealed_since):
        yield Broken(number, "is not sealed")


def _wrong(row: _SealedRow, previous: bytes) -> Iterator[Broken]:
    digest = bytes(row.digest)
    if _sealed(previous, row.position, row, digest) != bytes(row.seal):
        yield Broken(row.id, "was altered after it was sealed, or the seal before it was")
    erased = row.salt is None and row.body is None and row.refusal is None
    if not erased and (row.salt is None or _digest(bytes(row.salt), row) != digest):
        yield Broken(row.id, "what it holds of people was altered after it was sealed")
