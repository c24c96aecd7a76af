"""Asking to pay otherwise."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.codes.lookup import require_value
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotSupported
from amana.loans import rules
from amana.loans.rescheduling.requests import Requests
from amana.loans.rescheduling.terms import RescheduleTerms, require_sound
from amana.loans.states import Verb
from amana.loans.store import LoanStore

REASONS = "LoanRescheduleReason"
"""The code whose values say why a loan is to be paid otherwise."""


@dataclass(frozen=True, kw_only=True)
class RequestReschedule:
    """Ask for another schedule from an instalment on; nothing changes until it is approved."""

    loan: int
    changes: RescheduleTerms
    submitted_on: date
    reason: int | None = None
    comment: str | None = None


@handles(RequestReschedule, permission="CREATE_RESCHEDULELOAN")
def handle(command: RequestReschedule, work: Work, loans: LoanStore, requests: Requests) -> Outcome:
    """A request that waits for a decision."""
    loan = loans.load(command.loan)
    rules.allow(loan, Verb.RESCHEDULE)
    rules.not_before("request", command.submitted_on, "disbursement", loan.header.position.disbursed_on)
    if loan.state.contract.terms.equal_amortisation:
        raise NotSupported(what="Rescheduling of a loan whose interest is paid in equal parts")
    require_sound(command.changes, loan.state)
    require_value(work.session, REASONS, command.reason, field="reason")
    made = requests.add(command.loan, command.changes, command.submitted_on, command.reason, command.comment)
    return rules.outcome(loan.header, "reschedule request", made)
