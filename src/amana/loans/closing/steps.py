"""The steps by which a loan's days are closed: which there are, and those an institution has chosen, in its order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by

from amana.kernel.commands import handles
from amana.kernel.context import Reading, Work
from amana.kernel.outcome import Outcome
from amana.kernel.queries import answers
from amana.kernel.refusals import InvalidInput, Problem
from amana.loans.closing.records import closing_step
from amana.storage.statement import Statement


class ClosingStep(StrEnum):
    """What closing a day does to a loan, in the order it is done where nobody has chosen another."""

    PENALTIES = "penalties"
    DELINQUENCY = "delinquency"
    DUE_NOTICES = "due_notices"
    OVERDUE_NOTICES = "overdue_notices"
    ARREARS = "arrears"
    ACCRUALS = "accruals"
    ACTIVITY = "activity"
    INTEREST = "interest"


ALWAYS = frozenset({ClosingStep.DELINQUENCY, ClosingStep.ARREARS, ClosingStep.INTEREST})
"""A loan is derived as of the day it is seen on: its interest, arrears and delinquency follow by themselves. These can
stand anywhere in the order, and cannot be left out.
"""


@dataclass(frozen=True, kw_only=True)
class PlacedStep:
    """A step, and its place among the others: the lowest comes first."""

    step: ClosingStep
    place: int


@dataclass(frozen=True, kw_only=True)
class ArrangeClosing:
    """Choose the steps of close of business and their order, for every day closed from now on."""

    steps: tuple[PlacedStep, ...]


@dataclass(frozen=True, kw_only=True)
class GetClosingSteps:
    """The steps in force, in their order: a list of ``PlacedStep``."""


@dataclass(frozen=True, kw_only=True)
class ListClosingSteps:
    """Every step there is: a list of ``ClosingStepView``."""


@dataclass(frozen=True, kw_only=True)
class ClosingStepView:
    """A step that can be chosen; ``always``: and has to be."""

    step: ClosingStep
    always: bool


_FORGET = Statement(sa.delete(closing_step))
_ADD = Statement(sa.insert(closing_step), columns=["step", "place"])
_STEPS = Statement(sa.select(closing_step.c.step, closing_step.c.place).order_by(closing_step.c.place))


def in_force(rows: Sequence[str] | None) -> tuple[ClosingStep, ...]:
    """The steps of closing from what is stored; all of them where nothing was chosen."""
    return tuple(ClosingStep(one) for one in rows) if rows else tuple(ClosingStep)


CHOSEN = sa.select(
    sa.func.array_agg(aggregate_order_by(closing_step.c.step, closing_step.c.place))
).scalar_subquery()
"""For a load statement: what ``in_force`` reads."""


@handles(ArrangeClosing, permission="UPDATE_BATCH_BUSINESS_STEP", grouping="jobs")
def arrange(command: ArrangeClosing, work: Work) -> Outcome:
    """Raises InvalidInput for no steps, a step or a place named twice, or one left out that always happens."""
    found = tuple(_problems(command.steps))
    if found:
        raise InvalidInput(found)
    work.session.run(_FORGET)
    for one in command.steps:
        work.session.run(_ADD, step=str(one.step), place=one.place)
    ordered = sorted(command.steps, key=lambda one: one.place)
    return Outcome(kind="closing", id=0, changes={"steps": [str(one.step) for one in ordered]})


def _problems(steps: Sequence[PlacedStep]) -> Iterator[Problem]:
    if not steps:
        yield Problem(field="steps", kind="blank", message="Close of business has one step at least.")
        return
    distinct: tuple[Callable[[PlacedStep], object], ...] = (lambda one: one.step, lambda one: one.place)
    for of in distinct:
        if len({of(one) for one in steps}) < len(steps):
            text = "Each step has a place of its own."
            yield Problem(field="steps", kind="inconsistent", message=text)
    for step in sorted(ALWAYS - {one.step for one in steps}):
        text = f"{step} follows by itself whenever a loan is looked at: it cannot be left out."
        yield Problem(field="steps", kind="inconsistent", message=text, value=str(step))


@answers(GetClosingSteps, permission="READ_BATCH_BUSINESS_STEP")
def get_steps(_query: GetClosingSteps, reading: Reading) -> list[PlacedStep]:
    """Where nothing was chosen: all there are."""
    stored = [
        PlacedStep(step=ClosingStep(step), place=place) for step, place in reading.session.tuples(_STEPS)
    ]
    return stored or [PlacedStep(step=step, place=place) for place, step in enumerate(ClosingStep, 1)]


@answers(ListClosingSteps, permission="READ_BATCH_BUSINESS_STEP")
def list_steps(_query: ListClosingSteps, _reading: Reading) -> list[ClosingStepView]:
    """In the order in which they are done where nothing was chosen."""
    return [ClosingStepView(step=step, always=step in ALWAYS) for step in ClosingStep]
