"""`amana demo`."""

from enum import StrEnum
from random import Random
from typing import Annotated

import psycopg
import typer
from psycopg.conninfo import make_conninfo
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from amana.cli.demo.lending import Story, lend
from amana.cli.demo.organisation import BRANCHES, found_institution
from amana.cli.demo.people import Customer, form_centres, register_customers
from amana.cli.demo.teller import Teller
from amana.hosting.provisioning import (
    DEMO_ADMINISTRATOR,
    DEMO_TENANT,
    NewTenant,
    TenantProblem,
    is_demo,
    make_tenant,
    upgrade_tenants,
)
from amana.hosting.server_database import DatabaseServer, attached_database
from amana.hosting.settings import Settings, settings
from amana.kernel.tenant import Tenant
from amana.storage.control import ControlDatabase
from amana.storage.engine import Database

SEED = 1_909  # any number: the same story everywhere


class Size(StrEnum):
    """How large a portfolio."""

    SMALL = "small"
    MEDIUM = "medium"


LOANS = {Size.SMALL: 200, Size.MEDIUM: 5_000}


def demo(
    size: Annotated[Size, typer.Option(help="small: 200 loans; medium: 5,000.")] = Size.SMALL,
    tenant: Annotated[str, typer.Option(help="A demo tenant; made where it is missing.")] = DEMO_TENANT,
) -> None:
    """Load a made-up portfolio into a demo tenant: through commands, the same one every time on the same day."""
    out = Console(highlight=False, soft_wrap=True)
    with attached_database(settings()) as server:
        database = Database(_conninfo(server, settings(), tenant))
        try:
            told = load(Tenant(tenant, database), LOANS[size], out)
        finally:
            database.close()
    out.print(told)


def load(tenant: Tenant, loans: int, out: Console) -> str:
    """Load a portfolio of that many loans, showing progress; gives a line about what is there now."""
    teller, chance = Teller.of(tenant), Random(SEED)  # noqa: S311 - the point is to be predictable
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=out) as progress:
        clients_shown = progress.add_task("clients", total=loans)
        loans_shown = progress.add_task("loans", total=loans)
        institution = found_institution(teller)
        customers: list[Customer] = []
        for customer in register_customers(teller, institution, loans, chance):
            customers.append(customer)
            progress.advance(clients_shown)
        form_centres(teller, customers)
        stories: dict[Story, int] = {}
        for customer in customers:
            story = lend(teller, institution, customer, chance)
            stories[story] = stories.get(story, 0) + 1
            progress.advance(loans_shown)
    told = ", ".join(f"{count} {story.replace('_', ' ')}" for story, count in sorted(stories.items()))
    commands = sum(teller.done.values())
    return f"{len(customers)} clients, {sum(stories.values())} loans ({told}); {commands} commands"


def _conninfo(server: DatabaseServer, configured: Settings, name: str) -> str:
    """Where the demo tenant is, made if need be.

    Raises:
        TenantProblem: for a real tenant, for one that holds a portfolio already, and on an external database
        unless
            demo mode was asked for there.
    """
    if not (server.embedded or configured.demo_anywhere):
        raise TenantProblem("A demo on an external database has to be asked for: AMANA_DEMO_ANYWHERE=true")
    upgrade_tenants(server)
    control = ControlDatabase(server.control)
    conninfo = control.conninfo_of(name)
    if conninfo is None:
        make_tenant(server, NewTenant(identifier=name, administrator=DEMO_ADMINISTRATOR, demo=True))
        conninfo = control.conninfo_of(name) or ""
    if not is_demo(conninfo):
        raise TenantProblem(f"{name} is a real tenant, not a demo; made-up records have no place in it")
    with psycopg.connect(conninfo) as connection:
        known = connection.execute("select 1 from office where name = %s", (f"{BRANCHES[0]} Branch",))
        if known.fetchone() is not None:
            raise TenantProblem(f"{name} holds the demo's portfolio already")
    # Nothing is lost but the demo itself if the machine stops now, so it need not wait for the disk each
    # time.
    return make_conninfo(conninfo, options="-c synchronous_commit=off", application_name="amana demo")
