"""Working days and holidays on the wire, under the names of today's Fineract."""

import re
from typing import Any

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Schema, Spelling, Text
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.codec import DAY
from amana.dialects.families.mifos.enum_tables import HOLIDAY_STATUS, RESCHEDULING
from amana.dialects.families.mifos.enums import EnumNumber
from amana.finance.calendars import NonWorkingDayRule
from amana.kernel.calendar.holidays import HolidayStatus

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RULE = re.compile(r"FREQ=WEEKLY;(?:INTERVAL=1;)?BYDAY=(?P<days>[A-Z]{2}(?:,[A-Z]{2})*);?\Z")


class Weekdays:
    """The working week as a recurrence rule: ``FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE``."""

    def read(self, wire: JsonIn, spelling: Spelling) -> tuple[int, ...]:
        found = _RULE.match(wire.strip().upper()) if isinstance(wire, str) else None
        named = found["days"].split(",") if found else []
        if not named or not set(named) <= set(DAYS):
            raise Unreadable(FaultKind.NOT_ONE_OF, f"FREQ=WEEKLY;INTERVAL=1;BYDAY={','.join(DAYS)}")
        return tuple(sorted(DAYS.index(day) for day in set(named)))

    def write(self, value: Any) -> str:
        return f"FREQ=WEEKLY;INTERVAL=1;BYDAY={','.join(DAYS[day] for day in value)}"

    def schema(self) -> Schema:
        return {"type": "string", "pattern": "^FREQ=WEEKLY;INTERVAL=1;BYDAY="}


WEEKDAYS = Weekdays()
RULE = RESCHEDULING.of(NonWorkingDayRule)
WORKING_DAYS = Fields(
    "WorkingDays",
    Field("recurrence", "weekdays", WEEKDAYS),
    Field("repaymentRescheduleType", "non_working_day_rule", RULE),
    Field("extendTermForDailyRepayments", "extend_term_for_daily", BOOLEAN),
)
WORKING_DAYS_CHANGES = Fields(
    "WorkingDaysChanges",
    Field("recurrence", "weekdays", WEEKDAYS),
    Field("repaymentRescheduleType", "non_working_day_rule", EnumNumber(RULE)),
    Field("extendTermForDailyRepayments", "extend_term_for_daily", BOOLEAN),
)

HOLIDAY = Fields(
    "Holiday",
    Field("id", "id", ID),
    Field("name", "name", Text(100)),
    Field("description", "description", Text(500)),
    Field("fromDate", "first_day", DAY),
    Field("toDate", "last_day", DAY),
    Field("repaymentsRescheduledTo", "repayments_move_to", DAY),
    Field("status", "status", HOLIDAY_STATUS.of(HolidayStatus)),
    Field(
        "offices",
        "offices",
        ListOf(Nested(Fields("KeepingOffice", Field("officeId", "id", ID), Field("name", "name", TEXT)))),
    ),
)
OFFICE_CHOICE = Fields("OfficeChoice", Field("officeId", "office", ID, required=True))
NEW_HOLIDAY = Fields(
    "NewHoliday",
    Field("name", "name", Text(100), required=True),
    Field("description", "description", Text(500)),
    Field("fromDate", "first_day", DAY, required=True),
    Field("toDate", "last_day", DAY, required=True),
    Field("repaymentsRescheduledTo", "repayments_move_to", DAY, about="left out: to the next repayment date"),
    Field("offices", "offices", ListOf(Nested(OFFICE_CHOICE, builds=lambda office: office)), required=True),
)
HOLIDAY_CHANGES = NEW_HOLIDAY.optional(name="HolidayChanges").plus(
    Field("description", "description", Text(500), clears=True),
    Field("repaymentsRescheduledTo", "repayments_move_to", DAY, clears=True),
)
HOLIDAY_SHOWN_CHANGES = HOLIDAY_CHANGES.without("offices", name="HolidayChanged").plus(
    Field("offices", "offices", ListOf(ID))
)
HOLIDAY_FILTERS = Fields(
    "HolidayFilters",
    Field("officeId", "office", ID),
    Field("fromDate", "first_day", DAY),
    Field("toDate", "last_day", DAY),
)
