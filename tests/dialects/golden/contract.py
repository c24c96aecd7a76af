"""The contract's operations, as the golden exchanges need them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Operation:
    """One operation of the contract with its samples."""

    id: str
    method: str
    path: str
    query: dict[str, str]
    requests: tuple[Any, ...]
    responses: tuple[Any, ...]
    elided: bool
    mandatory: tuple[str, ...]
    optional: tuple[str, ...]

    def request(self, number: int) -> Any:
        """The numbered request sample, or None."""
        return self.requests[number] if number < len(self.requests) else None

    def response(self, number: int) -> Any:
        """The numbered response sample, or None."""
        return self.responses[number] if number < len(self.responses) else None


@cache
def operations(file: Path) -> dict[str, Operation]:
    """By id."""
    document = json.loads(file.read_text())
    return {entry["id"]: _operation(entry) for entry in document["operations"]}


def _operation(entry: dict[str, Any]) -> Operation:
    many_requests = entry.get("request_examples")
    many_responses = entry.get("response_examples")
    single_request, single_response = entry.get("request_example"), entry.get("response_example")
    return Operation(
        id=entry["id"],
        method=entry["method"],
        path=entry["path"].strip("/"),
        query=entry.get("query", {}),
        requests=tuple(many_requests or ([] if single_request is None else [single_request])),
        responses=tuple(many_responses or ([] if single_response is None else [single_response])),
        elided=bool(entry.get("elided")),
        mandatory=_names(entry.get("mandatory", [])),
        optional=_names(entry.get("optional", [])),
    )


def _names(entries: list[str]) -> tuple[str, ...]:
    """The entries that are a field's name and nothing else; prose about fields is for people."""
    return tuple(entry for entry in entries if entry.isidentifier())
