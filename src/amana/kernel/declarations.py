"""How every command and query has to be declared; looked at when it is registered, so that a slip stops the start."""

from collections.abc import Iterable
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, get_args, get_type_hints

from amana.kernel.unset import UnsetType


class BadDeclaration(TypeError):
    """A command or query is declared wrongly; the message names it, the field, and what to do."""


def require_sound(declared: type, *, secret: Iterable[str] = ()) -> None:
    """Refuse a class that is no frozen, keyword-only dataclass, whose optional fields have no default, or that lacks
    a field named as secret.
    """
    name = declared.__name__
    if not is_dataclass(declared):
        raise BadDeclaration(f"{name} has to be a dataclass")
    parameters: Any = declared.__dataclass_params__  # type: ignore[attr-defined]
    if not parameters.frozen:
        raise BadDeclaration(f"{name} has to be frozen: @dataclass(frozen=True, kw_only=True)")
    hints = get_type_hints(declared)
    for one in fields(declared):
        _require_field(name, one, hints[one.name])
    unknown = set(secret) - {one.name for one in fields(declared)}
    if unknown:
        raise BadDeclaration(f"{name} has no field {', '.join(sorted(unknown))}, which is named as secret")


def _require_field(name: str, one: "Field[Any]", hint: Any) -> None:
    if not one.kw_only:
        raise BadDeclaration(
            f"{name}.{one.name} has to be keyword-only: @dataclass(frozen=True, kw_only=True)"
        )
    allowed = get_args(hint)
    missing = one.default is MISSING and one.default_factory is MISSING
    if UnsetType in allowed and not isinstance(one.default, UnsetType):
        raise BadDeclaration(f"{name}.{one.name} may be left out: its default has to be UNSET")
    if type(None) in allowed and missing:
        raise BadDeclaration(f"{name}.{one.name} may be absent: give it a default (= None), or take None out")
