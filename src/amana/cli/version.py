"""`amana version`."""

import typer

from amana.version import VERSION


def version() -> None:
    """Say which version this is."""
    typer.echo(f"amana {VERSION}")
