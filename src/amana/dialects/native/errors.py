"""Refusals as problem details (RFC 9457), with our ``code`` and, for fields, ``problems``."""

from collections.abc import Mapping
from typing import Any

from amana.dialects.base.codecs import Schema
from amana.dialects.base.faults import (
    BadRequest,
    BadTenant,
    EdgeRefusal,
    Fault,
    FaultKind,
    MethodNotAllowed,
    NoSuchRecord,
    NotYet,
    Unauthenticated,
    UnknownDiscriminator,
    UnknownPath,
)
from amana.dialects.base.json_in import JsonIn
from amana.dialects.base.json_out import encode
from amana.dialects.base.request import Response
from amana.dialects.base.rows import Row
from amana.dialects.native.types import plain
from amana.kernel.refusals import Family, InvalidInput, Refused

PROBLEM_JSON = "application/problem+json"

STATUSES: dict[Family, tuple[int, str]] = {
    Family.INVALID: (400, "Invalid input"),
    Family.UNAUTHENTICATED: (401, "Not authenticated"),
    Family.NOT_PERMITTED: (403, "Not permitted"),
    Family.NOT_FOUND: (404, "Not found"),
    Family.RULE: (422, "A rule forbids it"),
    Family.DUPLICATE: (409, "Taken already"),
    Family.CONFLICT: (409, "Conflict"),
    Family.THROTTLED: (429, "Too many attempts"),
    Family.NOT_SUPPORTED: (501, "Not supported"),
    Family.UNAVAILABLE: (503, "Unavailable"),
}

SAYS: dict[FaultKind, str] = {
    FaultKind.MISSING: "is missing",
    FaultKind.BLANK: "is blank",
    FaultKind.NOT_TEXT: "is not text of the right form",
    FaultKind.NOT_A_NUMBER: "is not a number",
    FaultKind.NOT_AN_INTEGER: "is not a whole number",
    FaultKind.NOT_A_BOOLEAN: "is neither true nor false",
    FaultKind.NOT_A_DATE: "is not a date of the form {0}",
    FaultKind.NOT_AN_OBJECT: "is not an object",
    FaultKind.NOT_A_LIST: "is not a list",
    FaultKind.NOT_ONE_OF: "is none of {args}",
    FaultKind.OUT_OF_RANGE: "is out of range",
    FaultKind.TOO_LONG: "is longer than {0} characters",
    FaultKind.BAD_TEXT: "holds characters that cannot be stored",
    FaultKind.DUPLICATE: "is given twice",
    FaultKind.UNSUPPORTED: "is not known here",
    FaultKind.LOCALE_MISSING: "needs a locale",
    FaultKind.LOCALE_UNKNOWN: "has an unknown locale",
    FaultKind.DATE_FORMAT_MISSING: "needs a date format",
    FaultKind.DATE_FORMAT_BAD: "has a bad date format",
    FaultKind.BAD_FILTER: "is not a usable filter: {0}",
    FaultKind.BAD_JSON: "is not well-formed JSON: {0} (at character {1})",
    FaultKind.TOO_LARGE: "is larger than {1} bytes",
    FaultKind.TOO_SLOW: "did not come in time",
    FaultKind.TOO_DEEP: "nests deeper than {0} levels",
}


class ProblemErrors:
    """Writes problem details."""

    def edge(self, refusal: EdgeRefusal, row: Row | None) -> Response:
        """A request that never reached the core."""
        match refusal:
            case BadRequest(faults=faults):
                problems = [_problem(fault) for fault in faults]
                return _response(
                    refusal.status, "Invalid input", "invalid_input", str(refusal), problems=problems
                )
            case MethodNotAllowed(method=method, allowed=allowed):
                headers = {"allow": ", ".join(allowed)}
                return _response(
                    405, "Method not allowed", "method_not_allowed", f"{method} is not allowed here.", headers
                )
            case Unauthenticated(reason=reason, headers=headers):
                return _response(401, "Not authenticated", "unauthenticated", reason, headers)
        return self._plainly(refusal)

    @staticmethod
    def _plainly(refusal: EdgeRefusal) -> Response:
        match refusal:
            case UnknownPath(path=path):
                return _response(404, "Not found", "not_found", f"There is nothing at {path}.")
            case NoSuchRecord(kind=kind, key=key):
                return _response(404, "Not found", "not_found", f"There is no {kind} {key}.")
            case UnknownDiscriminator(name=name, value=value):
                return _response(400, "Invalid input", "invalid_input", f"{name} cannot be {value}.")
            case NotYet(operation=operation):
                return _response(501, "Not supported", "not_supported", f"{operation} is not supported yet.")
            case BadTenant(reason=reason, status=status):
                return _response(status, "Unknown tenant", "unknown_tenant", reason)
        raise TypeError(refusal)

    def refused(self, refusal: Refused, row: Row | None, sent: Mapping[str, JsonIn]) -> Response:
        """A command or query that the core refused."""
        status, title = STATUSES[refusal.family]
        if isinstance(refusal, InvalidInput):
            problems = [
                {
                    "field": p.field,
                    "kind": p.kind,
                    "message": p.message,
                    "value": plain(p.value),
                    "limit": plain(p.limit),
                }
                for p in refusal.problems
            ]
            return _response(status, title, refusal.code, refusal.text(), problems=problems)
        params = {name: plain(value) for name, value in refusal.params().items()}
        return _response(status, title, refusal.code, refusal.text(), params=params)

    def crashed(self, request_id: str) -> Response:
        """A fault of ours."""
        return _response(500, "Internal error", "internal", f"Logged under request {request_id}.")

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        text: Schema = {"type": "string"}
        problem = {
            "type": "object",
            "properties": {"field": text, "kind": text, "message": text, "value": {}, "limit": {}},
        }
        return {
            "type": "object",
            "title": "Problem",
            "required": ["type", "title", "status", "code"],
            "properties": {
                "type": text,
                "title": text,
                "status": {"type": "integer"},
                "detail": text,
                "code": text,
                "params": {"type": "object"},
                "problems": {"type": "array", "items": problem},
            },
        }


def _problem(fault: Fault) -> dict[str, Any]:
    padded = (*fault.args, "", "")
    said = SAYS[fault.kind].format(*padded, args=", ".join(map(str, fault.args)))
    name = fault.name or "body"
    value = None if fault.kind in {FaultKind.MISSING, FaultKind.BLANK} else plain(fault.value)
    return {
        "field": name,
        "kind": str(fault.kind),
        "message": f"{name} {said}.",
        "value": value,
        "limit": None,
    }


def _response(
    status: int, title: str, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, **more}
    return Response(status, encode(body), PROBLEM_JSON, dict(headers or {}))
