"""API keys: issued to a user, shown once, stored as a hash, revoked for good."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from amana.kernel.access.authentication import api_key_hash
from amana.kernel.access.records import api_key, app_user, office
from amana.kernel.access.rights import rights_changed
from amana.kernel.access.user_store import Users
from amana.kernel.commands import handles
from amana.kernel.context import Reading, Work
from amana.kernel.outcome import Outcome, ShownOnce
from amana.kernel.queries import answers
from amana.kernel.refusals import InvalidInput, NotFound, Problem
from amana.storage.statement import Statement

PREFIX = "amk_"
"""By which scanners recognise a key that leaked."""

MAXIMUM_NAME_LENGTH = 100

_INSERT = Statement(
    sa.insert(api_key)
    .values({name: sa.bindparam(name) for name in ("user_id", "name", "key_hash", "made_at", "expires_at")})
    .returning(api_key.c.id)
)
_OWNER = Statement(
    sa.select(api_key.c.user_id).where(api_key.c.id == sa.bindparam("key_id"), ~api_key.c.disabled)
)
_REVOKE = Statement(
    sa.update(api_key).where(api_key.c.id == sa.bindparam("key_id")).values(disabled=sa.true())
)


@dataclass(frozen=True, kw_only=True)
class IssueApiKey:
    """A key with the rights of ``user``, good until ``expires_at`` (aware), where that is given."""

    user: int
    name: str
    expires_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RevokeApiKey:
    """The key is good no longer, at once."""

    api_key: int


@dataclass(frozen=True, kw_only=True)
class ApiKeyView:
    """A key without the key."""

    id: int
    user_id: int
    username: str
    name: str
    made_at: datetime
    expires_at: datetime | None
    revoked: bool


@dataclass(frozen=True, kw_only=True)
class ApiKeyList:
    """The keys of users of the actor's offices, or of one of them."""

    user: int | None = None


@handles(IssueApiKey, permission="CREATE_APIKEY", grouping="authorisation", checkable=False)
def issue_api_key(command: IssueApiKey, work: Work, users: Users) -> Outcome:
    """The key is in ``more`` of this one answer and nowhere else.

    Raises NotFound, InvalidInput, RightsExceedOwn.
    """
    user = users.load(command.user)
    _require_sound(command, work)
    key = PREFIX + secrets.token_urlsafe(32)
    made = work.session.insert(
        _INSERT,
        user_id=user.id,
        name=command.name,
        key_hash=api_key_hash(key),
        made_at=work.now,
        expires_at=command.expires_at,
    )
    return Outcome(kind="api_key", id=made, office=user.office_id, more={"key": ShownOnce(key)})


@handles(RevokeApiKey, permission="DELETE_APIKEY", grouping="authorisation", checkable=False)
def revoke_api_key(command: RevokeApiKey, work: Work, users: Users) -> Outcome:
    """Raises NotFound, RightsExceedOwn."""
    owner = work.session.scalar(_OWNER, key_id=command.api_key)
    if owner is None:
        raise NotFound(kind="API key", id=command.api_key)
    user = users.load(owner)
    work.session.run(_REVOKE, key_id=command.api_key)
    rights_changed(work.session)
    return Outcome(kind="api_key", id=command.api_key, office=user.office_id, changes={"revoked": True})


def _require_sound(command: IssueApiKey, work: Work) -> None:
    problems = []
    if not command.name.strip():
        problems.append(Problem(field="name", kind="blank", message="The name is missing."))
    if len(command.name) > MAXIMUM_NAME_LENGTH:
        text = f"The name has at most {MAXIMUM_NAME_LENGTH} characters."
        problems.append(Problem(field="name", kind="too_long", message=text, limit=MAXIMUM_NAME_LENGTH))
    expiry = command.expires_at
    if expiry is not None and (expiry.tzinfo is None or expiry <= work.now):
        text = "A key expires at a moment to come, given with its offset."
        problems.append(Problem(field="expires_at", kind="too_small", message=text, value=expiry.isoformat()))
    if problems:
        raise InvalidInput(tuple(problems))


_KEYS = (
    sa.select(
        api_key.c.id,
        api_key.c.user_id,
        app_user.c.username,
        api_key.c.name,
        api_key.c.made_at,
        api_key.c.expires_at,
        api_key.c.disabled.label("revoked"),
    )
    .select_from(
        api_key.join(app_user, app_user.c.id == api_key.c.user_id).join(
            office, office.c.id == app_user.c.office_id
        )
    )
    .where(office.c.hierarchy.startswith(sa.bindparam("hierarchy", type_=sa.Text)))
    .order_by(api_key.c.id)
)
_ALL = Statement(_KEYS)
_OF_USER = Statement(_KEYS.where(api_key.c.user_id == sa.bindparam("user_id")))


@answers(ApiKeyList, permission="READ_APIKEY")
def api_key_list(query: ApiKeyList, at: Reading) -> Sequence[ApiKeyView]:
    """By id."""
    if query.user is None:
        return at.session.all(_ALL, ApiKeyView, hierarchy=at.actor.hierarchy)
    return at.session.all(_OF_USER, ApiKeyView, hierarchy=at.actor.hierarchy, user_id=query.user)
