"""Registering a client: pending or active, in a group or not, with its papers, all at once or not at all."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel import identities
from amana.kernel.account_numbers.issue import AccountKind, Prefix, ask_format, format_or_default
from amana.kernel.codes.lookup import require_value
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate, InvalidInput, Problem
from amana.parties.clients.contact import contact_problems
from amana.parties.clients.identifiers import IdentityPaper, add_paper
from amana.parties.clients.names import ClientName
from amana.parties.clients.states import ClientStatus, LegalForm
from amana.parties.clients.store import NEXT_NUMBER
from amana.parties.dates import require_not_before, require_not_future
from amana.parties.groups.membership import admit_to
from amana.parties.records import client
from amana.parties.refs import OfficeRef, office_ref
from amana.parties.staff.assignment import require_staff_of
from amana.storage.statement import Statement

CODES = {
    "gender": "Gender",
    "client_type": "ClientType",
    "classification": "ClientClassification",
}
"""Which code each coded field takes its values from."""


@dataclass(frozen=True, kw_only=True)
class CreateClient:
    """A person (first and last name) or entity (full name). ``group`` may be a group or a centre.

    ``submitted_on`` is the day of the application; where it is left open it is the business date, or the day of
    activation where that is earlier.
    """

    office: int
    active: bool = False
    activated_on: date | None = None
    submitted_on: date | None = None
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    full_name: str | None = None
    legal_form: LegalForm | None = None
    external_id: str | None = None
    account_no: str | None = None
    staff: int | None = None
    group: int | None = None
    mobile_no: str | None = None
    mobile_no_2: str | None = None
    home_phone: str | None = None
    email: str | None = None
    birth_date: date | None = None
    gender: int | None = None
    client_type: int | None = None
    classification: int | None = None
    is_staff: bool = False
    remarks: str | None = None
    preferred_language: str | None = None
    papers: tuple[IdentityPaper, ...] = ()


PLAIN = (
    "first_name",
    "middle_name",
    "last_name",
    "full_name",
    "mobile_no",
    "mobile_no_2",
    "home_phone",
    "email",
    "birth_date",
    "is_staff",
    "remarks",
    "preferred_language",
)
"""Fields that go into the record as they are."""

_INSERT = Statement(
    sa.insert(client),
    columns=[
        *("id", "account_no", "status", "office_id", "staff_id", "legal_form", "display_name"),
        *PLAIN,
        *(f"{name}_id" for name in CODES),
        *("registered_on", "submitted_on", "submitted_by", "activated_on", "activated_by"),
        *("created_at", "changed_at"),
    ],
)
_ACCOUNT_NO_TAKEN = Statement(sa.select(client.c.id).where(client.c.account_no == sa.bindparam("account_no")))


@handles(CreateClient, permission="CREATE_CLIENT")
def create(command: CreateClient, work: Work) -> Outcome:
    """Refuses wrong names, unknown or foreign references, and days that cannot be."""
    name = _checked_name(command)
    office = office_ref(work, command.office)
    _require_days(command, office, work.business_date)
    if command.staff is not None:
        require_staff_of(work, command.staff, command.office)
    for field, code in CODES.items():
        require_value(work.session, code, getattr(command, field), field=field)
    number = work.session.scalar(NEXT_NUMBER)
    work.session.run(
        _INSERT,
        id=number,
        account_no=_account_no(command, work, office, number),
        status=str(ClientStatus.ACTIVE if command.active else ClientStatus.PENDING),
        office_id=command.office,
        staff_id=command.staff,
        legal_form=name.legal_form(command.legal_form),
        display_name=name.displayed,
        **{field: getattr(command, field) for field in PLAIN},
        **{f"{field}_id": getattr(command, field) for field in CODES},
        registered_on=work.business_date,
        submitted_on=command.submitted_on,
        submitted_by=work.actor.user_id,
        activated_on=command.activated_on if command.active else None,
        activated_by=work.actor.user_id if command.active else None,
        created_at=work.now,
        changed_at=work.now,
    )
    identities.register(work.session, "client", number, command.external_id)
    for paper in command.papers:
        add_paper(work, number, paper)
    if command.group is not None:
        admit_to(work, command.group, [number], home=command.office)
    work.announce("client.created", {"client": number, "office": command.office})
    return Outcome(kind="client", id=number, office=command.office, client=number, group=command.group)


def _checked_name(command: CreateClient) -> ClientName:
    name = ClientName(
        first_name=command.first_name,
        middle_name=command.middle_name,
        last_name=command.last_name,
        full_name=command.full_name,
    )
    problems = name.problems() + contact_problems(command.email)
    if command.active and command.activated_on is None:
        problems.append(Problem(field="activated_on", kind="blank", message="activated_on cannot be blank."))
    if problems:
        raise InvalidInput(tuple(problems))
    return name


def _require_days(command: CreateClient, office: OfficeRef, today: date) -> None:
    if command.submitted_on is not None:
        require_not_future("submitted_on", command.submitted_on, today)
        require_not_before("submitted_on", command.submitted_on, office.opened_on, "the office opened")
    if command.active and command.activated_on is not None:
        require_not_future("activated_on", command.activated_on, today)
        require_not_before("activated_on", command.activated_on, office.opened_on, "the office opened")
        require_not_before("activated_on", command.activated_on, command.submitted_on, "the application")
    if command.birth_date is not None:
        require_not_future("birth_date", command.birth_date, today)


def _account_no(command: CreateClient, work: Work, office: OfficeRef, number: int) -> str:
    given = command.account_no
    if given is None:
        numbers = format_or_default(ask_format(work.session, AccountKind.CLIENT))
        words: dict[str, str | None] = {Prefix.OFFICE_NAME: office.name, Prefix.CLIENT_TYPE: None}
        if numbers.prefix == Prefix.CLIENT_TYPE and command.client_type is not None:
            words[Prefix.CLIENT_TYPE] = require_value(
                work.session, CODES["client_type"], command.client_type, field="client_type"
            )
        given = numbers.number(number, words)
    if work.session.scalar(_ACCOUNT_NO_TAKEN, account_no=given) is not None:
        if command.account_no is None:
            return f"{given}-{number}"
        raise Duplicate(kind="client", field="account_no", value=given)
    return given
