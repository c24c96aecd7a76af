"""An answer against the contract's sample: same keys, same JSON types, same enumerations; values are free.

- Objects have the sample's keys, no more and no fewer.
- Each element of a list has every key that all elements of the sample's list have, and none that no element has.
- Types are those of JSON (all numbers are one type); a ``[y, m, d]`` stays one.
- ``{id, code, value}`` objects and currencies are compared whole: the same member is spelled the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, order=True)
class Difference:
    """Where (list indexes left out), and what."""

    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.path or '(body)'}: {self.what}"


def differences(actual: Any, sample: Any) -> list[Difference]:
    """What is not as the sample has it, each difference once."""
    return sorted(set(_compare(actual, [sample], "")))


def _compare(actual: Any, samples: list[Any], path: str) -> Iterator[Difference]:
    types = {_type(sample) for sample in samples}
    if _type(actual) not in types:
        yield Difference(path, f"{_type(actual)} instead of {' or '.join(sorted(types))}")
        return
    same = [sample for sample in samples if _type(sample) == _type(actual)]
    if isinstance(actual, dict):
        yield from _objects(actual, same, path)
    elif isinstance(actual, list):
        yield from _lists(actual, same, path)


def _type(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "date" if _is_date(value) else "array"
    return "object"


def _is_date(value: list[Any]) -> bool:
    whole = all(isinstance(part, int) and not isinstance(part, bool) for part in value)
    return len(value) == 3 and whole and value[0] > 1000 and 1 <= value[1] <= 12


def _objects(actual: dict[str, Any], samples: list[dict[str, Any]], path: str) -> Iterator[Difference]:
    always = set.intersection(*(set(sample) for sample in samples))
    ever = set.union(*(set(sample) for sample in samples))
    for key in sorted(always - set(actual)):
        yield Difference(_join(path, key), "missing")
    for key in sorted(set(actual) - ever):
        yield Difference(_join(path, key), "not in the sample")
    for key in sorted(set(actual) & ever):
        yield from _compare(actual[key], [s[key] for s in samples if key in s], _join(path, key))
    yield from _spelling(actual, samples, path)


def _lists(actual: list[Any], samples: list[list[Any]], path: str) -> Iterator[Difference]:
    elements = [element for sample in samples for element in sample]
    if elements and not actual:
        yield Difference(path, "empty, the sample is not")
    if elements:
        for element in actual:
            yield from _compare(element, elements, f"{path}[]")


def _spelling(actual: dict[str, Any], samples: list[dict[str, Any]], path: str) -> Iterator[Difference]:
    """The same member, the same spelling."""
    for identity, spelled in (("id", ("code", "value")), ("code", ("name", "nameCode", "displayLabel"))):
        if identity not in actual or spelled[0] not in actual or len(actual) < 3:
            continue
        for sample in samples:
            if sample.get(identity) == actual[identity]:
                for key in spelled:
                    if key in sample and actual.get(key) != sample[key]:
                        yield Difference(_join(path, key), f"{actual.get(key)!r} instead of {sample[key]!r}")


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
