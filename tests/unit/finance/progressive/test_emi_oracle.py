"""The instalment cases of shared/oracles/emi, every figure of every one."""

import pytest
from tests.unit.finance.progressive.emi_cases import FILE, Case, cases

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="shared/oracles/emi is not here")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_the_engine_gives_every_figure_of_the_case(case):
    Case(case).play()
