"""What the database itself refuses, told in our terms: the last line of defence behind the handlers' own checks."""

import psycopg
from psycopg import errors

from amana.kernel.refusals import Duplicate, InUse, InvalidInput, NotFound, Problem, Refused, VersionConflict

OVERTAKEN = frozenset({"AM002"})
"""Our own triggers' codes for what was decided on a state that somebody else has changed meanwhile."""


def as_refusal(error: psycopg.Error) -> Refused | None:
    """The refusal that ``error`` amounts to, or None for what is a fault of ours."""
    diag = error.diag
    table = (diag.table_name or "record").replace("_", " ")
    constraint = diag.constraint_name or ""
    if isinstance(error, errors.UniqueViolation):
        column = constraint.removeprefix(f"uq_{diag.table_name}_") or "value"
        return Duplicate(kind=table, field=column, value="")
    if isinstance(error, errors.ForeignKeyViolation):
        if "still referenced" in (diag.message_detail or ""):
            return InUse(kind=table, id="")
        column = constraint.removeprefix(f"fk_{diag.table_name}_").rpartition("_id")[0] or table
        return NotFound(kind=column.replace("_", " "), id="")
    lost_race = isinstance(
        error, errors.SerializationFailure | errors.DeadlockDetected | errors.LockNotAvailable
    )
    if lost_race or error.sqlstate in OVERTAKEN:
        return VersionConflict()
    if isinstance(error, errors.DataError):
        problem = Problem(
            field=diag.column_name or "body", kind="format", message="A value cannot be stored."
        )
        return InvalidInput((problem,))
    return None
