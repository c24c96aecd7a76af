"""Login, users, roles and permissions."""

from typing import Any

from tests.dialects.golden.case import Case, World, unique

PASSWORD = "window75"


def role(world: World) -> dict[str, Any]:
    return {"role": world.make("roles", {"name": unique("role"), "description": "For golden exchanges"})}


def user(world: World) -> dict[str, Any]:
    made = role(world)
    name = unique("user")
    body = {
        "username": name,
        "firstname": "Another",
        "lastname": "User",
        "email": f"{name}@example.org",
        "officeId": 1,
        "roles": [made["role"]],
    }
    return {**made, "user": world.make("users", body)}


USER = {"userId": "user"}
ROLE = {"roleId": "role"}

CASES = (
    Case("authenticate_request", query="username=mifos&password=password"),
    Case("users_list", user),
    Case("users_template"),
    Case("users_retrieve", user, USER),
    Case(
        "users_create",
        role,
        body={"username": lambda _: unique("newuser"), "roles": lambda made: [made["role"], 1]},
    ),
    Case("users_update", user, USER),
    Case("users_delete", user, USER),
    Case("roles_list"),
    Case("roles_retrieve", role, ROLE),
    Case("roles_create", body={"name": lambda _: unique("Another Role Name")}),
    Case("roles_update", role, ROLE),
    Case("rolespermissions_retrieve", role, ROLE),
    Case("rolespermissions_update", role, ROLE),
    Case("permissions_list"),
    Case(
        "permissions_update",
        body={"permissions": {"CREATE_ROLE": False, "CREATE_USER": "false"}},
        compare=False,
    ),
)
