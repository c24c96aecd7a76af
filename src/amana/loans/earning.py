"""What a loan has earned by a day and is not booked yet.

Cumulative schedules earn instalment by instalment: each has its accrual on its due date, the running one on the day.
Progressive ones earn in one sum on the day; what turns out to have been too much is taken back by an adjustment.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from amana.finance.charges import ChargeTime
from amana.finance.components import INCOME, Component
from amana.finance.foreclosure import share_of_days
from amana.finance.money import ZERO
from amana.loans.accrued_parts import accrued_parts
from amana.loans.decided import ChargeShare
from amana.loans.events import Accrued, AccruedPart
from amana.loans.kinds import Accounting, TransactionKind
from amana.loans.late import arrears_go_on, late_on
from amana.loans.state import ChargePartState, ChargeState, InstalmentState, LoanState


class ChargeEarnedOn(StrEnum):
    """The day on which a charge counts as earned."""

    DUE_DATE = "due-date"
    SUBMITTED = "submitted-date"
    """The day on which it was put on the loan."""


@dataclass(slots=True)
class Missing:
    """What of one instalment is earned and not booked; below zero: booked and not earned."""

    row: InstalmentState
    interest: Decimal = ZERO
    shares: list[tuple[Component, ChargeShare]] = field(default_factory=list)

    def part(self, side: Component) -> Decimal:
        """One component of it."""
        if side is Component.INTEREST:
            return self.interest
        return sum((share.amount for of, share in self.shares if of is side), ZERO)

    def __bool__(self) -> bool:
        return bool(self.interest or self.shares)


def earned(
    state: LoanState, until: date, charges: ChargeEarnedOn = ChargeEarnedOn.DUE_DATE, *, whole: bool = False
) -> list[tuple[Accrued, date]]:
    """What was earned by the end of ``until`` and not booked yet, in accruals with the day on which they count.

    ``whole``: the loan is ended, everything it brings is earned. What was forgiven before it was booked never is.
    """
    found = [one for one in missing(state, until, charges, whole=whole) if one]
    if state.contract.is_progressive:
        return [(one, until) for one in in_one_sum(found)]
    resumed = taken_back_on(state) or date.min  # what was suspended is earned when the loan performs again
    by_day: dict[date, list[Missing]] = {}
    for one in found:
        by_day.setdefault(min(max(one.row.due_date, resumed), until), []).append(one)
    booked = ((_without_adjustment(ones), on) for on, ones in sorted(by_day.items()))
    return [(accrued, on) for accrued, on in booked if accrued is not None]


def is_suspended(state: LoanState, on: date) -> bool:
    """Whether income is not counted on: the loan is in arrears for longer than its product lets pass."""
    contract = state.contract
    if contract.npa_after_days is None:
        return False
    late = late_on(state, on)
    days = contract.days_in_arrears(late.total, late.since, on)
    return contract.is_non_performing(days, goes_on=arrears_go_on(state, on))


def suspended(state: LoanState, until: date, charges: ChargeEarnedOn) -> list[tuple[Accrued, date]]:
    """What brings the books of a loan that is not performing to the income that was received: what was booked beyond
    it is taken back, what was received and never booked is booked.
    """
    found = missing(state, until, charges, received=True)
    booked = [(one, until) for one in in_one_sum([one for one in found if one])]
    return told_apart(state, booked, suspending=True)


def told_apart(
    state: LoanState, booked: Iterable[tuple[Accrued, date]], *, suspending: bool = False
) -> list[tuple[Accrued, date]]:
    """The accruals with the interest among it that was suspended before, or is now: what had been taken back is counted
    again first.
    """
    left = sum((-one.accrues * one.suspended for one in state.transactions if not one.is_reversed), ZERO)
    found = []
    for one, on in booked:
        interest = accrued_parts(one).interest
        if one.adjusts:
            moved = interest if suspending else ZERO
            left += moved
        else:
            moved = min(interest, left)
            left -= moved
        found.append((replace(one, suspended=moved) if moved else one, on))
    return found


def taken_back_on(state: LoanState) -> date | None:
    """The last day on which a cumulative loan's income was taken back as it did not perform."""
    days = (
        one.on
        for one in state.transactions
        if one.kind is TransactionKind.ACCRUAL_ADJUSTMENT and not one.is_reversed
    )
    return None if state.contract.is_progressive else max(days, default=None)


def missing(
    state: LoanState,
    until: date,
    charges: ChargeEarnedOn,
    *,
    whole: bool = False,
    received: bool = False,
) -> Iterator[Missing]:
    """By instalment, what is earned by ``until`` less what is booked; ``received``: only what was paid counts (and
    what was forgiven after it was booked).
    """
    booked, again = booked_shares(state), owed_again(state)
    of_row: dict[int, list[tuple[ChargeState, ChargePartState]]] = {}
    for charge in state.charges:
        for part in charge.parts:
            of_row.setdefault(part.instalment, []).append((charge, part))
    for row in state.instalments:
        found = Missing(row)
        if not row.down_payment:
            once = row.due.interest - again.get(row.number, ZERO)
            interest = forgiven_before(row, interest_run(state, row, once, until, whole=whole))
            if received:
                interest = min(interest, row.paid.interest + row.waived.interest)
            found.interest = interest - row.accrued.interest
        for charge, part in of_row.get(row.number, ()):
            on = _counts_on(state, charge, row, charges)
            there = booked.get((charge.charge.id, part.instalment), ZERO)
            share = of_charge(part, there) if whole or on <= until else ZERO
            if received:
                share = min(share, part.paid + part.waived)
            share -= there
            if share and (whole or received or share > ZERO or state.contract.is_progressive):
                side = Component.PENALTIES if charge.charge.penalty else Component.FEES
                found.shares.append((side, ChargeShare(charge.charge.id, part.instalment, share)))
        yield found


