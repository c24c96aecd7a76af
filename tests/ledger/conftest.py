"""The ledger's tests fill a tenant of their own: the golden exchanges show whole charts of accounts."""

from collections.abc import Iterator

import pytest

from amana.kernel.tenant import Tenant
from tests.tenant_fixtures import Server, copied


@pytest.fixture(scope="session")
def tenant(database_server: Server, template_database: str) -> Iterator[Tenant]:
    """One tenant for the ledger's tests of one worker."""
    with copied(database_server, template_database) as made:
        yield made
