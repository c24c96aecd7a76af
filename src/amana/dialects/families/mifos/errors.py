"""Refusals and faults as the Mifos family words them: one body for all of them, one table of statuses.

A row names a refusal by code, or, failing that, its family. Slices' refusals need no row here unless the wire has a
code of its own for them: by default the code is ``error.msg.`` and ours with points.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
from amana.dialects.families.mifos.messages import FAULTS, PROBLEMS
from amana.kernel.refusals import Family, InvalidInput, Refused

DOC_LINK = "https://github.com/openMF/mifosx/wiki/HTTP-API-Error-codes"
VALIDATION = "validation.msg.validation.errors.exist"
RULE = "validation.msg.domain.rule.violation"

WHOLE_BODY = frozenset({FaultKind.BAD_JSON, FaultKind.TOO_LARGE, FaultKind.TOO_DEEP, FaultKind.TOO_SLOW})


@dataclass(frozen=True, slots=True)
class Wording:
    """A row of the table: status, code, and what the developer and the user read."""

    status: int
    code: str
    developer: str
    user: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


NOT_AUTHENTICATED = Wording(
    401,
    "error.msg.not.authenticated",
    "Invalid authentication details were passed in api request.",
    "Unauthenticated. Please login.",
)
NOT_AUTHORISED = Wording(
    403,
    "error.msg.not.authorized",
    "The user associated with credentials passed on this request does not have sufficient privileges to "
    "perform this action.",
    "Insufficient privileges to perform this action.",
)
NOT_FOUND = Wording(404, "error.msg.resource.not.found", "The requested resource is not available.", "{text}")

NOT_ALLOWED = Wording(405, "error.msg.method.not.allowed", "{text}", "{text}")

BY_FAMILY: dict[Family, Wording] = {
    Family.INVALID: Wording(
        400,
        VALIDATION,
        "The request was invalid. This typically will happen due to validation errors which are provided.",
        "Validation errors exist.",
    ),
    Family.UNAUTHENTICATED: NOT_AUTHENTICATED,
    Family.NOT_PERMITTED: NOT_AUTHORISED,
    Family.NOT_FOUND: NOT_FOUND,
    Family.RULE: Wording(
        403,
        RULE,
        "Request was understood but caused a domain rule violation.",
        "Errors contain reason for domain rule violation.",
    ),
    Family.DUPLICATE: Wording(
        400,
        "error.msg.data.integrity.issue",
        "The request caused a data integrity issue to be fired by the database.",
        "{text}",
    ),
    Family.CONFLICT: Wording(409, "error.msg.conflict", "{text}", "{text}"),
    Family.THROTTLED: Wording(429, "error.msg.too.many.attempts", "{text}", "{text}"),
    Family.NOT_SUPPORTED: Wording(501, "error.msg.not.supported", "{text}", "{text}"),
    Family.UNAVAILABLE: Wording(503, "error.msg.service.unavailable", "{text}", "{text}"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The wire's own code for a refusal of ours, its text where clients know it (with our parameters), its status where
    that is not its family's.
    """

    code: str = ""
    text: str = ""
    status: int | None = None


EVERYWHERE = ""
"""Stands for every operation in a table of words."""


