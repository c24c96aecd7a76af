"""Refusals in Musoni's one shape: ``{timestamp, status, error, message, path}``.

The contract shows it for a request without login only; that refused values are listed under ``errors`` besides, as the
family has them, is our choice (nothing is shown for them).
"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from amana.dialects.base.codecs import Schema
from amana.dialects.base.faults import EdgeRefusal, Unauthenticated
from amana.dialects.base.json_in import JsonIn, Number
from amana.dialects.base.json_out import encode
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Row
from amana.dialects.families.mifos.errors import MifosErrors
from amana.kernel import clock
from amana.kernel.refusals import Family, Refused

BASE = "/api/v1"
LOGIN_NEEDED = "Full authentication is required to access this resource"
ENTRY: Schema = {
    "type": "object",
    "properties": {
        "developerMessage": {"type": "string"},
        "defaultUserMessage": {"type": "string"},
        "userMessageGlobalisationCode": {"type": "string"},
        "parameterName": {"type": ["string", "null"]},
        "value": {},
        "args": {"type": "array"},
    },
}


class MusoniErrors:
    """Says what the family says, in this wire's frame."""

    def __init__(self) -> None:
        self.family = MifosErrors()

    def edge(self, refusal: EdgeRefusal, row: Row | None) -> Response:
        """A request that never reached the core."""
        said = self.family.edge(refusal, row)
        return _reworded(said, LOGIN_NEEDED if isinstance(refusal, Unauthenticated) else "")

    def refused(self, refusal: Refused, row: Row | None, sent: Mapping[str, JsonIn]) -> Response:
        """A command or query that the core refused."""
        said = self.family.refused(refusal, row, sent)
        return _reworded(said, LOGIN_NEEDED if refusal.family is Family.UNAUTHENTICATED else refusal.text())

    def crashed(self, request_id: str) -> Response:
        """A fault of ours."""
        return _reworded(self.family.crashed(request_id), "")

    def schema(self) -> Schema:
        """JSON Schema of the error body."""
        properties: dict[str, Schema] = {
            "timestamp": {"type": "integer"},
            "status": {"type": "integer"},
            "error": {"type": "string"},
            "message": {"type": "string"},
            "path": {"type": "string"},
            "errors": {"type": "array", "items": ENTRY},
        }
        return {"type": "object", "title": "Error", "properties": properties}


def _reworded(said: Response, message: str) -> Response:
    """The family's refusal in this wire's frame; the path is put in at the end, where the request is known."""
    told = _read(said.body)
    entries = told["errors"]
    body = {
        "timestamp": int(clock.now().timestamp() * 1000),
        "status": said.status,
        "error": HTTPStatus(said.status).phrase,
        "message": message or _message(told, entries),
        "path": "",
        **({"errors": entries} if entries else {}),
    }
    return Response(said.status, encode(body), said.content_type, dict(said.headers))


def _read(own: bytes) -> dict[str, Any]:
    """A body of our own making: it may quote what a request was refused for."""
    read: dict[str, Any] = json.loads(own, parse_float=Number)
    return read


def _message(told: Mapping[str, Any], entries: list[dict[str, Any]]) -> str:
    texts = [str(entry["defaultUserMessage"]) for entry in entries]
    return " ".join(texts) or str(told["defaultUserMessage"])


def located(response: Response, request: Request) -> Response:
    """The refusal with the path that was asked for."""
    body = _read(response.body)
    if "path" in body:
        response.body = encode({**body, "path": BASE + request.path})
    return response
