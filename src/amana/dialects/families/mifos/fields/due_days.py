"""Days of the month by their weekday, as today's relatives name them: the second Tuesday, the last Saturday."""

from typing import Any

from amana.dialects.base.codecs import Schema, Spelling
from amana.dialects.base.faults import BadRequest, FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.codec import FROM_MONDAY
from amana.finance.calendars import NthWeekday
from amana.loans.asked import AskedTerms

LAST = -1
BY_NUMBER = "-2"
IN_A_MONTH = ("1", "2", "3", "4", str(LAST))


class NthDay:
    """Which weekday of the month: 1 to 4, or -1 for the last; -2 says that it is a day by its number instead."""

    def read(self, wire: JsonIn, spelling: Spelling) -> int | None:
        if wire == BY_NUMBER:
            return None
        if not isinstance(wire, str) or wire.strip() not in IN_A_MONTH:
            raise Unreadable(FaultKind.NOT_ONE_OF, *IN_A_MONTH)
        return int(wire)

    def write(self, value: int) -> int:
        return value

    def schema(self) -> Schema:
        return {"type": "integer", "enum": [int(one) for one in IN_A_MONTH]}


NTH_DAY = NthDay()


def asked_terms(*, nth: int | None = None, weekday: int | None = None, **asked: Any) -> AskedTerms:
    """The terms of an application; the weekday of the month on which it is repaid comes in two parts."""
    if nth is None and weekday is None:
        return AskedTerms(**asked)
    if nth is None or weekday is None:
        missing = "repaymentFrequencyNthDayType" if nth is None else "repaymentFrequencyDayOfWeekType"
        raise BadRequest.of(FaultKind.MISSING, missing)
    return AskedTerms(**asked, due_on=NthWeekday(nth, weekday))


ON_A_WEEKDAY = (
    Field("repaymentFrequencyNthDayType", "terms.nth", NTH_DAY),
    Field("repaymentFrequencyDayOfWeekType", "terms.weekday", FROM_MONDAY),
)
"""The second Tuesday of the month, the last Saturday: of loans repaid by months."""


def with_weekday(rows: Fields) -> Fields:
    """An application or a calculation that may name a weekday of the month."""
    return Fields(rows.name, *rows, *ON_A_WEEKDAY, parts={**rows.parts, "terms": asked_terms})