class MifosErrors:
    """Writes every refusal. ``words`` has the wire's own words, by operation and our code or kind of problem."""

    def __init__(self, words: Mapping[str, Mapping[str, Words]] | None = None) -> None:
        self.words = dict(words or {})

    def _own(self, row: Row | None, ours: str) -> Words | None:
        here = self.words.get(row.id, {}) if row else {}
        return here.get(ours) or self.words.get(EVERYWHERE, {}).get(ours)

    # -- refused at the edge -----------------------------------------------------------------------

    def edge(self, refusal: EdgeRefusal, row: Row | None) -> Response:
        """A request that never reached the core."""
        match refusal:
            case BadRequest(faults=faults):
                answer = self._bad_request(faults, refusal.status, row)
            case UnknownDiscriminator(name=name, value=value, known=known):
                answer = self._unknown_discriminator(name, value, known)
            case Unauthenticated(headers=headers):
                answer = _response(replace(NOT_AUTHENTICATED, headers=headers))
            case _:
                answer = self._plainly(refusal)
        return answer

    @staticmethod
    def _plainly(refusal: EdgeRefusal) -> Response:
        match refusal:
            case UnknownPath(path=path):
                wording, text = NOT_FOUND, f"There is nothing at {path}."
            case NoSuchRecord(kind=kind, key=key):
                wording, text = NOT_FOUND, f"{kind} with identifier {key} does not exist."
            case MethodNotAllowed(method=method, allowed=allowed):
                wording = replace(NOT_ALLOWED, headers={"allow": ", ".join(allowed)})
                text = f"{method} is not allowed here."
            case NotYet(operation=operation):
                wording = BY_FAMILY[Family.NOT_SUPPORTED]
                text = f"The operation {operation} is not supported yet."
            case BadTenant(reason=reason, status=status):
                wording = Wording(status, "error.msg.invalid.tenant.identifier", "{text}", "{text}")
                text = reason
            case _:
                raise TypeError(refusal)
        return _response(wording, text)

    def _bad_request(self, faults: tuple[Fault, ...], status: int, row: Row | None) -> Response:
        if len(faults) == 1 and faults[0].kind in WHOLE_BODY and not faults[0].name:
            message = FAULTS[faults[0].kind]
            text = _fill(message.text, faults[0], "")
            return _response(Wording(status, message.code, "{text}", "{text}"), text)
        resource = row.resource if row else "request"
        return _response(BY_FAMILY[Family.INVALID], errors=[fault_entry(fault, resource) for fault in faults])

    def _unknown_discriminator(self, name: str, value: str | None, known: tuple[str, ...]) -> Response:
        text = f"The query parameter {name} has an unsupported value of: {value or ''}."
        entry = _entry("error.msg.unrecognized.query.parameter", text, name, value, [*known])
        wording = Wording(400, "error.msg.unrecognized.query.parameter", "{text}", "{text}")
        return _response(wording, text, errors=[entry])

    # -- refused by the core -----------------------------------------------------------------------

    def refused(self, refusal: Refused, row: Row | None, sent: Mapping[str, JsonIn]) -> Response:
        """A command or query that the core refused. ``sent`` holds what the client sent, by wire name."""
        if isinstance(refusal, InvalidInput):
            return _response(
                BY_FAMILY[Family.INVALID],
                errors=[self._problem(problem, row, sent) for problem in refusal.problems],
            )
        wording = BY_FAMILY[refusal.family]
        words = self._own(row, refusal.code)
        code = words.code if words else None
        text = words.text.format(**refusal.params()) if words and words.text else refusal.text()
        if refusal.family in {Family.UNAUTHENTICATED, Family.NOT_PERMITTED}:
            entries = (
                [] if refusal.family is Family.UNAUTHENTICATED else [_entry(wording.code, text, None, None)]
            )
            return _response(wording, text, errors=entries)
        own = code or "error.msg." + refusal.code.replace("_", ".")
        params = refusal.params()
        name = params.get("field")
        entry = _entry(
            own,
            text,
            row.wire_name(name) if row and isinstance(name, str) else "id",
            _plain(params.get("value")),
            [{"value": _plain(value)} for value in params.values()],
        )
        top = wording.code if refusal.family is not Family.DUPLICATE else own
        shown = Wording(
            (words and words.status) or wording.status,
            code if refusal.family is Family.NOT_FOUND and code else top,
            wording.developer,
            wording.user,
        )
        return _response(shown, text, errors=[entry])

    def _problem(self, problem: Any, row: Row | None, sent: Mapping[str, JsonIn]) -> dict[str, Any]:
        name = row.wire_name(problem.field) if row else problem.field
        resource = row.resource if row else "request"
        suffix = PROBLEMS.get(problem.kind, problem.kind.replace("_", "."))
        own = self._own(row, problem.kind)
        code = own.code if own else f"validation.msg.{resource}.{name}.{suffix}"
        text = f"The parameter {name} cannot be blank." if suffix == "cannot.be.blank" else problem.message
        value = None if row and row.is_secret(name) else sent.get(name, _plain(problem.value))
        args = [] if problem.limit is None else [{"value": _plain(problem.limit)}]
        return _entry(code, text, name, value, args)

    def schema(self) -> Schema:
        """JSON Schema of the error body."""
        text: Schema = {"type": "string"}
        entry = {"developerMessage": text, "defaultUserMessage": text, "userMessageGlobalisationCode": text}
        top = {**entry, "developerDocLink": text, "httpStatusCode": text}
        more: dict[str, Schema] = {
            "parameterName": {"type": ["string", "null"]},
            "value": {},
            "args": {"type": "array"},
        }
        errors = {"type": "array", "items": {"type": "object", "properties": {**entry, **more}}}
        return {
            "type": "object",
            "title": "Error",
            "required": [*top, "errors"],
            "properties": {**top, "errors": errors},
        }

    def crashed(self, request_id: str) -> Response:
        """A fault of ours."""
        text = f"Something went wrong here; the details are logged under request {request_id}."
        return _response(Wording(500, "error.msg.internal", "{text}", "{text}"), text)


def fault_entry(fault: Fault, resource: str) -> dict[str, Any]:
    """One entry of ``errors`` for a field that could not be read."""
    message = FAULTS[fault.kind]
    name = "locale" if fault.kind is FaultKind.LOCALE_UNKNOWN else fault.name
    value = None if fault.kind in {FaultKind.MISSING, FaultKind.BLANK} else fault.value
    return _entry(
        _fill(message.code, fault, resource),
        _fill(message.text, fault, resource),
        name or "body",
        _plain(value),
    )


def _fill(template: str, fault: Fault, resource: str) -> str:
    padded = (*fault.args, "", "")
    listed = ", ".join(str(arg) for arg in fault.args)
    return template.format(
        *padded, name=fault.name or "body", value=fault.value, resource=resource, args=listed
    )


def _entry(
    code: str, text: str, name: str | None, value: object, args: list[Any] | None = None
) -> dict[str, Any]:
    return {
        "developerMessage": text,
        "defaultUserMessage": text,
        "userMessageGlobalisationCode": code,
        "parameterName": name,
        "value": value,
        "args": args or [],
    }


def _plain(value: object) -> Any:
    """A value as an error entry may show it."""
    return value if value is None or isinstance(value, bool | int | str | list | dict) else str(value)


def _response(wording: Wording, text: str = "", errors: list[dict[str, Any]] | None = None) -> Response:
    body = {
        "developerMessage": wording.developer.format(text=text),
        "developerDocLink": DOC_LINK,
        "httpStatusCode": str(wording.status),
        "defaultUserMessage": (wording.user or wording.developer).format(text=text),
        "userMessageGlobalisationCode": wording.code,
        "errors": errors or [],
    }
    return Response(status=wording.status, body=encode(body), headers=dict(wording.headers))
