"""Field rows: wire name, our name, codec. The same rows serve requests, responses and OpenAPI.

``Field("openingDate", "opened_on", DATE)`` says that what the wire calls ``openingDate`` is ``opened_on``
here. Our name may be a path (``office.name``): read out of a record by attribute, or gathered into a part of
a command (``payment.cheque_number`` with ``parts={"payment": PaymentDetail}``). ``"."`` is the record itself: an
object on the wire (``Nested`` without ``builds``) whose properties are the record's, or the command's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from dataclasses import fields as fields_of
from operator import attrgetter
from typing import Any

from amana.dialects.base.codecs import Codec, Schema, Spelling, request_schema
from amana.dialects.base.faults import BadRequest, Fault, FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn
from amana.kernel.unset import UNSET


@dataclass(frozen=True, slots=True)
class Field:
    """One row. ``null`` says what a missing value looks like in a response: left out, or ``null``, or a
    constant.
    """

    wire: str
    ours: str
    codec: Codec
    required: bool = False
    clears: bool = False
    """On update, an explicit null or empty text clears the value (it is passed on as ``None``)."""
    null: Any = ...
    """What a response writes for ``None``; ``...`` leaves the property out."""
    about: str = ""
    silent: Any = ...
    """A value that a response leaves out as it leaves out ``None``: a grace of 0, a flag that is off, ``[]``."""

    @property
    def is_secret(self) -> bool:
        """Whether its value may not be told again, not even to who sent it: answers are kept for replay."""
        return getattr(self.codec, "secret", False)


def beneath(part: str, rows: "Iterable[Field]") -> "tuple[Field, ...]":
    """The rows, read out of (or gathered into) the ``part`` of a record."""
    return tuple(replace(row, ours=f"{part}.{row.ours}") for row in rows)


class InnerFaults(Exception):
    """Faults inside a nested value, their names relative to it."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(faults)
        self.faults = faults


Getter = Callable[[Any], Any]


def _values_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Reads the values of these names out of a record or mapping; "" is the record itself. Lists of fifty thousand
    records are written with it, so the common case is one call of a function written in C.
    """
    named = [name for name in names if name]
    at_once = attrgetter(*named) if len(named) == len(names) > 1 else None

    def read(record: Any) -> tuple[Any, ...]:
        if isinstance(record, Mapping):
            return tuple(record.get(name) if name else record for name in names)
        if at_once is not None:
            values: tuple[Any, ...] = at_once(record)
            return values
        return tuple(getattr(record, name) if name else record for name in names)

    return read


def _further(row: Field) -> Getter | None:
    """What is left to do with the value of a row's first name: the names behind points, and what is passed over."""
    rest = row.ours.split(".")[1:]
    if row.ours == "." or (not rest and row.silent is ...):
        return None
    silent, empty = row.silent, row.silent == []

    def further(value: Any) -> Any:
        for name in rest:
            if value is None:
                return None
            value = value.get(name) if isinstance(value, Mapping) else getattr(value, name)
        return None if silent is not ... and (value == silent or (empty and not value)) else value

    return further


