"""Tenants live in databases of their own and are found through the registry."""

import pytest

from amana.kernel.refusals import Unavailable
from amana.kernel.tenancy import Tenants, UnknownTenant
from amana.storage.control import ControlDatabase, TenantExists


@pytest.fixture
def tenants(empty_database: str, template_database: str) -> Tenants:
    control = ControlDatabase(empty_database)
    control.prepare()
    control.add("alpha", empty_database)
    made = Tenants(control)
    yield made
    made.close()


def test_a_named_tenant_is_opened_once(tenants: Tenants) -> None:
    assert tenants.get("alpha") is tenants.get("alpha")
    assert [tenant.identifier for tenant in tenants.all()] == ["alpha"]


@pytest.mark.parametrize("identifier", ["beta", "", "Alpha", "a" * 64, "../alpha", "alpha'--", "-alpha"])
def test_an_unknown_or_malformed_identifier_is_refused(tenants: Tenants, identifier: str) -> None:
    for _ in range(2):
        with pytest.raises(UnknownTenant):
            tenants.get(identifier)


def test_an_identifier_is_taken_once(tenants: Tenants, empty_database: str) -> None:
    with pytest.raises(TenantExists):
        tenants.control.add("alpha", empty_database)


def test_the_registry_can_be_prepared_again(tenants: Tenants) -> None:
    tenants.control.prepare()
    assert tenants.control.identifiers() == ["alpha"]


def test_a_registry_that_cannot_be_asked_is_unavailable() -> None:
    tenants = Tenants(ControlDatabase("host=/nowhere dbname=amana"))
    with pytest.raises(Unavailable):
        tenants.get("default")
