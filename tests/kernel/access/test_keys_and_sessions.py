"""API keys and bearer sessions: shown once, good for their time, ended at once."""

import time
import uuid
from datetime import timedelta

import jwt
import pytest
import sqlalchemy as sa

from amana.kernel import clock
from amana.kernel.access.api_keys import ApiKeyList, IssueApiKey, RevokeApiKey
from amana.kernel.access.authentication import Authenticator
from amana.kernel.access.disable_user import DisableUser
from amana.kernel.access.records import api_key, login_session, signing_key
from amana.kernel.access.rights import RightsExceedOwn
from amana.kernel.access.sessions import EndSessions, actor_of_token, open_session
from amana.kernel.access.update_user import UpdateUser
from amana.kernel.context import Actor
from amana.kernel.idempotency import IdempotencyKey
from amana.kernel.pipeline import Submission, submit
from amana.kernel.refusals import InvalidInput, NotFound, NotPermitted, Unauthenticated
from amana.kernel.tenant import Tenant
from tests.kernel.access.people import branch, role_with, user_with
from tests.submitting import Keeper, ask, fresh, perform


def issued(tenant: Tenant, actor: Actor, user: int, **more: object) -> tuple[int, str]:
    done = perform(tenant, actor, IssueApiKey(user=user, name="till", **more))
    return int(done.id), str(done.more["key"])


def test_a_key_acts_for_its_user_and_is_stored_as_a_hash(tenant: Tenant, administrator: Actor) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    number, key = issued(tenant, administrator, user.user_id)
    actor = Authenticator().by_api_key(tenant, key)
    assert (actor.user_id, actor.permissions) == (user.user_id, {"READ_ROLE"})
    with tenant.database.reading() as session:
        stored = session.record(sa.select(api_key).where(api_key.c.id == number))
        told = session.scalar(
            "SELECT (SELECT count(*) FROM audit WHERE body::text LIKE %(key)s)"
            " + (SELECT count(*) FROM outbox WHERE payload::text LIKE %(key)s)",
            key=f"%{key}%",
        )
    assert stored is not None
    assert key.encode() not in stored["key_hash"]
    assert told == 0
    [seen] = ask(tenant, administrator, ApiKeyList(user=user.user_id))
    assert (seen.id, seen.username, seen.revoked) == (number, user.username, False)


def test_a_revoked_expired_or_made_up_key_is_good_for_nothing(tenant: Tenant, administrator: Actor) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    authenticator = Authenticator()
    number, key = issued(tenant, administrator, user.user_id)
    authenticator.by_api_key(tenant, key)
    perform(tenant, administrator, RevokeApiKey(api_key=number))
    with pytest.raises(NotFound):
        perform(tenant, administrator, RevokeApiKey(api_key=number))
    later, brief = issued(tenant, administrator, user.user_id, expires_at=clock.now() + timedelta(hours=1))
    authenticator.by_api_key(tenant, brief)
    with tenant.database.writing() as session:
        session.run(sa.update(api_key).where(api_key.c.id == later).values(expires_at=clock.now()))
    for bad in (key, brief, "amk_madeup", ""):
        with pytest.raises(Unauthenticated):
            authenticator.by_api_key(tenant, bad, again=True)
    with pytest.raises(InvalidInput):
        issued(tenant, administrator, user.user_id, expires_at=clock.now() - timedelta(days=1))


def test_disabling_the_user_shuts_his_keys_and_sessions_out(tenant: Tenant, administrator: Actor) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    _, key = issued(tenant, administrator, user.user_id)
    token = open_session(tenant, user).token
    perform(tenant, administrator, DisableUser(user=user.user_id))
    with pytest.raises(Unauthenticated):
        Authenticator().by_api_key(tenant, key)
    with pytest.raises(Unauthenticated):
        actor_of_token(tenant, token)


def test_nobody_gets_a_key_to_more_rights_or_to_other_offices(tenant: Tenant, administrator: Actor) -> None:
    north, _ = branch(tenant)
    clerk = user_with(tenant, administrator, "CREATE_APIKEY", "DELETE_APIKEY", "READ_APIKEY", office_id=north)
    with pytest.raises(NotFound):
        issued(tenant, clerk, administrator.user_id)
    stronger = user_with(tenant, administrator, "DELETE_ROLE", office_id=north)
    with pytest.raises(RightsExceedOwn):
        issued(tenant, clerk, stronger.user_id)
    number, _ = issued(tenant, administrator, administrator.user_id)
    with pytest.raises(NotFound):
        perform(tenant, clerk, RevokeApiKey(api_key=number))
    assert ask(tenant, clerk, ApiKeyList()) == []


