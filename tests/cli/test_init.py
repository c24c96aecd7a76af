"""`amana init` and `amana adopt`: production tenants, on the embedded database and on one of somebody else's."""

import uuid
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from amana.kernel.access import passwords
from amana.kernel.tenancy import Tenants
from amana.storage.control import ControlDatabase
from amana.storage.engine import APPLICATION_ROLE, EXTENSION_ROLE
from tests.server.processes import Server, run_cli
from tests.server.test_serving import MIFOS

Start = Callable[..., Server]


def tenant_database(url: str) -> str:
    name = ControlDatabase(url).conninfo_of("default")
    assert name is not None
    return name


def test_a_tenant_with_a_generated_password(home: Path, start_server: Start) -> None:
    made = run_cli(home, "init", "--generate-password", "--time-zone", "Africa/Nairobi")
    assert made.returncode == 0, made.stderr
    password = made.stdout.split("Password (shown only now): ")[1].strip()
    assert len(password) >= 20
    server = start_server()
    assert "Demo mode" not in "\n".join(server.lines)
    tenant = {"Fineract-Platform-TenantId": "default"}
    answers = {
        login: server.get(f"{MIFOS}/offices", auth=login, headers=tenant).status_code
        for login in [("admin", password), ("admin", "password"), ("mifos", "password")]
    }
    right, *wrong = answers.values()
    assert right in {200, 501}
    assert wrong == [401, 401]


def test_there_is_no_default_password(home: Path) -> None:
    refused = run_cli(home, "init")
    assert refused.returncode == 2
    assert "--generate-password" in refused.stderr
    short = run_cli(home, "init", "--password-stdin", stdin="secret\n")
    assert short.returncode == 2
    assert "at least 12" in short.stderr


@pytest.mark.parametrize("name", ["Upper", "-x", "a b", "ü", "x" * 64])
def test_an_unfit_name_is_refused(home: Path, name: str) -> None:
    refused = run_cli(home, "init", "--tenant", name, "--generate-password")
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr


def test_an_unknown_time_zone_is_refused(home: Path) -> None:
    refused = run_cli(home, "init", "--generate-password", "--time-zone", "Mars/Olympus")
    assert refused.returncode == 2


class TestExternalDatabase:
    """With AMANA_DATABASE_URL nothing of the embedded PostgreSQL is started."""

    def test_init_makes_the_tenant_s_database_beside_the_control_database(
        self, home: Path, empty_database: str
    ) -> None:
        made = run_cli(
            home,
            "init",
            "--password-stdin",
            stdin="correct horse battery\n",
            AMANA_DATABASE_URL=empty_database,
        )
        assert made.returncode == 0, made.stderr
        assert not (home / "postgres").exists()
        with psycopg.connect(tenant_database(empty_database)) as connection:
            row = connection.execute("select password_hash from app_user where username = 'admin'").fetchone()
            assert row is not None
            assert passwords.matches(row[0], "correct horse battery")
        again = run_cli(home, "init", "--generate-password", AMANA_DATABASE_URL=empty_database)
        assert again.returncode == 1
        assert "already a tenant default" in again.stderr

    def test_a_database_that_holds_a_tenant_is_adopted_not_filled(
        self, home: Path, empty_database: str
    ) -> None:
        first = run_cli(home, "init", "--generate-password", AMANA_DATABASE_URL=empty_database)
        assert first.returncode == 0, first.stderr
        where = f"dbname={psycopg.conninfo.conninfo_to_dict(tenant_database(empty_database))['dbname']}"
        filled = run_cli(
            home,
            "init",
            "--tenant",
            "other",
            "--database",
            where,
            "--generate-password",
            AMANA_DATABASE_URL=empty_database,
        )
        assert filled.returncode == 1
        assert "amana adopt" in filled.stderr
        adopted = run_cli(home, "adopt", "other", where, AMANA_DATABASE_URL=empty_database)
        assert adopted.returncode == 0, adopted.stderr
        tenants = Tenants(ControlDatabase(make_conninfo(empty_database)))
        assert {tenant.identifier for tenant in tenants.all()} == {"default", "other"}
        tenants.close()

    def test_an_ordinary_role_with_createdb_and_createrole_is_enough(
        self, home: Path, database_server: Callable[..., str]
    ) -> None:
        name = f"t_{uuid.uuid4().hex}"
        with psycopg.connect(database_server(), autocommit=True) as connection:
            connection.execute(f"create role {name} login createdb createrole")
            connection.execute(f"create database {name} owner {name}")
            # the roles for sessions may be there already, from other tests: then an administrator grants them
            for role in (APPLICATION_ROLE, EXTENSION_ROLE):
                known = connection.execute("select 1 from pg_roles where rolname = %s", (role,))
                if known.fetchone() is None:
                    connection.execute(f"create role {role} nologin")
                connection.execute(f"grant {role} to {name}")
        url = database_server(name, name)
        made = run_cli(home, "init", "--generate-password", AMANA_DATABASE_URL=url)
        assert made.returncode == 0, made.stderr
        with psycopg.connect(tenant_database(url)) as connection:
            owner = connection.execute("select current_user").fetchone()
        assert owner == (name,)

    def test_serving_one_without_a_tenant_is_refused(self, home: Path, empty_database: str) -> None:
        refused = run_cli(home, "serve", "--port", "0", AMANA_DATABASE_URL=empty_database)
        assert refused.returncode == 1
        assert "amana init" in refused.stderr

    def test_one_that_does_not_answer_is_said_in_a_sentence(self, home: Path, free_port: int) -> None:
        url = f"postgresql://nobody:geheim@127.0.0.1:{free_port}/amana"
        refused = run_cli(home, "migrate", AMANA_DATABASE_URL=url)
        assert refused.returncode == 1
        assert "cannot be reached" in refused.stderr
        assert "geheim" not in refused.stderr
        assert "Traceback" not in refused.stderr
