"""A database's schema as plain SQL: what the baseline is made of, and what a drift test compares."""

import re
import subprocess
import sys

from psycopg.conninfo import conninfo_to_dict

from amana.storage.embedded_binaries import shipped_binaries

_NOISE = re.compile(r"^(--|\\|SET |SELECT pg_catalog\.set_config)")


def schema_sql(conninfo: str) -> str:
    """Every object of the public schema, without owners, rights and the migrations' own table."""
    parameters = conninfo_to_dict(conninfo)
    address = " ".join(f"{name}='{value}'" for name, value in parameters.items())
    command = [
        str(shipped_binaries().program("pg_dump")),
        "--schema-only",
        "--schema=public",
        "--no-owner",
        "--no-privileges",
        "--exclude-table=alembic_version",
        address,
    ]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our binary
    kept = [line for line in dumped.splitlines() if not _NOISE.match(line)]
    text = re.sub(r"\n{2,}", "\n\n", "\n".join(kept)).strip() + "\n"
    return re.sub(r"^(CREATE SCHEMA|COMMENT ON SCHEMA) public[^\n]*\n+", "", text, flags=re.MULTILINE)


if __name__ == "__main__":
    sys.stdout.write(schema_sql(sys.argv[1]))
