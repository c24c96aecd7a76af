"""`amana adopt`."""

from typing import Annotated

import typer

from amana.hosting.provisioning import adopt_tenant, upgrade_tenants
from amana.hosting.server_database import attached_database
from amana.hosting.settings import settings


def adopt(
    tenant: Annotated[str, typer.Argument(help="The tenant's name, as clients send it.")],
    database: Annotated[str, typer.Argument(help="Its database, as `dbname=...`, `host=...` if elsewhere.")],
) -> None:
    """Register a database that already holds a tenant: restored from a backup, or moved here."""
    with attached_database(settings()) as server:
        adopt_tenant(server, tenant, database)
        upgrade_tenants(server)
    typer.echo(f"Tenant {tenant} is registered.")
