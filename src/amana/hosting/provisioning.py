"""Making tenants, and bringing those there are to the present software."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

import amana
from amana.hosting import slices  # noqa: F401 - permissions and seeders have to be registered before seeding
from amana.hosting.problems import Problem
from amana.hosting.server_database import DatabaseServer
from amana.jobs.queue_schema import prepare_queue
from amana.kernel.access.bootstrap import Administrator, initialise
from amana.kernel.seeding import seed
from amana.kernel.tenancy import IDENTIFIER
from amana.storage.control import ControlDatabase
from amana.storage.engine import Database

DEMO_TENANT = "default"
DEMO_ADMINISTRATOR = Administrator(
    username="mifos",
    password="password",  # noqa: S106 - the one everybody knows, only ever in demo mode
    email="demo@amana.example",
)


class TenantProblem(Problem):
    """A tenant cannot be made; the message says why."""


@dataclass(frozen=True, kw_only=True)
class NewTenant:
    """What a tenant is made from.

    conninfo: where its (empty) database is, as far as that differs from the control database's; without it a
    database is created beside the control database.
    """

    identifier: str
    administrator: Administrator
    time_zone: str = "UTC"
    conninfo: str | None = None
    demo: bool = False


def make_tenant(server: DatabaseServer, new: NewTenant) -> None:
    """Create, migrate, fill and register a tenant's database. Running it again after a crash completes it.

    Raises:
        TenantProblem: when the name is unfit or taken, or the database already holds a tenant.
    """
    control = _registry_with_room_for(server, new.identifier)
    with control.exclusively():
        conninfo = new.conninfo
        if conninfo is None:
            name = f"{control.name}_{new.identifier}"
            control.make_database(name)
            conninfo = make_conninfo(dbname=name)
        _fill(control.completed(conninfo), new)
        control.add(new.identifier, conninfo)
        control.note_software(new.identifier, software_fingerprint())


def adopt_tenant(server: DatabaseServer, identifier: str, conninfo: str) -> None:
    """Register a database that already holds a tenant (restored from a backup, moved from elsewhere).

    Raises:
        TenantProblem: when the name is unfit or taken, or the database holds no tenant.
    """
    control = _registry_with_room_for(server, identifier)
    with control.exclusively():
        if is_demo(control.completed(conninfo)) is None:
            raise TenantProblem(f"The database ({conninfo}) holds no tenant")
        control.add(identifier, conninfo)


def upgrade_tenants(server: DatabaseServer, *, force: bool = False) -> list[str]:
    """Bring every tenant to this software; names those that needed it. Already current ones cost one look."""
    control = registry(server)
    present = software_fingerprint()
    upgraded = []
    for identifier, software in control.software().items():
        conninfo = control.conninfo_of(identifier)
        if conninfo is not None and (force or software != present):
            with control.exclusively():
                _upgrade(conninfo)
                control.note_software(identifier, present)
            upgraded.append(identifier)
    return upgraded


def registry(server: DatabaseServer) -> ControlDatabase:
    """The control database, with its tables: the tenants', and those of the queue of background work."""
    control = ControlDatabase(server.control)
    control.prepare()
    prepare_queue(server.control)
    return control


def _registry_with_room_for(server: DatabaseServer, identifier: str) -> ControlDatabase:
    if not IDENTIFIER.fullmatch(identifier):
        raise TenantProblem(
            f"{identifier!r} is no name for a tenant: lower-case letters, digits, - and _, not beginning with a "
            "sign"
        )
    control = registry(server)
    if control.conninfo_of(identifier) is not None:
        raise TenantProblem(f"There is already a tenant {identifier}")
    return control


def software_fingerprint() -> str:
    """Names this very software, down to each source file, so that an update of any kind is noticed."""
    root = Path(amana.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        found = path.stat()
        digest.update(f"{path.relative_to(root)}:{found.st_size}:{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _upgrade(conninfo: str) -> None:
    _migrate(conninfo)
    database = Database(conninfo, max_size=1, role="")
    try:
        with database.writing() as session:
            seed(session)
    finally:
        database.close()


def _fill(conninfo: str, new: NewTenant) -> None:
    _migrate(conninfo)
    database = Database(conninfo, max_size=1, role="")
    try:
        with database.writing() as session:
            initialise(session, new.administrator, time_zone=new.time_zone, demo=new.demo)
    except LookupError:
        if not (new.demo and is_demo(conninfo)):
            raise TenantProblem(
                f"The database for {new.identifier} already holds a tenant; register it with: amana adopt"
            ) from None
    finally:
        database.close()


def _migrate(conninfo: str) -> None:
    # Alembic is a quarter of a second of imports that a server with current databases does not need.
    from amana.migrations.upgrade import upgrade  # noqa: PLC0415

    upgrade(conninfo)


def is_demo(conninfo: str) -> bool | None:
    """Whether the tenant in a database is a demo; None where there is no tenant."""
    with psycopg.connect(conninfo) as connection:
        try:
            row = connection.execute("select demo from tenant_state").fetchone()
        except psycopg.errors.UndefinedTable:
            return None
    return None if row is None else bool(row[0])
