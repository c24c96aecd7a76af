"""The last step of an answer in the Mifos family: ``fields=`` keeps some properties, ``pretty=true`` indents."""

from typing import Any

from amana.dialects.base.json_out import encode
from amana.dialects.base.request import Request

ENVELOPE = "pageItems"


def finish(value: Any, request: Request) -> bytes:
    """UTF-8 JSON."""
    wanted = request.query.get("fields", "") if request.method == "GET" else ""
    names = frozenset(name.strip() for name in wanted.split(",") if name.strip())
    return encode(only(value, names) if names else value, pretty=request.asks("pretty"))


def only(value: Any, names: frozenset[str]) -> Any:
    """Keep the named properties: of an object, of each object of a list, of the items of a page."""
    if isinstance(value, list):
        return [only(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    if ENVELOPE in value:
        return {**value, ENVELOPE: only(value[ENVELOPE], names)}
    return {name: inner for name, inner in value.items() if name in names}
