"""Charging a loan off: the institution counts on it no longer, the borrower owes it still."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.codes.lookup import require_value
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotSupported
from amana.loans import rules
from amana.loans.booking import book
from amana.loans.earning import interest_until
from amana.loans.events import UNDECIDED, ChargedOff
from amana.loans.kinds import CHARGE_OFF_REASONS, ChargeOffBehaviour
from amana.loans.refusals import ChargedOffAlready
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class ChargeLoanOff:
    """Take a loan off the books as a loss, ``reason`` being a value of the code ``ChargeOffReasons``."""

    loan: int
    on: date
    reason: int | None = None
    external_id: str | None = None
    note: str | None = None


@handles(ChargeLoanOff, permission="CHARGEOFF_LOAN")
def handle(command: ChargeLoanOff, work: Work, loans: LoanStore) -> Outcome:
    """The loan stays active; what happens to it from now on is booked as a recovery. Nothing may be dated after it."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.CHARGE_OFF)
    if loan.state.life.charged_off is not None:
        raise ChargedOffAlready
    require_value(work.session, CHARGE_OFF_REASONS, command.reason, field="reason")
    rules.not_in_future(work, "charge-off", command.on)
    rules.not_before("charge-off", command.on, "disbursement", loan.header.position.disbursed_on)
    rules.not_before("charge-off", command.on, "latest transaction", loan.state.last_moved_on)
    behaviour = loan.state.contract.charge_off_behaviour
    if behaviour is not ChargeOffBehaviour.REGULAR:
        raise NotSupported(what=f"Charging off a loan whose product says {behaviour}")
    work.actor.require_amount("CHARGEOFF_LOAN", loan.state.outstanding)
    loan = loans.append(loan, *interest_until(loans.derived(loan.events), command.on))
    body = ChargedOff(amount=loan.state.outstanding, decided=UNDECIDED, reason=command.reason)
    return book(
        loans,
        loan,
        body,
        command.on,
        note=command.note,
        external_id=command.external_id,
        reason=command.reason,
    )
