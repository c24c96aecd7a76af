"""Fixtures of the dialects' tests."""

import pytest

import amana.hosting.slices  # noqa: F401 - registers every command and query
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.dialects.golden import collect
from tests.dialects.golden.case import World


@pytest.fixture(scope="session")
def world(tenant: Tenant) -> World:
    """The Mifos X dialect over a test tenant, as the administrator."""
    return World(Caller.of(collect.dialect(), tenant), tenant)
