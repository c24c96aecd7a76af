"""Two people doing the same thing at the same moment: one succeeds, the other is told why not."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

from amana.kernel.refusals import Refused
from amana.parties.clients.activate import ActivateClient
from amana.parties.clients.create import CreateClient
from amana.parties.clients.queries import GetClient, ListClients
from amana.parties.clients.transfer import AcceptClientTransfer, ProposeClientTransfer, WithdrawClientTransfer
from amana.parties.groups.create import CreateGroup
from amana.parties.groups.members import AssociateClients
from amana.parties.groups.queries import GetGroup
from tests.parties.conftest import HEAD_OFFICE, Institution

DAY = date(2012, 5, 1)


def together(mfi: Institution, *commands: Any) -> list[str]:
    """What became of each: ``done``, or the refusal's code."""
    start, said = threading.Barrier(len(commands)), ["" for _ in commands]

    def run(number: int, command: Any) -> Callable[[], None]:
        def go() -> None:
            start.wait()
            try:
                mfi.do(command)
                said[number] = "done"
            except Refused as refusal:
                said[number] = refusal.code

        return go

    threads = [threading.Thread(target=run(number, one)) for number, one in enumerate(commands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(said)


def test_a_client_is_activated_once(mfi: Institution) -> None:
    client = mfi.client(active=False, activated_on=None)
    command = ActivateClient(client=client, on=DAY)
    assert together(mfi, *[command] * 4) == ["done", *["not_allowed_in_state"] * 3]


def test_an_external_id_goes_to_one(mfi: Institution) -> None:
    name = mfi.name("X")
    command = CreateClient(office=HEAD_OFFICE, full_name="Shop", external_id=name)
    assert together(mfi, *[command] * 4) == ["done", *["duplicate"] * 3]
    assert mfi.ask(ListClients(external_id=name)).total == 1


def test_a_client_joins_once(mfi: Institution) -> None:
    client, group = mfi.client(), mfi.make(CreateGroup(name=mfi.name("Group"), office=HEAD_OFFICE))
    command = AssociateClients(group=group, clients=(client,))
    assert together(mfi, *[command] * 4) == ["already_member"] * 3 + ["done"]
    assert len(mfi.ask(GetGroup(group=group, with_clients=True)).clients) == 1


def test_a_transfer_is_accepted_or_withdrawn(mfi: Institution) -> None:
    client, office = mfi.client(), mfi.office()
    group = mfi.make(CreateGroup(name=mfi.name("Group"), office=office))
    mfi.do(ProposeClientTransfer(client=client, office=office))
    said = together(
        mfi, AcceptClientTransfer(client=client, group=group), WithdrawClientTransfer(client=client)
    )
    assert said == ["done", "not_allowed_in_state"]
    view = mfi.ask(GetClient(client=client))
    accepted = view.office_id == office
    assert [one.id for one in view.groups] == ([group] if accepted else [])
    assert view.transfer_office is None
