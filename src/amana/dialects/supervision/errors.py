"""Refusals as supervisor reports word them: ``{"error": "text"}`` and a status."""

from collections.abc import Mapping

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
from amana.kernel.refusals import Family, InvalidInput, Problem, Refused

UNAUTHORIZED = "Unauthorized"

STATUSES: dict[Family, int] = {
    Family.INVALID: 400,
    Family.UNAUTHENTICATED: 401,
    Family.NOT_PERMITTED: 403,
    Family.NOT_FOUND: 404,
    Family.RULE: 400,
    Family.DUPLICATE: 400,
    Family.CONFLICT: 409,
    Family.THROTTLED: 429,
    Family.NOT_SUPPORTED: 501,
    Family.UNAVAILABLE: 503,
}
TEXTS: dict[Family, str] = {
    Family.UNAUTHENTICATED: UNAUTHORIZED,
    Family.NOT_PERMITTED: "Forbidden: {text}",
}
FAULTS: dict[FaultKind, str] = {
    FaultKind.MISSING: "{name} is required",
    FaultKind.BLANK: "{name} is required",
    FaultKind.NOT_TEXT: "{name} must be text",
    FaultKind.NOT_A_NUMBER: "{name} must be a number",
    FaultKind.NOT_AN_INTEGER: "{name} must be a whole number",
    FaultKind.NOT_A_BOOLEAN: "{name} must be true or false",
    FaultKind.NOT_A_DATE: "{name} must be an ISO 8601 date",
    FaultKind.NOT_AN_OBJECT: "{name} must be an object",
    FaultKind.NOT_A_LIST: "{name} must be a list",
    FaultKind.NOT_ONE_OF: "{name} must be one of {args}",
    FaultKind.OUT_OF_RANGE: "{name} is out of range",
    FaultKind.TOO_LONG: "{name} has more than {args} characters",
    FaultKind.BAD_TEXT: "{name} holds characters that cannot be stored",
    FaultKind.DUPLICATE: "{name} is given twice",
    FaultKind.UNSUPPORTED: "{name} is not a field of this request",
    FaultKind.LOCALE_MISSING: "{name} needs a locale",
    FaultKind.LOCALE_UNKNOWN: "{name} has an unknown locale",
    FaultKind.DATE_FORMAT_MISSING: "{name} needs a date format",
    FaultKind.DATE_FORMAT_BAD: "{name} has a bad date format",
    FaultKind.BAD_FILTER: "{name} is no usable filter",
    FaultKind.BAD_JSON: "The body is not well-formed JSON",
    FaultKind.TOO_LARGE: "The body is too large",
    FaultKind.TOO_SLOW: "The body did not come in time",
    FaultKind.TOO_DEEP: "The body nests too deeply",
}


class SupervisionErrors:
    """Writes every refusal."""

    def edge(self, refusal: EdgeRefusal, row: Row | None) -> Response:
        """A request that never reached the core."""
        match refusal:
            case BadRequest(faults=faults):
                return _response(refusal.status, "; ".join(_fault(fault) for fault in faults))
            case Unauthenticated(headers=headers):
                return _response(401, UNAUTHORIZED, headers)
            case MethodNotAllowed(method=method, allowed=allowed):
                return _response(405, f"{method} is not allowed here", {"allow": ", ".join(allowed)})
        return self._plainly(refusal)

    @staticmethod
    def _plainly(refusal: EdgeRefusal) -> Response:
        match refusal:
            case UnknownPath() | NoSuchRecord():
                return _response(404, "Not found")
            case UnknownDiscriminator(name=name, value=value):
                return _response(400, f"{name} cannot be {value}")
            case NotYet(operation=operation):
                return _response(501, f"{operation} is not supported yet")
            case BadTenant(reason=reason, status=status):
                return _response(status, reason)
        raise TypeError(refusal)

    def refused(self, refusal: Refused, row: Row | None, sent: Mapping[str, JsonIn]) -> Response:
        """A command or query that the core refused."""
        if isinstance(refusal, InvalidInput):
            return _response(400, "; ".join(_problem(problem, row) for problem in refusal.problems))
        text = refusal.text()
        kind = refusal.params().get("kind")
        if refusal.family is Family.NOT_FOUND and isinstance(kind, str):
            text = f"{kind.capitalize()} not found"
        wording = TEXTS.get(refusal.family, "{text}")
        return _response(STATUSES[refusal.family], wording.format(text=text))

    def crashed(self, request_id: str) -> Response:
        """A fault of ours."""
        return _response(500, f"Internal server error (request {request_id})")

    def schema(self) -> Schema:
        """JSON Schema of the body."""
        return {"type": "object", "properties": {"error": {"type": "string"}}, "required": ["error"]}


def _fault(fault: Fault) -> str:
    args = ", ".join(str(one) for one in fault.args)
    return FAULTS[fault.kind].format(name=fault.name or "The body", args=args)


def _problem(problem: Problem, row: Row | None) -> str:
    name = row.wire_name(problem.field) if row else problem.field
    return f"{name}: {problem.message}"


def _response(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(status=status, body=encode({"error": text}), headers=dict(headers or {}))
