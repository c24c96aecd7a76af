"""Refusals as Mambu v1 words them: ``{returnCode, returnStatus, errorSource}``, one table of codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
from amana.kernel.references import UnknownReference
from amana.kernel.refusals import Family, InvalidInput, NotFound, Refused, Throttled


@dataclass(frozen=True, slots=True)
class Result:
    """A row of the table."""

    status: int
    code: int
    name: str


INVALID_PARAMETERS = Result(400, 4, "INVALID_PARAMETERS")
INVALID_CREDENTIALS = Result(403, 2, "INVALID_CREDENTIALS")
NOT_LOGGED_IN = Result(401, 2, "INVALID_CREDENTIALS")
INTERNAL_ERROR = Result(500, 6, "INTERNAL_ERROR")
EXCESSIVE_REQUESTS = Result(503, 24, "EXCESSIVE_INVALID_REQUESTS")
PARAMETER_NOT_ALLOWED = Result(400, 27, "PARAMETER_NOT_ALLOWED")
NOT_SUPPORTED = Result(501, 4, "INVALID_PARAMETERS")

BY_KIND: Mapping[str, Result] = {
    "client": Result(404, 301, "INVALID_CLIENT_ID"),
    "office": Result(404, 800, "INVALID_BRANCH_ID"),
    "currency": Result(404, 650, "INVALID_CURRENCY_CODE"),
    "loan": Result(400, 100, "INVALID_LOAN_ACCOUNT_ID"),
}
"""What is not there, by our kind of record; a field that names one is refused with 400 under the same code."""
NO_SUCH_RECORD = Result(404, 149, "INVALID_ID")

BY_CODE: Mapping[str, Result] = {
    "floating_rate.bad_start": Result(400, 1302, "INVALID_INDEX_RATE_START_DATE"),
}
"""Refusals that have a code of their own here."""

BY_FAMILY: Mapping[Family, Result] = {
    Family.INVALID: INVALID_PARAMETERS,
    Family.UNAUTHENTICATED: NOT_LOGGED_IN,
    Family.NOT_PERMITTED: INVALID_CREDENTIALS,
    Family.NOT_FOUND: NO_SUCH_RECORD,
    Family.RULE: INVALID_PARAMETERS,
    Family.DUPLICATE: INVALID_PARAMETERS,
    Family.CONFLICT: Result(409, 4, "INVALID_PARAMETERS"),
    Family.THROTTLED: EXCESSIVE_REQUESTS,
    Family.NOT_SUPPORTED: NOT_SUPPORTED,
    Family.UNAVAILABLE: Result(503, 6, "INTERNAL_ERROR"),
}

FAULTS: Mapping[FaultKind, str] = {
    FaultKind.MISSING: "{name} is required",
    FaultKind.BLANK: "{name} may not be empty",
    FaultKind.NOT_TEXT: "{name} is not a text",
    FaultKind.NOT_A_NUMBER: "{name} is not a number",
    FaultKind.NOT_AN_INTEGER: "{name} is not a whole number",
    FaultKind.NOT_A_BOOLEAN: "{name} is neither true nor false",
    FaultKind.NOT_A_DATE: "{name} is not a date",
    FaultKind.NOT_AN_OBJECT: "{name} is not an object",
    FaultKind.NOT_A_LIST: "{name} is not a list",
    FaultKind.NOT_ONE_OF: "invalid for parameter {name}",
    FaultKind.OUT_OF_RANGE: "{name} is out of range",
    FaultKind.TOO_LONG: "{name} is too long",
    FaultKind.BAD_TEXT: "{name} holds characters that cannot be stored",
    FaultKind.DUPLICATE: "{name} is given twice",
    FaultKind.UNSUPPORTED: "{name} is not supported",
    FaultKind.LOCALE_MISSING: "{name} needs a locale",
    FaultKind.LOCALE_UNKNOWN: "{name} has an unknown locale",
    FaultKind.DATE_FORMAT_MISSING: "{name} needs a date format",
    FaultKind.DATE_FORMAT_BAD: "{name} has no valid date format",
    FaultKind.BAD_FILTER: "{name} cannot be filtered by: {args}",
    FaultKind.BAD_JSON: "the body is not well-formed JSON",
    FaultKind.TOO_LARGE: "the body is too large",
    FaultKind.TOO_SLOW: "the body did not come in time",
    FaultKind.TOO_DEEP: "the body is nested too deeply",
}


@dataclass(eq=False)
class NoUserAgent(EdgeRefusal):
    """The tenant wants to know which program calls."""


@dataclass(frozen=True)
class MambuErrors:
    """Writes every refusal."""

    kinds: Mapping[str, Result] = field(default_factory=lambda: BY_KIND)

    def edge(self, refusal: EdgeRefusal, row: Row | None) -> Response:
        """A request that never reached the core."""
        match refusal:
            case BadRequest(faults=faults):
                return _response(_of_faults(refusal), "; ".join(_told(fault) for fault in faults))
            case Unauthenticated(headers=headers):
                return _response(NOT_LOGGED_IN, headers=headers)
            case NoUserAgent():
                return _no_user_agent()
            case MethodNotAllowed(method=method, allowed=allowed):
                wrong = Result(405, 4, "INVALID_PARAMETERS")
                return _response(wrong, f"{method} is not allowed here", {"allow": ", ".join(allowed)})
            case _:
                return self._plainly(refusal)

    def _plainly(self, refusal: EdgeRefusal) -> Response:
        match refusal:
            case NoSuchRecord(kind=kind):
                return _response(self.kinds.get(kind, NO_SUCH_RECORD), _nobody(kind))
            case UnknownPath(path=path):
                return _response(Result(404, 4, "INVALID_PARAMETERS"), f"there is nothing at {path}")
            case UnknownDiscriminator(name=name):
                return _response(INVALID_PARAMETERS, f"invalid for parameter {name}")
            case NotYet(operation=operation):
                return _response(NOT_SUPPORTED, f"{operation} is not supported yet")
            case BadTenant(reason=reason, status=status):
                return _response(Result(status, 4, "INVALID_PARAMETERS"), reason)
            case _:
                raise TypeError(refusal)

    def refused(self, refusal: Refused, row: Row | None, sent: Mapping[str, JsonIn]) -> Response:
        """A command or query that the core refused."""
        if isinstance(refusal, UnknownReference):
            known = self.kinds.get(refusal.kind, NO_SUCH_RECORD)
            return _response(Result(400, known.code, known.name), _nobody(refusal.kind))
        if isinstance(refusal, NotFound):
            return _response(self.kinds.get(refusal.kind, NO_SUCH_RECORD), _nobody(refusal.kind))
        if isinstance(refusal, InvalidInput):
            told = (f"{_wire(row, problem.field)}: {problem.message}" for problem in refusal.problems)
            return _response(INVALID_PARAMETERS, "; ".join(told))
        source = "" if refusal.family is Family.UNAUTHENTICATED else refusal.text()
        more = {"retry-after": str(refusal.retry_after_s)} if isinstance(refusal, Throttled) else {}
        return _response(BY_CODE.get(refusal.code, BY_FAMILY[refusal.family]), source, more)

    def crashed(self, request_id: str) -> Response:
        """A fault of ours."""
        return _response(INTERNAL_ERROR, f"details are logged under request {request_id}")

    def schema(self) -> Schema:
        """JSON Schema of the error body."""
        properties: dict[str, Schema] = {
            "returnCode": {"type": "integer"},
            "returnStatus": {"type": "string"},
            "errorSource": {"type": "string"},
        }
        return {"type": "object", "title": "ExecutionStatus", "properties": properties}


def _of_faults(refusal: BadRequest) -> Result:
    if refusal.status != INVALID_PARAMETERS.status:
        return Result(refusal.status, 4, "INVALID_PARAMETERS")
    faults = refusal.faults
    unsupported = all(fault.kind is FaultKind.UNSUPPORTED for fault in faults)
    return PARAMETER_NOT_ALLOWED if unsupported else INVALID_PARAMETERS


def _told(fault: Fault) -> str:
    text = FAULTS[fault.kind].format(
        name=fault.name or "the body", args=", ".join(str(arg) for arg in fault.args)
    )
    known = [str(arg) for arg in fault.args] if fault.kind is FaultKind.NOT_ONE_OF else []
    return f"{text} (known are {', '.join(known)})" if known else text


def _nobody(kind: str) -> str:
    """The same for what does not exist and for what the caller may not see: our ids are not told."""
    return f"there is no such {kind}"


def _wire(row: Row | None, ours: str) -> str:
    return row.wire_name(ours) if row else ours


def _no_user_agent() -> Response:
    """The list form: the one place where the wire has it."""
    error = {
        "errorCode": 4,
        "errorSource": "The user agent cannot be null when the Audit Trail feature is enabled",
        "errorReason": "INVALID_PARAMETERS",
    }
    return Response(400, encode({"errors": [error]}))


def _response(result: Result, source: str = "", headers: Mapping[str, str] | None = None) -> Response:
    body: dict[str, object] = {"returnCode": result.code, "returnStatus": result.name}
    if source:
        body["errorSource"] = source
    return Response(result.status, encode(body), headers=dict(headers or {}))
