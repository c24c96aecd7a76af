"""Clients as Mambu's programs make, read, change and find them."""

import pytest

from amana.dialects.mambu.dialect import mambu
from amana.kernel.configuration.change_settings import ChangeSettings, SettingChange
from amana.kernel.context import Actor
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.dialects.golden.case import unique
from tests.submitting import perform

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


def test_who_calls_has_to_be_said_where_the_tenant_asks(fresh_tenant: Tenant, administrator: Actor) -> None:
    caller = Caller.of(mambu(), fresh_tenant)
    assert caller.get("clients").status == 200
    change = SettingChange(name="require-user-agent", enabled=True)
    perform(fresh_tenant, administrator, ChangeSettings(settings=(change,)))
    reply = caller.get("clients")
    assert reply.status == 400
    (error,) = reply.body["errors"]
    assert (error["errorCode"], error["errorReason"]) == (4, "INVALID_PARAMETERS")
    assert caller.get("clients", user_agent="a program").status == 200


@pytest.mark.parametrize(
    ("query", "faulty"),
    [
        ("limit=x", "limit"),
        ("offset=-1", "offset"),
        ("state=ASLEEP", "state"),
        ("birthdate=1.1.2000", "birthdate"),
    ],
)
def test_look_ups_that_cannot_be_read(caller: Caller, query: str, faulty: str) -> None:
    reply = caller.get(f"clients?{query}")
    assert (reply.status, reply.body["returnCode"]) == (400, 4)
    assert faulty in reply.body["errorSource"]


def test_searches_by_every_operator(caller: Caller) -> None:
    name = unique("Zed")
    older = made(caller, lastName=name, birthDate="1957-03-01", middleName="Amy")
    younger = made(caller, lastName=name, birthDate="1989-04-29", gender="MALE")

    def found(*constraints: dict[str, object], order: str = "ASCENDING") -> list[str]:
        mine = {"filterSelection": "LAST_NAME", "filterElement": "EQUALS_CASE_SENSITIVE", "value": name}
        body = {
            "filterConstraints": [mine, *constraints],
            "sortDetails": {"sortingColumn": "BIRTHDATE", "sortingOrder": order},
        }
        reply = caller.post("clients/search", body)
        assert reply.status == 200, reply.text
        return [one["id"] for one in reply.body]

    def where(field: str, operator: str, *operands: str) -> dict[str, object]:
        named = dict(zip(("value", "secondValue"), operands, strict=False))
        return {"filterSelection": field, "filterElement": operator, **named}

    both = [older["id"], younger["id"]]
    assert found() == both
    assert found(order="DESC") == both[::-1]
    assert found(where("BIRTHDATE", "BETWEEN", "1957-01-01", "1965-06-20")) == both[:1]
    assert found(where("BIRTHDATE", "ON", "1989-04-29")) == both[1:]
    assert found(where("BIRTHDATE", "AFTER", "1957-03-01")) == both[1:]
    assert found(where("BIRTHDATE", "BEFORE", "1957-03-01")) == []
    assert found(where("CREATION_DATE", "TODAY"), where("LAST_MODIFIED_DATE", "THIS_YEAR")) == both
    assert found(where("MIDDLE_NAME", "EMPTY")) == both[1:]
    assert found(where("MIDDLE_NAME", "STARTS_WITH", "am")) == both[:1]
    assert found(where("MIDDLE_NAME", "STARTS_WITH_CASE_SENSITIVE", "am")) == []
    assert found(where("GENDER", "EQUALS", "MALE")) == both[1:]
    assert found(where("ENCODED_KEY", "EQUALS", older["encodedKey"])) == both[:1]
    assert found(where("BRANCH_KEY", "EQUALS", older["assignedBranchKey"])) == both
    assert found(where("BRANCH_KEY", "EQUALS", "f" * 32)) == []
    assert found(where("LOAN_CYCLE", "LESS_THAN", "1")) == both
    assert found(where("CLIENT_STATE", "DIFFERENT_THAN", "INACTIVE")) == []


def test_searches_by_what_is_not_there_yet_are_refused(caller: Caller) -> None:
    for wrong in (
        {"filterSelection": "TOTAL_BALANCE", "filterElement": "MORE_THAN", "value": "1"},
        {"filterSelection": "GENDER", "filterElement": "MORE_THAN", "value": "MALE"},
        {"filterSelection": "abc", "filterElement": "EQUALS", "value": "1", "dataFieldType": "CUSTOM"},
    ):
        reply = caller.post("clients/search", {"filterConstraints": [wrong]})
        assert reply.status == 400, reply.text
        assert "filterConstraints[0]" in reply.body["errorSource"]


def test_every_field_sent_is_kept_and_changed(caller: Caller) -> None:
    """Each accepted property of a person shows in the answer, after creation and after a change."""
    first = {
        "firstName": "Max",
        "middleName": "Frank",
        "lastName": "Alexander",
        "birthDate": "1989-04-29",
        "gender": "MALE",
        "homePhone": "1",
        "mobilePhone1": "2",
        "mobilePhone2": "3",
        "emailAddress": "a@example.org",
        "preferredLanguage": "FRENCH",
        "notes": "n",
    }
    then = {
        "firstName": "Mia",
        "middleName": "Meri",
        "lastName": "Otter",
        "birthDate": "1990-05-30",
        "gender": "FEMALE",
        "homePhone": "4",
        "mobilePhone1": "5",
        "mobilePhone2": "6",
        "emailAddress": "b@example.org",
        "preferredLanguage": "SPANISH",
        "notes": "m",
    }

    def shown(sent: dict[str, str]) -> dict[str, str]:
        return {**sent, "birthDate": f"{sent['birthDate']}T00:00:00+0000"}

    number, other = unique(), unique()
    client = made(caller, id=number, **first)
    assert client["id"] == number
    assert {name: client[name] for name in first} == shown(first)
    changed = caller.post(f"clients/{number}", {"client": {**then, "id": other}}).body["client"]
    assert changed["id"] == other
    assert changed["encodedKey"] == client["encodedKey"]
    assert {name: changed[name] for name in then} == shown(then)
    cleared = {name: None for name in then if name not in {"firstName", "lastName"}}
    assert caller.call("PATCH", f"clients/{other}", {"client": cleared}).status == 200
    left = caller.get(f"clients/{other}").body
    assert not set(cleared) & set(left)


def test_two_clients_cannot_be_meant_at_once(caller: Caller) -> None:
    one, two = made(caller), made(caller)
    reply = caller.post(
        f"clients/{one['id']}", {"client": {"encodedKey": two["encodedKey"], "firstName": "X"}}
    )
    assert (reply.status, reply.body["returnCode"]) == (400, 4)
    assert caller.get(f"clients/{one['id']}").body["firstName"] == "Trevor"
