"""Upfront accrual: the whole income of a loan booked when it is paid out, or when a charge joins it."""

from amana.finance.money import ZERO
from amana.loans.book import AT_DISBURSEMENT
from amana.loans.decided import ChargeShare
from amana.loans.events import Accrued, AccruedPart
from amana.loans.state import ChargeState, LoanState


def accrued_upfront(state: LoanState) -> list[Accrued]:
    """One accrual for all interest, and one for each charge that is not taken at disbursement."""
    interest = tuple(
        AccruedPart(row.number, interest=row.due.interest) for row in state.instalments if row.due.interest
    )
    found = [Accrued(parts=interest)] if interest else []
    return found + [one for charge in state.charges for one in accrued_charge(charge)]


def accrued_charge(one: ChargeState) -> list[Accrued]:
    """The income of one charge; nothing when it is taken at disbursement or comes to nothing."""
    parts, shares = [], []
    for part in one.parts:
        if part.instalment == AT_DISBURSEMENT or part.amount <= ZERO:
            continue
        side = "penalties" if one.charge.penalty else "fees"
        parts.append(AccruedPart(part.instalment, **{side: part.amount}))
        shares.append(ChargeShare(one.charge.id, part.instalment, part.amount))
    return [Accrued(parts=tuple(parts), charges=tuple(shares))] if parts else []
