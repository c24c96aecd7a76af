"""Supervisor reports over the wire: the contract's shapes, statuses and rules."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from amana.dialects.base.faults import FaultKind
from amana.dialects.base.json_out import encode
from amana.dialects.base.openapi import document
from amana.dialects.supervision.codec import MONEY_NUMBER, MONEY_TEXT, OPAQUE_ID, PERIOD_END
from amana.dialects.supervision.dialect import supervision
from amana.dialects.supervision.errors import FAULTS, STATUSES
from amana.kernel.refusals import Family
from tests.dialects.caller import Caller, Reply
from tests.dialects.golden.compare import differences
from tests.kernel.access.people import PASSWORD, unique
from tests.loans.world import Lender
from tests.reports.team import SUPERVISOR_RIGHTS, Team
from tests.tenant_fixtures import ADMINISTRATOR, SHARED, administrator_of, copied

CONTRACT = SHARED / "contracts" / "supervision.json"
JANUARY = {
    "reportType": "MONTHLY",
    "periodStart": "2015-01-01T00:00:00Z",
    "periodEnd": "2015-01-31T23:59:59Z",
}


@dataclass
class Office:
    """A team at work, and everybody who may call."""

    team: Team
    anonymous: Caller
    supervisor: Caller
    boss: Caller
    officer: Caller
    other: Caller
    ben: int


def logged_in(caller: Caller, username: str, password: str = PASSWORD) -> Caller:
    reply = caller.post("auth/login", {"email": username, "password": password})
    assert reply.status == 200, reply.text
    return Caller(caller.entry, {"authorization": f"Bearer {reply.body['token']}"})


@pytest.fixture(scope="module")
def office(database_server: Callable[..., str], template_database: str) -> Iterator[Office]:
    """One officer with a union of two members; a loan of 1,000 of which 600 came back in January."""
    with copied(database_server, template_database) as tenant:
        lender = Lender(tenant, administrator_of(tenant))
        team, other = Team(lender), Team(lender)
        ben = team.officer()
        officer = team.login(ben, "READ_CLIENT")
        union = team.union(ben, members=1)
        team.member(union, verified=False)
        loan = lender.disbursed(team.product, client=union.members[0])
        lender.repay(loan, "2015-01-20", "600")
        anonymous = Caller.of(supervision(), tenant).anonymous()
        yield Office(
            team=team,
            anonymous=anonymous,
            supervisor=logged_in(anonymous, team.user.username),
            boss=logged_in(anonymous, ADMINISTRATOR.username, ADMINISTRATOR.password),
            officer=logged_in(anonymous, officer.username),
            other=logged_in(anonymous, other.user.username),
            ben=ben,
        )


def operations() -> dict[str, Any]:
    document = json.loads(Path(CONTRACT).read_text())
    return {one["id"]: one for one in (*document["operations"], *document["related_operations"])}


def generated(office: Office, **more: Any) -> dict[str, Any]:
    reply = office.supervisor.post("supervisor-reports/generate", {**JANUARY, **more})
    assert reply.status == 201, reply.text
    return reply.body


def failed(reply: Reply, status: int) -> str:
    assert reply.status == status, reply.text
    assert list(reply.body) == ["error"]
    return reply.body["error"]


@pytest.mark.skipif(not CONTRACT.is_file(), reason=f"{CONTRACT} is not there")
def test_every_operation_answers_as_the_sample_does(office: Office) -> None:
    rows = {row.id: row for row in supervision().declared}
    assert set(operations()) == set(rows) - {"login"}
    made = generated(office)
    paths = {
        "list-report-sessions": "sessions",
        "get-report-session": f"sessions/{made['id']}",
        "list-credit-officers": "officers",
        "get-dashboard": "dashboard?periodStart=2015-01-01&periodEnd=2015-01-31",
        "delete-report-session": f"sessions/{made['id']}",
    }
    answers = {"generate-report": made}
    for name, path in paths.items():
        reply = office.supervisor.call(rows[name].route.method, f"supervisor-reports/{path}")
        assert reply.status == 200, reply.text
        answers[name] = reply.body
    for name, answer in answers.items():
        operation = operations()[name]
        assert f"/{rows[name].route.path}" == operation["path"]
        assert rows[name].status == operation["responses"][0]["status"]
        sample = operation["response_examples"][0]["body"]
        # somebody who never logged in has no moment of it
        found = [str(one) for one in differences(answer, sample) if "At: null" not in str(one)]
        assert found == [], name


def test_the_figures_of_a_report(office: Office) -> None:
    made = generated(office, title="January 2015 review")
    staff = str(office.team.supervisor)
    assert made["supervisor"] == {
        "id": staff,
        "firstName": "Ada",
        "lastName": "Obi",
        "email": office.team.user.email,
    }
    assert (made["supervisorId"], made["title"], made["reportType"]) == (
        staff,
        "January 2015 review",
        "MONTHLY",
    )
    assert made["periodStart"] == "2015-01-01T00:00:00.000Z"
    assert made["periodEnd"] == "2015-01-31T23:59:59.000Z"
    assert [
        made[name] for name in ("totalDisbursed", "totalRepaid", "totalOutstanding", "collectionRate")
    ] == [
        "1000.00",
        "600.00",
        "400.00",
        "60.00",
    ]
    figures = {
        "totalUnions": 1,
        "totalMembers": 2,
        "verifiedMembers": 1,
        "pendingMembers": 1,
        "totalLoans": 1,
        "activeLoans": 1,
        "completedLoans": 0,
        "defaultedLoans": 0,
        "totalDisbursed": 1000,
        "totalRepaid": 600,
        "totalOutstanding": 400,
        "collectionRate": 60,
    }
    data = made["reportData"]
    assert data["summary"] == {"totalOfficers": 1, **figures}
    assert data["loanStatusDistribution"] == [{"status": "ACTIVE", "count": 1, "amount": 1000}]
    [officer] = made["officerMetrics"]
    assert officer == data["officerPerformance"][0]
    assert {name: officer[name] for name in figures} == figures
    assert (officer["officerId"], officer["officerName"]) == (str(office.ben), "Ben Eze")
    assert [one["month"] for one in data["monthlyTrends"]] == [
        "Nov 2014",
        "Dec 2014",
        "Jan 2015",
        "Feb 2015",
        "Mar 2015",
        "Apr 2015",
    ]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"reportType": None}, "reportType"),
        ({"periodStart": ""}, "periodStart"),
        ({"periodEnd": None}, "periodEnd"),
        ({"reportType": "YEARLY"}, "reportType"),
        ({"periodStart": "yesterday"}, "periodStart"),
        ({"periodEnd": "2014-12-31T00:00:00Z"}, "periodEnd"),
        ({"periodEnd": 20150131}, "periodEnd"),
        ({"periodStart": "0001-01-01T00:00:00+14:00"}, "periodStart"),
        ({"periodEnd": "9999-12-31T23:59:59-14:00"}, "periodEnd"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_bad_requests_name_what_is_wrong(office: Office, changes: dict[str, Any], named: str) -> None:
    reply = office.supervisor.post("supervisor-reports/generate", {**JANUARY, **changes})
    assert named in failed(reply, 400)


def test_nothing_at_all_is_a_bad_request(office: Office) -> None:
    text = failed(office.supervisor.post("supervisor-reports/generate", {}), 400)
    assert all(name in text for name in JANUARY)


CALLS = [
    ("POST", "generate"),
    ("GET", "sessions"),
    ("GET", "sessions/1"),
    ("DELETE", "sessions/1"),
    ("GET", "officers"),
    ("GET", "dashboard"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_without_a_good_token_it_is_401(office: Office, method: str, path: str) -> None:
    body = JANUARY if method == "POST" else None
    for headers in (
        {},
        {"authorization": "Bearer no.token.atall"},
        {"authorization": "Basic bWlmb3M6cGFzc3dvcmQ="},
        {"authorization": "Bearer "},
    ):
        reply = office.anonymous.call(method, f"supervisor-reports/{path}", body, **headers)
        assert failed(reply, 401) == "Unauthorized"


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_an_officer_is_forbidden(office: Office, method: str, path: str) -> None:
    body = JANUARY if method == "POST" else None
    failed(office.officer.call(method, f"supervisor-reports/{path}", body), 403)


def test_reports_of_others_look_absent(office: Office) -> None:
    made = generated(office)
    path = f"supervisor-reports/sessions/{made['id']}"
    for method in ("GET", "DELETE"):
        assert failed(office.other.call(method, path), 404) == "Report not found"
    for nothing in ("999999", "clx1rep", "-1", "9" * 40):
        assert (
            failed(office.supervisor.get(f"supervisor-reports/sessions/{nothing}"), 404) == "Report not found"
        )
    assert office.boss.get(path).body == office.supervisor.get(path).body == made
    owner, stranger = office.team.supervisor, office.team.supervisor + 1000
    assert office.boss.get(f"{path}?supervisorId={owner}").status == 200
    failed(office.boss.get(f"{path}?supervisorId={stranger}"), 404)
    assert office.boss.delete(path).body == {"success": True, "message": "Report deleted successfully"}
    failed(office.supervisor.get(path), 404)


def test_a_supervisor_names_nobody_else_an_administrator_anybody(office: Office) -> None:
    theirs = {**JANUARY, "supervisorId": str(office.team.supervisor)}
    failed(office.other.post("supervisor-reports/generate", theirs), 403)
    made = office.boss.post("supervisor-reports/generate", theirs)
    assert (made.status, made.body["supervisorId"]) == (201, str(office.team.supervisor))
    for nobody in ("999999", "clx1sup", str(office.ben)):
        text = failed(
            office.boss.post("supervisor-reports/generate", {**JANUARY, "supervisorId": nobody}), 404
        )
        assert text == "Supervisor not found"
    team = office.boss.get(f"supervisor-reports/officers?supervisorId={office.team.supervisor}").body
    assert [one["name"] for one in team] == ["Ben Eze"]
    assert office.boss.get("supervisor-reports/officers").body == []


def test_officers_tell_when_they_logged_in(office: Office) -> None:
    [ben] = office.supervisor.get("supervisor-reports/officers").body
    assert (ben["id"], ben["isActive"], ben["unionCount"]) == (str(office.ben), True, 1)
    assert ben["loginCount"] >= 1
    assert ben["lastLoginAt"].endswith("Z")


def test_pages(office: Office) -> None:
    for number in range(3):
        generated(office, title=f"Page {number}")
    first = office.supervisor.get("supervisor-reports/sessions?page=1&limit=2").body
    total = first["pagination"]["total"]
    assert first["pagination"] == {"page": 1, "limit": 2, "total": total, "pages": -(-total // 2)}
    assert [one["title"] for one in first["reports"]] == ["Page 2", "Page 1"]
    assert "reportData" not in first["reports"][0]
    last = office.supervisor.get(f"supervisor-reports/sessions?page={total + 1}&limit=1000").body
    assert last["reports"] == []
    assert last["pagination"]["limit"] == 100
    for wrong in ("page=0", "page=-1", "limit=x", "limit=0", "page=1.5"):
        failed(office.supervisor.get(f"supervisor-reports/sessions?{wrong}"), 400)


def test_the_live_dashboard_is_what_a_report_freezes(office: Office) -> None:
    made = generated(office)
    live = office.supervisor.get(
        "supervisor-reports/dashboard?periodStart=2015-01-01&periodEnd=2015-01-31"
    ).body
    for body in (live, made["reportData"]):
        for officer in body["officerPerformance"]:
            officer.pop("lastActivityAt")
    assert live == made["reportData"]
    everything = office.supervisor.get("supervisor-reports/dashboard").body
    assert everything["summary"]["totalLoans"] == 1
    failed(
        office.supervisor.get("supervisor-reports/dashboard?periodStart=2015-02-01&periodEnd=2015-01-01"), 400
    )


def test_a_repeated_generation_makes_one_report(office: Office) -> None:
    key = unique("key")
    first = office.supervisor.post("supervisor-reports/generate", JANUARY, idempotency_key=key)
    again = office.supervisor.post("supervisor-reports/generate", JANUARY, idempotency_key=key)
    assert (again.status, again.text) == (201, first.text)
    assert again.headers["idempotent-replayed"] == "true"


def test_the_login_tells_who_and_in_which_role(office: Office) -> None:
    # of a user's sessions only three last: these are a user's of their own
    user = office.team.login(office.team.supervisor, *SUPERVISOR_RIGHTS)
    for name in (user.username, user.email, user.email.upper()):
        reply = office.anonymous.post("auth/login", {"email": name, "password": PASSWORD})
        assert reply.status == 200
        data = reply.body["data"]
        assert data["accessToken"] == reply.body["token"]
        assert data["user"] == {
            "id": str(office.team.supervisor),
            "email": user.email,
            "firstName": "Ada",
            "lastName": "Obi",
            "role": "SUPERVISOR",
        }
    boss = {"username": ADMINISTRATOR.username, "password": ADMINISTRATOR.password}
    assert office.anonymous.post("auth/login", boss).body["data"]["user"]["role"] == "ADMIN"


def test_a_bad_login_is_refused(office: Office) -> None:
    for body in (
        {"email": office.team.user.email, "password": "wrong"},
        {"email": "nobody@example.org", "password": PASSWORD},
    ):
        assert failed(office.anonymous.post("auth/login", body), 401) == "Unauthorized"
    for body in ({}, {"email": "a@b.c"}, {"password": PASSWORD}):
        failed(office.anonymous.post("auth/login", body), 400)


def test_unknown_paths_and_methods(office: Office) -> None:
    failed(office.supervisor.get("supervisor-reports/nothing"), 404)
    failed(office.supervisor.put("supervisor-reports/officers", {}), 405)


def test_every_refusal_has_a_wording() -> None:
    assert set(FAULTS) == set(FaultKind)
    assert set(STATUSES) == set(Family)


def test_how_values_are_spelled() -> None:
    assert [MONEY_TEXT.write(Decimal(text)) for text in ("1000", "0.5", "12.345", "1E+3", "0")] == [
        "1000.00",
        "0.50",
        "12.345",
        "1000.00",
        "0.00",
    ]
    assert (
        encode([MONEY_NUMBER.write(Decimal(text)) for text in ("60.00", "0.10", "1E+3")]) == b"[60,0.1,1000]"
    )
    assert OPAQUE_ID.read("clx1rep", None) == 0
    assert PERIOD_END.read("2024-01-31", None).isoformat() == "2024-01-31T23:59:59.999000+00:00"


DOCUMENT = document(supervision(), split=True)


def test_good_answers_fit_the_document(office: Office) -> None:
    made = generated(office)
    answers = {
        "/supervisor-reports/generate": ("post", made),
        "/supervisor-reports/sessions": ("get", office.boss.get("supervisor-reports/sessions").body),
        "/supervisor-reports/sessions/{id}": ("get", made),
        "/supervisor-reports/officers": ("get", office.supervisor.get("supervisor-reports/officers").body),
        "/supervisor-reports/dashboard": ("get", office.supervisor.get("supervisor-reports/dashboard").body),
        "/auth/login": (
            "post",
            office.anonymous.post("auth/login", {"email": office.team.user.email, "password": PASSWORD}).body,
        ),
    }
    for path, (method, body) in answers.items():
        responses = DOCUMENT["paths"][path][method]["responses"]
        schema = next(
            responses[status]["content"]["application/json"]["schema"]
            for status in ("200", "201")
            if status in responses
        )
        jsonschema.validate(body, {**schema, "components": DOCUMENT.get("components", {})})
