"""`amana init`."""

import secrets
import sys
from typing import Annotated
from zoneinfo import available_timezones

import typer

from amana.hosting.provisioning import NewTenant, make_tenant
from amana.hosting.server_database import attached_database
from amana.hosting.settings import settings
from amana.kernel.access.bootstrap import Administrator

SHORTEST_PASSWORD = 12
GENERATED_BYTES = 18


def init(
    *,
    tenant: Annotated[str, typer.Option(help="The tenant's name, as clients send it.")] = "default",
    administrator: Annotated[str, typer.Option(help="The first user's name.")] = "admin",
    email: Annotated[str, typer.Option(help="The first user's address.")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the first user's password from standard input.")
    ] = False,
    generate_password: Annotated[
        bool, typer.Option("--generate-password", help="Make a password and print it, once.")
    ] = False,
    time_zone: Annotated[str, typer.Option(help="Where the institution's day begins.")] = "UTC",
    database: Annotated[
        str | None,
        typer.Option(
            help="An empty database made beforehand, as `dbname=...` (with `host=...` if it is elsewhere). "
            "Without it one is created beside the control database."
        ),
    ] = None,
) -> None:
    """Make a production tenant: its database, the head office, and an administrator."""
    if time_zone not in available_timezones():
        raise typer.BadParameter(f"unknown: {time_zone}", param_hint="--time-zone")
    password = _password(from_stdin=password_stdin, generate=generate_password)
    first = Administrator(username=administrator, password=password, email=email)
    new = NewTenant(identifier=tenant, administrator=first, time_zone=time_zone, conninfo=database)
    with attached_database(settings()) as server:
        make_tenant(server, new)
    typer.echo(f"Tenant {tenant} is ready; its administrator is {administrator}.")
    if generate_password:
        typer.echo(f"Password (shown only now): {password}")


def _password(*, from_stdin: bool, generate: bool) -> str:
    """The administrator's password: generated, read, or asked for. There is no default."""
    if generate:
        return secrets.token_urlsafe(GENERATED_BYTES)
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = str(typer.prompt("Administrator's password", hide_input=True, confirmation_prompt=True))
    else:
        raise typer.BadParameter("--password-stdin or --generate-password, without a terminal to ask at")
    if len(password) < SHORTEST_PASSWORD:
        raise typer.BadParameter(f"a password has at least {SHORTEST_PASSWORD} characters")
    return password
