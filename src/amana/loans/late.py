"""What of a loan is late: by its instalments as they are or, where agreed so, by the schedule planned at first."""

from datetime import date

from amana.finance.arrears import Arrears, arrears_by_plan, arrears_on, go_on_from
from amana.loans.state import LoanState


def late_on(state: LoanState, day: date) -> Arrears:
    """The arrears of ``day``."""
    rule = state.contract.terms.recalculation
    if rule is None or not rule.arrears_by_original:
        return arrears_on((one.as_open for one in state.instalments), day)
    return arrears_by_plan(((one.as_open, one.original) for one in state.instalments), day)


def arrears_go_on(state: LoanState, day: date) -> bool:
    """Whether arrears that made the loan a non-performing one have not come to an end by ``day``, where its product
    asks for that.
    """
    after = state.contract.npa_after_days
    if after is None or not state.contract.npa_until_paid:
        return False
    return go_on_from(((one.due_date, one.completed_on) for one in state.instalments), day, after)
