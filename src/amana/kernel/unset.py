"""Partial updates: a field that was not sent is ``UNSET``, which is not the same as null."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from msgspec import UNSET, UnsetType

__all__ = ["UNSET", "UnsetType", "changed_fields", "given"]


def given(command: Any, names: Iterable[str] | None = None) -> dict[str, Any]:
    """The fields of ``command`` that were sent (of ``names``, or of all)."""
    wanted = set(names) if names is not None else None
    return {
        f.name: value
        for f in fields(command)
        if (wanted is None or f.name in wanted) and (value := getattr(command, f.name)) is not UNSET
    }


def changed_fields(sent: dict[str, Any], current: dict[str, Any]) -> dict[str, Any]:
    """Of the fields sent, those whose value differs from the current one."""
    return {name: value for name, value in sent.items() if current.get(name) != value}
