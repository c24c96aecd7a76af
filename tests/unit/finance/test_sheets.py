"""The institutions' test sheets, played through the pure engine. The number that agrees may only rise."""

import pytest
from tests.unit.finance.e2e_cases import SHARED, cases
from tests.unit.finance.sheet_replay import Differs, NotExpressible, Sheet

AGREE = 432
DIFFER_AT_MOST = 24


@pytest.mark.skipif(not (SHARED / "oracles/mifos_e2e").is_dir(), reason="shared/oracles is not here")
def test_every_figure_of_the_sheets_that_the_engine_can_express():
    agree, differ, beyond = 0, [], 0
    for case in cases():
        if "loan" not in case:
            continue
        try:
            Sheet(case).play()
            agree += 1
        except NotExpressible:
            beyond += 1
        except Differs as difference:
            differ.append(f"{case['id']}: {difference}")
    report = f"{agree} agree, {len(differ)} differ, {beyond} need more than the engine\n" + "\n".join(differ)
    assert agree >= AGREE, report
    assert len(differ) <= DIFFER_AT_MOST, report
