"""A loan as of the end of a day, without what is asked only later: the question of who looks back at a portfolio."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.charges import ChargeTime
from amana.finance.money import ZERO
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.loans.past import as_it_was
from amana.loans.selecting import loan_view
from amana.loans.views import ComponentTotals, LoanChargeView, LoanView


@dataclass(frozen=True, kw_only=True)
class GetLoanAtDay:
    """A loan by the end of the day ``on``: a ``LoanView``. Charges due later are not in its sums, instalment fees not
    for instalments due later (penalties for each instalment are); interest is that of the whole term.
    """

    loan: int
    on: date


@answers(GetLoanAtDay, permission="READ_LOAN")
def get_loan_at_day(query: GetLoanAtDay, reading: Reading) -> LoanView:
    """Derived from the events until then, as `GetLoan` as of a day is. What was paid ahead stays."""
    view = as_it_was(reading, replace(loan_view(reading, query.loan), charges=[]), query.on)
    if view.summary is None:
        return view
    later = {False: ZERO, True: ZERO}
    for one in view.charges or ():
        later[one.penalty] += _owed_later(one, query.on)
    summary = replace(
        view.summary,
        fees=_without(view.summary.fees, later[False]),
        penalties=_without(view.summary.penalties, later[True]),
    )
    return replace(view, summary=summary, charges=None)


def _owed_later(charge: LoanChargeView, day: date) -> Decimal:
    if charge.time is ChargeTime.INSTALMENT:
        parts = () if charge.penalty else charge.parts
        return sum((part.outstanding for part in parts if part.due_on > day), ZERO)
    return charge.outstanding if charge.due_on is not None and charge.due_on > day else ZERO


def _without(totals: ComponentTotals, later: Decimal) -> ComponentTotals:
    return replace(totals, charged=totals.charged - later, outstanding=totals.outstanding - later)