class Fields:
    """An ordered set of field rows under a name (the schema's name in OpenAPI)."""

    def __init__(
        self,
        name: str,
        *rows: Field,
        parts: Mapping[str, Callable[..., Any]] | None = None,
        builds: Callable[..., Any] | None = None,
    ) -> None:
        self.name = name
        self.rows = rows
        self.parts = dict(parts or {})
        self.builds = builds
        self.by_wire = {row.wire: row for row in rows}
        if len(self.by_wire) != len(rows):
            raise ValueError(f"{name}: a wire name is declared twice")
        self._values = _values_of([row.ours.partition(".")[0] for row in rows])
        self._plan: list[tuple[str, Getter | None, Callable[[Any], Any], Any]] = [
            (row.wire, _further(row), row.codec.write, row.null) for row in rows
        ]

    def fit(self, built: Callable[..., Any] | None) -> None:
        """Refuse rows that the dataclass built of them does not know."""
        if not isinstance(built, type) or not is_dataclass(built):
            return
        known = {one.name for one in fields_of(built)}
        unknown = {row.ours.partition(".")[0] for row in self.rows} - known - {""}
        if unknown:
            raise ValueError(f"{self.name}: {built.__name__} has no {sorted(unknown)}")

    def __iter__(self) -> Iterator[Field]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"Fields({self.name!r}, {', '.join(self.by_wire)})"

    # -- deriving one set from another -------------------------------------------------------------

    def _with(self, name: str | None, rows: Iterable[Field]) -> "Fields":
        return Fields(name or self.name, *rows, parts=self.parts, builds=self.builds)

    def only(self, *wires: str, name: str | None = None) -> "Fields":
        """The named rows, in the order named here."""
        return self._with(name, [self.by_wire[wire] for wire in wires])

    def without(self, *wires: str, name: str | None = None) -> "Fields":
        """All but the named rows."""
        missing = set(wires) - set(self.by_wire)
        if missing:
            raise ValueError(f"{self.name} has no {sorted(missing)}")
        return self._with(name, [row for row in self.rows if row.wire not in wires])

    def plus(self, *rows: Field, name: str | None = None) -> "Fields":
        """These rows and more; a row of the same wire name replaces ours in place."""
        new = {row.wire: row for row in rows}
        kept = [new.pop(row.wire, row) for row in self.rows]
        return self._with(name, [*kept, *new.values()])

    def requiring(self, *wires: str, name: str | None = None) -> "Fields":
        """The same rows with exactly these required."""
        missing = set(wires) - set(self.by_wire)
        if missing:
            raise ValueError(f"{self.name} has no {sorted(missing)}")
        return self._with(name, [replace(row, required=row.wire in wires) for row in self.rows])

    def optional(self, *, name: str | None = None) -> "Fields":
        """The same rows with none required (updates)."""
        return self.requiring(name=name)

    # -- requests --------------------------------------------------------------------------------

    def read(
        self, body: JsonIn, spelling: Spelling, *, tolerated: frozenset[str] = frozenset()
    ) -> dict[str, Any]:
        """Our names and values for a request body; raises ``BadRequest`` with every fault found."""
        values, faults = self.gather(body, spelling, tolerated=tolerated | spelling.consumed)
        if faults:
            raise BadRequest(tuple(faults))
        return values

    def gather(
        self, body: JsonIn, spelling: Spelling, *, tolerated: frozenset[str]
    ) -> tuple[dict[str, Any], list[Fault]]:
        """What can be read and what is wrong, without raising."""
        if not isinstance(body, dict):
            return {}, [Fault(FaultKind.NOT_AN_OBJECT, "", body)]
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        switches: list[tuple[Field, JsonIn]] = []  # have the last word on what else was sent
        for wire, value in body.items():
            row = self.by_wire.get(wire)
            if row is not None and row.ours == ".":
                switches.append((row, value))
            elif row is not None:
                self._read_one(row, value, spelling, values, faults)
            elif wire not in tolerated:
                faults.append(Fault(FaultKind.UNSUPPORTED, wire, value))
        for row, value in switches:
            self._read_one(row, value, spelling, values, faults)
        faults.extend(
            Fault(FaultKind.MISSING, row.wire) for row in self.rows if row.required and row.wire not in body
        )
        return (values if faults else self._assembled(values)), faults

    @staticmethod
    def _read_one(
        row: Field, value: JsonIn, spelling: Spelling, values: dict[str, Any], faults: list[Fault]
    ) -> None:
        if value is None or (isinstance(value, str) and not value.strip()):
            if row.required:
                faults.append(Fault(FaultKind.BLANK, row.wire, value))
            elif row.clears:
                values[row.ours] = None
            return
        try:
            read = row.codec.read(value, spelling)
            values.update(read if row.ours == "." else {row.ours: read})
        except Unreadable as wrong:
            faults.append(Fault(wrong.kind, row.wire, None if row.is_secret else value, wrong.args))
        except InnerFaults as inner:
            faults.extend(prefixed(row.wire, fault) for fault in inner.faults)

    def _assembled(self, values: dict[str, Any]) -> dict[str, Any]:
        """Gather dotted names into their parts."""
        if not self.parts:
            return values
        flat = {ours: value for ours, value in values.items() if "." not in ours}
        for part, build in self.parts.items():
            inner = {ours[len(part) + 1 :]: v for ours, v in values.items() if ours.startswith(part + ".")}
            if any(value is not None for value in inner.values()):
                flat[part] = build(**inner)
        return flat

    # -- responses ---------------------------------------------------------------------------------

    def write(self, record: Any) -> dict[str, Any]:
        """The record as the wire shows it."""
        out: dict[str, Any] = {}
        for (wire, further, write, null), own in zip(self._plan, self._values(record), strict=True):
            value = own if further is None else further(own)
            if value is None:
                if null is not ...:
                    out[wire] = null
            elif value is not UNSET:
                out[wire] = write(value)
        return out

    def render(self, result: Any, request: Any = None) -> dict[str, Any]:
        """A response body; part of the ``Answer`` protocol."""
        return self.write(result)

    # -- OpenAPI -----------------------------------------------------------------------------------

    def schema(self, *, request: bool = False) -> Schema:
        """A JSON Schema of the object. Responses may always grow; requests refuse what they do not know."""
        properties: dict[str, Schema] = {}
        for row in self.rows:
            said = dict(request_schema(row.codec) if request else row.codec.schema())
            if row.about:
                said["description"] = row.about
            if not request and row.null is None and "type" in said:
                said["type"] = [said["type"], "null"]
                if "enum" in said:
                    said["enum"] = [*said["enum"], None]
            properties[row.wire] = said
        schema: Schema = {"type": "object", "title": self.name, "properties": properties}
        required = [row.wire for row in self.rows if row.required] if request else []
        if required:
            schema["required"] = required
        return schema


