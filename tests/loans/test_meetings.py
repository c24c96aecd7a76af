"""Loans that are paid out and repaid where their group meets."""

from datetime import date

import pytest

from amana.finance.calendars import Meeting
from amana.finance.dates import PeriodUnit
from amana.kernel.refusals import InvalidInput
from amana.loans.disburse import DisburseLoan
from amana.loans.refusals import NotAtMeeting
from tests.loans.world import START, Lender

FRIDAYS = Meeting("FREQ=WEEKLY;INTERVAL=1;BYDAY=FR", START)
EVERY_OTHER_FRIDAY = Meeting("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", START)
FRIDAY = date(2015, 1, 2)


def weekly(meeting: Meeting, **terms: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "repay_unit": PeriodUnit.WEEKS,
        "term_unit": PeriodUnit.WEEKS,
        "expected_disbursement_on": FRIDAY,
        "meeting": meeting,
        "disbursed_at_meeting": True,
    }
    return {**usual, **terms}


def test_due_dates_are_meetings_and_so_is_the_disbursement(lender: Lender) -> None:
    loan = lender.approved(lender.product(), terms=weekly(FRIDAYS))
    with pytest.raises(NotAtMeeting):
        lender.do(DisburseLoan(loan=loan, on=date(2015, 1, 20)))
    lender.do(DisburseLoan(loan=loan, on=date(2015, 1, 9)))
    dues = [row["due_date"] for row in lender.instalments(loan)]
    assert dues[:2] == [date(2015, 1, 16), date(2015, 1, 23)]
    assert {due.weekday() for due in dues} == {4}


@pytest.mark.parametrize(
    ("meeting", "terms", "field"),
    [
        (FRIDAYS, {"repay_unit": PeriodUnit.MONTHS, "term_unit": PeriodUnit.MONTHS}, "terms.repay_unit"),
        (EVERY_OTHER_FRIDAY, {}, "terms.repay_every"),
        (FRIDAYS, {"expected_disbursement_on": START}, "terms.expected_disbursement_on"),
    ],
)
def test_what_does_not_go_with_the_meetings_is_refused(
    lender: Lender, meeting: Meeting, terms: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        lender.submit(lender.product(), terms=weekly(meeting, **terms))
    assert [one.field for one in refused.value.problems] == [field]
