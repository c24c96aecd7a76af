"""The end of a report, for good."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.reports.supervision.queries import require_report
from amana.reports.supervision.records import supervisor_report
from amana.storage.statement import Statement

_DELETE = Statement(sa.delete(supervisor_report).where(supervisor_report.c.id == sa.bindparam("report")))


@dataclass(frozen=True, kw_only=True)
class DeleteSupervisorReport:
    """A supervisor deletes his own, an administrator any of his offices."""

    report: int


@handles(DeleteSupervisorReport, permission="DELETE_SUPERVISORREPORT", grouping="report", checkable=False)
def delete(command: DeleteSupervisorReport, work: Work) -> Outcome:
    """Raises NotFound, also for a report of another."""
    require_report(work, command.report)
    work.session.run(_DELETE, report=command.report)
    return Outcome(kind="supervisor_report", id=command.report, changes={})
