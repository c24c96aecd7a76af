"""Who was in charge of a loan, and when."""

import sqlalchemy as sa

from amana.kernel.context import Reading
from amana.loans import statements as sql
from amana.loans.events import OfficerAssigned, Submitted
from amana.loans.reference_views import Named, OfficerTerm
from amana.loans.rows import event_of
from amana.loans.views import LoanView
from amana.parties.records import staff


def officers_of(reading: Reading, view: LoanView) -> list[OfficerTerm]:
    """In the order in which they were put in charge; nobody in charge for a while leaves a gap."""
    events = [event_of(row) for row in reading.session.records(sql.EVENTS, loan=view.id)]
    changes = [
        (one.value_date, one.body.officer)
        for one in events
        if isinstance(one.body, Submitted | OfficerAssigned)
    ]
    names = _names(reading, {officer for _, officer in changes if officer is not None})
    ends = [on for on, _ in changes[1:]]
    return [
        OfficerTerm(officer=names[officer], starts_on=on, ends_on=end)
        for (on, officer), end in zip(changes, [*ends, None], strict=True)
        if officer is not None
    ]


def _names(reading: Reading, ids: set[int]) -> dict[int, Named]:
    query = sa.select(staff.c.id, staff.c.display_name).where(staff.c.id.in_(ids))
    return {
        row["id"]: Named(id=row["id"], name=row["display_name"]) for row in reading.session.records(query)
    }
