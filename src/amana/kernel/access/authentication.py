"""Who is calling: passwords and API keys, verified once and remembered for a short while.

A remembered credential is only good for the access version it was verified under: any change to users or rights
makes the pipeline refuse it as stale, and the edge verifies again. So disabling a user works at once.
"""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Lock

import sqlalchemy as sa

from amana.kernel import clock
from amana.kernel.access import passwords
from amana.kernel.access.actors import UserRow, actor_of, user_named, user_numbered
from amana.kernel.access.records import api_key, app_user, login_failure
from amana.kernel.context import Actor
from amana.kernel.refusals import Throttled, Unauthenticated, Unavailable
from amana.kernel.tenant import Tenant
from amana.storage.engine import DatabaseUnavailable
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

REMEMBERED_S = 300.0
REMEMBERED_AT_MOST = 4096
FAILURES_ALLOWED = 10
FAILURES_ALLOWED_FROM_ADDRESS = 50
"""Over all names: a whole branch may sit behind one address, so this is more than what one name is allowed."""
NETWORK_OF_ONE = 64
"""Whoever has one IPv6 address has a network of this prefix length full of them."""
FAILURE_WINDOW = timedelta(minutes=15)

_FAILURES = Statement(
    sa.select(login_failure.c.subject, sa.func.count(), sa.func.min(login_failure.c.at))
    .where(
        login_failure.c.subject == sa.any_(sa.bindparam("subjects", type_=sa.ARRAY(sa.Text))),
        login_failure.c.at > sa.bindparam("since"),
    )
    .group_by(login_failure.c.subject)
)
_ADD_FAILURE = Statement(sa.insert(login_failure), columns=["subject", "at"])
_FORGET_FAILURES = Statement(
    sa.delete(login_failure).where(login_failure.c.subject == sa.bindparam("subject"))
)
_NOTE_LOGIN = Statement(
    sa.update(app_user)
    .where(app_user.c.id == sa.bindparam("user_id"))
    .values(last_login_at=sa.bindparam("at"), login_count=app_user.c.login_count + 1)
)
_KEY_OWNER = Statement(
    sa.select(api_key.c.user_id).where(
        api_key.c.key_hash == sa.bindparam("key_hash"),
        ~api_key.c.disabled,
        sa.or_(api_key.c.expires_at.is_(None), api_key.c.expires_at > sa.bindparam("at")),
    )
)


@dataclass(frozen=True)
class _Remembered:
    actor: Actor
    until: float
    password_hash: str


class CredentialCache:
    """Verified credentials by keyed digest; never the credentials themselves."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)
        self._entries: OrderedDict[bytes, _Remembered] = OrderedDict()
        self._lock = Lock()

    def digest(self, tenant: Tenant, *parts: str) -> bytes:
        """The cache key of a credential."""
        text = "\x00".join((tenant.identifier, *parts)).encode()
        return hmac.digest(self._secret, text, "sha256")

    def get(self, digest: bytes) -> _Remembered | None:
        """What was verified before, if that was recent."""
        found = self._entries.get(digest)
        return found if found is not None and found.until >= time.monotonic() else None

    def put(self, digest: bytes, actor: Actor, password_hash: str = "") -> None:
        """Remember a verified credential, and the stored hash that it was good for."""
        with self._lock:
            self._entries[digest] = _Remembered(actor, time.monotonic() + REMEMBERED_S, password_hash)
            self._entries.move_to_end(digest)
            while len(self._entries) > REMEMBERED_AT_MOST:
                self._entries.popitem(last=False)

    def forget(self, digest: bytes) -> None:
        """Drop one entry (stale rights)."""
        with self._lock:
            self._entries.pop(digest, None)


class Authenticator:
    """Verifies credentials; one per process."""

    def __init__(self) -> None:
        self._cache = CredentialCache()

    def by_password(
        self, tenant: Tenant, username: str, password: str, *, address: str = "", again: bool = False
    ) -> Actor:
        """The actor for a name and password. ``address``: where the caller is, as far as that is known.

        ``again`` loads the user and its rights anew (after StaleActor). The password itself is only hashed again when
        the stored hash is another one, so that a change to somebody's rights does not cost everybody a hashing.
        Raises Unauthenticated, Throttled or Unavailable.
        """
        digest = self._cache.digest(tenant, "password", username, password)
        known = self._cache.get(digest)
        if known is not None and not again:
            return known.actor
        try:
            if known is not None:
                renewed = _renewed(tenant, username, known.password_hash)
                if renewed is not None:
                    self._cache.put(digest, renewed, known.password_hash)
                    return renewed
            self._cache.forget(digest)
            actor, password_hash = _verify_password(tenant, username, password, address)
        except DatabaseUnavailable as error:
            raise Unavailable from error
        self._cache.put(digest, actor, password_hash)
        return actor

    def log_in(self, tenant: Tenant, username: str, password: str, *, address: str = "") -> Actor:
        """The same for an explicit login: always verified, counted and throttled."""
        self._cache.forget(self._cache.digest(tenant, "password", username, password))
        return self.by_password(tenant, username, password, address=address)

    def by_api_key(self, tenant: Tenant, key: str, *, again: bool = False) -> Actor:
        """The actor that an API key was issued to; raises Unauthenticated."""
        digest = self._cache.digest(tenant, "key", key)
        if again:
            self._cache.forget(digest)
        elif (known := self._cache.get(digest)) is not None:
            return known.actor
        try:
            with tenant.database.reading() as session:
                owner = session.scalar(_KEY_OWNER, key_hash=api_key_hash(key), at=clock.now())
                actor = _actor(session, user_numbered(session, owner) if owner is not None else None)
        except DatabaseUnavailable as error:
            raise Unavailable from error
        self._cache.put(digest, actor)
        return actor


def api_key_hash(key: str) -> bytes:
    """What is stored of an API key. Keys are random and long, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).digest()


