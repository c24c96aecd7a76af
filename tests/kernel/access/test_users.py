"""Users: made, changed, shut out, within the actor's offices and rights."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from amana.kernel.access.authentication import Authenticator
from amana.kernel.access.create_user import CreateUser
from amana.kernel.access.delete_user import DeleteUser, OwnUser
from amana.kernel.access.disable_user import DisableUser, EnableUser
from amana.kernel.access.queries import UserDetails, UserList, UserTemplate
from amana.kernel.access.rights import LastAdministrator, RightsExceedOwn
from amana.kernel.access.update_user import UpdateUser
from amana.kernel.context import Actor
from amana.kernel.inquiry import ask as ask_unrefreshed
from amana.kernel.records import audit, outbox
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound, NotPermitted, StaleActor, Unauthenticated
from amana.kernel.tenant import Tenant
from tests.kernel.access.people import PASSWORD, branch, new_user, role_with, unique, user_with
from tests.submitting import actor_named, ask, perform


def test_a_new_user_logs_in_with_the_rights_of_his_roles(tenant: Tenant, administrator: Actor) -> None:
    role = role_with(tenant, administrator, "READ_USER", "CREATE_ROLE")
    name = unique("newuser")
    made = perform(tenant, administrator, new_user(name, role))
    actor = Authenticator().by_password(tenant, name, PASSWORD)
    assert actor.user_id == made.id
    assert actor.permissions == {"READ_USER", "CREATE_ROLE"}


def test_a_mailed_password_is_generated_and_goes_to_the_outbox_only(
    tenant: Tenant, administrator: Actor
) -> None:
    role = role_with(tenant, administrator, "READ_USER")
    name = unique("mailed")
    command = replace(
        new_user(name, role), mail_password=True, email=f"{name}@example.org", password="ignored7"
    )
    made = perform(tenant, administrator, command)
    with tenant.database.reading() as session:
        message = session.record(
            sa.select(outbox).where(outbox.c.payload["user"].as_integer() == int(made.id))
        )
        row = session.record(
            sa.select(audit).where(audit.c.entity == "USER", audit.c.resource_id == str(made.id))
        )
    assert message is not None
    assert row is not None
    password = message["payload"]["password"]
    assert message["kind"] == "user.password_generated"
    assert message["payload"]["email"] == f"{name}@example.org"
    assert password not in str(row["body"])
    assert row["body"]["password"] == "***"
    assert Authenticator().by_password(tenant, name, password).user_id == made.id
    with pytest.raises(Unauthenticated):
        Authenticator().by_password(tenant, name, "ignored7")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "with space"}, "username"),
        ({"username": "a:b"}, "username"),
        ({"username": "x" * 101}, "username"),
        ({"first_name": ""}, "first_name"),
        ({"roles": ()}, "roles"),
        ({"email": "no address"}, "email"),
        ({"password": "short", "password_repeated": "short"}, "password"),
        ({"password_repeated": "different8"}, "password_repeated"),
        ({"password": None}, "password"),
        ({"mail_password": True}, "email"),
    ],
)
def test_what_is_wrong_with_a_new_user_is_named(
    tenant: Tenant, administrator: Actor, changes: dict[str, object], field: str
) -> None:
    command = replace(new_user(unique("wrong"), 1), **changes)
    with pytest.raises(InvalidInput) as refused:
        perform(tenant, administrator, command)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_name_is_taken_in_whatever_case_until_its_user_is_deleted(
    tenant: Tenant, administrator: Actor
) -> None:
    name = unique("taken")
    made = perform(tenant, administrator, new_user(name, 1))
    with pytest.raises(Duplicate):
        perform(tenant, administrator, new_user(name.upper(), 1))
    perform(tenant, administrator, DeleteUser(user=int(made.id)))
    perform(tenant, administrator, new_user(name, 1))


def test_nobody_gives_a_role_with_more_rights_than_his_own(tenant: Tenant, administrator: Actor) -> None:
    clerk = user_with(tenant, administrator, "CREATE_USER", "UPDATE_USER", "READ_USER")
    equal = role_with(tenant, administrator, "READ_USER")
    more = role_with(tenant, administrator, "READ_USER", "DELETE_USER")
    made = perform(tenant, clerk, new_user(unique("equal"), equal))
    for roles in ((more,), (equal, more), (1,)):
        with pytest.raises(RightsExceedOwn):
            perform(tenant, clerk, new_user(unique("more"), *roles))
        with pytest.raises(RightsExceedOwn):
            perform(tenant, clerk, UpdateUser(user=int(made.id), roles=roles))
    with pytest.raises(RightsExceedOwn):
        perform(tenant, clerk, UpdateUser(user=clerk.user_id, roles=(1,)))


def test_who_has_more_rights_cannot_be_touched(tenant: Tenant, administrator: Actor) -> None:
    clerk = user_with(tenant, administrator, "UPDATE_USER", "DELETE_USER", "DISABLE_USER")
    boss = administrator.user_id
    takeover = UpdateUser(user=boss, password="mine12345", password_repeated="mine12345")
    for command in (takeover, DeleteUser(user=boss), DisableUser(user=boss)):
        with pytest.raises(RightsExceedOwn):
            perform(tenant, clerk, command)


def test_users_of_other_offices_do_not_exist_for_a_branch(tenant: Tenant, administrator: Actor) -> None:
    (north, _), (south, _) = branch(tenant), branch(tenant)
    rights = ("CREATE_USER", "READ_USER", "UPDATE_USER", "DELETE_USER")
    manager = user_with(tenant, administrator, *rights, office_id=north)
    other = user_with(tenant, administrator, "READ_USER", office_id=south)
    role = role_with(tenant, administrator, "READ_USER")
    for office_id in (south, 1):
        with pytest.raises(NotFound):
            perform(tenant, manager, new_user(unique("elsewhere"), role, office_id=office_id))
    for command in (UpdateUser(user=other.user_id, first_name="X"), DeleteUser(user=other.user_id)):
        with pytest.raises(NotFound):
            perform(tenant, manager, command)
    with pytest.raises(NotFound):
        ask(tenant, manager, UserDetails(user=other.user_id))
    with pytest.raises(NotFound):
        perform(tenant, manager, UpdateUser(user=manager.user_id, office=1))
    made = perform(tenant, manager, new_user(unique("mine"), role, office_id=north))
    seen = {user.id for user in ask(tenant, manager, UserList())}
    assert seen == {manager.user_id, made.id}
    assert [office.id for office in ask(tenant, manager, UserTemplate()).offices] == [north]


def test_changes_are_told_and_only_what_changed(tenant: Tenant, administrator: Actor) -> None:
    user = user_with(tenant, administrator, "READ_USER")
    role = role_with(tenant, administrator, "READ_ROLE")
    done = perform(
        tenant,
        administrator,
        UpdateUser(user=user.user_id, first_name="Test", last_name="New", roles=(role,), email=""),
    )
    assert done.changes == {"last_name": "New", "roles": [role]}
    assert actor_named(tenant, user.username).permissions == {"READ_ROLE"}


def test_everybody_may_change_his_own_password_and_nothing_else(tenant: Tenant, administrator: Actor) -> None:
    user, other = (user_with(tenant, administrator, "READ_ROLE") for _ in range(2))
    command = UpdateUser(user=user.user_id, password="other12345", password_repeated="other12345")
    done = perform(tenant, user, command)
    assert done.changes is not None
    assert len(done.changes["password"]) == 64
    assert Authenticator().by_password(tenant, user.username, "other12345").user_id == user.user_id
    for forbidden in (replace(command, first_name="Me"), replace(command, user=other.user_id)):
        with pytest.raises(NotPermitted):
            perform(tenant, user, forbidden)


def test_a_new_password_has_to_be_repeated(tenant: Tenant, administrator: Actor) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    with pytest.raises(InvalidInput):
        perform(tenant, user, UpdateUser(user=user.user_id, password="other12345"))


def test_a_disabled_user_is_shut_out_at_once_whatever_is_remembered(
    tenant: Tenant, administrator: Actor
) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    authenticator = Authenticator()
    remembered = authenticator.by_password(tenant, user.username, PASSWORD)
    perform(tenant, administrator, DisableUser(user=user.user_id))
    with pytest.raises(StaleActor):
        ask_unrefreshed(tenant, remembered, UserTemplate())
    with pytest.raises(Unauthenticated):
        authenticator.by_password(tenant, user.username, PASSWORD, again=True)
    perform(tenant, administrator, EnableUser(user=user.user_id))
    assert authenticator.by_password(tenant, user.username, PASSWORD, again=True).user_id == user.user_id


def test_nobody_deletes_or_disables_himself(tenant: Tenant, administrator: Actor) -> None:
    for command in (DeleteUser(user=administrator.user_id), DisableUser(user=administrator.user_id)):
        with pytest.raises(OwnUser):
            perform(tenant, administrator, command)


def test_somebody_always_keeps_all_functions(fresh_tenant: Tenant) -> None:
    boss = actor_named(fresh_tenant, "mifos")
    role = role_with(fresh_tenant, boss, "READ_USER")
    with pytest.raises(LastAdministrator):
        perform(fresh_tenant, boss, UpdateUser(user=boss.user_id, roles=(role,)))
    perform(fresh_tenant, boss, new_user("second", 1))
    perform(fresh_tenant, boss, UpdateUser(user=boss.user_id, roles=(role,)))


def test_details_show_the_roles_held_and_those_to_be_had(tenant: Tenant, administrator: Actor) -> None:
    role = role_with(tenant, administrator, "READ_USER")
    made = perform(tenant, administrator, new_user(unique("detailed"), role))
    seen = ask(tenant, administrator, UserDetails(user=int(made.id)))
    assert [one.id for one in seen.selected_roles] == [role]
    assert 1 in [one.id for one in seen.available_roles]
    assert role not in [one.id for one in seen.available_roles]


def test_an_unknown_role_or_office_is_not_found(tenant: Tenant, administrator: Actor) -> None:
    for wrong in ({"roles": (999999,)}, {"office": 999999}, {"staff": 999999}):
        with pytest.raises(NotFound):
            perform(tenant, administrator, CreateUser(**{**vars(new_user(unique("lost"), 1)), **wrong}))
