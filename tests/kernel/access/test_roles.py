"""Roles and rights: given and taken, limited to amounts, never beyond one's own."""

from decimal import Decimal

import pytest

from amana.kernel.access.create_role import CreateRole
from amana.kernel.access.delete_role import DeleteRole
from amana.kernel.access.disable_role import DisableRole, EnableRole
from amana.kernel.access.queries import PermissionList, RoleDetails, RoleList, RolePermissions
from amana.kernel.access.require_checkers import RequireCheckers
from amana.kernel.access.rights import LastAdministrator, RightsExceedOwn
from amana.kernel.access.set_role_permissions import SetRolePermissions
from amana.kernel.access.update_role import UpdateRole
from amana.kernel.context import Actor
from amana.kernel.refusals import AmountLimitExceeded, Duplicate, InUse, InvalidInput, NotFound, NotPermitted
from amana.kernel.tenant import Tenant
from tests.kernel.access.people import new_user, role_with, unique, user_with
from tests.submitting import actor_named, ask, perform


def given(tenant: Tenant, administrator: Actor, role: int) -> dict[str, Decimal | None]:
    seen = ask(tenant, administrator, RolePermissions(role=role))
    return {one.code: one.limit for one in seen.permissions if one.selected}


def test_a_role_is_made_without_rights_and_renamed(tenant: Tenant, administrator: Actor) -> None:
    name = unique("Teller ")
    role = int(perform(tenant, administrator, CreateRole(name=name, description="Counter")).id)
    assert given(tenant, administrator, role) == {}
    done = perform(tenant, administrator, UpdateRole(role=role, name=name, description="Counter (changed)"))
    assert done.changes == {"description": "Counter (changed)"}
    assert ask(tenant, administrator, RoleDetails(role=role)).description == "Counter (changed)"
    assert role in [one.id for one in ask(tenant, administrator, RoleList())]


def test_role_names_are_unique_and_not_blank(tenant: Tenant, administrator: Actor) -> None:
    with pytest.raises(Duplicate):
        perform(tenant, administrator, CreateRole(name="Super user", description="Another"))
    with pytest.raises(InvalidInput) as refused:
        perform(tenant, administrator, CreateRole(name="", description=""))
    assert [problem.field for problem in refused.value.problems] == ["name", "description"]


def test_only_the_permissions_named_change(tenant: Tenant, administrator: Actor) -> None:
    role = role_with(tenant, administrator, "READ_USER", "READ_ROLE")
    command = SetRolePermissions(role=role, permissions={"READ_ROLE": False, "CREATE_ROLE": True})
    done = perform(tenant, administrator, command)
    assert done.changes == {"permissions": {"READ_ROLE": False, "CREATE_ROLE": True}}
    assert set(given(tenant, administrator, role)) == {"READ_USER", "CREATE_ROLE"}
    assert perform(tenant, administrator, command).changes == {}


def test_unknown_permissions_are_refused(tenant: Tenant, administrator: Actor) -> None:
    role = role_with(tenant, administrator, "READ_USER")
    with pytest.raises(InvalidInput):
        perform(tenant, administrator, SetRolePermissions(role=role, permissions={"FLY_MOON": True}))


def test_nobody_gives_or_takes_rights_he_lacks(tenant: Tenant, administrator: Actor) -> None:
    clerk = user_with(tenant, administrator, "PERMISSIONS_ROLE", "READ_USER", "DISABLE_ROLE", "DELETE_ROLE")
    role = role_with(tenant, administrator, "READ_USER", "DELETE_USER")
    for changes in ({"ALL_FUNCTIONS": True}, {"CREATE_USER": True}, {"DELETE_USER": False}):
        with pytest.raises(RightsExceedOwn):
            perform(tenant, clerk, SetRolePermissions(role=role, permissions=changes))
    for command in (DisableRole(role=1), DeleteRole(role=role)):
        with pytest.raises(RightsExceedOwn):
            perform(tenant, clerk, command)
    perform(tenant, clerk, SetRolePermissions(role=role, permissions={"READ_USER": False}))


def test_an_amount_limit_binds_its_holder(tenant: Tenant, administrator: Actor) -> None:
    role = role_with(tenant, administrator, "CREATE_ROLE", "PERMISSIONS_ROLE", CREATE_ROLE=Decimal("500.00"))
    name = unique("limited")
    perform(tenant, administrator, new_user(name, role))
    limited = actor_named(tenant, name)
    limited.require_amount("CREATE_ROLE", Decimal("500.00"))
    with pytest.raises(AmountLimitExceeded):
        limited.require_amount("CREATE_ROLE", Decimal("500.01"))
    target = role_with(tenant, administrator, "READ_USER")
    for limit in (None, Decimal("500.01")):
        command = SetRolePermissions(
            role=target, permissions={"CREATE_ROLE": True}, limits={"CREATE_ROLE": limit}
        )
        with pytest.raises(RightsExceedOwn):
            perform(tenant, limited, command)
    command = SetRolePermissions(
        role=target, permissions={"CREATE_ROLE": True}, limits={"CREATE_ROLE": Decimal(20)}
    )
    perform(tenant, limited, command)
    assert given(tenant, administrator, target)["CREATE_ROLE"] == Decimal(20)


