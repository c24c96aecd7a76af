"""Loans on which nothing is owed: whether they still take money, as the institution wants it."""

from amana.kernel.context import Work
from amana.loans.conventions import SETTLED_TAKE_NO_MONEY, is_on
from amana.loans.kinds import LoanStatus
from amana.loans.refusals import TakesNoMoney

SETTLED = frozenset({LoanStatus.CLOSED, LoanStatus.OVERPAID})


def takes_money(work: Work, status: LoanStatus) -> None:
    """Refuse payments, credits and waivers on a closed or overpaid loan where the setting says so."""
    if status in SETTLED and is_on(work.moment, SETTLED_TAKE_NO_MONEY):
        raise TakesNoMoney
