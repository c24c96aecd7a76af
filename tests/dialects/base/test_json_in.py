"""JSON from outside: what is taken, and every trap that is not."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amana.dialects.base.faults import BadRequest, FaultKind
from amana.dialects.base.json_in import MAX_DEPTH, Number, decode


def refused(body: bytes, **how: bool) -> tuple[FaultKind, str]:
    with pytest.raises(BadRequest) as caught:
        decode(body, **how)
    return caught.value.faults[0].kind, caught.value.faults[0].name


def test_numbers_stay_text() -> None:
    body = decode(b'{"a": 10.50, "b": 12, "c": "12", "d": 123456789012345678901234567890}')
    assert body == {"a": "10.50", "b": "12", "c": "12", "d": "123456789012345678901234567890"}
    assert [type(body[name]) for name in "abcd"] == [Number, Number, str, Number]


@pytest.mark.parametrize(
    ("body", "kind", "name"),
    [
        (b'{"amount": NaN}', FaultKind.NOT_A_NUMBER, "amount"),
        (b'{"x": 1, "amount": -Infinity}', FaultKind.NOT_A_NUMBER, "amount"),
        (b'{"amount": 1e999}', FaultKind.OUT_OF_RANGE, "amount"),
        (b'{"amount": 1e-400}', FaultKind.OUT_OF_RANGE, "amount"),
        (b'{"amount": ' + b"9" * 5000 + b"}", FaultKind.OUT_OF_RANGE, "amount"),
        (b'{"name": "a\\u0000b"}', FaultKind.BAD_TEXT, "name"),
        (b'{"people": [{"name": "\\ud800"}]}', FaultKind.BAD_TEXT, "people[0].name"),
        (b'{"a": 1, "a": 2}', FaultKind.DUPLICATE, "a"),
        (b"[" * 100_000, FaultKind.TOO_DEEP, ""),
        (
            b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1),
            FaultKind.TOO_DEEP,
            "a" + ".a" * (MAX_DEPTH - 1),
        ),
        (b"\xff\xfe", FaultKind.BAD_TEXT, ""),
        (b'{"a": 1,}', FaultKind.BAD_JSON, ""),
        (b'{"a": 1} x', FaultKind.BAD_JSON, ""),
        (b"{'a': 1}", FaultKind.BAD_JSON, ""),
        (b'"' + b"x" * (3 * 1024 * 1024) + b'"', FaultKind.TOO_LARGE, ""),
    ],
)
def test_traps(body: bytes, kind: FaultKind, name: str) -> None:
    assert refused(body) == (kind, name)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"{'name': 'Petra'}", {"name": "Petra"}),
        (b"{'name': 'O\\'Neill'}", {"name": "O'Neill"}),
        (b"{'say': 'a \"word\"', \"x\": 'it'}", {"say": 'a "word"', "x": "it"}),
        (b"{\"it's\": 'fine'}", {"it's": "fine"}),
        (b"{'a': [1, true, null]}", {"a": ["1", True, None]}),
    ],
)
def test_single_quotes_where_tolerated(body: bytes, value: object) -> None:
    assert decode(body, lenient=True) == value


def test_leniency_forgives_quotes_only() -> None:
    assert refused(b"{name: 'Petra'}", lenient=True)[0] is FaultKind.BAD_JSON
    assert refused(b"{'a': NaN}", lenient=True) == (FaultKind.NOT_A_NUMBER, "a")


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(body: bytes) -> None:
    with contextlib.suppress(BadRequest):
        decode(body, lenient=True)
