"""Terms of loan products that the document of 1.9 lacks and its relatives share: recalculation, floating rates."""

from dataclasses import replace
from typing import Any

from amana.dialects.base.codecs import BOOLEAN, ID
from amana.dialects.base.faults import BadRequest, FaultKind
from amana.dialects.base.fields import Field, Fields, beneath
from amana.dialects.families.mifos.codec import FROM_MONDAY, LOCALISED_COUNT, RATE
from amana.dialects.families.mifos.enum_tables import COMPOUNDING, EARLY_PAYMENT, PRE_CLOSURE, REST_UNIT
from amana.dialects.families.mifos.fields.due_days import NTH_DAY
from amana.finance.terms import (
    Compounding,
    EarlyPayment,
    PreClosure,
    Recalculation,
    RestFrequency,
    RestUnit,
)

REST, COMPOUNDED = "recalculationRestFrequency", "recalculationCompoundingFrequency"


def _frequency(wire: str, ours: str) -> tuple[Field, ...]:
    return (
        Field(f"{wire}Type", f"{ours}_unit", REST_UNIT.of(RestUnit)),
        Field(f"{wire}Interval", f"{ours}_interval", LOCALISED_COUNT),
        Field(f"{wire}NthDayType", f"{ours}_nth", NTH_DAY),
        Field(f"{wire}OnDayType", f"{ours}_day_of_month", LOCALISED_COUNT),
        Field(f"{wire}DayOfWeekType", f"{ours}_weekday", FROM_MONDAY),
    )


ARREARS_BY_ORIGINAL = Field("isArrearsBasedOnOriginalSchedule", "arrears_by_original", BOOLEAN)
RECALCULATION_TERMS = (
    Field("interestRecalculationCompoundingMethod", "compounding", COMPOUNDING.of(Compounding)),
    Field("rescheduleStrategyMethod", "early_payment", EARLY_PAYMENT.of(EarlyPayment)),
    Field("preClosureInterestCalculationStrategy", "pre_closure", PRE_CLOSURE.of(PreClosure)),
    *_frequency(REST, "rest"),
    *_frequency(COMPOUNDED, "compounded"),
    ARREARS_BY_ORIGINAL,
)
RECALCULATION_SHOWN = Fields(
    "InterestRecalculationData",
    *RECALCULATION_TERMS[:3],
    Field(f"{REST}Type", "rest.unit", REST_UNIT.of(RestUnit)),
    Field(f"{REST}Interval", "rest.interval", LOCALISED_COUNT),
    Field(f"{COMPOUNDED}Type", "compounding_frequency.unit", REST_UNIT.of(RestUnit)),
    Field(f"{COMPOUNDED}Interval", "compounding_frequency.interval", LOCALISED_COUNT),
    ARREARS_BY_ORIGINAL,
)
ASKED_RECALCULATION = beneath(
    "recalculation", (Field("isInterestRecalculationEnabled", "enabled", BOOLEAN), *RECALCULATION_TERMS)
)


UNSAID: dict[str, tuple[Any, ...]] = {
    "unit": (None,),
    "interval": (None, 0),
    "day_of_month": (None, 0),
    "weekday": (None,),
    "nth": (None,),
}
"""Parts of a frequency, and what stands for nothing said of them."""


def recalculation_of(*, enabled: bool | None = None, **asked: Any) -> Recalculation | None:
    """The rule that a body asks for; None where recalculation is off."""
    if enabled is None:
        raise BadRequest.of(FaultKind.MISSING, "isInterestRecalculationEnabled")
    if not enabled:
        return None
    frequencies: dict[str, Any] = {
        ours: RestFrequency(
            **{
                name: value
                for name in UNSAID
                if (value := asked.pop(f"{part}_{name}", None)) not in UNSAID[name]
            }
        )
        for part, ours in (("rest", "rest"), ("compounded", "compounding_frequency"))
    }
    for name, frequency in frequencies.items():
        if frequency.unit is RestUnit.SAME_AS_REPAYMENT:
            frequencies[name] = RestFrequency()  # an interval of its own means nothing there
        elif frequency.day_of_month is not None:
            frequencies[name] = replace(frequency, weekday=None, nth=None)  # a day of the month goes before
    return Recalculation(**asked, **frequencies)


# -- floating rates ----------------------------------------------------------------------------------

LINK = beneath(
    "floating",
    (
        Field("floatingRatesId", "rate", ID),
        Field("interestRateDifferential", "margin", RATE),
        Field("minDifferentialLendingRate", "minimum_differential", RATE),
        Field("defaultDifferentialLendingRate", "default_differential", RATE),
        Field("maxDifferentialLendingRate", "maximum_differential", RATE),
        Field("isFloatingInterestRateCalculationAllowed", "may_follow", BOOLEAN),
    ),
)
