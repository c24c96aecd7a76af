"""`amana migrate`."""

import typer

from amana.hosting.provisioning import upgrade_tenants
from amana.hosting.server_database import attached_database
from amana.hosting.settings import settings


def migrate() -> None:
    """Bring the databases of all tenants to this version of the software (`serve` does so too)."""
    with attached_database(settings()) as server:
        done = upgrade_tenants(server, force=True)
    for identifier in done:
        typer.echo(f"{identifier}: up to date")
    if not done:
        typer.echo("There is no tenant yet. Make one with: amana init")
