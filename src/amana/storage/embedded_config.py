"""The configuration files of the embedded PostgreSQL, written anew at every start."""

from dataclasses import dataclass
from pathlib import Path

from amana.storage.embedded_account import current_user_name
from amana.storage.embedded_area import Area

SUPERUSER = "amana"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class ServerOptions:
    """How the server runs.

    tcp_port: also listen on this port of 127.0.0.1, with password authentication; 0 means the unix socket
    only. fast: never wait for the disk. For tests: a power cut loses or corrupts everything. max_connections:
    over all tenants and programs.
    """

    tcp_port: int = 0
    fast: bool = False
    max_connections: int = 100


# Defaults an operator may override in custom.conf. Small enough that an idle server stays light: shared
# buffers cost memory only once touched, and reading inside the calling process saves the I/O worker
# processes.
TUNABLE = """\
shared_buffers = 128MB
work_mem = 8MB
maintenance_work_mem = 64MB
effective_cache_size = 1GB
io_method = sync
jit = off
max_wal_size = 1GB
checkpoint_timeout = 10min
random_page_cost = 1.1
max_worker_processes = 4
max_logical_replication_workers = 0
max_parallel_workers_per_gather = 0
huge_pages = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
log_line_prefix = '%m [%p] %u@%d '
log_lock_waits = on
"""

DURABLE = "fsync = on\nsynchronous_commit = on\nfull_page_writes = on\n"
FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def write_configuration(area: Area, options: ServerOptions, socket_folder: Path) -> None:
    """Write `postgresql.conf`, `pg_hba.conf` and `pg_ident.conf` into the area (never into the cluster)."""
    _write(area.folder / "postgresql.conf", _server_lines(area, options, socket_folder))
    # On the socket the system says who calls; only the user that runs this server may take the database's
    # roles.
    hba = "local all all peer map=amana\nlocal replication all peer map=amana\n"
    if options.tcp_port:
        hba += f"host all all {LOOPBACK}/32 scram-sha-256\n"
    _write(area.folder / "pg_hba.conf", hba)
    _write(area.folder / "pg_ident.conf", f'amana "{current_user_name()}" all\n')


def _server_lines(area: Area, options: ServerOptions, socket_folder: Path) -> str:
    listen = LOOPBACK if options.tcp_port else ""
    return "".join(
        [
            "# Written by amana at every start. Your own settings go to custom.conf beside this file.\n",
            TUNABLE,
            f"max_connections = {options.max_connections}\n",
            FAST if options.fast else DURABLE,
            "include = 'custom.conf'\n" if (area.folder / "custom.conf").exists() else "",
            f"hba_file = {_quoted(area.folder / 'pg_hba.conf')}\n",
            f"ident_file = {_quoted(area.folder / 'pg_ident.conf')}\n",
            f"unix_socket_directories = {_quoted(socket_folder)}\n",
            "unix_socket_permissions = 0700\n",
            f"listen_addresses = '{listen}'\n",
            f"port = {server_port(options)}\n",
            "password_encryption = 'scram-sha-256'\n",
        ]
    )


def server_port(options: ServerOptions) -> int:
    """The port, which also names the unix socket's file."""
    return options.tcp_port or 5432


def initdb_arguments(options: ServerOptions) -> list[str]:
    """Arguments of `initdb` beside the folder: UTF-8 with byte order, the same on every platform; page
    checksums.
    """
    arguments = [
        f"--username={SUPERUSER}",
        "--auth-local=peer",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--data-checksums",
        "--no-instructions",
    ]
    return [*arguments, "--no-sync"] if options.fast else arguments


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("\\", "\\\\").replace("'", "''") + "'"


def _write(path: Path, text: str) -> None:
    # Beside and renamed, so that a crash never leaves half a file. No secret is in any of them.
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(0o644)
    fresh.replace(path)
