"""An OpenAPI 3.1 document of a dialect, made from its rows.

Operations that share method and path and differ by ``?command=`` or another discriminator become one OpenAPI operation:
its parameters list the discriminator's values, its body is any of theirs. ``split=True`` keeps them apart, each under
its path with the query string, which tools that only read the document understand less well, but testers better.
"""

from typing import Any

from amana.dialects.base.codecs import Schema, request_schema
from amana.dialects.base.dialect import Dialect
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Does, Kind, Odd, Row, Shows
from amana.version import VERSION

JSON = "application/json"
WRITES = frozenset({"POST", "PUT", "PATCH"})


def document(dialect: Dialect, *, split: bool = False) -> dict[str, Any]:
    """The document, as plain JSON values."""
    pool = _Pool()
    paths: dict[str, dict[str, Any]] = {}
    for (path, method), rows in _grouped(dialect, split=split).items():
        paths.setdefault(path, {})[method.lower()] = _operation(dialect, rows, pool)
    error = pool.shared(dialect.errors.schema())
    return {
        "openapi": "3.1.0",
        "info": {"title": dialect.title, "version": VERSION, "description": dialect.about},
        "servers": [{"url": base} for base in dialect.bases],
        "security": [{name: []} for name in dialect.schemes],
        "paths": paths,
        "components": {
            "schemas": pool.schemas,
            "securitySchemes": dict(dialect.schemes),
            "responses": {"refused": {"description": "refused", "content": {JSON: {"schema": error}}}},
        },
    }


def _grouped(dialect: Dialect, *, split: bool) -> dict[tuple[str, str], list[Row]]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in dialect.declared:
        query = "&".join(f"{name}={value}" for name, value in row.route.query) if split else ""
        path = f"/{row.route.path}" + (f"?{query}" if query else "")
        groups.setdefault((path, row.route.method), []).append(row)
    return groups


class _Pool:
    """Named schemas, each kept once under ``components``."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}

    def shared(self, schema: Schema) -> Schema:
        """The schema with its titled objects replaced by references."""
        inner = {key: self._within(value) for key, value in schema.items()}
        title = inner.get("title")
        if not isinstance(title, str) or "properties" not in inner:
            return inner
        name, number = "".join(c if c.isalnum() else "_" for c in title), 1
        while self.schemas.setdefault(name if number == 1 else f"{name}{number}", inner) != inner:
            number += 1
        return {"$ref": f"#/components/schemas/{name if number == 1 else f'{name}{number}'}"}

    def _within(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self.shared(value)
        if isinstance(value, list):
            return [self._within(item) for item in value]
        return value


def _operation(dialect: Dialect, rows: list[Row], pool: _Pool) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": "_or_".join(row.id for row in rows)
        if len(rows) < 3
        else f"{rows[0].id}_and_{len(rows) - 1}_more",
        "summary": "; ".join(row.title or row.id.replace("_", " ") for row in rows),
        "tags": sorted({row.route.segments[0].strip("{}") for row in rows}),
        "x-operations": [row.id for row in rows],
        "responses": _responses(rows, pool),
    }
    parameters = _parameters(rows, pool)
    if parameters:
        operation["parameters"] = parameters
    if rows[0].route.method in WRITES:
        operation["requestBody"] = _request_body(dialect, rows, pool)
    if all(row.public for row in rows):
        operation["security"] = []
    return operation


def _responses(rows: list[Row], pool: _Pool) -> dict[str, Any]:
    by_status: dict[str, list[Schema]] = {}
    for row in rows:
        answers = _answers(row)
        by_status.setdefault(str(row.status), []).append(pool.shared(answers) if answers is not None else {})
    responses: dict[str, Any] = {"default": {"$ref": "#/components/responses/refused"}}
    for status, schemas in by_status.items():
        distinct = [schema for index, schema in enumerate(schemas) if schema not in schemas[:index]]
        open_ended = any(not schema for schema in distinct)
        content = (
            {}
            if open_ended
            else {JSON: {"schema": distinct[0] if len(distinct) == 1 else {"anyOf": distinct}}}
        )
        responses[status] = {"description": "done", **({"content": content} if content else {})}
    return responses


def _answers(row: Row) -> Schema | None:
    if isinstance(row, Does):
        return row.answers.schema()
    if isinstance(row, Shows):
        return row.shape.schema()
    if isinstance(row, Odd) and row.answers is not None:
        return row.answers.schema()
    return None


def _parameters(rows: list[Row], pool: _Pool) -> list[Schema]:
    found: dict[tuple[str, str], Schema] = {}
    for name in rows[0].route.placeholders:
        schema = next(
            (place.codec.schema() for row in rows for place in _path(row) if place.wire == name), None
        )
        found["path", name] = _parameter(name, "path", schema or {"type": "string"}, required=True)
    for name, values in _discriminators(rows).items():
        found["query", name] = _parameter(
            name, "query", {"type": "string", "enum": values}, required=_always(rows, name)
        )
    for row in rows:
        for given in _query_fields(row):
            schema = pool.shared(request_schema(given.codec))
            found.setdefault(("query", given.wire), _parameter(given.wire, "query", schema, required=False))
        if isinstance(row, Shows) and row.listing is not None:
            for parameter in row.listing.parameters():
                found.setdefault(("query", parameter["name"]), parameter)
    if any(row.kind is Kind.DOES for row in rows):
        found["header", "Idempotency-Key"] = _parameter(
            "Idempotency-Key", "header", {"type": "string"}, required=False
        )
    return list(found.values())


def _parameter(name: str, place: str, schema: Schema, *, required: bool) -> Schema:
    return {"name": name, "in": place, "schema": schema, **({"required": True} if required else {})}


def _path(row: Row) -> tuple[Field, ...]:
    return row.path if isinstance(row, Does | Shows) else ()


def _query_fields(row: Row) -> Fields | tuple[Field, ...]:
    if isinstance(row, Shows | Odd):
        return row.filters
    return row.from_query if isinstance(row, Does) else ()


def _discriminators(rows: list[Row]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for row in rows:
        for name, value in row.route.query:
            values.setdefault(name, []).append(value)
    return values


def _always(rows: list[Row], name: str) -> bool:
    return all(name in dict(row.route.query) for row in rows)


def _request_body(dialect: Dialect, rows: list[Row], pool: _Pool) -> dict[str, Any]:
    content: dict[str, list[Schema]] = {}
    for row in rows:
        if isinstance(row, Does | Odd):
            schema = row.fields.schema(request=True)
            spelled = {name: {"type": "string"} for name in sorted(dialect.spelling.consumed)}
            tolerated: dict[str, Schema] = {name: {} for name in sorted(row.tolerates)}
            schema["properties"] = {
                **schema["properties"],
                **(spelled if len(row.fields) else {}),
                **tolerated,
            }
            schema["title"] = row.fields.name if len(row.fields) else f"{row.id} body"
            content.setdefault(row.route.content or JSON, []).append(pool.shared(schema))
    bodies = {}
    for media, schemas in content.items():
        distinct = [schema for index, schema in enumerate(schemas) if schema not in schemas[:index]]
        bodies[media] = {"schema": distinct[0] if len(distinct) == 1 else {"anyOf": distinct}}
    return {"content": bodies or {JSON: {"schema": {"type": "object"}}}}