def test_a_replay_does_not_tell_the_key_again(tenant: Tenant, administrator: Actor) -> None:
    class Telling(Keeper):
        def done(self, outcome, work):
            answer = super().done(outcome, work)
            return type(answer)(status=200, body=str(dict(outcome.more)).encode())

    bound = IdempotencyKey.of(uuid.uuid4().hex, "POST", "/keys", b"")
    command = IssueApiKey(user=administrator.user_id, name="once")

    def send() -> bytes:
        actor = fresh(tenant, administrator)
        submission = Submission(command=command, actor=actor, source="test", idempotency=bound)
        return submit(tenant, submission, Telling()).body

    assert b"amk_" in send()
    assert send() == b"{}"


def test_a_token_is_its_user_with_the_rights_of_the_moment(tenant: Tenant, administrator: Actor) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    token = open_session(tenant, user).token
    assert actor_of_token(tenant, token).permissions == {"READ_ROLE"}
    role = role_with(tenant, administrator, "READ_USER")
    perform(tenant, administrator, UpdateUser(user=user.user_id, roles=(role,)))
    assert actor_of_token(tenant, token).permissions == {"READ_USER"}


def test_a_fourth_session_ends_the_one_unused_for_longest(tenant: Tenant, administrator: Actor) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    tokens = [open_session(tenant, user).token for _ in range(4)]
    with pytest.raises(Unauthenticated):
        actor_of_token(tenant, tokens[0])
    for token in tokens[1:]:
        assert actor_of_token(tenant, token).user_id == user.user_id


def test_a_session_ends_after_a_week(tenant: Tenant, administrator: Actor) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    session = open_session(tenant, user)
    assert timedelta(days=6, hours=23) < session.expires_at - clock.now() <= timedelta(days=7)
    with tenant.database.writing() as writing:
        writing.run(
            sa.update(login_session)
            .where(login_session.c.user_id == user.user_id)
            .values(expires_at=clock.now())
        )
    with pytest.raises(Unauthenticated):
        actor_of_token(tenant, session.token)


def test_logging_out_ends_ones_own_sessions_others_need_the_right(
    tenant: Tenant, administrator: Actor
) -> None:
    user, other = (user_with(tenant, administrator, "READ_ROLE") for _ in range(2))
    token, kept = open_session(tenant, user).token, open_session(tenant, other).token
    with pytest.raises(NotPermitted):
        perform(tenant, user, EndSessions(user=other.user_id))
    perform(tenant, user, EndSessions(user=user.user_id))
    with pytest.raises(Unauthenticated):
        actor_of_token(tenant, token)
    assert actor_of_token(tenant, kept).user_id == other.user_id


def test_a_new_password_ends_the_sessions(tenant: Tenant, administrator: Actor) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    token = open_session(tenant, user).token
    perform(
        tenant, user, UpdateUser(user=user.user_id, password="fresh12345", password_repeated="fresh12345")
    )
    with pytest.raises(Unauthenticated):
        actor_of_token(tenant, token)


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_forged_tokens_are_refused(tenant: Tenant, administrator: Actor) -> None:
    token = open_session(tenant, administrator).token
    with tenant.database.reading() as session:
        number, secret = session.tuples(sa.select(signing_key.c.id, signing_key.c.secret))[0]
    claims = jwt.decode(token, bytes(secret), algorithms=["HS256"], issuer="amana:default")

    def signed(key: bytes | None, kid: str = str(number), algorithm: str = "HS256", **changes: object) -> str:
        return jwt.encode({**claims, **changes}, key, algorithm=algorithm, headers={"kid": kid})

    good = bytes(secret)
    assert actor_of_token(tenant, signed(good)).user_id == administrator.user_id
    forged = [
        signed(b"x" * 32),
        signed(good, kid="999"),
        signed(good, kid="1; DROP"),
        signed(None, algorithm="none"),
        signed(good, algorithm="HS384"),
        signed(good, iss="amana:other"),
        signed(good, exp=int(time.time()) - 1),
        signed(good, sid=str(uuid.uuid4())),
        signed(good, sid="no uuid"),
        token[:-4] + "AAAA",
        "no.token.atall",
        "",
    ]
    for bad in forged:
        with pytest.raises(Unauthenticated):
            actor_of_token(tenant, bad)
