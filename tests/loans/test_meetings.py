"""Loans that are paid out and repaid where their group meets."""

from datetime import date

import pytest

from amana.finance.calendars import Meeting
from amana.finance.dates import PeriodUnit
from amana.kernel.refusals import InvalidInput, NotFound
from amana.loans.asked import AskedTerms
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import LoanType
from amana.loans.modify import ModifyLoan
from amana.loans.refusals import NotAtMeeting
from amana.parties.groups.create import CreateCentre, CreateGroup
from amana.parties.groups.members import AssociateGroups
from amana.parties.meetings.keep import CancelMeetings, ChangeMeetings, ScheduleMeetings
from amana.parties.meetings.queries import GetMeeting, ListMeetings
from tests.loans.products.products import unique
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


@pytest.fixture
def group(lender: Lender) -> int:
    made = CreateGroup(
        name=unique("Group"), office=1, active=True, activated_on=date(2014, 1, 1), clients=(lender.client,)
    )
    return int(lender.do(made).id)


def scheduled(lender: Lender, group: int, recurrence: str = "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR") -> int:
    meetings = ScheduleMeetings(group=group, title="Repayment", starts_on=START, recurrence=recurrence)
    return int(lender.do(meetings).id)


def jointly(lender: Lender, group: int, meetings: int, **terms: object) -> int:
    asked = {
        "repay_unit": PeriodUnit.WEEKS,
        "term_unit": PeriodUnit.WEEKS,
        "expected_disbursement_on": FRIDAY,
        "meetings": meetings,
    }
    return lender.submit(
        lender.product(), loan_type=LoanType.JOINT_LIABILITY, group=group, terms={**asked, **terms}
    )


def due_days(lender: Lender, loan: int) -> list[date]:
    return [row["due_date"] for row in lender.instalments(loan)]


def test_a_loan_follows_the_meetings_of_its_group(lender: Lender, group: int) -> None:
    meetings = scheduled(lender, group)
    loan = jointly(lender, group, meetings)
    assert due_days(lender, loan)[:2] == [date(2015, 1, 9), date(2015, 1, 16)]
    shown = lender.ask(ListMeetings(group=group))
    assert [(one.id, one.title, one.next_on) for one in shown] == [(meetings, "Repayment", date(2015, 4, 3))]


def test_those_of_the_centre_are_met_by_its_groups(lender: Lender, group: int) -> None:
    centre = int(
        lender.do(
            CreateCentre(name=unique("Centre"), office=1, active=True, activated_on=date(2014, 1, 1))
        ).id
    )
    lender.do(AssociateGroups(centre=centre, groups=(group,)))
    loan = jointly(lender, group, scheduled(lender, centre))
    assert {day.weekday() for day in due_days(lender, loan)} == {4}


def test_other_meetings_count_for_applications_to_come(lender: Lender, group: int) -> None:
    meetings = scheduled(lender, group)
    before = jointly(lender, group, meetings)
    lender.do(ChangeMeetings(meeting=meetings, recurrence="FREQ=WEEKLY;INTERVAL=1;BYDAY=MO"))
    assert {day.weekday() for day in due_days(lender, before)} == {4}
    lender.do(ModifyLoan(loan=before, terms=AskedTerms(meetings=meetings)))
    assert {day.weekday() for day in due_days(lender, before)} == {0}
    lender.do(CancelMeetings(meeting=meetings))
    assert lender.ask(ListMeetings(group=group)) == []
    with pytest.raises(NotFound):
        lender.ask(GetMeeting(meeting=meetings))
    with pytest.raises(InvalidInput):
        jointly(lender, group, meetings)
    assert {day.weekday() for day in due_days(lender, before)} == {0}


def test_the_meetings_of_others_are_not_met(lender: Lender, group: int) -> None:
    other = int(
        lender.do(CreateGroup(name=unique("Group"), office=1, active=True, activated_on=date(2014, 1, 1))).id
    )
    with pytest.raises(InvalidInput) as refused:
        jointly(lender, group, scheduled(lender, other))
    assert [one.field for one in refused.value.problems] == ["terms.meetings"]
    with pytest.raises(InvalidInput):
        lender.submit(lender.product(), terms={"meetings": scheduled(lender, group)})


def test_paid_out_at_meetings_there_have_to_be_some(lender: Lender) -> None:
    with pytest.raises(InvalidInput) as refused:
        lender.submit(lender.product(), terms={"disbursed_at_meeting": True})
    assert [one.field for one in refused.value.problems] == ["terms.disbursed_at_meeting"]


NO_RULES = (
    *("", "every Friday", "FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=XX", "BYDAY=FR", "FREQ=WEEKLY;INTERVAL=0"),
    *("FREQ=MONTHLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=x", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
)


@pytest.mark.parametrize("recurrence", NO_RULES)
def test_a_loan_follows_no_rule_that_names_no_days(lender: Lender, recurrence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        lender.submit(lender.product(), terms={"meeting": Meeting(recurrence, START)})
    assert [one.field for one in refused.value.problems] == ["terms.meeting"]


@pytest.mark.parametrize("recurrence", NO_RULES)
def test_a_rule_has_to_name_days(lender: Lender, group: int, recurrence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        scheduled(lender, group, recurrence)
    assert [one.field for one in refused.value.problems] == ["recurrence"]


@pytest.mark.parametrize("title", ["", "x" * 101])
def test_meetings_have_a_title(lender: Lender, group: int, title: str) -> None:
    with pytest.raises(InvalidInput):
        lender.do(ScheduleMeetings(group=group, title=title, starts_on=START, recurrence="FREQ=DAILY"))
