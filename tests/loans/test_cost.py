"""A current-dated repayment costs two round trips and the commit, however long the loan's past is."""

from datetime import date
from decimal import Decimal

from amana.kernel.answer import Answer
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.pipeline import Submission, submit
from amana.kernel.refusals import Refused
from amana.loans.kinds import Accounting
from amana.loans.repay import RepayLoan
from tests.loans.world import TODAY, D, Lender
from tests.submitting import fresh


class RoundTrips:
    """A renderer that looks at how often the command waited for the database."""

    def __init__(self) -> None:
        self.count = 0

    def done(self, outcome: Outcome, work: Work) -> Answer:
        self.count = work.session.round_trips
        return Answer(status=200, body=b"")

    def pending(self, pending: PendingApproval) -> Answer:
        raise AssertionError(pending)

    def refused(self, refusal: Refused) -> Answer:
        raise refusal


def round_trips(lender: Lender, loan: int, on: date, amount: Decimal) -> int:
    looked = RoundTrips()
    command = RepayLoan(loan=loan, on=on, amount=amount)
    submit(
        lender.tenant,
        Submission(command=command, actor=fresh(lender.tenant, lender.actor), source="test"),
        looked,
    )
    return looked.count


def test_a_repayment_waits_twice_before_its_commit(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.repay(loan, "2015-02-01", "1")
    assert [round_trips(lender, loan, TODAY, D(2)) for _ in range(12)] == [2] * 12


def test_a_backdated_one_reads_the_events_and_what_was_posted(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.repay(loan, "2015-03-01", "888.49")
    assert round_trips(lender, loan, date(2015, 2, 1), D(100)) == 4