def in_one_sum(found: Iterable[Missing]) -> Iterator[Accrued]:
    """At most one accrual, and one adjustment: interest nets over the instalments, charges do not."""
    ones = list(found)
    interest = sum((one.interest for one in ones), ZERO)
    for adjusts in (True, False):
        sign = -1 if adjusts else 1
        taken = [
            Missing(
                one.row,
                sign * one.interest if interest * sign > ZERO else ZERO,
                [
                    (side, ChargeShare(share.charge, share.instalment, sign * share.amount))
                    for side, share in one.shares
                    if share.amount * sign > ZERO
                ],
            )
            for one in ones
        ]
        made = _accrual([one for one in taken if one], adjusts=adjusts)
        if made is not None:
            yield made


def _without_adjustment(ones: list[Missing]) -> Accrued | None:
    """One accrual of what is above zero."""
    for one in ones:
        one.interest = max(one.interest, ZERO)
        one.shares = [(side, share) for side, share in one.shares if share.amount > ZERO]
    return _accrual([one for one in ones if one], adjusts=False)


def _accrual(ones: list[Missing], *, adjusts: bool) -> Accrued | None:
    parts = tuple(AccruedPart(one.row.number, *(one.part(side) for side in INCOME)) for one in ones)
    shares = tuple(share for one in ones for _, share in one.shares)
    return Accrued(parts=parts, charges=shares, adjusts=adjusts) if parts else None


def owed_again(state: LoanState) -> dict[int, Decimal]:
    """By instalment, the interest that was paid once and claimed back: it is earned no second time."""
    found: dict[int, Decimal] = {}
    for one in state.transactions:
        if one.kind is TransactionKind.CHARGEBACK and not one.is_reversed:
            for portion in one.decided.portions:
                found[portion.number] = found.get(portion.number, ZERO) + portion.components.interest
    return found


def interest_run(
    state: LoanState, row: InstalmentState, due: Decimal, until: date, *, whole: bool = False
) -> Decimal:
    """Of the interest ``due`` with an instalment, what has run by the end of ``until``. The day of disbursement brings
    some only where the terms say so.
    """
    terms = state.contract.terms
    model = state.interest_model if not row.extra else None
    if state.contract.is_progressive and terms.progressive.interest_from_disbursement_day:
        until += timedelta(days=1)
    past = row.due_date < until
    if past and model is not None and terms.recalculation is not None and not whole:
        # what is overdue bears interest until the day of the derivation, which is later
        return min(due, model.period_interest(row.from_date, row.due_date, until, credited=False))
    if whole or past or (row.due_date == until and model is None):
        return due
    if until <= row.from_date:
        return ZERO
    if model is not None:
        return model.period_interest(row.from_date, row.due_date, until, credited=False)
    return share_of_days(terms, due, row.from_date, row.due_date, until)


def forgiven_before(row: InstalmentState, interest: Decimal) -> Decimal:
    """The interest of an instalment that is earned: what was forgiven before it was booked is not."""
    if not row.waived.interest:
        return interest
    unbooked = max(row.waived.interest - row.accrued.interest, ZERO)
    return min(interest, max(row.due.interest - unbooked, row.accrued.interest, ZERO))


def of_charge(part: ChargePartState, booked: Decimal) -> Decimal:
    """What is earned of a charge: nothing forgiven before it was booked; what was booked by then stays."""
    return max(part.amount - part.waived, min(booked, part.amount))


def _counts_on(state: LoanState, charge: ChargeState, row: InstalmentState, by: ChargeEarnedOn) -> date:
    """The day on which the part of a charge on ``row`` is earned."""
    about = charge.charge
    if by is ChargeEarnedOn.SUBMITTED and about.id in state.charged_on:
        return state.charged_on[about.id]
    if about.time is ChargeTime.INSTALMENT or about.due_on is None:
        return row.due_date
    return about.due_on


def booked_shares(state: LoanState) -> dict[tuple[int, int], Decimal]:
    """By charge and instalment: what stands as booked."""
    booked: dict[tuple[int, int], Decimal] = {}
    for one in state.transactions:
        if one.is_reversed or not one.accrues:
            continue
        for share in one.decided.charges:
            place = (share.charge, share.instalment)
            booked[place] = booked.get(place, ZERO) + one.accrues * share.amount
    return booked


def charges_until(state: LoanState, until: date, charges: ChargeEarnedOn) -> list[tuple[Accrued, date]]:
    """The charges of a progressive loan earned by ``until`` and not booked, in one sum."""
    found = list(missing(state, until, charges))
    for one in found:
        one.interest = ZERO
    return [(one, until) for one in in_one_sum(found)]


def interest_until(state: LoanState, on: date) -> list[tuple[Accrued, date]]:
    """All interest earned by ``on`` and not booked, in one sum: what is booked before a loan is charged off."""
    if state.contract.accounting is not Accounting.ACCRUAL_PERIODIC:
        return []
    found = list(missing(state, on, ChargeEarnedOn.DUE_DATE))
    for one in found:
        one.shares.clear()
    return [(one, on) for one in in_one_sum(found)]