def _renewed(tenant: Tenant, username: str, password_hash: str) -> Actor | None:
    """The actor with its present rights, if the user may come in and the password is still the same."""
    with tenant.database.reading() as session:
        user = user_named(session, username)
        if user is None or user.password_hash != password_hash:
            return None
        return _actor(session, user)


def _verify_password(tenant: Tenant, username: str, password: str, address: str) -> tuple[Actor, str]:
    name, place = f"name:{username.lower()}", _place(address)
    with tenant.database.reading() as session:
        _require_patience(session, {name: FAILURES_ALLOWED, place: FAILURES_ALLOWED_FROM_ADDRESS})
        user = user_named(session, username)
        good = passwords.matches(user.password_hash if user else None, password)
        actor = _actor(session, user) if good else None
    with tenant.database.writing() as session:
        if actor is None:
            for subject in filter(None, (name, place)):
                session.run(_ADD_FAILURE, subject=subject, at=clock.now())
        else:
            session.run(_FORGET_FAILURES, subject=name)
            session.run(_NOTE_LOGIN, user_id=actor.user_id, at=clock.now())
    if actor is None or user is None:
        raise Unauthenticated
    return actor, user.password_hash


def _place(address: str) -> str:
    """By what an address is counted: itself, or its network where that is one subscriber's; "" when it is unknown."""
    try:
        known: object = ip_address(address)
    except ValueError:
        return ""
    if isinstance(known, IPv6Address):
        known = known.ipv4_mapped or IPv6Network((known, NETWORK_OF_ONE), strict=False)
    return f"address:{known}"


def _require_patience(session: ReadSession, allowed: dict[str, int]) -> None:
    """``allowed``: failures by subject."""
    now = clock.now()
    for subject, count, first in session.tuples(_FAILURES, subjects=[*allowed], since=now - FAILURE_WINDOW):
        if count >= allowed[subject]:
            wait = first + FAILURE_WINDOW - now
            raise Throttled(retry_after_s=max(1, int(wait.total_seconds())))


def _actor(session: ReadSession, user: UserRow | None) -> Actor:
    if user is None or user.disabled or user.is_system:
        raise Unauthenticated
    return actor_of(session, user)


_NAMES_OF_ADDRESS = Statement(
    sa.select(app_user.c.username).where(
        sa.func.lower(app_user.c.email) == sa.func.lower(sa.bindparam("address")),
        ~app_user.c.deleted,
        ~app_user.c.is_system,
    )
)


def username_of(tenant: Tenant, address: str) -> str:
    """The login name behind an e-mail address that exactly one user has; anything else is taken as the name itself."""
    if "@" not in address:
        return address
    try:
        with tenant.database.reading() as session:
            names = session.tuples(_NAMES_OF_ADDRESS, address=address)
    except DatabaseUnavailable as error:
        raise Unavailable from error
    return names[0][0] if len(names) == 1 else address
