"""What closes a loan on a day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.components import Component, Components
from amana.finance.money import ZERO
from amana.finance.rests import rest_days
from amana.finance.terms import PreClosure
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.loans import model
from amana.loans import statements as sql
from amana.loans.events import UNDECIDED, ChargeAdded, ChargeChanged, ChargeRemoved, Recorded, Repaid
from amana.loans.foreclose import outstanding
from amana.loans.kinds import LoanStatus, TransactionKind
from amana.loans.lifecycle import read
from amana.loans.rows import event_of
from amana.loans.selecting import loan_view
from amana.loans.state import LoanState
from amana.loans.transaction_views import TransactionDefaults
from amana.loans.views import LoanView

_CHARGES = (ChargeAdded, ChargeChanged, ChargeRemoved)


@dataclass(frozen=True, kw_only=True)
class GetPayoff:
    """What has to be paid on a day to close the loan: ``TransactionDefaults``.

    With recalculation interest runs until that day, or the rest day after it; without, everything scheduled is owed.
    Of a ``foreclosure`` only interest of the days until then and charges due by then are.
    """

    loan: int
    on: date | None = None
    foreclosure: bool = False


@answers(GetPayoff, permission="READ_LOAN")
def payoff(query: GetPayoff, reading: Reading) -> TransactionDefaults:
    """The amount by component; the business date when no day is given."""
    view = loan_view(reading, query.loan)
    return _closing(reading, view, query.on or reading.business_date, foreclosure=query.foreclosure)


def payoff_of(reading: Reading, view: LoanView) -> TransactionDefaults | None:
    """What closes a running loan on the business date."""
    return _closing(reading, view, reading.business_date) if view.status is LoanStatus.ACTIVE else None


def _closing(reading: Reading, view: LoanView, on: date, *, foreclosure: bool = False) -> TransactionDefaults:
    events = [event_of(row) for row in reading.session.records(sql.EVENTS, loan=view.id)]
    owed = outstanding(owed_on(events, on, foreclosure=True)) if foreclosure else closing(events, on)
    return TransactionDefaults(
        kind=TransactionKind.REPAYMENT, on=on, amount=owed.total, components=owed, currency=view.currency
    )


def closing(events: Sequence[Recorded], on: date) -> Components:
    """What closes the loan when it is paid on the day ``on``, by component.

    That is what is owed then. The schedule of a cumulative loan may change with this very payment: a charge of later
    is still owed, a strategy forgives interest that is paid in advance. So it is tried.
    """
    state = owed_on(events, on)
    owed = outstanding(state)
    contract, life = state.contract, state.life
    expected = len(contract.terms.tranches) > len(state.disbursements)
    if contract.is_progressive or expected or life.disbursed is None or state.status is not LoanStatus.ACTIVE:
        return owed
    day = max(on, life.disbursed.on)
    tried = owed
    for _ in range(_TRIALS):
        paid = model.derive([*_counting(events, day), _trial(events[-1], tried.total, day)], day)
        more = outstanding(paid)
        if not more and not paid.overpaid:
            return tried
        if more and paid.overpaid:
            break  # the strategy takes no interest in advance: no payment closes it
        tried = tried + more - _of(tried, paid.overpaid)
    return owed


_TRIALS = 4
_SPARED_FIRST = (Component.INTEREST, Component.FEES, Component.PENALTIES, Component.PRINCIPAL)


def _of(owed: Components, amount: Decimal) -> Components:
    """An ``amount`` out of what is owed, interest first."""
    parts = dict.fromkeys(Component, ZERO)
    for one in _SPARED_FIRST:
        parts[one] = min(amount, owed.of(one))
        amount -= parts[one]
    return Components(*(parts[one] for one in Component))


def _trial(last: Recorded, amount: Decimal, on: date) -> Recorded:
    """A repayment after everything else, in an envelope that is never kept."""
    body = Repaid(amount=amount, decided=UNDECIDED)
    return replace(last, id=last.id + 1, seq=last.seq + 1, value_date=on, body=body, changed=())


def _counting(events: Sequence[Recorded], on: date) -> list[Recorded]:
    """What happened by the end of ``on``, and the charges as they are now."""
    there = {one.id for one in model.as_of(events, on)}
    return [one for one in events if one.id in there or isinstance(one.body, _CHARGES)]


def owed_on(events: Sequence[Recorded], on: date, *, foreclosure: bool = False) -> LoanState:
    """The loan of which all that is outstanding closes it on the day ``on``; before it was paid out, on that day.

    Of a progressive loan all that happened counts, as on any day it is known what is still owed of the principal: for
    a day in the past less interest is. Of another, what happened by then counts, and its charges as they are now.
    """
    story = read(events)
    if story.life.disbursed is not None:
        on = max(on, story.life.disbursed.on)
    counting: Sequence[Recorded] = events
    if not story.contract.is_progressive:
        counting = _counting(events, on)
    story = read(counting)
    terms, paid_out = story.contract.terms, story.disbursements
    until = on
    to_rest = terms.recalculation is not None and terms.recalculation.pre_closure is PreClosure.TILL_REST_DATE
    if paid_out and to_rest and not story.contract.is_progressive:  # which knows its due dates itself
        until = rest_days(terms, paid_out[0][0]).on_or_after(on)
    return model.derive(counting, on, until=until, foreclosed_on=on if foreclosure else None)
