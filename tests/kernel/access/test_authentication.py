"""Who is calling: verified once, remembered for a while, throttled when guessing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from amana.kernel import clock
from amana.kernel.access import authentication, passwords
from amana.kernel.access.authentication import Authenticator
from amana.kernel.access.create_role import CreateRole
from amana.kernel.access.disable_user import DisableUser
from amana.kernel.access.queries import UserDetails
from amana.kernel.access.records import login_failure
from amana.kernel.access.update_user import UpdateUser
from amana.kernel.context import Actor
from amana.kernel.refusals import Throttled, Unauthenticated
from amana.kernel.tenant import Tenant
from tests.kernel.access.people import PASSWORD, role_with, unique, user_with
from tests.submitting import ask, perform


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that was compared with a stored hash."""
    seen: list[str] = []
    real = passwords.matches

    def counting(stored_hash: str | None, password: str) -> bool:
        seen.append(password)
        return real(stored_hash, password)

    monkeypatch.setattr(passwords, "matches", counting)
    return seen


def test_a_password_is_hashed_once_not_per_request(
    tenant: Tenant, administrator: Actor, hashings: list[str]
) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    authenticator = Authenticator()
    for _ in range(20):
        assert authenticator.by_password(tenant, user.username, PASSWORD).user_id == user.user_id
    assert hashings == [PASSWORD]


def test_a_change_of_rights_is_seen_without_hashing_again(
    tenant: Tenant, administrator: Actor, hashings: list[str]
) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    authenticator = Authenticator()
    authenticator.by_password(tenant, user.username, PASSWORD)
    role = role_with(tenant, administrator, "READ_USER")
    perform(tenant, administrator, UpdateUser(user=user.user_id, roles=(role,)))
    renewed = authenticator.by_password(tenant, user.username, PASSWORD, again=True)
    assert renewed.permissions == {"READ_USER"}
    assert hashings == [PASSWORD]


def test_the_old_password_ends_with_the_change(tenant: Tenant, administrator: Actor) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    authenticator = Authenticator()
    authenticator.by_password(tenant, user.username, PASSWORD)
    perform(
        tenant, user, UpdateUser(user=user.user_id, password="later12345", password_repeated="later12345")
    )
    with pytest.raises(Unauthenticated):
        authenticator.by_password(tenant, user.username, PASSWORD, again=True)
    assert authenticator.by_password(tenant, user.username, "later12345").user_id == user.user_id


@pytest.mark.parametrize("username", ["nobody", "system", "MIFOS"])
def test_unknown_and_inner_users_cannot_log_in(tenant: Tenant, username: str) -> None:
    with pytest.raises(Unauthenticated):
        Authenticator().by_password(tenant, username, "password")


def test_guessing_is_throttled_also_for_the_right_password(
    tenant: Tenant, administrator: Actor, hashings: list[str]
) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    authenticator = Authenticator()
    for number in range(authentication.FAILURES_ALLOWED):
        with pytest.raises(Unauthenticated):
            authenticator.by_password(tenant, user.username, f"guess{number}")
    with pytest.raises(Throttled) as refused:
        authenticator.by_password(tenant, user.username, PASSWORD)
    assert 0 < refused.value.retry_after_s <= authentication.FAILURE_WINDOW.total_seconds()
    assert PASSWORD not in hashings
    later = clock.now() - authentication.FAILURE_WINDOW - timedelta(seconds=1)
    with tenant.database.writing() as session:
        session.run(
            sa.update(login_failure)
            .where(login_failure.c.subject == f"name:{user.username}")
            .values(at=later)
        )
    assert authenticator.by_password(tenant, user.username, PASSWORD).user_id == user.user_id


@pytest.mark.parametrize(
    ("guesser", "neighbour", "stranger"),
    [
        ("203.0.113.7", "::ffff:203.0.113.7", "203.0.113.8"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"),
    ],
)
def test_guessing_at_many_names_from_one_place_is_throttled(
    tenant: Tenant, administrator: Actor, guesser: str, neighbour: str, stranger: str
) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    authenticator = Authenticator()
    for number in range(authentication.FAILURES_ALLOWED_FROM_ADDRESS):
        with pytest.raises(Unauthenticated):
            authenticator.by_password(tenant, unique(f"guess{number}"), "password", address=guesser)
    for address in (guesser, neighbour):
        with pytest.raises(Throttled):
            authenticator.by_password(tenant, user.username, PASSWORD, address=address)
    for address in (stranger, "", "no address"):
        assert Authenticator().by_password(tenant, user.username, PASSWORD, address=address)
    with pytest.raises(Throttled):  # a success elsewhere does not pardon the place
        authenticator.log_in(tenant, user.username, PASSWORD, address=guesser)


def test_a_name_spelled_like_a_place_is_no_place(tenant: Tenant, administrator: Actor) -> None:
    authenticator = Authenticator()
    for _ in range(authentication.FAILURES_ALLOWED):
        with pytest.raises(Unauthenticated):
            authenticator.by_password(tenant, "address:198.51.100.1", "guess")
    user = user_with(tenant, administrator, "READ_ROLE")
    assert authenticator.by_password(tenant, user.username, PASSWORD, address="198.51.100.1")


def test_a_login_is_counted_and_clears_earlier_failures(tenant: Tenant, administrator: Actor) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    authenticator = Authenticator()
    with pytest.raises(Unauthenticated):
        authenticator.log_in(tenant, user.username, "wrong")
    for _ in range(3):
        authenticator.log_in(tenant, user.username, PASSWORD)
    seen = ask(tenant, administrator, UserDetails(user=user.user_id))
    assert seen.login_count == 3
    assert seen.last_login_at is not None
    with tenant.database.reading() as session:
        left = session.scalar(
            sa.select(sa.func.count())
            .select_from(login_failure)
            .where(login_failure.c.subject == f"name:{user.username}")
        )
    assert left == 0


def test_an_explicit_login_is_always_verified(
    tenant: Tenant, administrator: Actor, hashings: list[str]
) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    authenticator = Authenticator()
    authenticator.by_password(tenant, user.username, PASSWORD)
    perform(tenant, administrator, DisableUser(user=user.user_id))
    with pytest.raises(Unauthenticated):
        authenticator.log_in(tenant, user.username, PASSWORD)


def test_a_command_that_changes_no_rights_leaves_actors_fresh(tenant: Tenant, administrator: Actor) -> None:
    before = administrator.access_version
    perform(tenant, administrator, CreateRole(name=unique("Quiet "), description="No rights yet"))
    with tenant.database.reading() as session:
        assert tenant.moment(session).access_version == before
