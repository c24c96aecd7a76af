"""What differs between two views of the same record, leaf by leaf."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amana.kernel.codec import to_plain

NAMED_BY = ("id", "number", "instalment", "on")
"""What tells the members of a list apart; the first that all of them have counts, else their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """``path`` within the view (``schedule.instalments[3].interest``), and the value on each side; None: not there."""

    path: str
    before: str | None
    after: str | None


def differences(before: Any, after: Any) -> list[Difference]:
    """The leaves in which two views differ, in the order of the views; None stands for a record that is not there."""
    return list(_walk("", to_plain(before), to_plain(after)))


def _walk(path: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, Mapping) or isinstance(after, Mapping):
        yield from _members(path, "." if path else "", _mapping(before), _mapping(after), bracket=False)
    elif isinstance(before, list | tuple) or isinstance(after, list | tuple):
        yield from _members(path, "", *_named(before or (), after or ()), bracket=True)
    else:
        yield Difference(path=path, before=_text(before), after=_text(after))


def _members(
    path: str, dot: str, before: Mapping[str, Any], after: Mapping[str, Any], *, bracket: bool
) -> Iterator[Difference]:
    for name in [*before, *(name for name in after if name not in before)]:
        inner = f"{path}[{name}]" if bracket else f"{path}{dot}{name}"
        yield from _walk(inner, before.get(name), after.get(name))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _named(before: Sequence[Any], after: Sequence[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    every = [*before, *after]
    for name in NAMED_BY:
        if all(isinstance(one, Mapping) and name in one for one in every):
            left, right = ({str(one[name]): one for one in some} for some in (before, after))
            if len(left) == len(before) and len(right) == len(after):
                return left, right
    return dict(_numbered(before)), dict(_numbered(after))


def _numbered(some: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    return ((str(place), one) for place, one in enumerate(some, 1))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
