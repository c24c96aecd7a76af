"""Withdrawing an application."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import Withdrawn
from amana.loans.notes import Notes
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class WithdrawLoan:
    """The applicant no longer wants the loan."""

    loan: int
    on: date
    note: str | None = None


@handles(WithdrawLoan, permission="WITHDRAW_LOAN")
def handle(command: WithdrawLoan, work: Work, loans: LoanStore, notes: Notes) -> Outcome:
    """Submitted becomes withdrawn; the loan is closed on that day."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.WITHDRAW)
    rules.not_in_future(work, "withdrawal", command.on)
    rules.not_before("withdrawal", command.on, "submission", loan.state.life.submitted.on)
    saved = loans.append(loan, (Withdrawn(), command.on))
    notes.about_loan(loan.header.id, command.note)
    return rules.outcome(loan.header, status=saved.status, on=command.on, closed_on=command.on)
