"""Field rows: reading collects every fault, writing leaves absent values out."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from amana.dialects.base.codecs import BOOLEAN, COUNT, DECIMAL_TEXT, ID, ISO_DATE, TEXT, Spelling, Text
from amana.dialects.base.faults import BadRequest
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import decode


@dataclass(frozen=True)
class Payment:
    kind: int | None = None
    cheque: str | None = None


@dataclass(frozen=True)
class Line:
    account: int
    amount: Decimal


LINE = Fields(
    "Line",
    Field("glAccountId", "account", ID, required=True),
    Field("amount", "amount", DECIMAL_TEXT, required=True),
)
FORM = Fields(
    "Form",
    Field("name", "name", Text(5), required=True),
    Field("active", "active", BOOLEAN),
    Field("count", "count", COUNT),
    Field("externalId", "external_id", TEXT, clears=True),
    Field("paymentTypeId", "payment.kind", ID),
    Field("checkNumber", "payment.cheque", TEXT),
    Field("credits", "credits", ListOf(Nested(LINE, builds=Line))),
    parts={"payment": Payment},
)


def read(body: bytes) -> dict[str, object]:
    return FORM.read(decode(body), Spelling())


def faults(body: bytes) -> set[tuple[str, str]]:
    with pytest.raises(BadRequest) as caught:
        read(body)
    return {(fault.name, str(fault.kind)) for fault in caught.value.faults}


def test_a_body_becomes_our_names() -> None:
    body = (
        b'{"name": " Ada ", "active": "true", "count": "3", "checkNumber": "c1", '
        b'"credits": [{"glAccountId": "4", "amount": 1.5}]}'
    )
    assert read(body) == {
        "name": "Ada",
        "active": True,
        "count": 3,
        "payment": Payment(cheque="c1"),
        "credits": (Line(4, Decimal("1.5")),),
    }


def test_every_fault_is_named_at_once() -> None:
    body = b'{"active": "maybe", "count": -1, "colour": "red", "credits": [{"amount": "x"}, 7]}'
    assert faults(body) == {
        ("name", "missing"),
        ("active", "not_a_boolean"),
        ("count", "out_of_range"),
        ("colour", "unsupported"),
        ("credits[0].glAccountId", "missing"),
        ("credits[0].amount", "not_a_number"),
        ("credits[1]", "not_an_object"),
    }


def test_absent_null_and_blank() -> None:
    assert read(b'{"name": "A", "count": null, "externalId": ""}') == {"name": "A", "external_id": None}
    assert faults(b'{"name": "  "}') == {("name", "blank")}
    assert faults(b'{"name": "longer"}') == {("name", "too_long")}
    assert faults(b"[]") == {("", "not_an_object")}


@dataclass(frozen=True)
class Office:
    id: int
    name: str


@dataclass(frozen=True)
class Client:
    id: int
    office: Office | None
    nick: str | None = None


SHOWN = Fields(
    "Client",
    Field("id", "id", ID),
    Field("officeName", "office.name", TEXT),
    Field("nick", "nick", TEXT),
    Field("closed", "nick", TEXT, null=None),
    Field("office", ".", Nested(Fields("O", Field("officeId", "office.id", ID)))),
)


def test_absent_values_are_left_out_of_answers() -> None:
    assert SHOWN.write(Client(1, None)) == {"id": 1, "closed": None, "office": {}}
    assert SHOWN.write(Client(1, Office(2, "Head"))) == {
        "id": 1,
        "officeName": "Head",
        "closed": None,
        "office": {"officeId": 2},
    }


def test_sets_are_derived() -> None:
    assert [row.wire for row in FORM.only("count", "name")] == ["count", "name"]
    assert [row.wire for row in FORM.requiring("count") if row.required] == ["count"]
    assert FORM.plus(Field("name", "title", ISO_DATE)).by_wire["name"].ours == "title"
    with pytest.raises(ValueError, match="colour"):
        FORM.without("colour")


def test_the_same_rows_describe_themselves() -> None:
    schema = FORM.schema(request=True)
    assert schema["required"] == ["name"]
    assert schema["properties"]["credits"]["items"]["properties"]["glAccountId"] == {
        "type": "integer",
        "minimum": 1,
    }
