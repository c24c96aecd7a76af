"""One request after another through rows, kernel and database: answers, refusals, idempotency, rights."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from amana.kernel.records import audit
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.dialects.toy import TOYS


@pytest.fixture
def caller(tenant: Tenant) -> Caller:
    return Caller.of(TOYS, tenant)


def toy(**more: object) -> dict[str, object]:
    body = {"name": f"t-{uuid4().hex[:12]}", "price": "1,200.50", "madeOnDate": "4 Feb 2013"}
    return {**body, "locale": "en", "dateFormat": "dd MMMM yyyy", **more}


def test_make_read_list_and_rename(caller: Caller) -> None:
    made = caller.post("toys", toy(name="train-1", colour="tolerated"))
    assert made.status == 200, made.text
    assert made.body == {"officeId": 1, "resourceId": made.body["resourceId"]}
    number = made.body["resourceId"]
    assert caller.get(f"toys/{number}").body == {
        "id": number,
        "name": "train-1",
        "price": 12.5,
        "madeOnDate": [2013, 2, 4],
    }
    assert caller.get(f"toys/{number}/?fields=name,price").body == {"name": "train-1", "price": 12.5}
    listed = caller.get("toys?name=train-&limit=1&orderBy=name&sortBy=DESC&unknown=ignored").body
    assert (listed["totalFilteredRecords"], [row["id"] for row in listed["pageItems"]]) == (1, [number])
    renamed = caller.put(f"toys/{number}", {"name": "train-2"})
    assert renamed.body == {"officeId": 1, "resourceId": number, "changes": {"name": "train-2"}}
    assert caller.get(f"toys/{number}/shout").body == {"NAME": "TRAIN-2"}


def test_nobody_gets_more_than_a_process_can_hold(tenant: Tenant) -> None:
    caller = Caller.of(TOYS, tenant, largest_list=2)
    for number in range(3):
        assert caller.post("toys", toy(name=f"building-block-{number}")).status == 200
    for limit in ("-1", "0", "3", "99999"):
        listed = caller.get(f"toys?name=building-block-&limit={limit}").body
        assert (listed["totalFilteredRecords"], len(listed["pageItems"])) == (3, 2)
    rest = caller.get("toys?name=building-block-&limit=-1&offset=2").body
    assert (rest["totalFilteredRecords"], len(rest["pageItems"])) == (3, 1)


def test_all_faults_of_a_body_come_together(caller: Caller) -> None:
    reply = caller.post("toys", {"price": "1,00", "madeOnDate": "32 May 2013", "size": 3, "locale": "en"})
    assert reply.status == 400
    body = reply.body
    assert body["userMessageGlobalisationCode"] == "validation.msg.validation.errors.exist"
    assert body["defaultUserMessage"] == "Validation errors exist."
    assert body["httpStatusCode"] == "400"
    assert {(e["parameterName"], e["userMessageGlobalisationCode"]) for e in body["errors"]} == {
        ("name", "validation.msg.toy.name.cannot.be.blank"),
        ("price", "validation.msg.invalid.decimal.format"),
        ("madeOnDate", "validation.msg.missing.dateFormat.parameter"),
        ("size", "error.msg.parameter.unsupported"),
    }
    blank = next(e for e in body["errors"] if e["parameterName"] == "name")
    assert blank["defaultUserMessage"] == "The parameter name cannot be blank."
    assert (blank["value"], blank["args"]) == (None, [])


def test_a_body_that_never_became_a_command_is_audited_without_its_values(
    caller: Caller, tenant: Tenant
) -> None:
    newest = sa.select(audit.c.result, audit.c.body, audit.c.refusal).order_by(audit.c.id.desc()).limit(1)
    assert caller.post("toys", {"name": "s3cret", "price": "1,00", "locale": "en"}).status == 400
    with tenant.database.reading() as session:
        row = session.record(newest)
    assert row is not None
    assert (row["result"], row["body"]) == ("refused", None)
    assert {problem["field"] for problem in row["refusal"]["problems"]} == {"price", "madeOnDate"}
    assert "s3cret" not in str(row)


def test_what_the_core_refuses_is_told_in_the_wires_words(caller: Caller) -> None:
    first = caller.post("toys", toy(name="unique")).body["resourceId"]
    again = caller.post("toys", toy(name="unique"))
    assert (again.status, again.body["userMessageGlobalisationCode"]) == (400, "error.msg.duplicate")
    wrong = caller.put(f"toys/{first}", {"name": "nothing"})
    assert wrong.status == 400
    assert (
        wrong.body["errors"][0]["userMessageGlobalisationCode"] == "validation.msg.toy.name.is.inconsistent"
    )
    assert wrong.body["errors"][0]["value"] == "nothing"
    absent = caller.get("toys/99999999")
    assert (absent.status, absent.body["userMessageGlobalisationCode"]) == (
        404,
        "error.msg.resource.not.found",
    )


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nowhere", 404),
        ("GET", "toys/one", 404),
        ("PATCH", "toys", 405),
        ("DELETE", "toys/1", 501),
        ("GET", "toys/1/broken", 500),
    ],
)
def test_paths_and_methods(caller: Caller, method: str, path: str, status: int) -> None:
    reply = caller.call(method, path)
    assert reply.status == status
    assert reply.body["httpStatusCode"] == str(status)
    assert set(reply.body) == {
        "developerMessage",
        "developerDocLink",
        "httpStatusCode",
        "defaultUserMessage",
        "userMessageGlobalisationCode",
        "errors",
    }


def test_who_is_calling(caller: Caller) -> None:
    anonymous = caller.anonymous().get("toys")
    assert anonymous.status == 401
    assert anonymous.body["userMessageGlobalisationCode"] == "error.msg.not.authenticated"
    assert anonymous.body["errors"] == []
    assert "www-authenticate" in anonymous.headers
    assert caller.as_user("mifos", "wrong").get("toys").status == 401
    assert caller.get("toys", authorization="Basic !!!").status == 401


def test_which_tenant(caller: Caller) -> None:
    header = "x-mifos-platform-tenantid"
    assert caller.get("toys", **{header: "default"}).status == 200
    assert caller.get("toys?tenantIdentifier=default").status == 200
    assert caller.get("toys", **{header: "nobody"}).status == 401
    assert caller.get("toys?tenantIdentifier=other", **{header: "default"}).status == 400
    assert caller.get("toys", host="default.bank.example").status == 200
    assert caller.get("toys", host="default.bank.example", **{header: "elsewhere"}).status == 400


def test_a_key_makes_a_write_happen_once(caller: Caller) -> None:
    body, key = toy(), uuid4().hex
    first = caller.post("toys", body, idempotency_key=key)
    again = caller.post("toys?pretty=true", dict(reversed(body.items())), idempotency_key=key)
    assert (first.status, again.text) == (200, first.text)
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    other = caller.post("toys", toy(), idempotency_key=key)
    assert (other.status, other.body["userMessageGlobalisationCode"]) == (409, "error.msg.conflict")
    assert caller.post("toys", toy(), idempotency_key="k" * 300).status == 400


def test_a_refusal_is_replayed_too(caller: Caller) -> None:
    body = toy()
    caller.post("toys", body)
    key = uuid4().hex
    first = caller.post("toys", body, idempotency_key=key)
    again = caller.post("toys", body, idempotency_key=key)
    assert (first.status, again.status, again.text) == (400, 400, first.text)
    assert again.headers["idempotent-replayed"] == "true"


def test_a_dry_run_changes_nothing(caller: Caller) -> None:
    body = toy()
    tried = caller.post("toys", body, x_dry_run="true")
    assert (tried.status, tried.headers["x-dry-run"]) == (200, "true")
    assert caller.get(f"toys/{tried.body['resourceId']}").status == 404
    assert caller.post("toys", body, x_dry_run="yes").status == 400  # not carried out for want of a word
    done = caller.post("toys", body, x_dry_run="false")
    assert (done.status, "x-dry-run" in done.headers) == (200, False)


def test_single_quoted_json_and_text_that_cannot_be_stored(caller: Caller) -> None:
    name = f"q-{uuid4().hex[:8]}"
    quoted = f"{{'name': '{name}', 'price': '1', 'madeOnDate': '4 Feb 2013', 'locale': 'en', "
    quoted += "'dateFormat': 'd MMM yyyy'}"
    assert caller.post("toys", quoted.encode()).status == 200
    for body in (b'{"name": "a\\u0000"}', b'{"price": NaN}', b"[1]", b"{", b'{"name": 1, "name": 2}'):
        assert caller.post("toys", body).status == 400
