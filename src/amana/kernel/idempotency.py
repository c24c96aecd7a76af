"""Idempotency keys: nothing is applied twice, and a repeated request gets the answer it got before."""

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.answer import Answer
from amana.kernel.context import Moment
from amana.kernel.records import idempotency
from amana.kernel.refusals import IdempotencyConflict
from amana.storage.session import Pending, ReadSession, WriteSession
from amana.storage.statement import Statement

MAX_KEY_LENGTH = 255


@dataclass(frozen=True)
class IdempotencyKey:
    """The client's key and the hash of what it came with."""

    key: str
    request_hash: bytes

    @staticmethod
    def of(key: str, method: str, path: str, canonical_body: bytes) -> "IdempotencyKey":
        """A key bound to method, path (with its command) and body."""
        digest = hashlib.sha256(f"{method} {path}\n".encode() + canonical_body).digest()
        return IdempotencyKey(key, digest)

    def hardened(self) -> "IdempotencyKey":
        """The same for a request that held a password: its hash is stored beside what else the request held, so
        that guessing has to be slow.
        """
        slow = hashlib.scrypt(self.request_hash, salt=self.key.encode(), n=2**14, r=8, p=1, dklen=32)
        return IdempotencyKey(self.key, slow)


@dataclass(frozen=True)
class _Stored:
    request_hash: bytes
    status: int | None
    content_type: str | None
    answer: bytes | None


@dataclass(frozen=True)
class _Claimed:
    key: str


_COLUMNS = ["actor_id", "key", "request_hash", "made_at"]
_CLAIM = Statement(
    insert(idempotency).on_conflict_do_nothing().returning(idempotency.c.key), columns=_COLUMNS
)
_READ = Statement(
    sa.select(
        idempotency.c.request_hash, idempotency.c.status, idempotency.c.content_type, idempotency.c.answer
    ).where(idempotency.c.actor_id == sa.bindparam("actor"), idempotency.c.key == sa.bindparam("key"))
)
_STORE = Statement(
    sa.update(idempotency)
    .where(idempotency.c.actor_id == sa.bindparam("actor"), idempotency.c.key == sa.bindparam("used_key"))
    .values(
        status=sa.bindparam("new_status"),
        content_type=sa.bindparam("new_type"),
        answer=sa.bindparam("new_answer"),
    )
)


def claim(session: WriteSession, actor_id: int, key: IdempotencyKey, moment: Moment) -> "Pending[_Claimed]":
    """Insert the key first; a request with the same key that is under way makes this one wait for it."""
    return session.ask(
        _CLAIM, _Claimed, actor_id=actor_id, key=key.key, request_hash=key.request_hash, made_at=moment.now
    )


def stored_answer(session: ReadSession, actor_id: int, key: IdempotencyKey) -> Answer | None:
    """The answer given before under this key; IdempotencyConflict if the content was another."""
    stored = session.one(_READ, _Stored, actor=actor_id, key=key.key)
    if stored is None or stored.status is None:
        return None
    if bytes(stored.request_hash) != key.request_hash:
        raise IdempotencyConflict
    return Answer(
        status=stored.status,
        body=bytes(stored.answer or b""),
        content_type=stored.content_type or "application/json",
        replayed=True,
    )


def store(session: WriteSession, actor_id: int, key: IdempotencyKey, answer: Answer) -> None:
    """Keep the answer beside its key."""
    session.run(
        _STORE,
        actor=actor_id,
        used_key=key.key,
        new_status=answer.status,
        new_type=answer.content_type,
        new_answer=answer.body,
    )