def test_who_may_do_everything_is_not_limited(tenant: Tenant, administrator: Actor) -> None:
    limited = role_with(tenant, administrator, "CREATE_ROLE", CREATE_ROLE=Decimal(5))
    name = unique("both")
    perform(tenant, administrator, new_user(name, limited, 1))
    actor_named(tenant, name).require_amount("CREATE_ROLE", Decimal(6))


@pytest.mark.parametrize(
    ("permissions", "limits"),
    [
        ({"READ_USER": True}, {"CREATE_ROLE": Decimal(5)}),
        ({"CREATE_ROLE": False}, {"CREATE_ROLE": Decimal(5)}),
        ({"CREATE_ROLE": True}, {"CREATE_ROLE": Decimal(-1)}),
        ({"CREATE_ROLE": True}, {"CREATE_ROLE": Decimal("NaN")}),
        ({"ALL_FUNCTIONS": True}, {"ALL_FUNCTIONS": Decimal(5)}),
        ({}, {}),
    ],
)
def test_limits_that_make_no_sense_are_refused(
    tenant: Tenant, administrator: Actor, permissions: dict[str, bool], limits: dict[str, Decimal]
) -> None:
    role = role_with(tenant, administrator, "READ_USER")
    with pytest.raises(InvalidInput):
        perform(tenant, administrator, SetRolePermissions(role=role, permissions=permissions, limits=limits))


def test_a_disabled_role_gives_nothing(tenant: Tenant, administrator: Actor) -> None:
    role = role_with(tenant, administrator, "READ_USER")
    name = unique("sleeper")
    perform(tenant, administrator, new_user(name, role))
    perform(tenant, administrator, DisableRole(role=role))
    assert actor_named(tenant, name).permissions == frozenset()
    perform(tenant, administrator, EnableRole(role=role))
    assert actor_named(tenant, name).permissions == {"READ_USER"}


def test_the_last_role_with_all_functions_cannot_be_switched_off(
    tenant: Tenant, administrator: Actor
) -> None:
    with pytest.raises(LastAdministrator):
        perform(tenant, administrator, DisableRole(role=1))


def test_a_role_that_somebody_has_cannot_be_deleted(tenant: Tenant, administrator: Actor) -> None:
    role = role_with(tenant, administrator, "READ_USER")
    free = role_with(tenant, administrator, "READ_USER")
    perform(tenant, administrator, new_user(unique("holder"), role))
    with pytest.raises(InUse):
        perform(tenant, administrator, DeleteRole(role=role))
    perform(tenant, administrator, DeleteRole(role=free))
    with pytest.raises(NotFound):
        ask(tenant, administrator, RoleDetails(role=free))


def test_checkers_are_required_per_permission(tenant: Tenant, administrator: Actor) -> None:
    done = perform(tenant, administrator, RequireCheckers(permissions={"CREATE_ROLE": True}))
    assert done.changes == {"permissions": {"CREATE_ROLE": True}}
    listed = {
        one.code: one.selected for one in ask(tenant, administrator, PermissionList(checkable_only=True))
    }
    assert listed["CREATE_ROLE"]
    assert not listed["UPDATE_ROLE"]
    assert not any(code.startswith("READ_") or code.endswith("_CHECKER") for code in listed)
    perform(tenant, administrator, RequireCheckers(permissions={"CREATE_ROLE": False}))
    for wrong in ({"READ_USER": True}, {"CREATE_ROLE_CHECKER": True}, {"FLY_MOON": True}, {}):
        with pytest.raises(InvalidInput):
            perform(tenant, administrator, RequireCheckers(permissions=wrong))


def test_permissions_without_a_question_are_all_selected(tenant: Tenant, administrator: Actor) -> None:
    everything = ask(tenant, administrator, PermissionList())
    assert all(one.selected for one in everything)
    by_code = {one.code: one for one in everything}
    checker = by_code["CREATE_USER_CHECKER"]
    assert (checker.grouping, checker.entity, checker.action) == ("authorisation", "USER", "CREATE")
    assert by_code["READ_USER"].grouping == "authorisation"


def test_reading_needs_the_right(tenant: Tenant, administrator: Actor) -> None:
    nobody = user_with(tenant, administrator, "CREATE_ROLE")
    for query in (RoleList(), RolePermissions(role=1), PermissionList()):
        with pytest.raises(NotPermitted):
            ask(tenant, nobody, query)
