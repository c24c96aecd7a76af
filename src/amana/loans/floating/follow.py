"""Loans follow their floating rate; a job does this for each that is behind."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import RateFollowed
from amana.loans.floating.linking import up_to_date
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class FollowFloatingRate:
    """Take up what the floating rate of a loan comes to now; the loan is derived anew from the first change on."""

    loan: int


@handles(FollowFloatingRate, permission="RECALCULATE_LOAN")
def handle(command: FollowFloatingRate, work: Work, loans: LoanStore) -> Outcome:
    """Nothing happens to a loan that is up to date, or that bears no floating rate."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.FOLLOW_RATE)
    present = loan.state.contract.floating
    now = None if present is None else up_to_date(work.session, present)
    if now is not None and now != present:
        loans.append(loan, (RateFollowed(version_of_rate=now.version, rates=now.rates), work.business_date))
    return rules.outcome(loan.header, on=work.business_date)
