"""Declining that a loan is paid otherwise."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.rescheduling.requests import Requests
from amana.loans.rescheduling.terms import RescheduleStatus
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class RejectReschedule:
    """Leave the schedule as it is."""

    request: int
    on: date


@handles(RejectReschedule, permission="REJECT_RESCHEDULELOAN")
def handle(command: RejectReschedule, loans: LoanStore, requests: Requests) -> Outcome:
    """The request is closed."""
    request = requests.pending(command.request)
    header = loans.header(request.loan)
    rules.not_before("rejection", command.on, "request", request.submitted_on)
    requests.decide(request.id, RescheduleStatus.REJECTED, command.on)
    return rules.outcome(
        header, "reschedule request", request.id, status=RescheduleStatus.REJECTED, on=command.on
    )
