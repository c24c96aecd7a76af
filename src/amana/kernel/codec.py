"""Commands as JSON and back, for maker-checker, audit and the native dialect."""

from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from threading import Lock
from typing import Any

import msgspec

from amana.kernel.commands import CommandSpec

_looking_up = Lock()
_known: set[Any] = set()
"""Types that have been converted to. msgspec looks a type's fields up on the first conversion, and a second thread that
comes upon a half-known type ends the process (memory is read where nothing is): one thread at a time meets new types.
"""

REDACTED = "***"
HASHED = "argon2id"


def to_plain(value: Any) -> Any:
    """JSON-ready form: decimals as text, dates in ISO form, unset fields left out."""
    return msgspec.to_builtins(value, builtin_types=(), enc_hook=_unknown)


def from_plain(cls: type, payload: Any) -> Any:
    """A command (or any declared type) from its JSON-ready form; raises msgspec.ValidationError."""
    if cls in _known:
        return msgspec.convert(payload, cls, strict=True)
    with _looking_up:
        try:
            return msgspec.convert(payload, cls, strict=True)
        finally:
            _known.add(cls)


class Hashed(str):
    """A password nobody can read any more: its argon2id hash, made when its command began to wait for a checker."""

    __slots__ = ()


def command_payload(command: Any) -> dict[str, Any]:
    """The stored form of a command that waits for a checker."""
    payload: dict[str, Any] = to_plain(command)
    return payload


def command_from_payload(spec: CommandSpec, payload: dict[str, Any]) -> Any:
    """The command that ``command_payload`` stored."""
    hashed = {
        name: Hashed(value[HASHED])
        for name, value in payload.items()
        if name in spec.secret_fields and isinstance(value, dict) and HASHED in value
    }
    command = from_plain(
        spec.command_type, {**payload, **{name: str(value) for name, value in hashed.items()}}
    )
    return replace(command, **hashed) if hashed else command


def without_secrets(spec: CommandSpec, body: dict[str, Any] | None, command: Any) -> dict[str, Any]:
    """What the audit keeps: the client's own body (or our form of the command) with secrets blotted out."""
    plain = dict(body) if body is not None else to_plain(command)
    secret_values = {
        value
        for f in (fields(command) if is_dataclass(command) else ())
        if f.name in spec.secret_fields and isinstance(value := getattr(command, f.name), str)
    }
    return {
        name: REDACTED if name in spec.secret_fields or str(value) in secret_values else value
        for name, value in plain.items()
    }


def _unknown(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Hashed):
        return {HASHED: str(value)}
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
