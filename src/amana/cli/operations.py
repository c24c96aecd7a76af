"""`amana operations`."""

import json
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from amana.hosting.wires import DIALECTS


class Form(StrEnum):
    """How the list is printed."""

    TABLE = "table"
    JSON = "json"


def operations(
    dialect: Annotated[str, typer.Option(help=f"One of: {', '.join(DIALECTS)}.")],
    form: Annotated[Form, typer.Option("--format", help="How to print them.")] = Form.TABLE,
) -> None:
    """List the operations a dialect declares."""
    build = DIALECTS.get(dialect)
    if build is None:
        raise typer.BadParameter(f"one of: {', '.join(DIALECTS)}", param_hint="--dialect")
    declared = build().operations()
    if form is Form.JSON:
        typer.echo(json.dumps(declared, indent=1))
        return
    table = Table("method", "path", "query", "id", "kind")
    for row in declared:
        query = "&".join(f"{name}={value}" for name, value in row["query"].items())
        table.add_row(row["method"], row["path"], query, row["id"], row["kind"])
    Console().print(table)
