"""The end of a table that holds nothing."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.extension_data import ddl
from amana.kernel.extension_data.definitions import defined
from amana.kernel.extension_data.records import extension_table
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InUse


@dataclass(frozen=True, kw_only=True)
class DropDataTable:
    """Refused while there are rows: they are deleted first, each with its audit."""

    table: str


@handles(DropDataTable, permission="DELETE_DATATABLE", grouping="datatable")
def drop_table(command: DropDataTable, work: Work) -> Outcome:
    """Raises NotFound, InUse."""
    found = defined(work.session, command.table, lock="definition")
    table = found.physical()
    if work.session.scalar(sa.select(table.c.id).limit(1)) is not None:
        raise InUse(kind="data table", id=found.name)
    work.session.run(sa.delete(extension_table).where(extension_table.c.id == found.id))
    ddl.drop(work.session, found)
    return Outcome(kind="data_table", id=found.id, changes={}, more={"name": found.name})
