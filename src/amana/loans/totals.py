"""One component over a whole loan: what it comes to and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from amana.finance.components import NOTHING, Components
from amana.finance.money import ZERO
from amana.loans.charge_book import AT_DISBURSEMENT
from amana.loans.state import ChargeState, InstalmentState, Totals


def totals_of(
    rows: Sequence[InstalmentState],
    charges: Sequence[ChargeState],
    disbursed: Sequence[tuple[date, Decimal]],
    charged_back: Decimal,
) -> tuple[Totals, Totals, Totals, Totals]:
    """Principal, interest, fees and penalties; fees at disbursement are among the fees."""
    due = _sum(row.due for row in rows)
    paid = _sum(row.paid for row in rows)
    waived = _sum(row.waived for row in rows)
    written_off = _sum(row.written_off for row in rows)
    for one in charges:
        for part in one.parts:
            if part.instalment == AT_DISBURSEMENT:
                due += _on_side(one, part.amount)
                paid += _on_side(one, part.paid)
    principal = sum((amount for _, amount in disbursed), charged_back)
    return (
        Totals(principal, paid.principal, waived.principal, written_off.principal),
        Totals(due.interest, paid.interest, waived.interest, written_off.interest),
        Totals(due.fees, paid.fees, waived.fees, written_off.fees),
        Totals(due.penalties, paid.penalties, waived.penalties, written_off.penalties),
    )


def _sum(parts: Iterable[Components]) -> Components:
    some = [one for one in parts if one is not NOTHING]
    if not some:
        return NOTHING
    return Components(
        sum((one.principal for one in some), ZERO),
        sum((one.interest for one in some), ZERO),
        sum((one.fees for one in some), ZERO),
        sum((one.penalties for one in some), ZERO),
    )


def _on_side(one: ChargeState, amount: Decimal) -> Components:
    return Components(penalties=amount) if one.charge.penalty else Components(fees=amount)
