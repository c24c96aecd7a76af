"""What a loan earns by its schedule."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from amana.finance.yields import periodic_rate, yearly_rate
from amana.kernel.context import Reading
from amana.loans.parts import schedule_of
from amana.loans.schedule_views import LoanYields, ScheduleView
from amana.loans.views import LoanView


def yields_of(reading: Reading, view: LoanView) -> LoanYields:
    """By the schedule as it stands, everything in it counted but what was waived.

    None once money was claimed back: it was paid out again on days that the schedule does not have.
    """
    if view.summary is not None and view.summary.charged_back:
        return LoanYields(internal=None, effective=None)
    return yields(schedule_of(reading, view))


def yields(schedule: ScheduleView) -> LoanYields:
    """What is paid out, less the fees taken of it, against what falls due."""
    flows = list(_flows(schedule))
    ends = [row.due_date for row in schedule.instalments if not row.down_payment]
    return LoanYields(
        internal=periodic_rate((sum(end <= on for end in ends), amount) for on, amount in flows),
        effective=yearly_rate(flows),
    )


def _flows(schedule: ScheduleView) -> Iterator[tuple[date, Decimal]]:
    for paid_out in schedule.disbursements:
        yield paid_out.on, paid_out.fees - paid_out.amount
    for row in schedule.instalments:
        yield row.due_date, row.due.total - row.waived.total
