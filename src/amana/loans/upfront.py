"""Upfront accrual: the whole income of a loan booked when it is paid out, or when a charge joins it.

Loans whose books know no accruals (none, or cash) can show the same ones, for what was to be earned; no entry follows.
"""

from amana.finance.money import ZERO
from amana.kernel.context import Moment
from amana.loans.charge_book import AT_DISBURSEMENT
from amana.loans.conventions import ACCRUED_WITHOUT_ENTRIES, is_on
from amana.loans.decided import ChargeShare
from amana.loans.events import Accrued, AccruedPart
from amana.loans.kinds import Accounting
from amana.loans.state import ChargeState, LoanState


def accrues_upfront(moment: Moment, accounting: Accounting) -> bool:
    """Whether the income is accrued when the loan is paid out: by its accounting, or shown alone by the setting."""
    if accounting.is_accrual:
        return accounting is Accounting.ACCRUAL_UPFRONT
    return is_on(moment, ACCRUED_WITHOUT_ENTRIES)


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
