"""Income booked before it is paid: what an accrual comes to, and what of a sum had been booked."""

from decimal import Decimal

from amana.finance.components import NOTHING, Components
from amana.finance.money import ZERO
from amana.loans.events import Accrued


def book_accrual(accrued: dict[int, Components], body: Accrued) -> None:
    """Add an accrual to what is booked, by instalment."""
    sign = -1 if body.adjusts else 1
    for part in body.parts:
        booked = accrued.get(part.number, NOTHING)
        accrued[part.number] = Components(
            ZERO,
            booked.interest + sign * part.interest,
            booked.fees + sign * part.fees,
            booked.penalties + sign * part.penalties,
        )


def accrued_parts(body: Accrued) -> Components:
    """What an accrual books, all its instalments together."""
    parts = body.parts
    if len(parts) == 1:
        [part] = parts
        return Components(ZERO, part.interest, part.fees, part.penalties)
    return Components(
        ZERO,
        sum((part.interest for part in parts), ZERO),
        sum((part.fees for part in parts), ZERO),
        sum((part.penalties for part in parts), ZERO),
    )


def recognised_part(booked: Components, settled: Components, parts: Components) -> Components:
    """``settled`` already contains ``parts``: what of them lies within what was ``booked`` as income."""

    def within(income: Decimal, gone: Decimal, part: Decimal) -> Decimal:
        return min(part, max(ZERO, income - (gone - part)))

    return Components(
        ZERO,
        within(booked.interest, settled.interest, parts.interest),
        within(booked.fees, settled.fees, parts.fees),
        within(booked.penalties, settled.penalties, parts.penalties),
    )
