"""Registering a person through a door that asks for no days: accepted on the business date unless said otherwise."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from amana.kernel.codes.lookup import require_named
from amana.kernel.codes.seeds import GENDER
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.parties.addresses import Address, keep_address
from amana.parties.clients.create import CreateClient, create
from amana.parties.clients.papers_by_name import NamedPaper, add_named_papers


class PersonGender(StrEnum):
    """Gender as doors name it that have no list of their own; values of the code Gender of the same name."""

    MALE = "Male"
    FEMALE = "Female"


@dataclass(frozen=True, kw_only=True)
class EnrolClient:
    """A person. Without ``office`` it is the actor's own; ``accepted``: contracts may be made from now on.

    ``centre`` is the centre it belongs to; ``client_type`` a value of the code ClientType, or 0 for none.
    """

    first_name: str
    last_name: str
    middle_name: str | None = None
    office: int | None = None
    centre: int | None = None
    staff: int | None = None
    accepted: bool = True
    account_no: str | None = None
    mobile_no: str | None = None
    mobile_no_2: str | None = None
    home_phone: str | None = None
    email: str | None = None
    birth_date: date | None = None
    gender: PersonGender | None = None
    client_type: int | None = None
    remarks: str | None = None
    preferred_language: str | None = None
    papers: tuple[NamedPaper, ...] = ()
    address: Address | None = None


COPIED = (
    *("first_name", "last_name", "middle_name", "staff", "account_no", "mobile_no", "mobile_no_2"),
    *("home_phone", "email", "birth_date", "remarks", "preferred_language"),
)


@handles(EnrolClient, permission="CREATE_CLIENT")
def enrol(command: EnrolClient, work: Work) -> Outcome:
    """Refuses what registration refuses, and kinds of paper that are none."""
    gender = command.gender
    made = create(
        CreateClient(
            **{name: getattr(command, name) for name in COPIED},
            office=work.actor.office_id if command.office is None else command.office,
            active=command.accepted,
            activated_on=work.business_date if command.accepted else None,
            group=command.centre,
            gender=None if gender is None else require_named(work.session, GENDER, gender, field="gender"),
            client_type=command.client_type or None,
        ),
        work,
    )
    assert made.client is not None  # noqa: S101 - create names the client it made
    add_named_papers(work, made.client, command.papers)
    if command.address is not None:
        keep_address(work, "client", made.client, command.address)
    return made
