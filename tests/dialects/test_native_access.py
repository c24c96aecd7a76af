"""Keys and sessions over the native API: a key is told once, a token opens every dialect's door."""

from amana.dialects.native.dialect import native
from amana.kernel.access.sessions import open_session
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.kernel.access.people import unique
from tests.tenant_fixtures import administrator_of


def test_a_key_is_told_once_and_opens_the_door(tenant: Tenant) -> None:
    caller, boss = Caller.of(native(), tenant), administrator_of(tenant)
    body, idempotency_key = {"user": boss.user_id, "name": "till"}, unique("key")
    made = caller.post("commands/issue-api-key", body, idempotency_key=idempotency_key)
    assert made.status == 200, made.text
    key = made.body["more"]["key"]
    again = caller.post("commands/issue-api-key", body, idempotency_key=idempotency_key)
    assert (again.body["id"], again.body["more"]) == (made.body["id"], {})
    holder = Caller(caller.entry, {"x-api-key": key})
    assert holder.get("queries/who-am-i").body["username"] == boss.username
    assert caller.post("commands/revoke-api-key", {"api_key": made.body["id"]}).status == 200
    assert holder.get("queries/who-am-i").status == 401


def test_a_token_opens_the_door(tenant: Tenant) -> None:
    caller, boss = Caller.of(native(), tenant), administrator_of(tenant)
    token = open_session(tenant, boss).token
    holder = Caller(caller.entry, {"authorization": f"Bearer {token}"})
    assert holder.get("queries/who-am-i").body["user_id"] == boss.user_id
    assert holder.post("commands/end-sessions", {"user": boss.user_id}).status == 200
    assert holder.get("queries/who-am-i").status == 401
