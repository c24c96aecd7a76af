"""Pauses of a loan's delinquency as they are stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa

from amana.finance.delinquency import Pause, effective
from amana.kernel.context import Reading
from amana.loans.delinquency.records import loan_delinquency_action
from amana.storage.statement import Statement


class DelinquencyAction(StrEnum):
    """What is done about a loan's delinquency."""

    PAUSE = "pause"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class ActionTaken:
    """A pause with its days, or the day on which one was ended before its time."""

    id: int
    action: DelinquencyAction
    starts_on: date
    ends_on: date | None


_table = loan_delinquency_action
_ACTIONS = Statement(
    sa.select(_table.c.id, _table.c.action, _table.c.starts_on, _table.c.ends_on)
    .where(_table.c.loan_id == sa.bindparam("loan"))
    .order_by(_table.c.id)
)


def actions_of(reading: Reading, loan: int) -> list[ActionTaken]:
    """In the order in which they were taken."""
    rows = reading.session.tuples(_ACTIONS, loan=loan)
    return [ActionTaken(number, DelinquencyAction(action), *days) for number, action, *days in rows]


def pauses(actions: Iterable[ActionTaken]) -> tuple[Pause, ...]:
    """The pauses as they are, those that were resumed shortened."""
    taken = list(actions)
    planned = [
        Pause(one.starts_on, one.ends_on)
        for one in taken
        if one.action is DelinquencyAction.PAUSE and one.ends_on is not None
    ]
    return effective(planned, (one.starts_on for one in taken if one.action is DelinquencyAction.RESUME))
