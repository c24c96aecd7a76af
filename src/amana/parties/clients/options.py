"""What forms about clients offer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from amana.kernel.codes.queries import CodeValueView, code_options
from amana.kernel.codes.seeds import (
    CLIENT_CLOSURE_REASON,
    CLIENT_REJECT_REASON,
    CLIENT_WITHDRAW_REASON,
    GENDER,
)
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.parties.offices.queries import OfficeName, office_names
from amana.parties.refs import office_ref
from amana.parties.staff.queries import StaffName, staff_names


class ClientForm(StrEnum):
    """Which form is to be filled in."""

    CLOSE = "close"
    REJECT = "reject"
    WITHDRAW = "withdraw"


REASONS: dict[ClientForm, str] = {
    ClientForm.CLOSE: CLIENT_CLOSURE_REASON,
    ClientForm.REJECT: CLIENT_REJECT_REASON,
    ClientForm.WITHDRAW: CLIENT_WITHDRAW_REASON,
}


@dataclass(frozen=True, kw_only=True)
class ClientOptions:
    """Proposed day and office, and the lists to choose from; ``reasons`` for the form that needs them."""

    activated_on: date
    office_id: int
    offices: list[OfficeName]
    staff: list[StaffName]
    genders: list[CodeValueView]
    reasons: list[CodeValueView] | None = None


@dataclass(frozen=True, kw_only=True)
class GetClientOptions:
    """``office``: None for the actor's own. Staff of the office and of those above, unless narrowed."""

    office: int | None = None
    staff_of_office_only: bool = False
    form: ClientForm | None = None


@answers(GetClientOptions, permission="READ_CLIENT")
def get_options(query: GetClientOptions, reading: Reading) -> ClientOptions:
    """The options."""
    return client_options(reading, query.office, query.form, staff_of_office_only=query.staff_of_office_only)


def client_options(
    reading: Reading,
    office_id: int | None,
    form: ClientForm | None = None,
    *,
    staff_of_office_only: bool = False,
) -> ClientOptions:
    """The options for a client of the office."""
    office = office_ref(reading, reading.actor.office_id if office_id is None else office_id)
    return ClientOptions(
        activated_on=reading.business_date,
        office_id=office.id,
        offices=office_names(reading),
        staff=staff_names(reading, office.id, above_too=not staff_of_office_only),
        genders=code_options(reading.session, GENDER),
        reasons=None if form is None else code_options(reading.session, REASONS[form]),
    )
