"""When a job that failed is tried again: later and later, for ever."""

from datetime import timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job as Entry

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)
DOUBLINGS = 10


class Backoff(BaseRetryStrategy):
    """Twice the pause each time. A job is never given up: what it does is owed to the tenant."""

    def get_retry_decision(self, *, exception: BaseException, job: Entry) -> RetryDecision:  # noqa: ARG002
        """When to try again after ``job.attempts`` earlier failures."""
        delay = min(FIRST_DELAY * 2 ** min(job.attempts, DOUBLINGS), LONGEST_DELAY)
        return RetryDecision(retry_in={"seconds": int(delay.total_seconds())})
