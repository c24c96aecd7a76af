"""The native API: derived from the registries, over the toy commands of the dialects' tests."""

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

import tests.dialects.toy  # noqa: F401 - registers the toy commands
from amana.dialects.base.codecs import Spelling
from amana.dialects.base.faults import BadRequest, FaultKind
from amana.dialects.base.json_in import decode
from amana.dialects.base.openapi import document
from amana.dialects.native.dialect import kebab, native
from amana.dialects.native.errors import SAYS
from amana.dialects.native.types import codec_of, fields_of
from amana.kernel.commands import all_commands
from amana.kernel.queries import all_queries
from amana.kernel.tenant import Tenant
from amana.kernel.unset import UNSET, UnsetType
from tests.dialects.caller import Caller


@pytest.fixture
def caller(tenant: Tenant) -> Caller:
    return Caller.of(native(), tenant)


def test_every_command_and_query_is_there() -> None:
    found = {row.id for row in native().declared}
    assert {kebab(spec.name) for spec in all_commands()} | {
        kebab(spec.name) for spec in all_queries()
    } == found
    described = document(native())
    assert set(described["paths"]["/commands/make-toy"]) == {"post"}
    assert set(described["paths"]["/queries/list-toys"]) == {"get"}


def test_commands_and_queries(caller: Caller) -> None:
    name = f"native-{uuid4().hex[:8]}"
    made = caller.post("commands/make-toy", {"name": name, "price": "12.50", "made_on": "2013-02-04"})
    assert made.status == 200, made.text
    number = made.body["id"]
    assert made.body == {
        "kind": "toy",
        "id": number,
        "office": 1,
        "client": None,
        "group": None,
        "loan": None,
        "savings": None,
        "changes": None,
        "more": {},
    }
    shown = caller.get(f"queries/get-toy?toy={number}").body
    assert shown == {"id": number, "name": name, "price": "12.5", "made_on": "2013-02-04"}
    renamed = caller.post(
        "commands/rename-toy", {"toy": number, "name": name + "x"}, idempotency_key=uuid4().hex
    )
    assert renamed.body["changes"] == {"name": name + "x"}


def test_pages(caller: Caller) -> None:
    prefix = uuid4().hex[:8]
    for number in range(3):
        body = {"name": f"{prefix}-{number}", "price": "1", "made_on": "2013-02-04"}
        assert caller.post("commands/make-toy", body).status == 200
    first = caller.get(f"queries/list-toys?prefix={prefix}&limit=2").body
    assert ([row["name"][-1] for row in first["items"]], first["total"]) == (["0", "1"], 3)
    rest = caller.get(f"queries/list-toys?prefix={prefix}&limit=2&cursor={first['next']}").body
    assert ([row["name"][-1] for row in rest["items"]], rest["next"]) == (["2"], None)
    assert caller.get("queries/list-toys?limit=0").status == 400
    assert caller.get("queries/list-toys?cursor=%21").status == 400
    where = quote(
        json.dumps({"all": [{"field": "name", "is": "like", "values": ["a%"]}, {"not": {"any": []}}]})
    )
    assert caller.get(f"queries/list-toys?where={where}").status == 200
    assert caller.get("queries/list-toys?where=%7B%7D").body["problems"][0]["kind"] == "bad_filter"


def test_refusals_are_problem_details(caller: Caller) -> None:
    wrong = caller.post("commands/make-toy", {"price": "x", "made_on": "4 Feb", "colour": 1})
    assert (wrong.status, wrong.content_type) == (400, "application/problem+json")
    assert {(p["field"], p["kind"]) for p in wrong.body["problems"]} == {
        ("name", "missing"),
        ("price", "not_a_number"),
        ("made_on", "not_a_date"),
        ("colour", "unsupported"),
    }
    refused = caller.post("commands/rename-toy", {"toy": 1, "name": "nothing"}).body
    assert (refused["status"], refused["code"]) == (400, "invalid_input")
    assert refused["problems"][0]["field"] == "name"
    absent = caller.get("queries/get-toy?toy=987654321")
    assert (absent.status, absent.body["params"]) == (404, {"kind": "toy", "id": 987654321})
    assert caller.anonymous().get("queries/list-toys").status == 401
    assert caller.get("queries/nothing").status == 404
    assert caller.get("commands/make-toy").status == 405


def test_a_query_knows_its_parameters(caller: Caller) -> None:
    answer = caller.get("queries/list-toys?from_day=2026-01-01")
    assert answer.status == 400
    assert [one["field"] for one in answer.body["problems"]] == ["from_day"]
    assert caller.get("queries/list-toys?fields=id").status == 400  # a wire of Mifos X has that
    assert caller.get("queries/list-toys?pretty=true").status == 200


def test_every_fault_has_its_words() -> None:
    assert set(SAYS) == set(FaultKind)


class Colour(StrEnum):
    RED = "red"


class Parts(NamedTuple):
    principal: Decimal
    interest: Decimal


@dataclass(frozen=True, kw_only=True)
class Part:
    on: date
    weight: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Everything:
    key: UUID
    colour: Colour
    parts: tuple[Part, ...] = ()
    split: Parts | None = None
    rights: dict[str, bool] | UnsetType = UNSET
    names: frozenset[str] = frozenset()
    note: str | UnsetType | None = UNSET
    sum: Decimal = Decimal(0)


def test_types_are_spelled_both_ways() -> None:
    body = b"""{"key": "12345678-1234-5678-1234-567812345678", "colour": "red", "parts": [{"on": "2024-02-29"}],
        "split": {"principal": "1.10", "interest": 2}, "rights": {"a": true}, "names": ["x"], "note": null}"""
    found = Everything(**fields_of(Everything).read(decode(body), Spelling()))
    assert found == Everything(
        key=UUID("12345678-1234-5678-1234-567812345678"),
        colour=Colour.RED,
        parts=(Part(on=date(2024, 2, 29)),),
        split=Parts(Decimal("1.10"), Decimal(2)),
        rights={"a": True},
        names=frozenset({"x"}),
        note=None,
    )
    written = codec_of(Everything).write(found)
    assert written["split"] == {"principal": "1.10", "interest": "2"}
    assert (written["colour"], written["rights"], written["sum"]) == ("red", {"a": True}, "0")
    with pytest.raises(BadRequest) as caught:
        fields_of(Everything).read(decode(b'{"parts": [{"on": "x"}], "colour": "blue"}'), Spelling())
    assert {fault.name for fault in caught.value.faults} == {"key", "colour", "parts[0].on"}
