"""Values of a request that are only known with the database at hand: records named by key, calendar periods.

A codec reads such a value into something that has ``settle``; before the command or query goes to the core, every
one in it (also inside tuples and filter conditions) is replaced by what it stands for, all at one moment.
"""

from dataclasses import fields, is_dataclass, replace
from typing import Any, Protocol, runtime_checkable

from amana.dialects.base.codecs import TEXT, Schema, Spelling
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn
from amana.kernel.context import Reading
from amana.kernel.references import Reference, Unknown

LONGEST = 100


@runtime_checkable
class Late(Protocol):
    """A value still to be settled."""

    def settle(self, at: Reading) -> Any:
        """What it stands for; raises ``Refused``."""


class Referred:
    """The codec of a record named by key or number; our keys are written as 32 hexadecimal digits."""

    def __init__(self, kind: str, otherwise: Unknown = Unknown.REFUSED) -> None:
        self.kind, self.otherwise = kind, otherwise

    def read(self, wire: JsonIn, spelling: Spelling) -> Reference:
        text = TEXT.read(wire, spelling)
        if not text or len(text) > LONGEST:
            raise Unreadable(FaultKind.TOO_LONG if text else FaultKind.BLANK, LONGEST)
        return Reference(self.kind, text, self.otherwise)

    def write(self, value: Any) -> str:
        return str(value.hex)

    def schema(self) -> Schema:
        return {"type": "string"}


def has_late(value: Any) -> bool:
    """Whether anything in the value is still to be settled."""
    if isinstance(value, Late):
        return True
    if isinstance(value, tuple):
        return any(has_late(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return any(has_late(getattr(value, f.name)) for f in fields(value))
    return False


def settled(value: Any, at: Reading) -> Any:
    """The value with everything in it settled."""
    if isinstance(value, Late):
        return value.settle(at)
    if isinstance(value, tuple):
        return tuple(settled(one, at) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        new = {f.name: settled(old, at) for f in fields(value) if has_late(old := getattr(value, f.name))}
        return replace(value, **new) if new else value
    return value
