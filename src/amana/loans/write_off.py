"""Writing a loan off."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.codes.lookup import require_value
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.events import UNDECIDED, WrittenOff
from amana.loans.kinds import WRITE_OFF_REASONS
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class WriteOffLoan:
    """Give up on everything still owed; the loan is closed as written off, ``reason`` being a value of the code
    ``WriteOffReasons``.
    """

    loan: int
    on: date
    reason: int | None = None
    note: str | None = None


@handles(WriteOffLoan, permission="WRITEOFF_LOAN")
def handle(command: WriteOffLoan, work: Work, loans: LoanStore) -> Outcome:
    """Active becomes written off. Nothing may be dated after it."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.WRITE_OFF)
    require_value(work.session, WRITE_OFF_REASONS, command.reason, field="reason")
    rules.not_in_future(work, "write-off", command.on)
    rules.not_before("write-off", command.on, "disbursement", loan.header.position.disbursed_on)
    rules.not_before("write-off", command.on, "latest transaction", loan.state.last_moved_on)
    work.actor.require_amount("WRITEOFF_LOAN", loan.state.outstanding)
    body = WrittenOff(amount=loan.state.outstanding, decided=UNDECIDED, reason=command.reason)
    return book(
        loans, loan, body, command.on, note=command.note, closed_on=command.on, written_off_on=command.on
    )
