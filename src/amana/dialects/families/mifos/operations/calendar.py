"""Working days and holidays, as today's Fineract has them."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.families.mifos.fields.calendar import (
    HOLIDAY,
    HOLIDAY_CHANGES,
    HOLIDAY_FILTERS,
    HOLIDAY_SHOWN_CHANGES,
    NEW_HOLIDAY,
    WORKING_DAYS,
    WORKING_DAYS_CHANGES,
)
from amana.kernel.calendar.holidays import ActivateHoliday, CreateHoliday, DeleteHoliday, UpdateHoliday
from amana.kernel.calendar.queries import GetHoliday, ListHolidays
from amana.kernel.calendar.working_days import GetWorkingDays, UpdateWorkingDays

WEEK = Rows("workingDays")
HOLIDAYS = Rows("holiday", places={"holidayId": Field("holidayId", "holiday", ID)})
ONE = "holidays/{holidayId}"

ROWS = (
    WEEK.shows("workingdays_retrieve", "GET workingdays", GetWorkingDays, WORKING_DAYS),
    WEEK.does(
        "workingdays_update",
        "PUT workingdays",
        UpdateWorkingDays,
        WORKING_DAYS_CHANGES,
        answers=RESOURCE.showing(WORKING_DAYS_CHANGES),
    ),
    HOLIDAYS.shows("holidays_list", "GET holidays", ListHolidays, Listed(HOLIDAY), filters=HOLIDAY_FILTERS),
    HOLIDAYS.shows("holidays_retrieve", f"GET {ONE}", GetHoliday, HOLIDAY),
    HOLIDAYS.does("holidays_create", "POST holidays", CreateHoliday, NEW_HOLIDAY, answers=RESOURCE),
    HOLIDAYS.does(
        "holidays_update",
        f"PUT {ONE}",
        UpdateHoliday,
        HOLIDAY_CHANGES,
        answers=RESOURCE.showing(HOLIDAY_SHOWN_CHANGES),
    ),
    HOLIDAYS.does("holidays_activate", f"POST {ONE}?command=activate", ActivateHoliday, answers=RESOURCE),
    HOLIDAYS.does("holidays_delete", f"DELETE {ONE}", DeleteHoliday, answers=RESOURCE),
)
