"""What of a loan is late: by its instalments as they are or, where agreed so, by the schedule planned at first."""

from datetime import date

from amana.finance.arrears import Arrears, arrears_by_plan, arrears_on
from amana.loans.state import LoanState


def late_on(state: LoanState, day: date) -> Arrears:
    """The arrears of ``day``."""
    rule = state.contract.terms.recalculation
    if rule is None or not rule.arrears_by_original:
        return arrears_on((one.as_open for one in state.instalments), day)
    return arrears_by_plan(((one.as_open, one.original) for one in state.instalments), day)
