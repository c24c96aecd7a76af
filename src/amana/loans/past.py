"""A loan as it was on a day: the same derivation over the events that counted by then."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from amana.finance.arrears import arrears_on
from amana.finance.components import Component
from amana.finance.dues import OpenInstalment
from amana.finance.money import ZERO
from amana.kernel.context import Reading
from amana.loans import model
from amana.loans import statements as sql
from amana.loans.kinds import LoanStatus
from amana.loans.parts import charge_view, schedule_view
from amana.loans.refusals import DateBefore
from amana.loans.rows import event_of
from amana.loans.state import LoanState
from amana.loans.views import ComponentTotals, LoanSummary, LoanView, Timeline


def as_of(reading: Reading, view: LoanView, day: date) -> LoanView:
    """The loan with what counted by the end of ``day``; who did what stays as the present view has it."""
    submitted = view.timeline.submitted_on
    if day < submitted:
        raise DateBefore(what="view", on=day, limit_of="submission", limit=submitted)
    events = [event_of(row) for row in reading.session.records(sql.EVENTS, loan=view.id)]
    state = model.derive(model.as_of(events, day), day)
    schedule = schedule_view(
        view.currency,
        day,
        state.disbursements
        or [(state.contract.terms.expected_disbursement_on, state.contract.terms.principal)],
        state.instalments,
        state.charges,
    )
    due = {one.number: one.due_date for one in state.instalments}
    counted = {one.id for one in state.transactions}
    summary = _summary(state, day) if state.is_disbursed else None
    late = summary is not None and summary.overdue > state.contract.arrears_tolerance
    late = late and state.status is LoanStatus.ACTIVE
    since = summary.overdue_since if summary is not None else None
    return replace(
        view,
        status=state.status,
        contract=state.contract,
        principal=state.principal.charged if state.is_disbursed else state.contract.terms.principal,
        approved_principal=state.approved_principal,
        timeline=_timeline(view.timeline, state),
        summary=summary,
        in_arrears=late,
        days_in_arrears=(day - since).days if late and since is not None else 0,
        schedule=schedule if view.schedule is not None else None,
        transactions=None
        if view.transactions is None
        else [one for one in view.transactions if one.id in counted],
        charges=None
        if view.charges is None
        else [charge_view(one, view.currency, due) for one in state.charges],
    )


_STEPS = ("approved", "rejected", "withdrawn", "disbursed", "closed", "written_off")


def _timeline(present: Timeline, state: LoanState) -> Timeline:
    changed: dict[str, Any] = {"expected_maturity_on": state.matures_on}
    for step in _STEPS:
        taken = getattr(state.life, step)
        changed[f"{step}_on"] = taken.on if taken is not None else None
        if taken is None:
            changed[f"{step}_by"] = None
    return replace(present, **changed)


def _summary(state: LoanState, day: date) -> LoanSummary:
    arrears = arrears_on(
        (
            OpenInstalment(
                one.number, one.from_date, one.due_date, one.due, one.paid, one.waived, one.written_off
            )
            for one in state.instalments
        ),
        day,
    )

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
    )