NOTHING = Fields("Nothing")


def unfolded(rows: Iterable[Field]) -> list[Field]:
    """The rows with those of objects that are the record itself (``"."``) in their place, under dotted wire names."""
    flat: list[Field] = []
    for row in rows:
        if row.ours == "." and isinstance(row.codec, Nested) and row.codec.builds is None:
            inner = unfolded(row.codec.fields)
            flat += [
                replace(one, wire=f"{row.wire}.{one.wire}", required=row.required and one.required)
                for one in inner
            ]
        elif row.ours != ".":
            flat.append(row)
    return flat


class Nested:
    """An object inside an object. In requests ``builds`` (or the fields' own) makes our value of it."""

    def __init__(self, fields: Fields, *, builds: Callable[..., Any] | None = None) -> None:
        self.fields = fields
        self.builds = builds or fields.builds
        fields.fit(self.builds)

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        values, faults = self.fields.gather(wire, spelling, tolerated=spelling.consumed)
        if faults:
            raise InnerFaults(tuple(faults))
        return values if self.builds is None else self.builds(**values)

    def write(self, value: Any) -> dict[str, Any]:
        return self.fields.write(value)

    def schema(self) -> Schema:
        return self.fields.schema()

    def request_schema(self) -> Schema:
        return self.fields.schema(request=True)


class ListOf:
    """A list of what another codec spells. Faults inside it carry the index."""

    def __init__(self, item: Codec, *, becomes: Callable[[list[Any]], Any] = tuple) -> None:
        self.item, self.becomes = item, becomes

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        if not isinstance(wire, list):
            raise Unreadable(FaultKind.NOT_A_LIST)
        return self.becomes(read_each(self.item, wire, spelling))

    def write(self, value: Any) -> list[Any]:
        return [self.item.write(one) for one in value]

    def schema(self) -> Schema:
        return {"type": "array", "items": self.item.schema()}

    def request_schema(self) -> Schema:
        return {"type": "array", "items": request_schema(self.item)}


def rows_inside(codec: Codec) -> "tuple[Field, ...]":
    """The rows of the objects that a codec spells; none of a plain value."""
    if isinstance(codec, ListOf):
        return rows_inside(codec.item)
    return codec.fields.rows if isinstance(codec, Nested) else ()


def read_each(item: Codec, wires: list[JsonIn], spelling: Spelling) -> list[Any]:
    """Read a list, gathering the faults of all its items under their index."""
    values: list[Any] = []
    faults: list[Fault] = []
    for index, wire in enumerate(wires):
        try:
            values.append(item.read(wire, spelling))
        except Unreadable as wrong:
            faults.append(Fault(wrong.kind, f"[{index}]", wire, wrong.args))
        except InnerFaults as inner:
            faults.extend(prefixed(f"[{index}]", fault) for fault in inner.faults)
    if faults:
        raise InnerFaults(tuple(faults))
    return values


def prefixed(name: str, fault: Fault) -> Fault:
    """The fault, its name seen from the parent."""
    if not fault.name:
        return replace(fault, name=name)
    joint = "" if fault.name.startswith("[") else "."
    return replace(fault, name=f"{name}{joint}{fault.name}")
