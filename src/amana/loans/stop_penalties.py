"""Keeping penalties for overdue instalments off a loan."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import PenaltiesStopped
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class StopPenalties:
    """Let overdue instalments bring no penalties from now on; with ``stopped`` false, let them again."""

    loan: int
    stopped: bool = True


@handles(StopPenalties, permission="STOPPENALTIES_LOAN")
def handle(command: StopPenalties, work: Work, loans: LoanStore) -> Outcome:
    """Penalties that are there stay. Once let again, instalments that are still overdue bring theirs."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.STOP_PENALTIES)
    if loan.state.contract.penalties_stopped is not command.stopped:
        loans.append(loan, (PenaltiesStopped(stopped=command.stopped), work.business_date))
    return rules.outcome(loan.header, stopped=command.stopped)
