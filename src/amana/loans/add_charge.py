"""Putting a charge on a loan."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.money import ZERO
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import invalid
from amana.loans import rules
from amana.loans.charging import NO_TRANCHES, charge_numbers, fitted, new_charge
from amana.loans.contract import LoanCharge
from amana.loans.conventions import ACCRUED_AT_ONCE, is_on
from amana.loans.events import ChargeAdded, Event
from amana.loans.kinds import Accounting
from amana.loans.refusals import NotCharged
from amana.loans.states import Verb
from amana.loans.store import FullLoan, LoanStore
from amana.loans.upfront import accrued_charge, accrues_upfront


@dataclass(frozen=True, kw_only=True)
class AddLoanCharge:
    """Add a fee or penalty; ``amount`` is money or per cent, as its definition says (its amount when left out)."""

    loan: int
    charge: int
    amount: Decimal | None = None
    due_on: date | None = None


def charge_for(work: Work, loan: FullLoan, command: AddLoanCharge) -> LoanCharge:
    """The charge as it will be on the loan, under a new id; refuses what cannot be added now."""
    currency = loan.state.contract.currency
    made = new_charge(work.session, command.charge, currency, command.due_on or work.business_date)
    if loan.state.is_disbursed and made.time is ChargeTime.DISBURSEMENT:
        raise NotCharged(charge=command.charge, reason="the loan is paid out already")
    terms = loan.state.contract.terms
    if made.time is ChargeTime.TRANCHE_DISBURSEMENT and not terms.multi_disburse:
        raise NotCharged(charge=command.charge, reason=NO_TRANCHES)
    if _follows_the_money(loan, made):
        message = "A percentage of interest that follows the money is not known when an instalment falls due."
        raise invalid("charge", "inconsistent", message, command.charge)
    start = terms.expected_disbursement_on
    paid_out = loan.state.life.disbursed
    made = fitted(
        made, command.amount, command.due_on, currency, not_before=paid_out.on if paid_out else start
    )
    [number] = charge_numbers(work.session, 1)
    return replace(made, id=number)


def _follows_the_money(loan: FullLoan, made: LoanCharge) -> bool:
    contract = loan.state.contract
    on_interest = made.basis in (ChargeBasis.PERCENT_OF_INTEREST, ChargeBasis.PERCENT_OF_AMOUNT_AND_INTEREST)
    bears = contract.terms.interest_rate > ZERO and contract.terms.recalculation is not None
    recalculated = contract.is_progressive and bears
    return recalculated and on_interest and made.time is ChargeTime.INSTALMENT


def accrues_at_once(work: Work, loan: FullLoan, made: LoanCharge) -> date | None:
    """The day on which the charge is booked as income as it is added; None where that comes later, or never."""
    state, today = loan.state, work.business_date
    if not state.is_disbursed:
        return None
    if accrues_upfront(work.moment, state.contract.accounting):
        paid_out = state.life.disbursed
        return min(made.due_on or (paid_out.on if paid_out else today), today)
    matured = all(row.due_date < today for row in state.instalments if not row.extra)
    periodic = state.contract.accounting is Accounting.ACCRUAL_PERIODIC
    return today if periodic and matured and is_on(work.moment, ACCRUED_AT_ONCE) else None


@handles(AddLoanCharge, permission="CREATE_LOANCHARGE")
def handle(command: AddLoanCharge, work: Work, loans: LoanStore) -> Outcome:
    """The charge joins the instalment in whose time it falls due; earlier payments are put anew."""
    loan = loans.load(command.loan, events=2)
    rules.allow(loan, Verb.ADD_CHARGE)
    made = charge_for(work, loan, command)
    bodies: list[tuple[Event, date]] = [(ChargeAdded(charge=made), work.business_date)]
    on = accrues_at_once(work, loan, made)
    if on is not None:
        seq = loan.events[-1].seq + 1
        after = loans.derived((*loan.events, loans.envelope(0, bodies[0][0], work.business_date, seq)))
        charged = next(one for one in after.charges if one.charge.id == made.id)
        bodies.extend((one, on) for one in accrued_charge(charged))
    loans.append(loan, *bodies)
    return rules.outcome(loan.header, "loan charge", made.id)
