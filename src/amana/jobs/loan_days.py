"""What every loan goes through once a day: penalties for what is overdue, interest that follows the money, accruals.

One loan at a time, through the same commands as everything else, with the system as the actor; a loan that refuses is
left for the next day.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from amana.jobs.job import Job, is_ours
from amana.jobs.over_loans import OverLoans
from amana.kernel.tenant import Tenant
from amana.loans.accrue import AccrueLoan
from amana.loans.charge_overdue import ChargeOverdueInstalments
from amana.loans.recalculate import RecalculateLoan

SOURCE = "close_of_business"
EVERY = timedelta(minutes=10)

OVERDUE = """
SELECT DISTINCT l.id FROM loan l
  JOIN loan_position p ON p.loan_id = l.id AND p.status = 'active'
  JOIN loan_instalment i ON i.loan_id = l.id AND i.completed_on IS NULL AND i.due_date < %(today)s
  JOIN loan_product_charge pc ON pc.product_id = l.product_id
  JOIN charge c ON c.id = pc.charge_id AND c.time = 'overdue_instalment' AND c.active
 WHERE l.id > %(after)s ORDER BY 1 LIMIT %(batch)s
"""
RECALCULATED = """
SELECT l.id FROM loan l JOIN loan_position p ON p.loan_id = l.id AND p.status = 'active'
 WHERE p.derived_on < %(today)s AND l.contract -> 'terms' -> 'recalculation' <> 'null'::jsonb
   AND l.id > %(after)s ORDER BY 1 LIMIT %(batch)s
"""
EARNING = """
SELECT l.id FROM loan l JOIN loan_position p ON p.loan_id = l.id AND p.status = 'active'
 WHERE l.contract ->> 'accounting' = 'accrual' AND l.id > %(after)s
   AND EXISTS (SELECT 1 FROM loan_instalment i WHERE i.loan_id = l.id AND i.from_date < %(today)s
                AND (i.interest_accrued < i.interest_due - i.interest_waived
                     OR i.fees_accrued < i.fees_due - i.fees_waived
                     OR i.penalties_accrued < i.penalties_due - i.penalties_waived
                     OR (i.completed_on IS NULL
                         AND i.due_date + CAST(l.contract ->> 'npa_after_days' AS integer) < %(today)s)))
 ORDER BY 1 LIMIT %(batch)s
"""


@dataclass
class Daily:
    """One of the things that every loan goes through."""

    name: str
    over: OverLoans
    reached: dict[str, tuple[date, int | None]] = field(default_factory=dict)
    """By tenant: the business date and the last loan done; None when the day is through. Another process goes over
    the loans, too: what was done once leaves nothing to do.
    """

    def run(self, tenant: Tenant) -> int:
        """Do a batch of the day's loans; the count tells whether to come again at once."""
        with tenant.database.writing() as session:
            if not is_ours(session, self.name):
                return 0
            today = tenant.moment(session).business_date
            day, after = self.reached.get(tenant.identifier, (None, 0))
            if day != today:
                after = 0
            if after is None:
                return 0
            batch = self.over.batch(session, today, after)
            batch.work_off(tenant, SOURCE)
            self.reached[tenant.identifier] = (today, None if batch.is_last else batch.loans[-1])
        return len(batch.loans)

    @property
    def job(self) -> Job:
        """The job that does it."""
        return Job(name=self.name, every=EVERY, run=self.run)


CHARGE_OVERDUE = Daily(
    "charge_overdue_instalments",
    OverLoans(OVERDUE, lambda loan, _today: ChargeOverdueInstalments(loan=loan)),
)
RECALCULATE = Daily(
    "recalculate_loans", OverLoans(RECALCULATED, lambda loan, _today: RecalculateLoan(loan=loan))
)
ACCRUE = Daily("accrue_loans", OverLoans(EARNING, lambda loan, today: AccrueLoan(loan=loan, until=today)))

LOAN_JOBS = (CHARGE_OVERDUE.job, RECALCULATE.job, ACCRUE.job)
"""In this order: penalties and recalculated interest are accrued on the same day."""
