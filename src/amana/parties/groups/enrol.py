"""Founding a group through a door that asks for no days: active from the business date, with members and address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.parties.addresses import Address, keep_address
from amana.parties.dates import require_not_future
from amana.parties.groups.create import CONTACT, CreateGroup, create_group
from amana.parties.groups.membership import enrol as admit
from amana.parties.groups.membership import require_clients_of


@dataclass(frozen=True, kw_only=True)
class Membership:
    """A client and the day it joined; without one, the business date."""

    client: int
    joined_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class EnrolGroup:
    """A group. Without ``office`` it is the actor's own."""

    name: str
    office: int | None = None
    centre: int | None = None
    staff: int | None = None
    account_no: str | None = None
    mobile_no: str | None = None
    home_phone: str | None = None
    email: str | None = None
    remarks: str | None = None
    preferred_language: str | None = None
    members: tuple[Membership, ...] = ()
    address: Address | None = None


COPIED = ("name", "centre", "staff", "account_no", *CONTACT)


@handles(EnrolGroup, permission="CREATE_GROUP")
def enrol(command: EnrolGroup, work: Work) -> Outcome:
    """Refuses what founding refuses."""
    office = work.actor.office_id if command.office is None else command.office
    made = create_group(
        CreateGroup(
            **{name: getattr(command, name) for name in COPIED},
            office=office,
            active=True,
            activated_on=work.business_date,
        ),
        work,
    )
    assert made.group is not None  # noqa: S101 - create names the group it made
    admit_members(work, made.group, office, command.members)
    if command.address is not None:
        keep_address(work, "group", made.group, command.address)
    return made


def admit_members(work: Work, group: int, office: int, members: Sequence[Membership]) -> None:
    """Let clients of the group's office join; refuses days of the future."""
    require_clients_of(work, [member.client for member in members], office)
    for member in members:
        if member.joined_on is not None:
            require_not_future("members.joined_on", member.joined_on, work.business_date)
        admit(work, group, [member.client], joined_on=member.joined_on)
