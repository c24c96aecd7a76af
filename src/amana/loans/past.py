"""A loan as it was on a day, or as it was known at a moment: the same derivation over fewer events."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from amana.finance.components import Component
from amana.finance.money import ZERO
from amana.kernel.context import Reading
from amana.kernel.refusals import NotFound
from amana.loans import model
from amana.loans import statements as sql
from amana.loans.events import Recorded
from amana.loans.kinds import LoanStatus
from amana.loans.late import arrears_go_on, late_on
from amana.loans.parts import charge_view, schedule_view
from amana.loans.refusals import DateBefore
from amana.loans.rows import event_of
from amana.loans.state import LoanState, TransactionState
from amana.loans.transaction_views import TransactionView
from amana.loans.views import ComponentTotals, LoanSummary, LoanView, Timeline


def as_it_was(
    reading: Reading, view: LoanView, day: date | None, known_at: datetime | None = None
) -> LoanView:
    """The loan with what counted by the end of ``day`` and was known at ``known_at``.

    Left out, the day is the business date and everything known counts. Who did what stays as the present view has it.
    """
    day = day or reading.business_date
    submitted = view.timeline.submitted_on
    if day < submitted:
        raise DateBefore(what="view", on=day, limit_of="submission", limit=submitted)
    events = [event_of(row) for row in reading.session.records(sql.EVENTS, loan=view.id)]
    if known_at is not None:
        events = _known(view, events, known_at)
    state = model.derive(model.as_of(events, day), day)
    schedule = schedule_view(
        view.currency,
        day,
        state.disbursements
        or [(state.contract.terms.expected_disbursement_on, state.contract.terms.principal)],
        state.instalments,
        state.charges,
        progressive=state.contract.is_progressive,
    )
    due = {one.number: one.due_date for one in state.instalments}
    counted = {one.id: one for one in state.transactions}
    summary = _summary(state, day) if state.is_disbursed else None
    late = summary if state.status is LoanStatus.ACTIVE else None
    return replace(
        view,
        status=state.status,
        ending=view.ending if state.status is LoanStatus.CLOSED else None,
        contract=state.contract,
        principal=state.principal.charged - state.charged_back
        if state.is_disbursed
        else state.contract.terms.principal,
        approved_principal=state.approved_principal,
        timeline=_timeline(view.timeline, state),
        summary=summary,
        days_in_arrears=state.contract.days_in_arrears(late.overdue, late.overdue_since, day) if late else 0,
        arrears_go_on=arrears_go_on(state, day),
        schedule=schedule if view.schedule is not None else None,
        collection=None,
        yields=None,
        transactions=None
        if view.transactions is None
        else [_transaction(one, counted[one.id]) for one in view.transactions if one.id in counted],
        charges=None
        if view.charges is None
        else [charge_view(one, view.id, view.currency, due) for one in state.charges],
    )


def _known(view: LoanView, events: list[Recorded], known_at: datetime) -> list[Recorded]:
    """By the number of the last event booked by then: numbers follow the order of booking, clocks may not."""
    last = max((one.seq for one in events if one.booked_at <= known_at), default=None)
    if last is None:
        raise NotFound(kind="loan", id=view.id)
    return model.known_at(events, last)


def _transaction(view: TransactionView, then: TransactionState) -> TransactionView:
    return replace(
        view,
        amount=then.amount,
        components=then.components,
        overpayment=then.decided.overpayment,
        balance=then.balance,
        reversed=then.is_reversed,
        reversed_on=then.reversed_on,
        shares=then.decided.charges,
    )


_STEPS = ("approved", "rejected", "withdrawn", "disbursed", "closed", "written_off", "charged_off")


def _timeline(present: Timeline, state: LoanState) -> Timeline:
    changed: dict[str, Any] = {"expected_maturity_on": state.matures_on}
    for step in _STEPS:
        taken = getattr(state.life, step)
        changed[f"{step}_on"] = taken.on if taken is not None else None
        if taken is None:
            changed[f"{step}_by"] = None
    return replace(present, **changed)


def _summary(state: LoanState, day: date) -> LoanSummary:
    arrears = late_on(state, day)

    def totals(component: Component) -> ComponentTotals:
        sums = getattr(state, component)
        overdue: Decimal = arrears.overdue.of(component) or ZERO
        return ComponentTotals(
            charged=sums.charged,
            paid=sums.paid,
            waived=sums.waived,
            written_off=sums.written_off,
            outstanding=sums.outstanding,
            overdue=overdue,
        )

    return LoanSummary(
        currency=state.contract.currency,
        principal=totals(Component.PRINCIPAL),
        interest=totals(Component.INTEREST),
        fees=totals(Component.FEES),
        penalties=totals(Component.PENALTIES),
        fees_at_disbursement=state.fees_at_disbursement,
        overpaid=state.overpaid,
        overdue_since=arrears.since,
        charged_back=state.charged_back,
    )
