"""What is Musoni's own: the shape of refusals, keys, filters, numbers of commands."""

import pytest

from amana.dialects.musoni.dialect import musoni
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.dialects.golden.case import unique

DAYS = {"locale": "en", "dateFormat": "dd MMMM yyyy"}


@pytest.fixture
def caller(tenant: Tenant) -> Caller:
    return Caller.of(musoni(), tenant)


def client(caller: Caller, **more: object) -> int:
    body = {"officeId": 1, "firstname": "John", "lastname": "Doe", "active": False, **DAYS, **more}
    reply = caller.post("clients", body)
    assert reply.status == 200, reply.text
    assert set(reply.body) == {"resourceId"}
    return int(reply.body["resourceId"])


def test_without_login(caller: Caller) -> None:
    reply = caller.anonymous().get("clients/1")
    assert reply.status == 401
    assert {name: reply.body[name] for name in ("status", "error", "message", "path")} == {
        "status": 401,
        "error": "Unauthorized",
        "message": "Full authentication is required to access this resource",
        "path": "/api/v1/clients/1",
    }
    assert isinstance(reply.body["timestamp"], int)


def test_refusals_have_one_shape(caller: Caller) -> None:
    missing = caller.get("clients/999999")
    assert (missing.status, missing.body["error"], missing.body["path"]) == (
        404,
        "Not Found",
        "/api/v1/clients/999999",
    )
    wrong = caller.post("clients", {"officeId": 1, "tagIds": ["Rural"], **DAYS})
    assert wrong.status == 400
    named = {entry["parameterName"] for entry in wrong.body["errors"]}
    assert named == {"tagIds", "active"}
    assert caller.get("tasks").status == 501


def test_a_command_tells_its_number(caller: Caller) -> None:
    made = client(caller, submittedOnDate="01 July 2010")
    reply = caller.post(f"clients/{made}?command=activate", {"activationDate": "01 July 2011", **DAYS})
    assert reply.status == 200, reply.text
    assert set(reply.body) == {"commandId", "resourceId", "rollbackTransaction"}
    assert reply.body["resourceId"] == made
    again = caller.post(f"clients/{made}?command=activate", {"activationDate": "01 July 2011", **DAYS})
    assert again.status == 403


def test_lists_are_filtered_sorted_and_cut(caller: Caller) -> None:
    name = unique("Zeta")
    first, second = client(caller, lastname=name), client(caller, lastname=name, mobileNoSecondary="123")
    found = caller.get(f"clients?lastname={name.lower()}&orderBy=id&sortOrder=DESC").body
    assert [one["id"] for one in found] == [second, first]
    assert found[0]["mobileNoSecondary"] == "123"
    assert [one["id"] for one in caller.get(f"clients?search={name}&limit=1&offset=1").body] == [second]
    since = found[0]["auditData"]["lastModifiedOnTimestamp"]
    assert [
        one["id"] for one in caller.get(f"clients?lastname={name}&modifiedSinceTimestamp={since - 60}").body
    ]
    assert caller.get(f"clients?lastname={name}&modifiedSinceTimestamp={since + 60}").body == []
    assert caller.get("clients?modifiedSinceTimestamp=yesterday").status == 400


def test_groups_are_an_array_or_pages(caller: Caller) -> None:
    name = unique("Group")
    member = client(caller)
    body = {"name": name, "officeId": 1, "active": False, "clientMembers": [member], **DAYS}
    made = caller.post("groups", body).body["resourceId"]
    assert [one["id"] for one in caller.get(f"groups?name={name}").body] == [made]
    paged = caller.get(f"groups?name={name}&paged=true").body
    assert (paged["totalFilteredRecords"], [one["id"] for one in paged["pageItems"]]) == (1, [made])
    assert "clientMembers" not in caller.get(f"groups/{made}").body
    members = caller.get(f"groups/{made}?associations=clientMembers").body["clientMembers"]
    assert [one["id"] for one in members] == [member]
    gone = caller.post(f"groups/{made}?command=disassociateClients", {"clientMembers": [member]})
    assert gone.body["resourceId"] == made
    assert caller.get(f"groups/{made}?associations=all").body["clientMembers"] == []


def test_text_that_cannot_be_stored_is_quoted_in_its_refusal(caller: Caller) -> None:
    reply = caller.get("groups?name=a%00b")
    assert (reply.status, reply.body["status"]) == (400, 400)
    assert reply.body["errors"][0]["parameterName"] == "name"
