"""Reading JSON from outside, with every trap closed once.

Numbers stay text (``Number``), so that no float ever comes near money. Refused with a ``BadRequest``: NaN and
Infinity, numbers with absurd exponents or lengths, NUL characters and lone surrogates (PostgreSQL refuses
both), nesting deeper than ``MAX_DEPTH``, a repeated key, bodies larger than the limit, text that is not
UTF-8.

The standard library's scanner is used for input rather than msgspec's: at the size of request bodies both
cost microseconds, and only this one sees repeated keys. Output goes through msgspec (``json_out``).
"""

import json
import re
from typing import Any, NoReturn, TypeAlias

from amana.dialects.base.faults import BadRequest, Fault, FaultKind
from amana.dialects.base.json_lenient import to_strict

MAX_BODY_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 32
MAX_NUMBER_CHARS = 60
MAX_EXPONENT = 40
KEY_WITHIN = 300
"""How far before a refused number its key is looked for: a longer search could be made to take minutes."""

JsonIn: TypeAlias = Any
"""None, bool, str, Number, list or dict of the same (recursive aliases cost more than they say here)."""

_EXPONENT = re.compile(r"[eE]([+-]?\d+)\Z")


class Number(str):
    """A JSON number, still as it was written. Not a ``float`` on purpose."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Number({str(self)!r})"


class _Refused(ValueError):
    def __init__(self, kind: FaultKind, name: str, value: object = None) -> None:
        super().__init__(kind)
        self.fault = Fault(kind, name, value)


def _number(text: str) -> Number:
    if len(text) > MAX_NUMBER_CHARS:
        raise _Refused(FaultKind.OUT_OF_RANGE, "", text[:MAX_NUMBER_CHARS])
    exponent = _EXPONENT.search(text)
    if exponent and abs(int(exponent.group(1))) > MAX_EXPONENT:
        raise _Refused(FaultKind.OUT_OF_RANGE, "", text)
    return Number(text)


def _constant(name: str) -> NoReturn:
    raise _Refused(FaultKind.NOT_A_NUMBER, "", name)


def _object(pairs: list[tuple[str, JsonIn]]) -> dict[str, JsonIn]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Refused(FaultKind.DUPLICATE, key)
            seen.add(key)
    return found


_SCANNER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=_constant
)


def decode(body: bytes, *, lenient: bool = False, max_bytes: int = MAX_BODY_BYTES) -> JsonIn:
    """Decode a body; ``lenient`` also takes single-quoted strings and keys, as old Mifos clients send them.

    Raises ``BadRequest`` naming the field where the scanner knows it.
    """
    if len(body) > max_bytes:
        raise BadRequest.of(FaultKind.TOO_LARGE, "", len(body), max_bytes)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRequest.of(FaultKind.BAD_TEXT, "", "not UTF-8") from None
    try:
        value = _scan(text, lenient=lenient)
    except RecursionError:
        raise BadRequest.of(FaultKind.TOO_DEEP, "", None, MAX_DEPTH) from None
    except _Refused as refused:
        raise BadRequest((_located(text, refused.fault),)) from None
    faults = _faults_within(value, text)
    if faults:
        raise BadRequest(tuple(faults))
    return value


def _scan(text: str, *, lenient: bool) -> JsonIn:
    try:
        return _SCANNER.decode(text)
    except json.JSONDecodeError as error:
        wrong = error
    if lenient and "'" in text:
        try:
            return _SCANNER.decode(to_strict(text))
        except json.JSONDecodeError as error:
            wrong = error
    raise BadRequest.of(FaultKind.BAD_JSON, "", None, wrong.msg, wrong.pos)


def _located(text: str, fault: Fault) -> Fault:
    """Name the field of a refused number: the key written last before it."""
    if fault.name or fault.value is None:
        return fault
    end = max(text.find(str(fault.value)), 0)
    before = text[max(end - KEY_WITHIN, 0) : end]
    keys = re.findall(r"[\"']((?:[^\"'\\]|\\.)*)[\"']\s*:", before)
    return Fault(fault.kind, keys[-1] if keys else "", fault.value, fault.args)


def _faults_within(value: JsonIn, text: str) -> list[Fault]:
    """Depth and text faults. The walk is skipped for the usual small body, which can hold neither."""
    deep = text.count("{") + text.count("[") > MAX_DEPTH
    escaped = "\\u" in text
    if not deep and not escaped:
        return []
    faults: list[Fault] = []
    pending: list[tuple[str, JsonIn, int]] = [("", value, 1)]
    while pending:
        name, item, depth = pending.pop()
        if depth > MAX_DEPTH:
            return [Fault(FaultKind.TOO_DEEP, name, None, (MAX_DEPTH,))]
        if isinstance(item, dict):
            for key, inner in item.items():
                if not storable(key):
                    faults.append(Fault(FaultKind.BAD_TEXT, name or "body"))
                else:
                    pending.append((f"{name}.{key}" if name else key, inner, depth + 1))
        elif isinstance(item, list):
            pending.extend((f"{name}[{index}]", inner, depth + 1) for index, inner in enumerate(item))
        elif isinstance(item, str) and not storable(item):
            faults.append(Fault(FaultKind.BAD_TEXT, name))
    return faults


def storable(text: str) -> bool:
    """Whether PostgreSQL can hold the text: no NUL, no lone surrogate."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
