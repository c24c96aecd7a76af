"""What charges amount to and on which rows of a schedule they fall.

Bases, as in Mifos X: per cent of amount is taken of the principal of the loan (of the row, for an
instalment fee), of interest or of both likewise. Amounts are rounded once per row and charge, in the
loan's currency and rounding mode.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.charges import ChargeBasis, ChargeTerms, ChargeTime
from amana.finance.components import Components
from amana.finance.money import HUNDRED, ZERO, Currency, RoundingMode, arithmetic, round_amount
from amana.finance.schedule import Instalment, Schedule
from amana.finance.terms import LoanTerms, ScheduleType

ON_A_DAY = frozenset({ChargeTime.SPECIFIED_DUE_DATE, ChargeTime.OVERDUE_INSTALMENT})
_ON_INTEREST = frozenset({ChargeBasis.PERCENT_OF_INTEREST, ChargeBasis.PERCENT_OF_AMOUNT_AND_INTEREST})


def charge_amount(
    charge: ChargeTerms,
    principal: Decimal,
    interest: Decimal,
    currency: Currency,
    rounding: RoundingMode = RoundingMode.HALF_EVEN,
) -> Decimal:
    """The charge on `principal` and `interest`: its amount when flat, else its percentage of what its
    basis names.

    Limited to the charge's minimum and maximum; rounded to the currency.
    """
    if charge.basis is ChargeBasis.FLAT:
        return round_amount(charge.amount, currency, rounding)
    base = {
        ChargeBasis.PERCENT_OF_AMOUNT: principal,
        ChargeBasis.PERCENT_OF_DISBURSEMENT: principal,
        ChargeBasis.PERCENT_OF_INTEREST: interest,
        ChargeBasis.PERCENT_OF_AMOUNT_AND_INTEREST: principal + interest,
    }[charge.basis]
    amount = arithmetic().divide(arithmetic().multiply(base, charge.amount), HUNDRED)
    if charge.minimum is not None:
        amount = max(amount, charge.minimum)
    if charge.maximum is not None:
        amount = min(amount, charge.maximum)
    return round_amount(amount, currency, rounding)


@dataclass(frozen=True, slots=True)
class ChargePortion:
    """The part of the charge `key` that falls on instalment `number`; `penalty` tells which component it
    is.
    """

    key: int
    number: int
    amount: Decimal
    penalty: bool
    base: tuple[Decimal, Decimal] = (ZERO, ZERO)
    """Principal and interest that a percentage was taken of."""

    @property
    def components(self) -> Components:
        """The portion as the component it belongs to."""
        return Components(penalties=self.amount) if self.penalty else Components(fees=self.amount)


def charge_sums(portions: Iterable[ChargePortion]) -> tuple[Decimal, Decimal]:
    """Fees and penalties of `portions`."""
    fees = penalties = ZERO
    for portion in portions:
        if portion.penalty:
            penalties += portion.amount
        else:
            fees += portion.amount
    return fees, penalties


Bases = Mapping[date, tuple[Decimal, Decimal]]


@dataclass(frozen=True, slots=True)
class LoanFigures:
    """What charges are taken of besides the row itself: the loan's principal and interest, and earlier rows'.

    `rows` has principal and interest of the rows so far by due date.
    """

    principal: Decimal
    interest: Decimal
    rows: Bases


def _is_due(charge: ChargeTerms, start: date, end: date, *, first: bool) -> bool:
    if charge.time not in ON_A_DAY or charge.due_on is None:
        return False
    return (start < charge.due_on or (first and start == charge.due_on)) and charge.due_on <= end


def due_in(
    charges: Iterable[ChargeTerms], terms: LoanTerms, row: Instalment, loan: LoanFigures, *, first: bool
) -> tuple[ChargePortion, ...]:
    """The charges that fall on `row`: instalment fees, and those due in its time (its end included).

    The first row takes in its first day as well. Rows marked `extra` carry no instalment fee.
    """
    found = []
    for charge in charges:
        own = (row.principal, row.interest)
        if charge.time is ChargeTime.INSTALMENT and not row.extra:
            base = own
        elif not _is_due(charge, row.from_date, row.due_date, first=first):
            continue
        elif charge.instalment_due_on is not None:
            base = _still_owed(loan.rows.get(charge.instalment_due_on, own), charge.settled)
        else:
            base = (loan.principal, loan.interest)
        amount = charge_amount(charge, *base, terms.currency, terms.rounding)
        found.append(ChargePortion(charge.key, row.number, amount, charge.penalty, base))
    return tuple(found)


def _still_owed(due: tuple[Decimal, Decimal], settled: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    return max(due[0] - settled[0], ZERO), max(due[1] - settled[1], ZERO)


def _agreed(terms: LoanTerms, schedule: Schedule) -> Decimal:
    """The amount of the loan that percentages are taken of: what is agreed, for a loan paid out in parts."""
    if terms.multi_disburse:
        return terms.principal
    return sum((one.amount for one in schedule.disbursements), ZERO)


def waits_for_interest(charge: ChargeTerms) -> bool:
    """Whether the amount can only be known once the whole interest of the loan is."""
    return charge.time is ChargeTime.SPECIFIED_DUE_DATE and charge.basis in _ON_INTEREST


def charge_portions(
    charges: Sequence[ChargeTerms], terms: LoanTerms, schedule: Schedule
) -> tuple[ChargePortion, ...]:
    """Every charge of the schedule by instalment; charges at disbursement are not among them."""
    if not charges:
        return ()
    interest = schedule.interest
    bases: dict[date, tuple[Decimal, Decimal]] = {}
    found: list[ChargePortion] = []
    index = 0
    for row in schedule.instalments:
        if row.down_payment:
            continue
        if not row.extra:
            bases[row.due_date] = (row.principal, row.interest)
        paid_out = sum((one.amount for one in schedule.disbursements if one.on <= row.due_date), ZERO)
        loan = LoanFigures(paid_out, interest, bases)
        found.extend(due_in(charges, terms, row, loan, first=index == 0))
        index += 1
    return tuple(found)


def with_charges(charges: Sequence[ChargeTerms], terms: LoanTerms, schedule: Schedule) -> Schedule:
    """The schedule with its charges on the rows.

    A charge due after the last instalment gets a row of its own behind it.
    """
    if not charges or not schedule.instalments:
        return schedule
    last = schedule.instalments[-1]
    latest = max(
        (one.due_on for one in charges if one.time in ON_A_DAY and one.due_on), default=last.due_date
    )
    if latest > last.due_date:
        behind = Instalment(last.number + 1, last.due_date, latest, ZERO, ZERO, last.balance, extra=True)
        schedule = replace(schedule, instalments=(*schedule.instalments, behind))
    fees: dict[int, Decimal] = {}
    penalties: dict[int, Decimal] = {}
    for portion in charge_portions(charges, terms, schedule):
        sums = penalties if portion.penalty else fees
        sums[portion.number] = sums.get(portion.number, ZERO) + portion.amount
    return replace(
        schedule,
        instalments=tuple(
            row._replace(
                fees=row.fees + fees.get(row.number, ZERO),
                penalties=row.penalties + penalties.get(row.number, ZERO),
            )
            for row in schedule.instalments
        ),
    )


def with_disbursement_fees(
    charges: Sequence[ChargeTerms],
    terms: LoanTerms,
    schedule: Schedule,
    planned_interest: Decimal | None = None,
) -> Schedule:
    """The schedule with the fees taken at disbursement.

    Fees of the loan go with the first disbursement and are taken of the whole principal, or of that
    disbursement alone where a progressive loan may be paid out in parts; tranche fees of the tranche on
    their day (of every tranche, without a day). `planned_interest` is the interest a percentage counts
    from; left out, that of `schedule`.
    """
    paid = list(schedule.disbursements)
    for charge in charges:
        for index, base in disbursement_bases(charge, terms, schedule, planned_interest):
            fees = charge_amount(charge, *base, terms.currency, terms.rounding)
            paid[index] = replace(paid[index], fees=paid[index].fees + fees)
    return replace(schedule, disbursements=tuple(paid))


def disbursement_bases(
    charge: ChargeTerms, terms: LoanTerms, schedule: Schedule, planned_interest: Decimal | None = None
) -> Iterator[tuple[int, tuple[Decimal, Decimal]]]:
    """On which disbursements (by place) a charge is taken, and of which principal and interest."""
    interest = schedule.interest if planned_interest is None else planned_interest
    in_turn = terms.multi_disburse and terms.schedule_type is ScheduleType.PROGRESSIVE
    for index, one in enumerate(schedule.disbursements):
        if charge.time is ChargeTime.DISBURSEMENT and index == 0:
            of_first = in_turn or charge.basis is ChargeBasis.PERCENT_OF_DISBURSEMENT
            yield index, (one.amount if of_first else _agreed(terms, schedule), interest)
        elif charge.time is ChargeTime.TRANCHE_DISBURSEMENT and charge.due_on in (None, one.on):
            yield index, (one.amount, interest)
