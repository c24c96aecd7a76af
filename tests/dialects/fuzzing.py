"""Random requests, made from what a dialect says of itself: none breaks it, and each answer is as described."""

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core import NOT_SET
from schemathesis.specs.openapi.checks import response_schema_conformance

from tests.dialects.caller import Caller, Reply


def operations(document: dict[str, Any]) -> list[Any]:
    """Every operation of an OpenAPI document."""
    schema = schemathesis.openapi.from_dict(document)
    return [found.ok() for found in schema.get_all_operations()]


def fuzz(caller: Caller, operation: Any, known: Callable[[str], Sequence[str]], examples: int) -> None:
    """Send random requests; in most of them the places of the path are ids ``known`` to exist."""

    @given(operation.as_strategy(), st.data())
    @settings(max_examples=examples, derandomize=True, suppress_health_check=list(HealthCheck))
    def send(case: Any, data: st.DataObject) -> None:
        for place in case.path_parameters:
            ids = known(place)
            if ids and data.draw(st.integers(0, 4)):
                case.path_parameters[place] = data.draw(st.sampled_from(ids))
        reply = _call(caller, case)
        assert reply.status < 500 or reply.status == 501, reply.text.decode()
        case.validate_response(_as_response(case, reply), checks=[response_schema_conformance])

    send()


def _call(caller: Caller, case: Any) -> Reply:
    path, _, query = case.formatted_path.partition("?")
    more = urlencode(dict(case.query or {}), doseq=True)
    body = None if case.body is NOT_SET else json.dumps(case.body).encode()
    headers = {
        k.lower(): v
        for k, v in (case.headers or {}).items()
        if k.lower() not in {"authorization", "x-api-key"}
    }
    return caller.call(case.method, f"{path}?{'&'.join(filter(None, (query, more)))}", body, **headers)


def _as_response(case: Any, reply: Reply) -> schemathesis.Response:
    headers = {"content-type": [reply.content_type]} | {
        name: [value] for name, value in reply.headers.items()
    }
    asked = requests.Request(case.method, "http://localhost/").prepare()
    return schemathesis.Response(reply.status, headers, reply.text, asked, 0.01, verify=False)
