"""`amana operations`."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from amana.dialects.base.coverage import coverage
from amana.dialects.base.json_out import encode
from amana.dialects.base.openapi import document
from amana.dialects.base.reference import page
from amana.hosting.wires import DIALECTS


class Form(StrEnum):
    """How the list is printed."""

    TABLE = "table"
    JSON = "json"
    OPENAPI = "openapi"
    HTML = "html"


def operations(
    dialect: Annotated[str, typer.Option(help=f"One of: {', '.join(DIALECTS)}.")],
    form: Annotated[Form, typer.Option("--format", help="How to print them.")] = Form.TABLE,
    contract: Annotated[
        Path | None, typer.Option(help="Compare with this contract (a JSON file) instead of listing.")
    ] = None,
) -> None:
    """List the operations a dialect declares, or report how it covers a contract."""
    build = DIALECTS.get(dialect)
    if build is None:
        raise typer.BadParameter(f"one of: {', '.join(DIALECTS)}", param_hint="--dialect")
    if contract is not None:
        found = coverage(build(), contract)
        typer.echo(json.dumps(found.as_json(), indent=1) if form is Form.JSON else found.as_text())
        return
    if form is Form.OPENAPI:
        typer.echo(encode(document(build()), pretty=True).decode())
        return
    if form is Form.HTML:
        typer.echo(page(build()))
        return
    declared = build().operations()
    if form is Form.JSON:
        typer.echo(json.dumps(declared, indent=1))
        return
    table = Table("method", "path", "query", "id", "kind")
    for row in declared:
        query = "&".join(f"{name}={value}" for name, value in row["query"].items())
        table.add_row(row["method"], row["path"], query, row["id"], row["kind"])
    Console().print(table)
