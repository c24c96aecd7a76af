"""One lending institution per module of tests."""

from collections.abc import Callable, Iterator

import pytest

from tests.loans.world import Lender
from tests.tenant_fixtures import administrator_of, copied


@pytest.fixture(scope="module")
def lender(database_server: Callable[..., str], template_database: str) -> Iterator[Lender]:
    """An institution whose books the tests of the module share."""
    with copied(database_server, template_database) as tenant:
        yield Lender(tenant, administrator_of(tenant))
