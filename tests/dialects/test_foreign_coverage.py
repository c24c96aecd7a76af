"""Musoni and Mambu against their contracts: every operation is declared or listed; the lists only shrink."""

import pytest

from amana.dialects.base.coverage import ODDITIES_BELOW, coverage
from amana.dialects.base.dialect import Dialect
from amana.dialects.mambu.dialect import mambu
from amana.dialects.musoni.dialect import musoni
from tests.tenant_fixtures import SHARED

STILL_TO_COME = {"mambu": 79, "musoni": 239}


@pytest.mark.parametrize("dialect", [mambu(), musoni()], ids=lambda one: one.name)
def test_coverage(dialect: Dialect) -> None:
    contract = SHARED / "contracts" / f"{dialect.contract}.json"
    if not contract.is_file():
        pytest.skip(f"{contract} is not there")
    found = coverage(dialect, contract)
    assert found.missing == ()
    assert len(found.unsupported) <= STILL_TO_COME[dialect.name]
    assert found.oddity < ODDITIES_BELOW
