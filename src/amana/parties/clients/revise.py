"""Changing a client's record, standing, papers and address in one go, or nothing of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from amana.kernel.codes.lookup import require_named
from amana.kernel.codes.seeds import BLACKLISTED, CLIENT_CLOSURE_REASON, CLIENT_REJECT_REASON, GENDER, OTHER
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import invalid
from amana.kernel.unset import UNSET, UnsetType, given
from amana.parties.addresses import Address, keep_address
from amana.parties.clients.activate import ActivateClient
from amana.parties.clients.close import CloseClient, ReactivateClient
from amana.parties.clients.enrol import PersonGender
from amana.parties.clients.papers_by_name import NamedPaper, replace_papers
from amana.parties.clients.states import ClientStatus
from amana.parties.clients.store import ClientStore
from amana.parties.clients.transfer import TransferClient
from amana.parties.clients.turn_away import RejectClient, UndoClientRejection
from amana.parties.clients.update import UpdateClient
from amana.parties.within import also

UPDATE = "UPDATE_CLIENT"


class Standing(StrEnum):
    """Where a client is to stand; the verbs that lead there are found from where it stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    EXITED = "exited"
    BLACKLISTED = "blacklisted"
    REJECTED = "rejected"


@dataclass(frozen=True, kw_only=True)
class ReviseClient:
    """What is not given stays. ``papers`` and ``address`` take the place of what is kept; ``office`` transfers."""

    client: int
    again: int | UnsetType = UNSET
    """The client named a second time; refused where it is another one."""
    first_name: str | UnsetType = UNSET
    middle_name: str | UnsetType | None = UNSET
    last_name: str | UnsetType = UNSET
    account_no: str | UnsetType = UNSET
    office: int | UnsetType = UNSET
    staff: int | UnsetType | None = UNSET
    mobile_no: str | UnsetType | None = UNSET
    mobile_no_2: str | UnsetType | None = UNSET
    home_phone: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    birth_date: date | UnsetType | None = UNSET
    gender: PersonGender | UnsetType | None = UNSET
    client_type: int | UnsetType | None = UNSET
    remarks: str | UnsetType | None = UNSET
    preferred_language: str | UnsetType | None = UNSET
    standing: Standing | UnsetType = UNSET
    papers: tuple[NamedPaper, ...] | UnsetType = UNSET
    address: Address | UnsetType | None = UNSET


APART = frozenset({"client", "again", "office", "gender", "client_type", "standing", "papers", "address"})
"""Fields that do not go into the update as they are."""


@handles(ReviseClient, permission=UPDATE)
def revise(command: ReviseClient, clients: ClientStore) -> Outcome:
    """Refuses what each of the verbs refuses; needs their permissions too, besides the one for the update."""
    work = clients.work
    record = clients.load(command.client)
    if command.again is not UNSET and command.again != record.id:
        raise invalid("again", "inconsistent", "The request names two different clients.")
    if command.office is not UNSET and command.office != record.office_id:
        also(work, TransferClient(client=record.id, office=command.office), under=UPDATE)
    outcome = also(work, UpdateClient(client=record.id, **_plain(command, work)), under=UPDATE)
    if command.papers is not UNSET:
        replace_papers(work, record.id, command.papers)
    if command.address is not UNSET:
        keep_address(work, "client", record.id, command.address)
    if command.standing is not UNSET:
        _move(work, record.id, ClientStatus(record.status), command.standing)
    return outcome


def _plain(command: ReviseClient, work: Work) -> dict[str, Any]:
    sent = given(command)
    values = {name: value for name, value in sent.items() if name not in APART}
    if "gender" in sent:
        named = sent["gender"]
        values["gender"] = (
            None if named is None else require_named(work.session, GENDER, named, field="gender")
        )
    if "client_type" in sent:
        values["client_type"] = sent["client_type"] or None
    return values


def _move(work: Work, client: int, status: ClientStatus, to: Standing) -> None:
    """Take the steps that lead to the standing; NotAllowedInState where none do."""
    on, session = work.business_date, work.session
    if to is Standing.ACCEPTED:
        if status is not ClientStatus.ACTIVE:
            also(work, ActivateClient(client=client, on=on), under=UPDATE)
    elif to is Standing.PENDING:
        if status is ClientStatus.REJECTED:
            also(work, UndoClientRejection(client=client, on=on), under=UPDATE)
        elif status is not ClientStatus.PENDING:
            also(work, ReactivateClient(client=client, on=on), under=UPDATE)
    elif to is Standing.REJECTED:
        reason = require_named(session, CLIENT_REJECT_REASON, OTHER, field="standing")
        also(work, RejectClient(client=client, on=on, reason=reason), under=UPDATE)
    else:
        named = BLACKLISTED if to is Standing.BLACKLISTED else OTHER
        reason = require_named(session, CLIENT_CLOSURE_REASON, named, field="standing")
        also(work, CloseClient(client=client, on=on, reason=reason), under=UPDATE)
