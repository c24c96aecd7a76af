"""The statements of a repayment as a pgbench script: prepared, each loan at random, the same rows written.

Values that belong to the one recorded repayment are replaced: the loan, and the numbers that the statements themselves
hand out (audit number, event number, version and sequence), which pgbench takes from the answers as the server does.
"""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence

from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from amana.storage.embedded_binaries import shipped_binaries
from bench.statements import Repayment, Step

# In the JSON rows: which of our numbers stand for what pgbench has to fill in anew.
MARKS = {
    "loan_id": "loan",
    "source_id": "loan",
    "command_id": "command_id",
    "version": "h_next_version",
    "last_seq": "h_next_seq",
    "seq": "h_next_seq",
    "id": "h_event",
}
# Parameters of their own, by statement and name.
REPLACED = {
    "loan": ":loan",
    "source_id": ":loan",
    "loan_id": ":loan",
    "event_id": ":h_event",
    "command_id": ":command_id",
    "transaction_ref": "('L' || :h_event)",
    "resource_id": "(:h_event)::text",
    "id": ":command_id",
}
_PARAMETER = re.compile(r"%\((\w+)\)s")


def run(recorded: Repayment, loans: Sequence[int], *, clients: int, seconds: float) -> float:
    """Transactions per second."""
    script = script_of(recorded, min(loans), max(loans))
    where = conninfo_to_dict(recorded.conninfo)
    environment = {
        **os.environ,
        "PGHOST": str(where.get("host", "")),
        "PGPORT": str(where.get("port", "5432")),
        "PGUSER": str(where.get("user", "")),
        "PGPASSWORD": str(where.get("password", "")),
        "PGDATABASE": str(where["dbname"]),
        "PGOPTIONS": "-c role=amana_app",
    }
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [
            str(shipped_binaries().program("pgbench")),
            "-n",
            "-M",
            "prepared",
            "-f",
            file.name,
            "-c",
            str(clients),
            "-j",
            "2",
            "-T",
            str(int(seconds)),
        ]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    failed = re.search(r"number of failed transactions: (\d+)", done.stdout)
    if done.returncode or found is None or (failed and int(failed.group(1))):
        raise SystemExit(f"pgbench failed:\n{done.stdout}\n{done.stderr}\n{script}")
    return float(found.group(1))


def script_of(recorded: Repayment, lowest: int, highest: int) -> str:
    """The script; loans are numbered without gaps from ``lowest`` to ``highest``."""
    lines = [f"\\set loan random({lowest}, {highest})", "BEGIN;"]
    for step in recorded.steps:
        text = " ".join(
            _PARAMETER.sub(lambda found, step=step: _value(found.group(1), step), step.sql).split()
        )
        if text.startswith("SELECT tenant_state"):
            lines.append(f"{text} \\gset")
        elif "AS event_ids" in text:
            lines.append(
                "SELECT h.event_ids[1] AS event, h.version + 1 AS next_version, h.last_seq + 1 AS next_seq, h.* "
                f"FROM ({text}) AS h \\gset h_"
            )
        else:
            lines.append(f"{text};")
    return "\n".join([*lines, "COMMIT;", ""])


def _value(name: str, step: Step) -> str:
    value = step.params[name]
    if isinstance(value, str) and value.startswith("[{"):
        return _rows(value)
    if name in REPLACED and value is not None:
        return REPLACED[name]
    if isinstance(value, dict):
        return str(sql.Literal(json.dumps(value)).as_string(None))
    return str(sql.Literal(value).as_string(None))


def _rows(text: str) -> str:
    """A JSON list of rows as an expression that puts the transaction's own numbers in."""
    rows = json.loads(text)
    used: set[str] = set()
    for row in rows:
        for key, mark in MARKS.items():
            if key in row and row[key] is not None:
                row[key] = f"@{mark}@"
                used.add(mark)
    expression = str(sql.Literal(json.dumps(rows)).as_string(None))
    for mark in sorted(used):
        expression = f"""replace({expression}, '"@{mark}@"', (:{mark})::text)"""
    return expression
