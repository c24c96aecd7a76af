"""Funds: named, renamed, listed."""

import pytest

from amana.funds.create import CreateFund
from amana.funds.queries import FundView, GetFund, ListFunds
from amana.funds.store import require_fund
from amana.funds.update import UpdateFund
from amana.kernel.context import Actor
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound
from amana.kernel.tenant import Tenant
from tests.submitting import ask, perform


def fund(tenant: Tenant, actor: Actor, name: str, external_id: str | None = None) -> int:
    return int(perform(tenant, actor, CreateFund(name=name, external_id=external_id)).id)


def test_a_fund_is_made_renamed_and_shown(tenant: Tenant, administrator: Actor) -> None:
    number = fund(tenant, administrator, "EU Agri Fund", "eu-1")
    outcome = perform(
        tenant, administrator, UpdateFund(fund=number, name="EU Agri Fund (2010-2020)", external_id="eu-1")
    )
    assert outcome.changes == {"name": "EU Agri Fund (2010-2020)"}
    perform(tenant, administrator, UpdateFund(fund=number, external_id=None))
    shown = FundView(id=number, name="EU Agri Fund (2010-2020)", external_id=None)
    assert ask(tenant, administrator, GetFund(fund=number)) == shown
    assert shown in ask(tenant, administrator, ListFunds())


def test_names_and_external_ids_are_unique(tenant: Tenant, administrator: Actor) -> None:
    fund(tenant, administrator, "First", "f-1")
    second = fund(tenant, administrator, "Second", "f-2")
    for command in (
        CreateFund(name="First"),
        CreateFund(name="Third", external_id="f-1"),
        UpdateFund(fund=second, name="First"),
        UpdateFund(fund=second, external_id="f-1"),
    ):
        with pytest.raises(Duplicate):
            perform(tenant, administrator, command)
    for name in ("", "n" * 256):
        with pytest.raises(InvalidInput):
            fund(tenant, administrator, name)


def test_what_is_not_there(tenant: Tenant, administrator: Actor) -> None:
    with pytest.raises(NotFound):
        perform(tenant, administrator, UpdateFund(fund=10**9, name="x"))
    with pytest.raises(NotFound):
        ask(tenant, administrator, GetFund(fund=10**9))
    with tenant.database.reading() as session:
        require_fund(session, None)
        with pytest.raises(InvalidInput):
            require_fund(session, 10**9)
