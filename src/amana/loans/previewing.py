"""The schedule that terms would give; nothing is stored."""

from dataclasses import replace

from amana.finance.cumulative import ScheduleError
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.loans.agreeing import agree
from amana.loans.asking import PreviewSchedule
from amana.loans.at_meetings import with_meeting
from amana.loans.charging import agreed_charges
from amana.loans.conventions import by_convention
from amana.loans.days import calendar_of
from amana.loans.floating.linking import linked
from amana.loans.parts import schedule_view
from amana.loans.plan import planned
from amana.loans.products.store import ProductReader
from amana.loans.refusals import NoSchedule
from amana.loans.schedule_views import ScheduleView
from amana.parties.refs import client_ref, group_ref


def _office(query: PreviewSchedule, reading: Reading) -> int:
    """Whose calendar counts: the borrower's office, or the actor's where nobody is named."""
    if query.client is not None:
        return client_ref(reading, query.client).office_id
    if query.group is not None:
        return group_ref(reading, query.group).office_id
    return reading.actor.office_id


@answers(PreviewSchedule, permission="READ_LOAN")
def preview(query: PreviewSchedule, reading: Reading) -> ScheduleView:
    """The same plan that an application with these terms would have."""
    product = ProductReader(reading).get(query.product)
    contract = linked(reading.session, agree(product, with_meeting(reading, query.terms, query.group)))
    contract = replace(contract, terms=by_convention(reading.moment, contract.terms))
    start = contract.terms.expected_disbursement_on
    meeting = contract.terms.calendar.meeting
    terms = replace(contract.terms, calendar=calendar_of(reading, _office(query, reading), start, meeting))
    charges = agreed_charges(reading.session, product, query.charges, not_before=start)
    # no charge is stored, so each is numbered by its place
    charges = tuple(replace(one, id=number) for number, one in enumerate(charges, 1))
    try:
        plan = planned(replace(contract, terms=terms, charges=charges))
    except ScheduleError as error:
        raise NoSchedule(reason=str(error)) from error
    return schedule_view(
        contract.currency,
        reading.business_date,
        [(one.on, one.amount) for one in plan.schedule.disbursements],
        plan.instalments,
        plan.charges,
        preview=True,
        progressive=contract.is_progressive,
    )
