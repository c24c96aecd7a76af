"""The institutions' test sheets as events: derived figures and journals. The number that agrees may only rise."""

import pytest
from tests.unit.loans.sheet_cases import cases
from tests.unit.loans.sheet_figures import Differs
from tests.unit.loans.sheet_rows import NotExpressible
from tests.unit.loans.sheets import Sheet
from tests.unit.oracles import SHARED

AGREE = 457
DIFFER_AT_MOST = 25
"""What differs is judged in docs/reference/deviations.md."""


@pytest.mark.skipif(not (SHARED / "oracles/mifos_e2e").is_dir(), reason="shared/oracles is not here")
def test_the_sheets_come_out_of_events() -> None:
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
    report = f"{agree} agree, {len(differ)} differ, {beyond} are not expressible\n" + "\n".join(differ)
    assert agree >= AGREE, report
    assert len(differ) <= DIFFER_AT_MOST, report
