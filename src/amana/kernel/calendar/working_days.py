"""The working week, and where a due date goes that falls outside it."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.finance.calendars import NonWorkingDayRule
from amana.kernel.calendar.records import working_days
from amana.kernel.commands import handles
from amana.kernel.context import Reading, Work
from amana.kernel.outcome import Outcome
from amana.kernel.queries import answers
from amana.kernel.refusals import invalid
from amana.kernel.seeding import seeds
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.storage.session import ReadSession, WriteSession
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class WorkingDaysView:
    """``weekdays``: 0 = Monday ... 6 = Sunday."""

    weekdays: tuple[int, ...]
    non_working_day_rule: NonWorkingDayRule
    extend_term_for_daily: bool


@dataclass(frozen=True, kw_only=True)
class GetWorkingDays:
    """The working week."""


@dataclass(frozen=True, kw_only=True)
class UpdateWorkingDays:
    """Change the working week; what is not given stays. Schedules made before keep their dates."""

    weekdays: tuple[int, ...] | UnsetType = UNSET
    non_working_day_rule: NonWorkingDayRule | UnsetType = UNSET
    extend_term_for_daily: bool | UnsetType = UNSET


FIELDS = ("weekdays", "non_working_day_rule", "extend_term_for_daily")
_READ = Statement(sa.select(*(working_days.c[name] for name in FIELDS)))


def working_week(session: ReadSession) -> WorkingDaysView:
    """The working week, for those who make schedules."""
    row = session.record(_READ)
    if row is None:
        raise LookupError("the tenant has no working week; it has not been initialised")
    return WorkingDaysView(
        weekdays=tuple(row["weekdays"]),
        non_working_day_rule=NonWorkingDayRule(row["non_working_day_rule"]),
        extend_term_for_daily=row["extend_term_for_daily"],
    )


@answers(GetWorkingDays, permission="READ_WORKINGDAYS")
def get_working_days(_query: GetWorkingDays, reading: Reading) -> WorkingDaysView:
    """The working week."""
    return working_week(reading.session)


@handles(UpdateWorkingDays, permission="UPDATE_WORKINGDAYS", grouping="organisation")
def update(command: UpdateWorkingDays, work: Work) -> Outcome:
    """Refuses a week without working days."""
    now = working_week(work.session)
    wanted: dict[str, Any] = given(command)
    if "weekdays" in wanted:
        wanted["weekdays"] = tuple(sorted(set(wanted["weekdays"])))
        if not wanted["weekdays"] or not all(0 <= day <= 6 for day in wanted["weekdays"]):
            raise invalid("weekdays", "blank", "A week has working days, from 0 (Monday) to 6 (Sunday).")
    changes = changed_fields(wanted, {name: getattr(now, name) for name in FIELDS})
    if changes:
        values = {name: list(value) if name == "weekdays" else value for name, value in changes.items()}
        if "non_working_day_rule" in values:
            values["non_working_day_rule"] = str(values["non_working_day_rule"])
        work.session.run(sa.update(working_days).values(**values))
    return Outcome(kind="working_days", id=1, changes=changes)


@seeds(15)
def seed_working_days(session: WriteSession) -> None:
    """A new institution works every day."""
    session.run(
        insert(working_days)
        .values(
            single=True,
            weekdays=list(range(7)),
            non_working_day_rule=NonWorkingDayRule.NEXT_WORKING_DAY.value,
        )
        .on_conflict_do_nothing()
    )
