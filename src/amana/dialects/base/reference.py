"""A reference page of a dialect: one static HTML file, no script, nothing fetched from elsewhere."""

import re
from html import escape
from typing import Any

from amana.dialects.base.dialect import Dialect
from amana.dialects.base.openapi import JSON, document

STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:0;display:grid;grid-template-columns:17rem 1fr;color:#1b1b1f}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1rem;background:#f4f4f7;box-sizing:border-box}
nav a{display:block;color:#29406b;text-decoration:none;padding:.1rem 0}
main{padding:1rem 2rem;max-width:62rem}section{border-top:1px solid #ddd;padding:.6rem 0}
code{background:#f4f4f7;padding:0 .25rem}h3{margin:.4rem 0;font-size:1rem}.m{font-weight:700;margin-right:.5rem}
table{border-collapse:collapse;margin:.4rem 0}
td,th{border:1px solid #ddd;padding:.15rem .5rem;text-align:left;vertical-align:top}
@media(max-width:50rem){body{display:block}nav{position:static;height:auto}}
"""
_CODE = re.compile(r"(``?)([^`]+)\1")


def page(dialect: Dialect) -> str:
    """The HTML text."""
    described = document(dialect, split=True)
    schemas = described["components"]["schemas"]
    groups: dict[str, list[str]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            group = (operation["tags"] or ["other"])[0]
            groups.setdefault(group, []).append(_operation(method, path, operation, schemas))
    links = "".join(f'<a href="#{escape(name)}">{escape(name)}</a>' for name in sorted(groups))
    body = "".join(
        f'<h2 id="{escape(name)}">{escape(name)}</h2>{"".join(groups[name])}' for name in sorted(groups)
    )
    bases = ", ".join(f"<code>{escape(base)}</code>" for base in dialect.bases)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(dialect.title)}</title>'
        f"<style>{STYLE}</style></head><body><nav><strong>{escape(dialect.title)}</strong>{links}</nav>"
        f"<main><h1>{escape(dialect.title)}</h1><p>{_prose(dialect.about)}</p><p>Answers under {bases}. "
        f'Also as <a href="openapi.json">OpenAPI 3.1</a>.</p>{body}</main></body></html>'
    )


def _prose(text: str) -> str:
    """Text with what stands between backticks, single or double, shown as code."""
    return _CODE.sub(r"<code>\2</code>", escape(text))


def _operation(method: str, path: str, operation: dict[str, Any], schemas: dict[str, Any]) -> str:
    parts = [f'<section><h3><span class="m">{method.upper()}</span><code>{escape(path)}</code></h3>']
    parts.append(f"<p>{_prose(operation['summary'])}</p>")
    queries = [p for p in operation.get("parameters", []) if p["in"] == "query"]
    if queries:
        parts.append(
            _table("Query", [(p["name"], p["schema"], bool(p.get("required"))) for p in queries], schemas)
        )
    sent = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
    if sent is not None:
        parts.append(_schema("Body", sent, schemas))
    for status, response in operation["responses"].items():
        shown = response.get("content", {}).get(JSON, {}).get("schema")
        if shown is not None:
            parts.append(_schema(f"Answer {status}", shown, schemas))
    return "".join(parts) + "</section>"


def _schema(title: str, schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    resolved = _resolved(schema, schemas)
    if resolved.get("type") == "array":
        resolved, title = _resolved(resolved["items"], schemas), f"{title} (a list of)"
    items = resolved.get("properties", {}).get("pageItems")
    if items is not None:
        resolved, title = _resolved(items["items"], schemas), f"{title} (a page of)"
    required = set(resolved.get("required", ()))
    rows = [(name, said, name in required) for name, said in resolved.get("properties", {}).items()]
    return _table(title, rows, schemas) if rows else ""


def _table(title: str, rows: list[tuple[str, dict[str, Any], bool]], schemas: dict[str, Any]) -> str:
    lines = "".join(
        f"<tr><td><code>{escape(name)}</code>{' *' if required else ''}</td><td>{escape(_kind(said, schemas))}</td>"
        f"<td>{_prose(_resolved(said, schemas).get('description', ''))}</td></tr>"
        for name, said, required in rows
    )
    return f"<details><summary>{escape(title)}</summary><table>{lines}</table></details>"


def _kind(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    resolved = _resolved(schema, schemas)
    if "enum" in resolved:
        return " | ".join(map(str, resolved["enum"]))
    kind = resolved.get("type", "any")
    if kind == "array":
        return f"list of {_kind(resolved.get('items', {}), schemas)}"
    if isinstance(kind, list):
        return " or ".join(kind)
    return str(resolved.get("title") or resolved.get("format") or kind)


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    found: dict[str, Any] = schemas[reference.rpartition("/")[2]] if reference else schema
    return found
