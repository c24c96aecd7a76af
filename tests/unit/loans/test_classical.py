"""The numeric cases of cumulative loans, as far as the pure engine expresses them. The number may only
rise.
"""

import pytest
from tests.unit.loans.classical_cases import Case, cases
from tests.unit.loans.sheet_figures import Differs
from tests.unit.loans.sheet_rows import NotExpressible
from tests.unit.oracles import SHARED

from amana.finance.cumulative import ScheduleError

AGREE = 110
DIFFER_AT_MOST = 7


@pytest.mark.skipif(not (SHARED / "oracles/classical").is_dir(), reason="shared/oracles is not here")
def test_schedules_of_the_classical_cases_up_to_the_first_step_beyond_the_engine():
    agree, differ, figures = 0, [], 0
    for one in cases():
        case = Case(one)
        try:
            case.play()
        except NotExpressible:
            pass
        except (Differs, ScheduleError, TypeError, KeyError) as difference:
            differ.append(f"{one['id']}: {difference!r}")
            continue
        agree += case.checked > 0
        figures += case.checked
    report = f"{agree} agree ({figures} figures), {len(differ)} differ\n" + "\n".join(differ)
    assert agree >= AGREE, report
    assert len(differ) <= DIFFER_AT_MOST, report
