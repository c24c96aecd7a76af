"""Pausing a loan's delinquency, and ending a pause before its time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.finance.delinquency import Pause
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, invalid
from amana.loans import rules
from amana.loans.delinquency.classify import Classifier
from amana.loans.delinquency.pauses import ActionTaken, DelinquencyAction, actions_of, pauses
from amana.loans.delinquency.records import loan_delinquency_action
from amana.loans.kinds import LoanStatus
from amana.loans.store import FullLoan, LoanStore


@dataclass(frozen=True, kw_only=True)
class TakeDelinquencyAction:
    """Pause delinquency from ``starts_on`` to ``ends_on``, or resume it today (``starts_on``)."""

    loan: int
    action: DelinquencyAction
    starts_on: date
    ends_on: date | None = None


@handles(TakeDelinquencyAction, permission="CREATE_DELINQUENCY_ACTION")
def handle(command: TakeDelinquencyAction, work: Work, loans: LoanStore) -> Outcome:
    """Only active loans age. A pause that began before today changes how the loan is classified at once."""
    loan = loans.load(command.loan)
    if loan.status is not LoanStatus.ACTIVE:
        raise _wrong("action", "Delinquency of a loan that is not active stands still anyway.")
    taken = actions_of(work, command.loan)
    if command.action is DelinquencyAction.PAUSE:
        _require_pause(command, loan, pauses(taken))
    else:
        _require_resume(command, work.business_date, taken)
    table = loan_delinquency_action
    made = work.session.insert(
        sa.insert(table)
        .values(
            loan_id=command.loan,
            action=str(command.action),
            starts_on=command.starts_on,
            ends_on=command.ends_on,
            user_id=work.actor.user_id,
            booked_at=work.now,
        )
        .returning(table.c.id)
    )
    bucket = loan.header.delinquency_bucket
    if command.starts_on < work.business_date and bucket is not None:
        Classifier(work).classify(command.loan, bucket, loan.state)
    return rules.outcome(loan.header, "delinquency action", made)


def _require_pause(command: TakeDelinquencyAction, loan: FullLoan, present: Sequence[Pause]) -> None:
    starts, ends = command.starts_on, command.ends_on
    if ends is None:
        raise _wrong("ends_on", "A pause has a last day.")
    if ends <= starts:
        raise _wrong("ends_on", "A pause lasts for a day at least.")
    paid_out = loan.state.life.disbursed
    if paid_out is None or starts < paid_out.on:
        raise _wrong("starts_on", "A pause does not begin before the disbursement.")
    if any(starts < one.last and one.first < ends for one in present):
        raise _wrong("starts_on", "The loan's delinquency is paused on some of these days already.")


def _require_resume(command: TakeDelinquencyAction, today: date, taken: Sequence[ActionTaken]) -> None:
    if command.ends_on is not None:
        raise _wrong("ends_on", "What is resumed has no last day.")
    if command.starts_on != today:
        raise _wrong("starts_on", "Delinquency is resumed on the business date only.")
    resumed = (one.starts_on for one in taken if one.action is DelinquencyAction.RESUME)
    if command.starts_on in resumed:
        raise _wrong("starts_on", "Delinquency was resumed on this day already.")
    if not any(one.running_on(command.starts_on) for one in pauses(taken)):
        raise _wrong("starts_on", "No pause runs on this day.")


def _wrong(field: str, message: str) -> InvalidInput:
    return invalid(field, "inconsistent", message)
