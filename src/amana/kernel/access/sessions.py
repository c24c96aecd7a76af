"""Bearer sessions: a signed token (JWT) per login, for a week, three at a time per user.

The token says which session it is; the session is looked up with every request, so that logging out, disabling
the user or taking a right away works at once.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
import sqlalchemy as sa

from amana.kernel import clock
from amana.kernel.access.actors import actor_of, user_numbered
from amana.kernel.access.records import app_user, login_session, signing_key
from amana.kernel.access.user_store import Users
from amana.kernel.commands import handles
from amana.kernel.context import Actor
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Unauthenticated, Unavailable
from amana.kernel.seeding import seeds
from amana.kernel.tenant import Tenant
from amana.storage.engine import DatabaseUnavailable
from amana.storage.session import ReadSession, WriteSession
from amana.storage.statement import Statement

LIFETIME = timedelta(days=7)
SESSIONS_PER_USER = 3
ALGORITHM = "HS256"
KEY_BYTES = 32
TOUCHED_EVERY = timedelta(minutes=1)
"""How exactly the last use of a session is recorded."""

_NEWEST_KEY = Statement(
    sa.select(signing_key.c.id, signing_key.c.secret).order_by(signing_key.c.id.desc()).limit(1)
)
_KEY = Statement(sa.select(signing_key.c.secret).where(signing_key.c.id == sa.bindparam("key_id")))
_LOCK_USER = Statement(
    sa.select(app_user.c.id).where(app_user.c.id == sa.bindparam("user_id")).with_for_update()
)
_EXCESS = (
    sa.select(login_session.c.id)
    .where(login_session.c.user_id == sa.bindparam("of_user"))
    .order_by(login_session.c.last_used_at.desc(), login_session.c.id)
    .offset(SESSIONS_PER_USER - 1)
)
_MAKE_ROOM = Statement(sa.delete(login_session).where(login_session.c.id.in_(_EXCESS)))
_OPEN = Statement(
    sa.insert(login_session), columns=["id", "user_id", "made_at", "last_used_at", "expires_at"]
)
_FIND = Statement(
    sa.select(login_session.c.user_id, login_session.c.last_used_at).where(
        login_session.c.id == sa.bindparam("session_id"), login_session.c.expires_at > sa.bindparam("at")
    )
)
_TOUCH = Statement(
    sa.update(login_session)
    .where(login_session.c.id == sa.bindparam("session_id"))
    .values(last_used_at=sa.bindparam("at"))
)


@seeds(10)
def seed_signing_key(session: WriteSession) -> None:
    """The tenant's own secret, from which its tokens are signed."""
    if session.one(_NEWEST_KEY, _Key) is None:
        session.run(sa.insert(signing_key).values(secret=secrets.token_bytes(KEY_BYTES), made_at=clock.now()))


@dataclass(frozen=True)
class _Key:
    id: int
    secret: bytes


@dataclass(frozen=True)
class Session:
    """A login: the token to send, and when it ends."""

    token: str
    expires_at: datetime


def open_session(tenant: Tenant, actor: Actor) -> Session:
    """A new session for a verified user; of more than three, the one unused for longest ends.

    Raises Unavailable.
    """
    at = clock.now()
    session_id = uuid.uuid4()
    expires_at = at + LIFETIME
    try:
        with tenant.database.writing() as session:
            session.scalar(_LOCK_USER, user_id=actor.user_id)
            key = session.one(_NEWEST_KEY, _Key)
            session.run(_MAKE_ROOM, of_user=actor.user_id)
            session.run(
                _OPEN,
                id=session_id,
                user_id=actor.user_id,
                made_at=at,
                last_used_at=at,
                expires_at=expires_at,
            )
    except DatabaseUnavailable as error:
        raise Unavailable from error
    if key is None:
        raise LookupError("the tenant has no signing key; it has not been seeded")
    claims = {
        "iss": _issuer(tenant),
        "sub": str(actor.user_id),
        "sid": str(session_id),
        "iat": at,
        "exp": expires_at,
    }
    token = jwt.encode(claims, bytes(key.secret), algorithm=ALGORITHM, headers={"kid": str(key.id)})
    return Session(token, expires_at)


def actor_of_token(tenant: Tenant, token: str) -> Actor:
    """The user whose session the token is, with his rights of this moment.

    Raises Unauthenticated for a token that is not the tenant's, or whose session or user is no longer good.
    """
    at = clock.now()
    try:
        with tenant.database.reading() as session:
            session_id = _verified(tenant, session, token)
            found = session.record(_FIND, session_id=session_id, at=at)
            user = user_numbered(session, found["user_id"]) if found is not None else None
            if found is None or user is None or user.disabled or user.is_system:
                raise Unauthenticated
            actor = actor_of(session, user)
        if at - found["last_used_at"] > TOUCHED_EVERY:
            with tenant.database.writing() as session:
                session.run(_TOUCH, session_id=session_id, at=at)
    except DatabaseUnavailable as error:
        raise Unavailable from error
    return actor


def _verified(tenant: Tenant, session: ReadSession, token: str) -> uuid.UUID:
    """The session's id out of a token whose signature, issuer and times are good."""
    try:
        key_id = jwt.get_unverified_header(token).get("kid", "")
        if not (isinstance(key_id, str) and key_id.isascii() and key_id.isdigit() and len(key_id) < 18):
            raise Unauthenticated
        secret = session.scalar(_KEY, key_id=int(key_id))
        if secret is None:
            raise Unauthenticated
        claims: dict[str, Any] = jwt.decode(
            token,
            bytes(secret),
            algorithms=[ALGORITHM],
            issuer=_issuer(tenant),
            options={"require": ["exp", "iat", "sub", "sid", "iss"]},
        )
        return uuid.UUID(str(claims["sid"]))
    except (jwt.InvalidTokenError, ValueError):
        raise Unauthenticated from None


def _issuer(tenant: Tenant) -> str:
    return f"amana:{tenant.identifier}"


@dataclass(frozen=True, kw_only=True)
class EndSessions:
    """Log a user out everywhere."""

    user: int


def are_own_sessions(command: EndSessions, actor: Actor) -> bool:
    """Everybody may log himself out."""
    return command.user == actor.user_id


@handles(
    EndSessions,
    permission="ENDSESSIONS_USER",
    grouping="authorisation",
    checkable=False,
    own=are_own_sessions,
)
def end_sessions(command: EndSessions, users: Users) -> Outcome:
    """Raises NotFound, RightsExceedOwn."""
    user = users.load(command.user)
    users.end_sessions(user.id)
    return Outcome(kind="user", id=user.id, office=user.office_id, changes={})
