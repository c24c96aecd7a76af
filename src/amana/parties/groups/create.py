"""Founding groups and centres: pending or active, with their first members, all at once or not at all."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel import identities
from amana.kernel.account_numbers.issue import AccountKind, Prefix, ask_format, format_or_default
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate, InvalidInput, Problem
from amana.parties.clients.contact import contact_problems
from amana.parties.dates import require_not_before, require_not_future
from amana.parties.groups.federation import admit_groups, require_centre
from amana.parties.groups.membership import enrol, require_clients_of
from amana.parties.groups.states import GroupLevel, GroupStatus
from amana.parties.groups.store import NEXT_NUMBER
from amana.parties.records import client_group
from amana.parties.refs import OfficeRef, office_ref
from amana.parties.staff.assignment import require_staff_of
from amana.storage.statement import Statement

LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class CreateGroup:
    """A group of clients of one office, in a centre or not."""

    name: str
    office: int
    active: bool = False
    activated_on: date | None = None
    submitted_on: date | None = None
    external_id: str | None = None
    account_no: str | None = None
    staff: int | None = None
    centre: int | None = None
    clients: tuple[int, ...] = ()
    mobile_no: str | None = None
    home_phone: str | None = None
    email: str | None = None
    remarks: str | None = None
    preferred_language: str | None = None


@dataclass(frozen=True, kw_only=True)
class CreateCentre:
    """A centre: a group of groups of one office."""

    name: str
    office: int
    active: bool = False
    activated_on: date | None = None
    submitted_on: date | None = None
    external_id: str | None = None
    account_no: str | None = None
    staff: int | None = None
    groups: tuple[int, ...] = ()


CONTACT = ("mobile_no", "home_phone", "email", "remarks", "preferred_language")
"""Fields that go into a group's record as they are; centres have none of them."""

_INSERT = Statement(
    sa.insert(client_group),
    columns=[
        *("id", "level", "account_no", "name", "status", "office_id", "staff_id", "parent_id", "hierarchy"),
        *("registered_on", "submitted_on", "submitted_by", "activated_on", "activated_by"),
        *("created_at", "changed_at", *CONTACT),
    ],
)
_ACCOUNT_NO_TAKEN = Statement(
    sa.select(client_group.c.id).where(client_group.c.account_no == sa.bindparam("account_no"))
)


@handles(CreateGroup, permission="CREATE_GROUP")
def create_group(command: CreateGroup, work: Work) -> Outcome:
    """Refuses clients of other offices and a centre of another office, besides what every record refuses."""
    centre = None if command.centre is None else require_centre(work, command.centre, command.office)
    require_clients_of(work, command.clients, command.office)
    number = _found(command, work, GroupLevel.GROUP, centre)
    if command.clients:
        enrol(work, number, command.clients)
    return Outcome(kind="group", id=number, office=command.office, group=number)


@handles(CreateCentre, permission="CREATE_CENTER")
def create_centre(command: CreateCentre, work: Work) -> Outcome:
    """Refuses groups of other offices and of other centres, besides what every record refuses."""
    number = _found(command, work, GroupLevel.CENTRE, None)
    if command.groups:
        admit_groups(work, number, command.office, command.groups)
    return Outcome(kind="centre", id=number, office=command.office, group=number)


def _found(command: CreateGroup | CreateCentre, work: Work, level: GroupLevel, centre: int | None) -> int:
    office = office_ref(work, command.office)
    _check(command, office, work.business_date)
    if command.staff is not None:
        require_staff_of(work, command.staff, command.office)
    number: int = work.session.scalar(NEXT_NUMBER)
    user = work.actor.user_id
    work.session.run(
        _INSERT,
        id=number,
        level=str(level),
        account_no=_account_no(command, work, level, office, number),
        name=command.name,
        status=str(GroupStatus.ACTIVE if command.active else GroupStatus.PENDING),
        office_id=command.office,
        staff_id=command.staff,
        parent_id=centre,
        hierarchy=path_of(number, centre),
        registered_on=work.business_date,
        submitted_on=command.submitted_on,
        submitted_by=user,
        activated_on=command.activated_on if command.active else None,
        activated_by=user if command.active else None,
        created_at=work.now,
        changed_at=work.now,
        **{name: getattr(command, name, None) for name in CONTACT},
    )
    identities.register(work.session, "group", number, command.external_id)
    return number


def path_of(group_id: int, centre: int | None) -> str:
    """The path of ids: ``.8.``, or ``.8.9.`` for group 9 in centre 8."""
    return f".{group_id}." if centre is None else f".{centre}.{group_id}."


def name_problems(name: str) -> list[Problem]:
    """What is wrong with the name of a group."""
    if not name.strip():
        return [Problem(field="name", kind="blank", message="name cannot be blank.")]
    if len(name) > LONGEST_NAME:
        too_long = f"name exceeds {LONGEST_NAME} characters."
        return [Problem(field="name", kind="too_long", message=too_long, limit=LONGEST_NAME)]
    return []


def _check(command: CreateGroup | CreateCentre, office: OfficeRef, today: date) -> None:
    problems = name_problems(command.name) + contact_problems(getattr(command, "email", None))
    if command.active and command.activated_on is None:
        problems.append(Problem(field="activated_on", kind="blank", message="activated_on cannot be blank."))
    if problems:
        raise InvalidInput(tuple(problems))
    if command.submitted_on is not None:
        require_not_future("submitted_on", command.submitted_on, today)
        require_not_before("submitted_on", command.submitted_on, office.opened_on, "the office opened")
    if command.active and command.activated_on is not None:
        require_not_future("activated_on", command.activated_on, today)
        require_not_before("activated_on", command.activated_on, office.opened_on, "the office opened")
        require_not_before("activated_on", command.activated_on, command.submitted_on, "the application")


def _account_no(
    command: CreateGroup | CreateCentre, work: Work, level: GroupLevel, office: OfficeRef, number: int
) -> str:
    given = command.account_no
    if given is None:
        numbers = format_or_default(ask_format(work.session, AccountKind(level.value)))
        given = numbers.number(number, {Prefix.OFFICE_NAME: office.name})
    if work.session.scalar(_ACCOUNT_NO_TAKEN, account_no=given) is not None:
        if command.account_no is None:
            return f"{given}-{number}"
        raise Duplicate(kind=level.value, field="account_no", value=given)
    return given
