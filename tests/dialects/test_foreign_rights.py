"""For the operations of Musoni and Mambu: anonymous 401, no right 403, another office's records are not there."""

from collections.abc import Callable
from copy import copy
from typing import Any

import pytest

from amana.dialects.base.dialect import Dialect
from amana.dialects.base.rows import Row
from amana.dialects.mambu.dialect import mambu
from amana.dialects.musoni.dialect import musoni
from amana.kernel.access.api_keys import IssueApiKey
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.dialects.golden.users import Users, add_users
from tests.dialects.mambu import test_golden as mambu_golden
from tests.dialects.mambu.orders import SENDS as ORDERS
from tests.dialects.musoni import test_golden as musoni_golden
from tests.tenant_fixtures import copied

GOLDEN: dict[str, Any] = {"mambu": mambu_golden, "musoni": musoni_golden}
BEYOND = [("mambu", mambu_golden.Exchange(name, send, (0,))) for name, send in ORDERS.items()]
EXCHANGES = [(name, one) for name, module in GOLDEN.items() for one in module.EXCHANGES] + BEYOND
NAMES = [f"{name}:{getattr(one, 'name', one.id)}" for name, one in EXCHANGES]
ROWS = [(dialect, row) for dialect in (musoni(), mambu()) for row in dialect.declared]
needs_contract = mambu_golden.needs_contract


@pytest.fixture(scope="module")
def worlds(database_server: Callable[..., str], template_database: str) -> Any:
    """One institution per dialect, with its three users."""
    with copied(database_server, template_database) as one, copied(database_server, template_database) as two:
        made = {"mambu": mambu_golden.World(one), "musoni": musoni_golden.World(two)}
        users = {name: add_users(world.lender.tenant, world.caller) for name, world in made.items()}
        yield made, users


def seen_by(worlds: Any, name: str, kind: str) -> Any:
    """The world of a dialect in the hands of one of its users."""
    made, users = worlds
    world = copy(made[name])
    chosen: Users = users[name]
    world.caller = getattr(chosen, kind)
    return world


def target(row: Row) -> str:
    path = row.route.path
    for name in row.route.placeholders:
        path = path.replace("{" + name + "}", "1")
    query = "&".join(f"{name}={value}" for name, value in row.route.query)
    return f"{path}?{query}" if query else path


@pytest.mark.parametrize(("dialect", "row"), ROWS, ids=[f"{d.name}:{r.route}" for d, r in ROWS])
def test_nobody_in_particular_is_told_to_log_in(dialect: Dialect, row: Row, tenant: Tenant) -> None:
    caller = Caller.of(dialect, tenant).anonymous()
    body = b"{}" if row.route.method in {"POST", "PUT", "PATCH"} else None
    reply = caller.call(row.route.method, target(row), body)
    assert reply.status == 401, reply.text.decode()
    told = reply.body.get("message") or reply.body["returnStatus"]
    assert told in {"Full authentication is required to access this resource", "INVALID_CREDENTIALS"}


@needs_contract
@pytest.mark.parametrize(("name", "exchange"), EXCHANGES, ids=NAMES)
def test_without_the_right_it_is_forbidden(name: str, exchange: Any, worlds: Any) -> None:
    reply = exchange.send(seen_by(worlds, name, "powerless"))
    assert reply.status == 403, reply.text.decode()
    if name == "mambu":
        assert (reply.body["returnCode"], reply.body["returnStatus"]) == (2, "INVALID_CREDENTIALS")


OF_NO_OFFICE = {
    *("get-client-types", "get-group-role-names", "get-currency-by-iso-code", "create-or-update-index-rates"),
    *("loanProducts.create", "loanProducts.activate", "loanProducts.close"),
    *("funds.update", "glAccounts.create", "glAccounts.update", "glAccounts.delete"),
    *(f"financialActivityAccounts.{verb}" for verb in ("create", "list", "get")),
}
NOT_BY_RECORD = ("list", "all-", "search", "create")


@needs_contract
@pytest.mark.parametrize(("name", "exchange"), EXCHANGES, ids=NAMES)
def test_records_of_another_office_do_not_exist(name: str, exchange: Any, worlds: Any) -> None:
    reply = exchange.send(seen_by(worlds, name, "elsewhere"))
    if exchange.id in OF_NO_OFFICE:
        assert reply.status == 200
        return
    if any(part in exchange.id for part in NOT_BY_RECORD) and reply.status == 200:
        found = reply.body["pageItems"] if isinstance(reply.body, dict) else reply.body
        assert found == [] or exchange.id == "get-all-branches", reply.text.decode()
    elif name == "mambu" and "loan" in exchange.id:
        assert reply.status == 404 or (reply.status, reply.body["returnCode"]) == (400, 100)
    else:
        assert reply.status in ({400, 404} if "create" in exchange.id else {404}), reply.text.decode()


@pytest.mark.parametrize(("name", "header"), [("mambu", "apikey"), ("musoni", "x_api_key")])
def test_a_key_is_as_good_as_a_login(name: str, header: str, worlds: Any) -> None:
    world = worlds[0][name]
    issue = IssueApiKey(user=world.lender.actor.user_id, name="a program")
    key = str(world.lender.do(issue).more["key"])
    nobody = world.caller.anonymous()
    assert nobody.get("clients", **{header: key}).status == 200
    assert nobody.get("clients", **{header: key + "x"}).status == 401


def test_the_same_key_makes_one_client(worlds: Any) -> None:
    caller = worlds[0]["mambu"].caller
    body = {"client": {"firstName": "Only", "lastName": "Once"}}
    first, second = (caller.post("clients", body, idempotency_key="only-once") for _ in range(2))
    assert first.body == second.body
    assert second.headers["idempotent-replayed"] == "true"
    assert len(caller.get("clients?lastName=Once").body) == 1
    other = caller.post(
        "clients", {"client": {"firstName": "Not", "lastName": "Twice"}}, idempotency_key="only-once"
    )
    assert (other.status, other.body["returnStatus"]) == (409, "INVALID_PARAMETERS")
