"""Loans take up what their floating rate has become: once a rate has changed, every loan that is behind it, a batch at
a time, whatever the number. ``GetRateProgress`` says how far that has come.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from amana.jobs.job import Job, is_ours
from amana.jobs.over_loans import OverLoans
from amana.kernel.tenant import Tenant
from amana.loans.floating.follow import FollowFloatingRate
from amana.loans.floating.queries import BEHIND_AFTER

NAME = "follow_floating_rates"
EVERY = timedelta(seconds=30)
AT_REST = timedelta(minutes=5)
ALL_BEHIND = OverLoans(BEHIND_AFTER, lambda loan, _today: FollowFloatingRate(loan=loan))


@dataclass
class FollowRates:
    """One pass after another over the loans that are behind; one that refuses is left for the next pass."""

    reached: dict[str, int] = field(default_factory=dict)
    """By tenant: the last loan of the pass that is under way."""

    def run(self, tenant: Tenant) -> int:
        """Do a batch; the count tells whether to come again at once."""
        with tenant.database.writing() as session:
            if not is_ours(session, NAME):
                return 0
            today = tenant.moment(session).business_date
            batch = ALL_BEHIND.batch(session, today, self.reached.get(tenant.identifier, 0))
            done = batch.work_off(tenant, NAME)
            self.reached[tenant.identifier] = 0 if batch.is_last else batch.loans[-1]
        return done


FOLLOW_RATES = Job(name=NAME, every=EVERY, run=FollowRates().run, at_rest=AT_REST)
