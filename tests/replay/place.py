"""Databases to play in: a template with the set-up, copied for each worker or case."""

import json
from contextlib import contextmanager

import psycopg
from psycopg import sql

from amana.dialects.base.core import Core
from amana.dialects.base.entry import Entry
from amana.dialects.fineract.dialect import fineract
from amana.kernel.tenant import Tenant
from amana.storage.engine import Database
from tests.dialects.caller import Caller, OneTenant, basic
from tests.tenant_fixtures import ADMINISTRATOR, copied, make_template

import amana.hosting.slices  # noqa: F401 isort: skip - registers every command and query


class Place:
    """Where one worker plays. ``server`` gives the URL of a database by its name."""

    def __init__(self, server, template):
        self.server, self.template = server, template
        self.tenants = OneTenant(None)
        self.entry = Entry(Core(self.tenants), fineract())

    def caller(self):
        """The administrator at the API, whatever tenant is there at the moment."""
        return Caller(self.entry, {"authorization": basic(ADMINISTRATOR.username, ADMINISTRATOR.password)})

    @contextmanager
    def copy(self):
        """A tenant of its own for what happens within."""
        with copied(self.server, self.template) as tenant:
            before, self.tenants.tenant = self.tenants.tenant, tenant
            try:
                yield tenant
            finally:
                self.tenants.tenant = before


def prepared(server, name, set_up):
    """A template database in which ``set_up(caller)`` has been done, made once a run; gives what that returned."""
    base = make_template(server)
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(7268)")
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
        if known is None:
            making = sql.Identifier(f"{name}_making")
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(making, sql.Identifier(base)))
            database = Database(server(f"{name}_making"))
            place = Place(server, base)
            place.tenants.tenant = Tenant("default", database)
            found = set_up(place.caller())
            database.close()
            note = sql.Literal(json.dumps(found))
            connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(making, note))
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(making, sql.Identifier(name)))
        told = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", (name,)
        ).fetchone()
    return json.loads(told[0])
