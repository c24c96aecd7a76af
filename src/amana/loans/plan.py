"""From the contract and what was paid out to instalments and charges that nothing has been put on yet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from amana.finance.charge_schedule import charge_amount, charge_portions, disbursement_bases
from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.components import Components
from amana.finance.cumulative import ScheduleError
from amana.finance.foreclosure import foreclosed_schedule
from amana.finance.generate import ENGINE, Walks, generate_schedule, recalculated_schedule
from amana.finance.money import ZERO
from amana.finance.rest_generation import Money
from amana.finance.schedule import Instalment, Schedule
from amana.loans.charge_book import AT_DISBURSEMENT
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.progressive.planning import progressive_schedule
from amana.loans.state import ChargePartState, ChargeState, InstalmentState

AT_PAYING_OUT = frozenset({ChargeTime.DISBURSEMENT, ChargeTime.TRANCHE_DISBURSEMENT})

__all__ = ["Plan", "ScheduleError", "planned"]


class Plan:
    """A schedule with its charges: what is due when, before anything is paid."""

    def __init__(
        self,
        contract: LoanContract,
        schedule: Schedule,
        first: Schedule,
        *,
        paid_out: int,
        planned_interest: Decimal,
    ) -> None:
        self.contract = contract
        self.schedule = schedule
        self.planned_interest = planned_interest
        self.paid_out = paid_out
        self.instalments = _instalments(schedule, first, disbursed=paid_out > 0)
        self.charges = _charges(contract, schedule, planned_interest, paid_out)

    @property
    def principal(self) -> Decimal:
        """Principal of all disbursements, planned ones included."""
        return sum((one.amount for one in self.schedule.disbursements), ZERO)


def planned(
    contract: LoanContract,
    disbursed: Sequence[tuple[date, Decimal]] = (),
    money: Money | None = None,
    *,
    foreclosed_on: date | None = None,
    walks: Walks = ENGINE,
) -> Plan:
    """The plan that follows from the contract and what was ``disbursed``.

    With recalculation of interest it also follows from ``money``: what was paid, and the business date.
    Raises ScheduleError when no schedule follows.
    """
    terms = contract.terms
    if contract.is_progressive:
        whole = progressive_schedule(contract, disbursed)
        return Plan(contract, whole, whole, paid_out=len(disbursed), planned_interest=whole.interest)
    charges = tuple(one.terms() for one in contract.charges)
    first = generate_schedule(terms, disbursed, charges=charges, walks=walks)
    if terms.recalculation is None:
        schedule = first
        if foreclosed_on is not None and disbursed:
            schedule = foreclosed_schedule(terms, charges, first, foreclosed_on)
        return Plan(contract, schedule, first, paid_out=len(disbursed), planned_interest=first.interest)
    # percentages at disbursement are taken of the interest that was planned at first
    interest = generate_schedule(terms, charges=charges).interest
    schedule = first
    if money is not None and disbursed:
        schedule = recalculated_schedule(
            terms, disbursed, money, charges=charges, planned_interest=interest, walks=walks
        )
    return Plan(contract, schedule, first, paid_out=len(disbursed), planned_interest=interest)


def _instalments(schedule: Schedule, first: Schedule, *, disbursed: bool) -> tuple[InstalmentState, ...]:
    """The rows; one that asks for nothing is complete from the day of disbursement."""
    complete = schedule.disbursements[0].on if disbursed and schedule.disbursements else None
    if schedule is first:
        return tuple(_instalment(row, None, complete) for row in schedule.instalments)
    planned_first = {row.due_date: row for row in first.instalments}
    return tuple(
        _instalment(row, _original(row, None if row.extra else planned_first.get(row.due_date)), complete)
        for row in schedule.instalments
    )


def _original(row: Instalment, first: Instalment | None) -> Components:
    """Principal and interest as planned at first, charges as they are now."""
    if first is None:
        return Components(ZERO, ZERO, row.fees, row.penalties)
    return Components(first.principal, first.interest, row.fees, row.penalties)


def _instalment(row: Instalment, original: Components | None, complete: date | None) -> InstalmentState:
    """``original`` is None for a row that is as it was planned."""
    due = row.components
    return InstalmentState(
        number=row.number,
        from_date=row.from_date,
        due_date=row.due_date,
        extra=row.extra,
        down_payment=row.down_payment,
        original=due if original is None else original,
        due=due,
        balance=row.balance,
        completed_on=None if due else complete,
    )


def _charges(
    contract: LoanContract, schedule: Schedule, planned_interest: Decimal, paid_out: int
) -> tuple[ChargeState, ...]:
    terms = tuple(one.terms() for one in contract.charges)
    principal = sum((one.amount for one in schedule.disbursements), ZERO)
    interest = schedule.interest
    parts: dict[int, list[ChargePartState]] = {one.id: [] for one in contract.charges}
    for portion in charge_portions(terms, contract.terms, schedule):
        parts[portion.key].append(ChargePartState(portion.number, portion.amount))
    for one in contract.charges:
        if one.time in AT_PAYING_OUT:
            parts[one.id].append(at_paying_out(contract, one, schedule, planned_interest, paid_out))
    return tuple(
        ChargeState(
            charge=one, percentage_of=percentage_base(one, principal, interest), parts=tuple(parts[one.id])
        )
        for one in contract.charges
    )


def at_paying_out(
    contract: LoanContract,
    charge: LoanCharge,
    schedule: Schedule,
    planned_interest: Decimal,
    paid_out: int = 0,
) -> ChargePartState:
    """What a charge takes when money is paid out; of tranches, those ``paid_out`` (0: all)."""
    terms, about = contract.terms, charge.terms()
    bases = paying_out_bases(contract, charge, schedule, planned_interest, paid_out)
    taken = (charge_amount(about, *base, terms.currency, terms.rounding) for base in bases)
    return ChargePartState(AT_DISBURSEMENT, sum(taken, ZERO))


def paying_out_bases(
    contract: LoanContract,
    charge: LoanCharge,
    schedule: Schedule,
    planned_interest: Decimal,
    paid_out: int = 0,
) -> list[tuple[Decimal, Decimal]]:
    """What ``at_paying_out`` takes a charge of: principal and interest, for each disbursement that it goes with."""
    if charge.time is ChargeTime.TRANCHE_DISBURSEMENT and paid_out:
        schedule = replace(schedule, disbursements=schedule.disbursements[:paid_out])
    found = disbursement_bases(charge.terms(), contract.terms, schedule, planned_interest)
    return [base for _, base in found]


def percentage_base(charge: LoanCharge, principal: Decimal, interest: Decimal) -> Decimal:
    """What the percentage of a charge is taken of over the whole loan; zero for a flat one."""
    return {
        ChargeBasis.FLAT: ZERO,
        ChargeBasis.PERCENT_OF_AMOUNT: principal,
        ChargeBasis.PERCENT_OF_DISBURSEMENT: principal,
        ChargeBasis.PERCENT_OF_AMOUNT_AND_INTEREST: principal + interest,
        ChargeBasis.PERCENT_OF_INTEREST: interest,
    }[charge.basis]
