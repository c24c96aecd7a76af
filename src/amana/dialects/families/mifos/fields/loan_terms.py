"""Terms of loans, as products offer them and loans have them."""

from amana.dialects.base.codecs import BOOLEAN, Schema, Spelling
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.codec import DAY, LOCALISED_COUNT, LOCALISED_POSITIVE, MONEY, RATE
from amana.dialects.families.mifos.enum_tables import (
    AMORTISATION,
    INTEREST_METHOD,
    INTEREST_PERIOD,
    RATE_UNIT,
    REPAYMENT_UNIT,
    TERM_UNIT,
    TERM_UNIT_OPTION,
    TRANSACTION_STRATEGY,
)
from amana.dialects.families.mifos.enums import Choices
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.money import ZERO
from amana.finance.terms import Amortisation, InterestMethod, InterestPeriod, RateUnit

STRATEGY = TRANSACTION_STRATEGY.of(AllocationStrategy, bare=True)
LENGTH_UNIT = TERM_UNIT.of(PeriodUnit)
EVERY_UNIT = REPAYMENT_UNIT.of(PeriodUnit)


class StrategyName:
    """The display name of a processing strategy, beside its number."""

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: AllocationStrategy) -> str:
        return TRANSACTION_STRATEGY.by_ours[value].value

    def schema(self) -> Schema:
        return {"type": "string"}


STRATEGY_NAME = StrategyName()

REPAYMENT = (
    Field("numberOfRepayments", "number_of_repayments", LOCALISED_POSITIVE),
    Field("repaymentEvery", "repay_every", LOCALISED_POSITIVE),
    Field("repaymentFrequencyType", "repay_unit", EVERY_UNIT),
)
INTEREST = (
    Field("interestRatePerPeriod", "interest_rate", RATE),
    Field("interestRateFrequencyType", "interest_rate_unit", RATE_UNIT.of(RateUnit)),
)
METHOD = (
    Field("amortizationType", "amortisation", AMORTISATION.of(Amortisation)),
    Field("interestType", "interest_method", INTEREST_METHOD.of(InterestMethod)),
    Field("interestCalculationPeriodType", "interest_period", INTEREST_PERIOD.of(InterestPeriod)),
)
PARTIAL_PERIOD = Field(
    "allowPartialPeriodInterestCalcualtion", "partial_period_interest", BOOLEAN, silent=False
)
"""Misspelled so by the wire."""
GRACES = (
    Field("graceOnPrincipalPayment", "grace_on_principal", LOCALISED_COUNT, silent=0),
    Field("graceOnInterestPayment", "grace_on_interest_payment", LOCALISED_COUNT, silent=0),
    Field("graceOnInterestCharged", "grace_on_interest_charged", LOCALISED_COUNT, silent=0),
)
TOLERANCE = Field("inArrearsTolerance", "arrears_tolerance", MONEY, silent=ZERO)
CHARGED_FROM = Field("interestChargedFromDate", "interest_charged_from", DAY)

TERM_OPTIONS = (
    Field(
        "repaymentFrequencyTypeOptions",
        "options",
        Choices(EVERY_UNIT.options(PeriodUnit.DAYS, PeriodUnit.WEEKS, PeriodUnit.MONTHS)),
    ),
    Field(
        "interestRateFrequencyTypeOptions",
        "options",
        Choices(RATE_UNIT.of(RateUnit).options(RateUnit.MONTH, RateUnit.YEAR)),
    ),
    Field("amortizationTypeOptions", "options", Choices(AMORTISATION.of(Amortisation).options())),
    Field("interestTypeOptions", "options", Choices(INTEREST_METHOD.of(InterestMethod).options())),
    Field(
        "interestCalculationPeriodTypeOptions",
        "options",
        Choices(INTEREST_PERIOD.of(InterestPeriod).options()),
    ),
    Field(
        "transactionProcessingStrategyOptions",
        "options",
        Choices(
            {"id": row.id, "code": row.code, "name": row.value}
            for row in TRANSACTION_STRATEGY.rows
            if row.ours in set(AllocationStrategy)
        ),
    ),
)
TERM_LENGTH_OPTIONS = Field(
    "termFrequencyTypeOptions", "options", Choices(TERM_UNIT_OPTION.of(PeriodUnit).options())
)
