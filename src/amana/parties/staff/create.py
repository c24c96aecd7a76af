"""Taking on staff."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel import identities
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput
from amana.parties.clients.contact import contact_problems
from amana.parties.records import staff
from amana.parties.refs import office_ref, staff_ref
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class CreateStaff:
    """A member of staff. Only a loan officer can be put in charge of loans."""

    office: int
    first_name: str
    last_name: str
    is_loan_officer: bool = False
    active: bool = True
    external_id: str | None = None
    mobile_no: str | None = None
    email: str | None = None
    joined_on: date | None = None
    supervisor: int | None = None


_INSERT = Statement(
    sa.insert(staff).returning(staff.c.id),
    columns=[
        *("office_id", "first_name", "last_name", "display_name", "is_loan_officer", "active"),
        *("mobile_no", "email", "joined_on", "supervisor_id"),
    ],
)


def staff_display_name(first_name: str, last_name: str) -> str:
    """Last name, comma, first name."""
    return f"{last_name}, {first_name}"


@handles(CreateStaff, permission="CREATE_STAFF", grouping="organisation")
def create(command: CreateStaff, work: Work) -> Outcome:
    """Refuses an unknown office or supervisor and a taken external id."""
    office_ref(work, command.office)
    if command.supervisor is not None:
        staff_ref(work, command.supervisor)
    if problems := contact_problems(command.email):
        raise InvalidInput(tuple(problems))
    made = work.session.insert(
        _INSERT,
        office_id=command.office,
        first_name=command.first_name,
        last_name=command.last_name,
        display_name=staff_display_name(command.first_name, command.last_name),
        is_loan_officer=command.is_loan_officer,
        active=command.active,
        mobile_no=command.mobile_no,
        email=command.email,
        joined_on=command.joined_on,
        supervisor_id=command.supervisor,
    )
    identities.register(work.session, "staff", made, command.external_id)
    return Outcome(kind="staff", id=made, office=command.office)
