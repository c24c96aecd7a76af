"""Answers against the contract's samples: same keys, same JSON types. What differs is listed with its reason."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.dialects.caller import Reply
from tests.dialects.golden.compare import differences
from tests.dialects.musoni.exceptions import AT_MOST, EXCEPTIONS, MORE
from tests.dialects.musoni.lending import LENDING
from tests.dialects.musoni.organisation import ORGANISATION
from tests.dialects.musoni.world import CONTRACT, DAYS, Exchange, World, pending, samples
from tests.tenant_fixtures import copied

needs_contract = pytest.mark.skipif(not CONTRACT.is_file(), reason=f"{CONTRACT} is not there")


@pytest.fixture(scope="module")
def world(database_server: Callable[..., str], template_database: str) -> Any:
    with copied(database_server, template_database) as tenant:
        yield World(tenant)


def turned(world: World, command: str, **body: Any) -> Reply:
    return world.caller.post(f"clients/{pending(world)}?command={command}", {**DAYS, **body})


def of_group(world: World, command: str, body: Any) -> Reply:
    return world.caller.post(f"groups/{world.group}?command={command}", body)


def reason(world: World, code: str) -> int:
    return world.lender.code_value(code, "Other")


def withdrawn_and_back(world: World) -> Reply:
    client = pending(world)
    day = {
        **DAYS,
        "withdrawalDate": "01 July 2011",
        "withdrawalReasonId": reason(world, "ClientWithdrawReason"),
    }
    assert world.admin.post(f"clients/{client}?command=withdraw", day).status == 200
    return world.caller.post(
        f"clients/{client}?command=undoWithdrawal", {**DAYS, "reopenedDate": "02 July 2011"}
    )


EXCHANGES = (
    Exchange("clients.list", lambda w: w.caller.get("clients?displayName=John")),
    Exchange("clients.get", lambda w: w.caller.get(f"clients/{w.client}")),
    Exchange("clients.accounts", lambda w: w.caller.get(f"clients/{w.client}/accounts")),
    Exchange("clients.create", lambda w: w.caller.post("clients", w.new_client(mobileNo="1"))),
    Exchange("clients.activate", lambda w: turned(w, "activate", activationDate="01 July 2011")),
    Exchange(
        "clients.reject",
        lambda w: turned(
            w, "reject", rejectionDate="01 July 2011", rejectionReasonId=reason(w, "ClientRejectReason")
        ),
    ),
    Exchange("clients.undoWithdrawal", withdrawn_and_back),
    Exchange(
        "clients.close",
        lambda w: turned(
            w, "close", closureDate="01 July 2011", closureReasonId=reason(w, "ClientClosureReason")
        ),
    ),
    Exchange("groups.list", lambda w: w.caller.get("groups?orderBy=id")),
    Exchange("groups.get", lambda w: w.caller.get(f"groups/{w.group}")),
    Exchange("groups.accounts", lambda w: w.caller.get(f"groups/{w.group}/accounts")),
    Exchange("groups.create", lambda w: w.caller.post("groups", w.new_group())),
    Exchange(
        "groups.associateClients",
        lambda w: of_group(w, "associateClients", {"clientMembers": [w.made("clients", w.new_client())]}),
    ),
    Exchange("loans.list", lambda w: w.caller.get("loans?limit=1")),
    Exchange("loans.get", lambda w: w.caller.get(f"loans/{w.loan}")),
    Exchange("loans.create", lambda w: w.caller.post("loans", w.new_loan())),
    *LENDING,
    *ORGANISATION,
)


def whole_dates(value: Any) -> Any:
    """The samples show dates as ``[2000, 1]``, though the contract's text has three parts."""
    if isinstance(value, list):
        return (
            [*value, 1]
            if len(value) == 2 and value[0] in (2000, 2019)
            else [whole_dates(one) for one in value]
        )
    return {name: whole_dates(one) for name, one in value.items()} if isinstance(value, dict) else value


def sample_for(exchange: Exchange, actual: Any) -> Any:
    """The sample; where a single record is answered, the one element of the sample list (as the notes have it)."""
    found = whole_dates(samples()[exchange.id.partition(":")[0]]["response_example"])
    return found[0] if isinstance(found, list) and isinstance(actual, dict) else found


@needs_contract
@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda one: one.id)
def test_answers_are_as_the_contract_has_them(exchange: Exchange, world: World) -> None:
    reply = exchange.send(world)
    assert reply.status == 200, reply.text.decode()
    found = {
        str(one)
        for one in differences(reply.body, sample_for(exchange, reply.body))
        if not one.path.startswith("changes.")  # the samples show what was changed as an empty object
        and (one.what != "not in the sample" or one.path.rpartition(".")[2] not in MORE)
    }
    listed = {f"{path}: {what}" for names, path, what, _ in EXCEPTIONS if exchange.id in names}
    assert found - listed == set(), "\n".join(sorted(found - listed))
    assert listed - found == set(), "no longer an exception"


def test_exceptions_only_shrink() -> None:
    assert len(EXCEPTIONS) <= AT_MOST
