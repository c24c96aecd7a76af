"""Day counts against QuantLib's: a million random pairs of days in all."""

from datetime import date

import numpy as np
import pytest
import QuantLib

from amana.finance.dates import YEAR_OF, DayCount, day_count_days, day_count_fraction

PAIRS = 170_000  # for each of six conventions
EPOCH = date(1950, 1, 1).toordinal() - QuantLib.Date(1, 1, 1950).serialNumber()
FIRST, LAST = QuantLib.Date(1, 1, 1950).serialNumber(), QuantLib.Date(31, 12, 2149).serialNumber()
LONGEST = 40 * 366

REFERENCE = {
    DayCount.ACTUAL_365: QuantLib.Actual365Fixed(),
    DayCount.ACTUAL_360: QuantLib.Actual360(),
    DayCount.ACTUAL_364: QuantLib.Actual364(),
    DayCount.ACTUAL_ACTUAL: QuantLib.ActualActual(QuantLib.ActualActual.ISDA),
    DayCount.THIRTY_360: QuantLib.Thirty360(QuantLib.Thirty360.BondBasis),
    DayCount.THIRTY_E_360: QuantLib.Thirty360(QuantLib.Thirty360.EurobondBasis),
}


@pytest.mark.parametrize("convention", DayCount, ids=lambda one: one.value)
def test_days_and_fractions_are_quantlibs(convention):
    draw = np.random.default_rng(list(DayCount).index(convention))
    starts = draw.integers(FIRST, LAST - LONGEST, PAIRS)
    ends = (starts + draw.integers(0, LONGEST, PAIRS)).tolist()
    reference, year = REFERENCE[convention], YEAR_OF[convention]
    for start, end in zip(starts.tolist(), ends, strict=True):
        theirs = QuantLib.Date(start), QuantLib.Date(end)
        ours = date.fromordinal(start + EPOCH), date.fromordinal(end + EPOCH)
        if day_count_days(*ours, convention) != reference.dayCount(*theirs):
            pytest.fail(f"{convention}: days from {ours[0]} to {ours[1]}")
        days, of = day_count_fraction(*ours, convention)
        # theirs is a binary fraction: forty years of it are good to 1e-13
        if abs(days / (of * year) - reference.yearFraction(*theirs)) > 1e-12:
            pytest.fail(f"{convention}: fraction of a year from {ours[0]} to {ours[1]}")
