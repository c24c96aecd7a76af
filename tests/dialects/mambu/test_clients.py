"""Clients as Mambu's programs make, read, change and find them."""

import pytest

from amana.dialects.mambu.dialect import mambu
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.dialects.golden.case import unique

HEX = "0123456789abcdef"


@pytest.fixture
def caller(tenant: Tenant) -> Caller:
    return Caller.of(mambu(), tenant)


def person(**more: object) -> dict[str, object]:
    return {"client": {"firstName": "Trevor", "lastName": "Linden", **more}}


def made(caller: Caller, **more: object) -> dict:
    reply = caller.post("clients", person(**more))
    assert reply.status == 200, reply.text
    return reply.body["client"]


def test_created_by_query(caller: Caller) -> None:
    reply = caller.post(
        "clients?firstName=Trevor&lastName=Linden&emailAddress=trevor.linden%40mambu.com&gender=MALE"
    )
    assert reply.status == 200, reply.text
    client = reply.body["client"]
    assert len(client["encodedKey"]) == 32
    assert set(client["encodedKey"]) <= set(HEX)
    assert (client["firstName"], client["lastName"], client["gender"]) == ("Trevor", "Linden", "MALE")
    assert client["emailAddress"] == "trevor.linden@mambu.com"
    assert client["state"] == "INACTIVE"


def test_read_by_id_and_by_key(caller: Caller) -> None:
    client = made(caller)
    by_id, by_key = (caller.get(f"clients/{client[name]}") for name in ("id", "encodedKey"))
    assert by_id.body == by_key.body == client
    full = caller.get(f"clients/{client['id']}?fullDetails=true").body
    assert full["client"] == client
    assert full["groupKeys"] == full["idDocuments"] == full["addresses"] == full["customInformation"] == []


def test_addresses_and_papers(caller: Caller) -> None:
    number = unique("p")
    reply = caller.post(
        "clients",
        {
            **person(),
            "idDocuments": [
                {
                    "documentType": "passport",
                    "documentId": number,
                    "issuingAuthority": "Passport Agency",
                    "validUntil": "2034-09-30T00:00:00+0000",
                }
            ],
            "addresses": [{"line1": "8 Howling Lane", "city": "London"}, {"line1": "second"}],
        },
    )
    assert reply.status == 200, reply.text
    key = reply.body["client"]["encodedKey"]
    (paper,) = reply.body["idDocuments"]
    assert paper["documentType"] == "Passport"
    assert paper["documentId"] == number
    assert paper["issuingAuthority"] == "Passport Agency"
    assert paper["validUntil"] == "2034-09-30T00:00:00+0000"
    assert paper["clientKey"] == key
    (home,) = reply.body["addresses"]
    assert (home["line1"], home["city"], home["parentKey"], home["indexInList"]) == (
        "8 Howling Lane",
        "London",
        key,
        0,
    )
    assert [one["encodedKey"] for one in caller.get(f"clients?idDocument={number}").body] == [key]

    kept = caller.post(f"clients/{key}", {"client": {"firstName": "Max"}}).body
    assert kept["client"]["firstName"] == "Max"
    assert kept["idDocuments"] == [paper]
    assert kept["addresses"] == [home]
    wiped = caller.post("clients", {"client": {"encodedKey": key}, "idDocuments": [], "addresses": []}).body
    assert wiped["idDocuments"] == wiped["addresses"] == []
    assert wiped["client"]["firstName"] == "Max"


def test_patched(caller: Caller) -> None:
    client = made(caller, gender="FEMALE")
    reply = caller.call(
        "PATCH",
        f"clients/{client['id']}",
        {
            "client": {
                "middleName": "Meri",
                "clientRoleId": "client",
                "homePhone": "(77) 159-443",
                "mobilePhone1": "604-271-7041",
                "birthDate": "1987-07-08",
                "gender": None,
                "emailAddress": "test@mambu.com",
                "preferredLanguage": "ENGLISH",
                "notes": "Powered by Mambu",
            }
        },
    )
    assert reply.body == {"returnCode": 0, "returnStatus": "SUCCESS"}
    now = caller.get(f"clients/{client['id']}").body
    assert "gender" not in now
    assert now["birthDate"] == "1987-07-08T00:00:00+0000"
    assert now["notes"] == "Powered by Mambu"


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("INACTIVE", "BLACKLISTED"),
        ("INACTIVE", "EXITED"),
        ("PENDING_APPROVAL", "REJECTED"),
        ("PENDING_APPROVAL", "INACTIVE"),
    ],
)
def test_states(caller: Caller, first: str, then: str) -> None:
    client = made(caller, state=first)
    assert client["state"] == first
    assert caller.call("PATCH", f"clients/{client['id']}", {"client": {"state": then}}).status == 200
    assert caller.get(f"clients/{client['id']}").body["state"] == then
    found = caller.post(
        "clients/search",
        {
            "filterConstraints": [
                {"filterSelection": "CLIENT_STATE", "filterElement": "IN", "values": [then]},
                {
                    "filterSelection": "ID",
                    "filterElement": "EQUALS",
                    "dataItemType": "CLIENT",
                    "value": client["id"],
                },
            ]
        },
    )
    assert [one["id"] for one in found.body] == [client["id"]]


def test_unknown_client(caller: Caller) -> None:
    reply = caller.get("clients/nobody")
    assert reply.status == 404
    assert (reply.body["returnCode"], reply.body["returnStatus"]) == (301, "INVALID_CLIENT_ID")


def test_what_is_not_there_yet_is_refused_by_name(caller: Caller) -> None:
    reply = caller.post("clients", {**person(), "customInformation": [{"value": "1", "customFieldID": "x"}]})
    assert (reply.status, reply.body["returnCode"]) == (400, 27)
    assert "customInformation" in reply.body["errorSource"]
    assert caller.get("activities").status == 501
