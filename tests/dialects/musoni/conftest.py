"""A lender with a tenant of its own for each file of tests, and Musoni's API over it."""

from collections.abc import Callable
from typing import Any

import pytest

from amana.dialects.musoni.dialect import musoni
from tests.dialects.caller import Caller
from tests.loans.world import Lender
from tests.tenant_fixtures import administrator_of, copied


@pytest.fixture(scope="module")
def lender(database_server: Callable[..., str], template_database: str) -> Any:
    with copied(database_server, template_database) as tenant:
        yield Lender(tenant, administrator_of(tenant))


@pytest.fixture
def caller(lender: Lender) -> Caller:
    return Caller.of(musoni(), lender.tenant)
