"""Closing a loan's days: every day after the last one closed, up to the closing day: the day before the business date,
where the institution has not set another one.

What closes a day does not know who started it: a job, a catch-up or a client.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import activities, rules
from amana.loans.accrue import accruals
from amana.loans.charge_overdue import penalties
from amana.loans.charges_earned import charges_earned_on
from amana.loans.closing.notices import DUE, OVERDUE, due_notices, overdue_notices
from amana.loans.closing.records import loan_day
from amana.loans.closing.steps import CHOSEN, ClosingStep, in_force
from amana.loans.events import Event
from amana.loans.kinds import DAYS_CLOSED_FOR, LoanStatus
from amana.loans.store import FullLoan, LoanStore
from amana.storage.statement import Statement

Bodies = Sequence[tuple[Event, date]]


@dataclass(frozen=True, kw_only=True)
class CloseLoanDays:
    """Close the days of these loans up to the closing day; a loan that never was closed begins with it."""

    loans: tuple[int, ...]


_CLOSING = Statement(
    sa.select(
        sa.select(loan_day.c.last_closed_on)
        .where(loan_day.c.loan_id == sa.bindparam("loan"))
        .scalar_subquery(),
        CHOSEN,
    )
)
_added = insert(loan_day).values(loan_id=sa.bindparam("loan"), last_closed_on=sa.bindparam("day"))
_CLOSED = Statement(
    _added.on_conflict_do_update(
        index_elements=["loan_id"], set_={"last_closed_on": _added.excluded.last_closed_on}
    )
)


class DayCloser:
    """Takes loans through their days."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.loans = LoanStore(work)
        self.steps: dict[ClosingStep, Callable[[FullLoan, date], Bodies]] = {
            ClosingStep.PENALTIES: self.penalise,
            ClosingStep.DUE_NOTICES: self.tell_of_due,
            ClosingStep.OVERDUE_NOTICES: self.tell_of_overdue,
            ClosingStep.ACCRUALS: self.accrue,
            ClosingStep.ACTIVITY: self.sum_up,
        }
        """What one brings about, the next one finds. The other steps follow from seeing the loan the next morning."""

    def close(self, number: int) -> int:
        """Close every day of a loan up to the closing day that is not closed; returns how many there were. Loans
        of which nothing is owed have no days to close.
        """
        loan = self.loans.load(number)
        if loan.status not in DAYS_CLOSED_FOR:
            return 0
        until = self.work.moment.closing_day
        last, chosen = self.work.session.tuples(_CLOSING, loan=number)[0]
        first = until if last is None else last + timedelta(days=1)
        days = [first + timedelta(days=count) for count in range((until - first).days + 1)]
        if not days:
            return 0
        if loan.status is LoanStatus.ACTIVE:
            loan = self._through(loan, days, in_force(chosen))
        self.work.session.run(_CLOSED, loan=number, day=until)
        return len(days)

    def _through(self, loan: FullLoan, days: Sequence[date], order: Sequence[ClosingStep]) -> FullLoan:
        """One day after another in memory, each seen from the next morning; then all of it saved at once."""
        events = list(loan.events)
        for day in days:
            morning = day + timedelta(days=1)
            current = replace(loan, events=tuple(events), state=self.loans.derived(events, morning))
            for step in (self.steps[one] for one in order if one in self.steps):
                if self.loans.book(loan.header, events, step(current, day)):
                    current = replace(
                        current, events=tuple(events), state=self.loans.derived(events, morning)
                    )
        return self.loans.keep(loan, events, self.loans.derived(events))

    def penalise(self, loan: FullLoan, day: date) -> Bodies:
        """Penalties for what was overdue on the day."""
        return penalties(self.work, self.loans, loan, day)

    def accrue(self, loan: FullLoan, day: date) -> Bodies:
        """Income earned by the end of the day."""
        return accruals(loan.state, day, charges_earned_on(self.work.moment))

    def sum_up(self, loan: FullLoan, day: date) -> Bodies:
        """The income of each instalment due by then, in one sum."""
        return activities.due_by(loan.state, day)

    def tell_of_due(self, loan: FullLoan, day: date) -> Bodies:
        """Repayments that come near the next morning."""
        return self._tell(loan, DUE, due_notices(self.work.moment, loan.state, day + timedelta(days=1)))

    def tell_of_overdue(self, loan: FullLoan, day: date) -> Bodies:
        """Repayments that were missed, as the next morning finds."""
        missed = overdue_notices(self.work.moment, loan.state, day + timedelta(days=1))
        return self._tell(loan, OVERDUE, missed)

    def _tell(self, loan: FullLoan, kind: str, messages: Iterator[dict[str, Any]]) -> Bodies:
        for facts in messages:
            self.work.announce(kind, {"loan": loan.header.id, **facts})
        return ()


@handles(CloseLoanDays, permission="CLOSEDAY_LOAN")
def handle(command: CloseLoanDays, work: Work) -> Outcome:
    """Penalties, accruals, accrual activity, interest that follows the money, notices of repayments."""
    closer = DayCloser(work)
    days = sum(closer.close(number) for number in command.loans)
    if len(command.loans) == 1:
        return rules.outcome(closer.loans.header(command.loans[0]), days=days)
    return Outcome(kind="loan", id=0, changes={"days": days})
