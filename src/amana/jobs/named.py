"""Jobs that an institution starts itself, by the names that integrators know them by.

Each goes over loans. None runs by itself: the timetable's own jobs keep loans up to date where nobody closes days.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from amana.jobs.over_loans import Batch, OverLoans
from amana.kernel.access.actors import system_actor
from amana.kernel.configuration.business_date import BusinessDay
from amana.kernel.tenant import Tenant
from amana.loans.accrue import AccrueLoan
from amana.loans.charge_overdue import ChargeOverdueInstalments
from amana.loans.closing.close_days import CloseLoanDays
from amana.loans.closing.sum_up import SumUpAccruals
from amana.loans.recalculate import RecalculateLoan

SOURCE = "job"

_NEXT = "p.loan_id > %(after)s ORDER BY 1 LIMIT %(batch)s"
_ACTIVE = f"SELECT loan_id FROM loan_position p WHERE status = 'active' AND {_NEXT}"  # noqa: S608 - our own words
_CLOSING = "(SELECT coalesce(closing_day, CAST(%(today)s AS date) - 1) FROM tenant_state)"
_OPEN = "status IN ('submitted', 'approved', 'active')"
_BEHIND = f"""
SELECT p.loan_id FROM loan_position p LEFT JOIN loan_day d ON d.loan_id = p.loan_id
 WHERE {_OPEN} AND coalesce(d.last_closed_on, {_CLOSING} - 1) = {_CLOSING} - 1 AND {_NEXT}
"""  # noqa: S608 - words of our own
_ALL_BEHIND = f"""
SELECT p.loan_id FROM loan_position p JOIN loan_day d ON d.loan_id = p.loan_id
 WHERE {_OPEN} AND d.last_closed_on < {_CLOSING} AND {_NEXT}
"""  # noqa: S608 - words of our own


def _close(loan: int, _today: date) -> CloseLoanDays:
    return CloseLoanDays(loans=(loan,))


_ACCRUE = OverLoans(_ACTIVE, lambda loan, today: AccrueLoan(loan=loan, until=today))


@dataclass(frozen=True, kw_only=True)
class NamedJob:
    """``over`` is what is done to loans, ``moves`` the day that is set to the next one. A job with neither has nothing
    to do here.
    """

    id: int
    name: str
    short_name: str
    over: OverLoans | None = None
    moves: BusinessDay | None = None

    @property
    def active(self) -> bool:
        """It can be started at any time."""
        return True

    @property
    def running(self) -> bool:
        """Never: who starts it waits for its end."""
        return False

    def go_over_loans(self, tenant: Tenant) -> None:
        """Do it to all loans it is about, a batch at a time."""
        after, going_on = 0, True
        while self.over is not None and going_on:
            with tenant.database.reading() as session:
                batch = self.over.batch(session, tenant.moment(session).business_date, after)
            batch.work_off(tenant, SOURCE)
            after, going_on = max(batch.loans, default=after), not batch.is_last


def close_days_of(tenant: Tenant, loan: int) -> None:
    """Close the days of one loan that are over."""
    with tenant.database.reading() as session:
        actor, today = system_actor(session), tenant.moment(session).business_date
    Batch(_close, actor, today, (loan,)).work_off(tenant, SOURCE)


def periodic_accruals(until: date) -> NamedJob:
    """Accruals of every active loan up to the end of ``until``."""
    over = OverLoans(_ACTIVE, lambda loan, _today: AccrueLoan(loan=loan, until=until))
    return NamedJob(id=3, name="Add Periodic Accrual Transactions", short_name="LA_PACR", over=over)


LOAN_COB = NamedJob(id=1, name="Loan COB", short_name="LOAN_COB", over=OverLoans(_BEHIND, _close))
CATCH_UP = NamedJob(
    id=2, name="Loan COB Catch Up", short_name="LOAN_CCU", over=OverLoans(_ALL_BEHIND, _close)
)

NAMED_JOBS = (
    LOAN_COB,
    NamedJob(id=3, name="Add Periodic Accrual Transactions", short_name="LA_PACR", over=_ACCRUE),
    NamedJob(
        id=4,
        name="Accrual Activity Posting",
        short_name="LA_AAPO",
        over=OverLoans(_ACTIVE, lambda loan, today: SumUpAccruals(loan=loan, day=today - timedelta(days=1))),
    ),
    NamedJob(
        id=5,
        name="Recalculate Interest For Loans",
        short_name="LA_RINT",
        over=OverLoans(_ACTIVE, lambda loan, _today: RecalculateLoan(loan=loan)),
    ),
    NamedJob(
        id=6,
        name="Apply penalty to overdue loans",
        short_name="LA_APOD",
        over=OverLoans(_ACTIVE, lambda loan, _today: ChargeOverdueInstalments(loan=loan)),
    ),
    NamedJob(
        id=7,
        name="Increase Business Date by 1 day",
        short_name="BDT_INC1",
        moves=BusinessDay.BUSINESS_DATE,
    ),
    NamedJob(id=8, name="Add Accrual Transactions", short_name="LA_AATR", over=_ACCRUE),
    NamedJob(
        id=9,
        name="Add Accrual Transactions For Loans With Income Posted As Transactions",
        short_name="LA_AAIP",
    ),
    NamedJob(id=10, name="Update Loan Arrears Ageing", short_name="LA_AGNG"),
    NamedJob(id=11, name="Increase COB Date by 1 day", short_name="CDT_INC1", moves=BusinessDay.CLOSING_DAY),
)
"""Apache Fineract accrues by instalment and by day, in two jobs (3 and 8) that are one here. Products that want
compounded income as transactions of its own are refused: job 9 finds no loans. Arrears are of the business date
whenever they are looked at: job 10 has nothing to bring up to date.
"""
