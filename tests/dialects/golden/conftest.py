"""The golden exchanges have a tenant of their own: what other tests leave behind is in no list of it."""

from collections.abc import Iterator

import pytest

from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.dialects.golden import collect
from tests.dialects.golden.case import World
from tests.dialects.golden.users import Users, add_users
from tests.tenant_fixtures import Server, copied


@pytest.fixture(scope="session")
def samples_tenant(database_server: Server, template_database: str) -> Iterator[Tenant]:
    """The tenant of the exchanges."""
    with copied(database_server, template_database) as made:
        yield made


@pytest.fixture(scope="session")
def world(samples_tenant: Tenant) -> World:
    """The Mifos X dialect over that tenant, as the administrator."""
    return World(Caller.of(collect.dialect(), samples_tenant), samples_tenant)


@pytest.fixture(scope="session")
def users(world: World) -> Users:
    """A user without rights and one of another office."""
    return add_users(world.tenant, world.caller)
