"""Agreeing that a loan is paid otherwise."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import Rescheduled
from amana.loans.rescheduling.requests import Requests
from amana.loans.rescheduling.terms import RescheduleStatus, require_sound, variations
from amana.loans.states import Verb
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class ApproveReschedule:
    """Put a requested schedule in force."""

    request: int
    on: date


@handles(ApproveReschedule, permission="APPROVE_RESCHEDULELOAN")
def handle(command: ApproveReschedule, work: Work, loans: LoanStore, requests: Requests) -> Outcome:
    """The rest of the schedule follows the new terms; what was paid is put on it anew."""
    request = requests.pending(command.request)
    loan = loans.load(request.loan)
    rules.allow(loan, Verb.RESCHEDULE)
    rules.not_before("approval", command.on, "request", request.submitted_on)
    require_sound(request.changes, loan.state)
    body = Rescheduled(variations=variations(request.changes), request=request.id)
    loans.append(loan, (body, work.business_date))
    requests.decide(request.id, RescheduleStatus.APPROVED, command.on)
    return rules.outcome(
        loan.header, "reschedule request", request.id, status=RescheduleStatus.APPROVED, on=command.on
    )
