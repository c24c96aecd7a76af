"""The life of one demo loan: applied for, decided, paid out, and repaid the way its borrower repays."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random

from amana.cli.demo.organisation import Institution
from amana.cli.demo.people import Customer
from amana.cli.demo.teller import Teller
from amana.loans.approve import ApproveLoan
from amana.loans.asked import AskedTerms
from amana.loans.asking import GetLoan, LoanPart
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import LoanType
from amana.loans.reject import RejectLoan
from amana.loans.repay import RepayLoan
from amana.loans.schedule_views import InstalmentRow
from amana.loans.submit import SubmitLoan
from amana.loans.withdraw import WithdrawLoan
from amana.loans.write_off import WriteOffLoan

OLDEST_LOAN_DAYS = 540
DAYS_TO_DECIDE = 3
DAYS_TO_PAY_OUT = 2
SHILLINGS_ROUNDED_TO = 500


class Story(StrEnum):
    """How a loan goes."""

    UNDECIDED = "undecided"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    PUNCTUAL = "punctual"
    LATE = "late"
    STUCK = "stuck"
    EARLY = "early"
    WRITTEN_OFF = "written_off"


WEIGHTS = {
    Story.UNDECIDED: 4,
    Story.REJECTED: 2,
    Story.WITHDRAWN: 2,
    Story.APPROVED: 3,
    Story.PUNCTUAL: 56,
    Story.LATE: 15,
    Story.STUCK: 9,
    Story.EARLY: 7,
    Story.WRITTEN_OFF: 2,
}
FRESH = frozenset({Story.UNDECIDED, Story.APPROVED})
"""Stories of loans that are still waiting: they were applied for lately."""


@dataclass(frozen=True)
class Loan:
    """A loan that was paid out, and the instalments it is to be repaid in."""

    number: int
    paid_out_on: date
    instalments: tuple[InstalmentRow, ...]


def lend(teller: Teller, institution: Institution, customer: Customer, chance: Random) -> Story:
    """Play one loan of a customer up to today."""
    story = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    applied_on = _day_of_application(teller.today, customer, story, chance)
    decided_on = applied_on + timedelta(days=DAYS_TO_DECIDE)
    loan = teller.do(_application(institution, customer, applied_on, chance))
    match story:
        case Story.UNDECIDED:
            return story
        case Story.REJECTED:
            teller.do(RejectLoan(loan=loan, on=decided_on))
            return story
        case Story.WITHDRAWN:
            teller.do(WithdrawLoan(loan=loan, on=decided_on))
            return story
    teller.do(ApproveLoan(loan=loan, on=decided_on))
    if story is Story.APPROVED:
        return story
    paid_out_on = decided_on + timedelta(days=DAYS_TO_PAY_OUT)
    teller.do(DisburseLoan(loan=loan, on=paid_out_on))
    view = teller.ask(GetLoan(loan=loan, parts=frozenset({LoanPart.SCHEDULE})))
    _collect(teller, Loan(loan, paid_out_on, tuple(view.schedule.instalments)), story, chance)
    return story


def _day_of_application(today: date, customer: Customer, story: Story, chance: Random) -> date:
    ago = chance.randint(0, 10) if story in FRESH else chance.randint(15, OLDEST_LOAN_DAYS)
    ago = max(ago, DAYS_TO_DECIDE) if story is Story.APPROVED else ago
    return max(today - timedelta(days=ago), customer.joined_on)


def _application(
    institution: Institution, customer: Customer, applied_on: date, chance: Random
) -> SubmitLoan:
    products = institution.products
    if customer.group is not None:
        product, low, high = products.group, 5_000, 60_000
    elif chance.random() < 0.7:
        product, low, high = products.business, 30_000, 400_000
    else:
        product, low, high = products.farming, 20_000, 150_000
    principal = chance.randrange(low, high + 1, SHILLINGS_ROUNDED_TO)
    expected = applied_on + timedelta(days=DAYS_TO_DECIDE + DAYS_TO_PAY_OUT)
    joint = customer.group is not None
    return SubmitLoan(
        product=product,
        loan_type=LoanType.JOINT_LIABILITY if joint else LoanType.INDIVIDUAL,
        client=customer.client,
        group=customer.group,
        submitted_on=applied_on,
        officer=customer.officer,
        terms=AskedTerms(principal=Decimal(principal), expected_disbursement_on=expected),
    )


def _collect(teller: Teller, loan: Loan, story: Story, chance: Random) -> None:
    """Receive the repayments that were due until today, the way the story wants it."""
    due = [row for row in loan.instalments if row.due_date <= teller.today]
    paid = len(due)
    if story in {Story.STUCK, Story.WRITTEN_OFF}:
        paid = chance.randint(0, max(len(due) - 2, 0))
    for row in due[:paid]:
        delay = chance.randint(1, 12) if story is Story.LATE else 0
        received_on = row.due_date + timedelta(days=delay)
        if received_on <= teller.today:
            teller.do(RepayLoan(loan=loan.number, on=received_on, amount=row.due.total))
    if story is Story.EARLY and paid < len(loan.instalments):
        rest = sum((row.due.total for row in loan.instalments[paid:]), Decimal(0))
        teller.do(RepayLoan(loan=loan.number, on=teller.today, amount=rest))
    if story is Story.WRITTEN_OFF and paid < len(loan.instalments):
        teller.do(WriteOffLoan(loan=loan.number, on=teller.today))
