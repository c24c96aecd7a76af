"""Accruals told: what was earned by their day, what had been booked before, and so what was booked.

Each is told from the loan as it was when it was booked.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from amana.finance.components import Component
from amana.finance.explaining.figures import part_by_days
from amana.finance.money import ZERO
from amana.loans import model
from amana.loans.earning import booked_shares, forgiven_before, interest_run, of_charge, owed_again
from amana.loans.events import Accrued, Recorded
from amana.loans.explaining.figure_views import figure_view
from amana.loans.explaining.progressive import stretches_told
from amana.loans.explaining.views import AmountView, EarnedExplained, PartView
from amana.loans.state import InstalmentState, LoanState

BY_DAYS = "the days of the instalment that are over"
WHOLE = "the whole of the instalment"
STRETCHES = "interest on the balance until then, stretch by stretch, rounded once"
AS_BOOKED = "as it was booked"
AGAIN = "of what was charged back, which is not earned again"
OVERDUE = "on principal that is overdue, of days after the instalment"
CHARGE = "a charge, once it is earned"


def explained_accrual(events: Sequence[Recorded], accrual: Recorded, body: Accrued) -> list[EarnedExplained]:
    """Each amount of an accrual (or of what takes some back: below zero), by instalment and component."""
    state = model.derive(model.known_at(events, accrual.seq - 1), accrual.business_date)
    return list(_earned(state, accrual.value_date, body))


def _earned(state: LoanState, on: date, body: Accrued) -> Iterator[EarnedExplained]:
    sign = -1 if body.adjusts else 1
    rows = {row.number: row for row in state.instalments}
    for part in body.parts:
        row = rows.get(part.number)
        if part.interest:
            yield _interest(state, row, on, part.number, sign * part.interest)
        named = {share.charge for share in body.charges if share.instalment == part.number}
        if not named:
            for side, amount in ((Component.FEES, part.fees), (Component.PENALTIES, part.penalties)):
                if amount:
                    yield _told(part.number, side, ZERO, sign * amount, AS_BOOKED)
    before = booked_shares(state)
    for share in body.charges:
        there = before.get((share.charge, share.instalment), ZERO)
        yield _charge(state, share.charge, share.instalment, there, sign * share.amount)


def _interest(
    state: LoanState, row: InstalmentState | None, on: date, number: int, amount: Decimal
) -> EarnedExplained:
    if row is None:
        return _told(number, Component.INTEREST, ZERO, amount, AS_BOOKED)
    booked = row.accrued.interest
    once = row.due.interest - owed_again(state).get(row.number, ZERO)
    for whole in (False, True):
        run = interest_run(state, row, once, on, whole=whole)
        kept = forgiven_before(row, run)
        if kept - booked == amount:
            over = whole or run == once
            rule, parts = (WHOLE, _whole(row, once)) if over else _running(state, row, on, run)
            if kept != run:
                parts.append(PartView(amount=kept - run, what="forgiven before it was booked"))
            return _told(number, Component.INTEREST, booked, amount, rule, parts)
    return _told(number, Component.INTEREST, booked, amount, AS_BOOKED)


def _whole(row: InstalmentState, once: Decimal) -> list[PartView]:
    told = PartView(
        amount=row.due.interest,
        what="the interest of the instalment",
        from_date=row.from_date,
        to_date=row.due_date,
    )
    return [told, *_rest(once - row.due.interest)]


def _rest(amount: Decimal) -> list[PartView]:
    """What the days of an instalment do not tell."""
    if not amount:
        return []
    what = AGAIN if amount < ZERO else OVERDUE
    return [PartView(amount=amount, what=what)]


def _running(state: LoanState, row: InstalmentState, on: date, run: Decimal) -> tuple[str, list[PartView]]:
    """The interest that has run of an instalment that is not over."""
    terms = state.contract.terms
    model_ = state.interest_model
    if model_ is not None and not row.extra:
        until = on
        if terms.progressive.interest_from_disbursement_day:
            until += timedelta(days=1)
        story = model_.story_until(row.from_date, row.due_date, until)
        parts = stretches_told(story, model_.terms)
        return STRETCHES, [*parts, *_rest(run - sum((part.amount for part in parts), ZERO))]
    made = part_by_days(
        terms, row.due.interest, (on - row.from_date).days, (row.due_date - row.from_date).days
    )
    what = "a share of the interest of the instalment"
    return BY_DAYS, [
        PartView(amount=run, what=what, from_date=row.from_date, to_date=on, figure=figure_view(made))
    ]


def _charge(
    state: LoanState, charge: int, instalment: int, booked: Decimal, amount: Decimal
) -> EarnedExplained:
    for one in state.charges:
        if one.charge.id != charge:
            continue
        side = Component.PENALTIES if one.charge.penalty else Component.FEES
        part = next((part for part in one.parts if part.instalment == instalment), None)
        if part is not None and of_charge(part, booked) - booked == amount:
            parts = [PartView(amount=part.amount, what=one.charge.name, charge=charge)]
            kept = of_charge(part, booked) - part.amount
            if kept:
                parts.append(PartView(amount=kept, what="forgiven before it was booked", charge=charge))
            return _told(instalment, side, booked, amount, CHARGE, parts, charge)
        return _told(instalment, side, booked, amount, AS_BOOKED, charge=charge)
    return _told(instalment, Component.FEES, booked, amount, AS_BOOKED, charge=charge)


def _told(
    instalment: int,
    component: Component,
    booked: Decimal,
    amount: Decimal,
    rule: str,
    parts: list[PartView] | None = None,
    charge: int | None = None,
) -> EarnedExplained:
    earned = booked + amount
    if parts is None:
        parts = [PartView(amount=earned, what=AS_BOOKED, charge=charge)] if earned else []
    return EarnedExplained(
        instalment=instalment,
        charge=charge,
        earned=AmountView(component=component, amount=earned, rule=rule, parts=parts),
        booked_before=booked,
        amount=amount,
    )
