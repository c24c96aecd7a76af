"""Groups as Mambu's programs make, read, change and find them."""

import pytest

from amana.dialects.mambu.dialect import mambu
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.dialects.golden.case import unique


@pytest.fixture
def caller(tenant: Tenant) -> Caller:
    return Caller.of(mambu(), tenant)


def client(caller: Caller) -> str:
    return caller.post("clients?firstName=Trevor&lastName=Linden").body["client"]["encodedKey"]


def test_made_changed_and_found(caller: Caller) -> None:
    first, second = client(caller), client(caller)
    name = unique("Group")
    reply = caller.post(
        "groups",
        {
            "group": {"groupName": name, "notes": "not normally available", "emailAddress": "g@example.org"},
            "addresses": [{"line1": "The Tea Building", "city": "London"}],
            "groupMembers": [{"clientKey": first, "creationDate": "2014-12-17T11:38:00+0000"}],
        },
    )
    assert reply.status == 200, reply.text
    key, number = reply.body["encodedKey"], reply.body["id"]
    assert reply.body["groupName"] == name

    full = caller.get(f"groups/{number}?fullDetails=true").body
    assert full["theGroup"] == reply.body == caller.get(f"groups/{key}").body
    (member,) = full["groupMembers"]
    assert (member["clientKey"], member["groupKey"]) == (first, key)
    assert member["creationDate"] == "2014-12-17T00:00:00+0000"
    assert full["addresses"][0]["parentKey"] == key
    assert caller.get(f"clients/{first}?fullDetails=true").body["groupKeys"] == [key]

    done = caller.call(
        "PATCH", f"groups/{number}", {"group": {"notes": "after"}, "groupMembers": [{"clientKey": second}]}
    )
    assert done.body == {"returnCode": 0, "returnStatus": "SUCCESS"}
    full = caller.get(f"groups/{key}?fullDetails=true").body
    assert [one["clientKey"] for one in full["groupMembers"]] == [second]
    assert full["theGroup"]["notes"] == "after"

    found = caller.post(
        "groups/search",
        {
            "filterConstraints": [
                {"filterSelection": "GROUP_NAME", "filterElement": "EQUALS", "value": name.upper()},
                {"filterSelection": "NUMBER_OF_MEMBERS", "filterElement": "EQUALS", "value": "1"},
                {"filterSelection": "CREATION_DATE", "filterElement": "LAST_DAYS", "value": "2"},
            ]
        },
    )
    assert [one["id"] for one in found.body] == [number], found.text


def test_a_stranger_cannot_be_a_member(caller: Caller) -> None:
    key = caller.post("groups", {"group": {"groupName": unique("Group")}}).body["encodedKey"]
    reply = caller.call("PATCH", f"groups/{key}", {"groupMembers": [{"clientKey": "f" * 32}]})
    assert (reply.status, reply.body["returnCode"], reply.body["returnStatus"]) == (
        400,
        301,
        "INVALID_CLIENT_ID",
    )


def test_types_of_one_kind(caller: Caller) -> None:
    assert [one["id"] for one in caller.get("clienttypes?for=GROUPS").body] == ["group"]
    reply = caller.get("clienttypes?for=NOBODY")
    assert (reply.status, reply.body["returnCode"]) == (400, 4)
    assert reply.body["errorSource"].startswith("invalid for parameter")


def test_a_currency_nobody_knows(caller: Caller) -> None:
    reply = caller.get("currencies/XYZ")
    assert (reply.status, reply.body["returnStatus"]) == (404, "INVALID_CURRENCY_CODE")
