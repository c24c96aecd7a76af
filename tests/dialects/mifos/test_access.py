"""Login, users and roles as a Mifos X client uses them: each field has its effect."""

import base64
from typing import Any

from tests.dialects.golden.case import World, unique

PASSWORD = "window 75 "


def new_role(world: World, *codes: str) -> int:
    role = int(world.make("roles", {"name": unique("role"), "description": "Made by a test"}))
    world.put(f"roles/{role}/permissions", {"permissions": dict.fromkeys(codes, "true")})
    return role


def new_user(world: World, *roles: int, **more: Any) -> tuple[int, str]:
    name = unique("user")
    body = {
        "username": name,
        "firstname": "Ama",
        "lastname": "Mensah",
        "email": f"{name}@example.org",
        "officeId": "1",
        "roles": [str(role) for role in roles],
        "sendPasswordToEmail": "false",
        "password": PASSWORD,
        "repeatPassword": PASSWORD,
        **more,
    }
    return int(world.make("users", body)), name


def test_login_tells_who_and_hands_the_key_back(world: World) -> None:
    role = new_role(world, "READ_ROLE", "READ_USER")
    user, name = new_user(world, role)
    anonymous = world.caller.anonymous()
    reply = anonymous.call("POST", f"authentication?username={name}&password=window%2075%20")
    assert reply.status == 200
    assert reply.body["userId"] == user
    assert reply.body["permissions"] == ["READ_ROLE", "READ_USER"]
    assert [one["id"] for one in reply.body["roles"]] == [role]
    key = reply.body["base64EncodedAuthenticationKey"]
    assert base64.b64decode(key).decode() == f"{name}:{PASSWORD}"
    assert anonymous.get("roles", authorization=f"Basic {key}").status == 200
    assert anonymous.get("permissions", authorization=f"Basic {key}").status == 403


def test_login_takes_a_body_as_later_versions_send_it(world: World) -> None:
    _, name = new_user(world, new_role(world, "READ_ROLE"))
    reply = world.caller.anonymous().post("authentication", {"username": name, "password": PASSWORD})
    assert reply.status == 200


def test_wrong_or_missing_credentials_give_the_documented_body(world: World) -> None:
    anonymous = world.caller.anonymous()
    for target in ("authentication?username=mifos&password=fail", "authentication", "users"):
        reply = anonymous.call("POST", target)
        assert reply.status == 401
        assert reply.body["userMessageGlobalisationCode"] == "error.msg.not.authenticated"
        assert reply.body["defaultUserMessage"] == "Unauthenticated. Please login."
        assert reply.body["httpStatusCode"] == "401"
        assert reply.body["errors"] == []


def test_every_field_of_a_user_can_be_changed(world: World) -> None:
    user, _ = new_user(world, new_role(world, "READ_ROLE"))
    role = new_role(world, "READ_USER")
    name = unique("renamed")
    changes = {
        "username": name,
        "firstname": "Kofi",
        "lastname": "Boateng",
        "email": "kofi@example.org",
        "roles": [role],
    }
    done = world.put(f"users/{user}", {**changes, "password": "another12", "repeatPassword": "another12"})
    encoded = done["changes"].pop("passwordEncoded")
    assert done["changes"] == changes
    assert len(encoded) == 64
    seen = world.get(f"users/{user}")
    assert {key: seen[key] for key in ("username", "firstname", "lastname", "email")} == {
        key: changes[key] for key in ("username", "firstname", "lastname", "email")
    }
    assert [one["id"] for one in seen["selectedRoles"]] == [role]
    assert world.caller.as_user(name, "another12").get("users").status == 200


def test_the_template_adds_the_offices(world: World) -> None:
    user, _ = new_user(world, 1)
    seen = world.get(f"users/{user}?template=true")
    head = next(one for one in seen["allowedOffices"] if one["id"] == 1)
    assert head["nameDecorated"] == head["name"] == "Head Office"
    assert "allowedOffices" not in world.get(f"users/{user}")


def test_a_password_that_is_not_repeated_is_refused_by_its_wire_name(world: World) -> None:
    user, _ = new_user(world, 1)
    reply = world.caller.put(f"users/{user}", {"password": "another12"})
    assert reply.status == 400
    assert [one["parameterName"] for one in reply.body["errors"]] == ["repeatPassword"]


def test_a_refused_password_is_not_told_again(world: World) -> None:
    user, _ = new_user(world, 1)
    wrong = {"password": "sesame1", "repeatPassword": "sesame2"}
    for body in (wrong, {**wrong, "unknown": 1}, {"password": {"a": "sesame3"}}):
        key = unique("key")
        reply = world.caller.put(f"users/{user}", body, idempotency_key=key)
        assert reply.status == 400
        assert b"sesame" not in reply.text
    with world.tenant.database.reading() as session:
        for table, column in (("audit", "body"), ("audit", "refusal"), ("idempotency", "answer")):
            query = (
                f"SELECT count(*) FROM {table} WHERE encode({column}::text::bytea, 'escape') LIKE '%sesame%'"
            )
            assert (
                session.scalar(query.replace("::text::bytea", "" if column == "answer" else "::text::bytea"))
                == 0
            )


def test_all_that_is_missing_is_named(world: World) -> None:
    reply = world.caller.post("users", {"username": ""})
    assert reply.status == 400
    named = {one["parameterName"] for one in reply.body["errors"]}
    assert named == {"username", "firstname", "lastname", "email", "officeId", "roles"}


def test_nobody_grants_more_than_he_has(world: World) -> None:
    _, name = new_user(world, new_role(world, "PERMISSIONS_ROLE", "CREATE_USER", "READ_ROLE"))
    clerk = world.caller.as_user(name, PASSWORD)
    role = new_role(world, "READ_ROLE")
    reply = clerk.put(f"roles/{role}/permissions", {"permissions": {"ALL_FUNCTIONS": True}})
    assert reply.status == 403
    assert reply.body["userMessageGlobalisationCode"] == "error.msg.not.authorized"


def test_maker_checker_can_be_asked_for_per_permission(world: World) -> None:
    world.put("permissions", {"permissions": {"DELETE_ROLE": "true"}})
    checkable = {one["code"]: one["selected"] for one in world.get("permissions?makerCheckerable=true")}
    assert checkable["DELETE_ROLE"] is True
    assert "READ_ROLE" not in checkable
    world.put("permissions", {"permissions": {"DELETE_ROLE": False}})


def test_permission_flags_have_to_be_truth_values(world: World) -> None:
    reply = world.caller.put("permissions", {"permissions": {"CREATE_ROLE": "perhaps"}})
    assert reply.status == 400
    assert reply.body["errors"][0]["parameterName"] == "permissions.CREATE_ROLE"


def test_nothing_of_a_password_is_left_in_the_log_of_commands(world: World) -> None:
    new_user(world, 1, password="sesame-open", repeatPassword="sesame-open")
    with world.tenant.database.reading() as session:
        found = session.scalar("SELECT count(*) FROM audit WHERE body::text LIKE '%sesame-open%'")
    assert found == 0
