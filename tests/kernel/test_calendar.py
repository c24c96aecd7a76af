"""The institution's calendar: working week, holidays, and what schedules are bent by."""

from datetime import date

import pytest

from amana.finance.calendars import Holiday, NonWorkingDayRule, RepaymentCalendar
from amana.kernel.calendar.holidays import (
    ActivateHoliday,
    CreateHoliday,
    DeleteHoliday,
    HolidayStatus,
    RepaymentsMovedIntoHoliday,
    UpdateHoliday,
)
from amana.kernel.calendar.queries import GetHoliday, ListHolidays
from amana.kernel.calendar.working_days import GetWorkingDays, UpdateWorkingDays
from amana.kernel.configuration.change_settings import ChangeSettings, SettingChange
from amana.kernel.inquiry import reading
from amana.kernel.refusals import InvalidInput, NotAllowedInState, NotFound, Refused
from amana.kernel.tenant import Tenant
from amana.loans.days import MOVE_REPAYMENTS, calendar_of
from tests.parties.conftest import Institution, administrator_of
from tests.submitting import fresh

EASTER = {"first_day": date(2015, 4, 3), "last_day": date(2015, 4, 6)}


@pytest.fixture
def mfi(fresh_tenant: Tenant) -> Institution:
    """A tenant of this test's own, as its administrator."""
    return Institution(fresh_tenant, administrator_of(fresh_tenant))


def bends(mfi: Institution, office: int, since: date) -> RepaymentCalendar:
    """What the due dates of the office's loans are bent by."""
    with reading(mfi.tenant, fresh(mfi.tenant, mfi.actor)) as at:
        return calendar_of(at, office, since)


def refused(kind: type[Refused], mfi: Institution, command: object) -> None:
    with pytest.raises(kind):
        mfi.do(command)


def test_a_new_institution_works_every_day(mfi: Institution) -> None:
    week = mfi.ask(GetWorkingDays())
    assert week.weekdays == (0, 1, 2, 3, 4, 5, 6)
    assert week.non_working_day_rule is NonWorkingDayRule.NEXT_WORKING_DAY
    assert not week.extend_term_for_daily


def test_another_week(mfi: Institution) -> None:
    changes = mfi.do(
        UpdateWorkingDays(
            weekdays=(4, 0, 1, 2, 3, 3), non_working_day_rule=NonWorkingDayRule.PREVIOUS_WORKING_DAY
        )
    ).changes
    assert changes == {"weekdays": (0, 1, 2, 3, 4), "non_working_day_rule": "previous_working_day"}
    assert mfi.do(UpdateWorkingDays(weekdays=(0, 1, 2, 3, 4))).changes == {}
    refused(InvalidInput, mfi, UpdateWorkingDays(weekdays=()))
    refused(InvalidInput, mfi, UpdateWorkingDays(weekdays=(7,)))
    calendar = bends(mfi, 1, date(2015, 1, 1))
    assert calendar.is_working(date(2015, 4, 3))
    assert not calendar.is_working(date(2015, 4, 4))
    assert calendar.non_working_day_rule is NonWorkingDayRule.PREVIOUS_WORKING_DAY


def test_only_an_active_holiday_of_the_office_counts(mfi: Institution) -> None:
    branch, other = mfi.office(), mfi.office()
    easter = mfi.make(
        CreateHoliday(name="Easter", offices=(branch,), repayments_move_to=date(2015, 4, 7), **EASTER)
    )

    def known(office: int, since: date = date(2015, 4, 1)) -> tuple[Holiday, ...]:
        return bends(mfi, office, since).holidays

    mfi.do(ChangeSettings(settings=(SettingChange(name=MOVE_REPAYMENTS, enabled=True),)))
    assert known(branch) == ()
    mfi.do(ActivateHoliday(holiday=easter))
    assert known(branch) == (Holiday(date(2015, 4, 3), date(2015, 4, 6), date(2015, 4, 7)),)
    assert known(branch, since=date(2015, 4, 7)) == ()
    assert known(other) == ()
    mfi.do(DeleteHoliday(holiday=easter))
    assert known(branch) == ()
    with pytest.raises(NotFound):
        mfi.ask(GetHoliday(holiday=easter))


def test_a_holiday_is_changed_until_it_is_active(mfi: Institution) -> None:
    branch = mfi.office()
    easter = mfi.make(CreateHoliday(name="Easter", offices=(1,), **EASTER))
    changes = mfi.do(UpdateHoliday(holiday=easter, name="Easter days", offices=(branch, 1))).changes
    assert changes == {"name": "Easter days", "offices": (1, branch)}
    view = mfi.ask(GetHoliday(holiday=easter))
    assert (view.status, [one.id for one in view.offices]) == (HolidayStatus.PENDING, [1, branch])
    mfi.do(ActivateHoliday(holiday=easter))
    refused(NotAllowedInState, mfi, ActivateHoliday(holiday=easter))
    refused(NotAllowedInState, mfi, UpdateHoliday(holiday=easter, last_day=date(2015, 4, 7)))
    mfi.do(UpdateHoliday(holiday=easter, description="Friday to Monday"))
    assert mfi.ask(GetHoliday(holiday=easter)).description == "Friday to Monday"


def test_what_is_no_holiday(mfi: Institution) -> None:
    refused(InvalidInput, mfi, CreateHoliday(name=" ", offices=(1,), **EASTER))
    refused(InvalidInput, mfi, CreateHoliday(name="Easter", offices=(), **EASTER))
    refused(NotFound, mfi, CreateHoliday(name="Easter", offices=(987,), **EASTER))
    backwards = {"first_day": EASTER["last_day"], "last_day": EASTER["first_day"]}
    refused(InvalidInput, mfi, CreateHoliday(name="Easter", offices=(1,), **backwards))
    inside = CreateHoliday(name="Easter", offices=(1,), repayments_move_to=date(2015, 4, 4), **EASTER)
    refused(RepaymentsMovedIntoHoliday, mfi, inside)


def test_holidays_of_ones_own_offices(mfi: Institution) -> None:
    branch, other = mfi.office(), mfi.office()
    mine = mfi.make(CreateHoliday(name="Here", offices=(branch,), **EASTER))
    everywhere = mfi.make(CreateHoliday(name="Everywhere", offices=(1, branch, other), **EASTER))
    there = mfi.make(
        CreateHoliday(name="There", offices=(other,), first_day=date(2015, 5, 1), last_day=date(2015, 5, 1))
    )
    here = mfi.of_office(branch)
    assert [one.id for one in here.ask(ListHolidays())] == [mine, everywhere]
    assert [one.id for one in here.ask(GetHoliday(holiday=everywhere)).offices] == [branch]
    assert [one.id for one in mfi.ask(ListHolidays(office=other))] == [everywhere, there]
    assert [one.id for one in mfi.ask(ListHolidays(first_day=date(2015, 4, 10)))] == [there]
    assert there not in [one.id for one in mfi.ask(ListHolidays(last_day=date(2015, 4, 10)))]
    refused(NotFound, here, UpdateHoliday(holiday=everywhere, name="Ours"))
    refused(NotFound, here, DeleteHoliday(holiday=there))
