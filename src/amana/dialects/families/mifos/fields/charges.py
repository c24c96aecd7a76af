"""Charge definitions on the wire."""

from amana.charges.kinds import AppliesTo, ChargeTime, Every
from amana.dialects.base.codecs import BOOLEAN, ID, INTEGER, TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf
from amana.dialects.families.mifos.codec import LOCALISED_POSITIVE, MONEY, YEARLY_DAY
from amana.dialects.families.mifos.currency import CURRENCY
from amana.dialects.families.mifos.enum_tables import (
    CHARGE_APPLIES_TO,
    CHARGE_BASIS,
    CHARGE_TIME,
    TERM_UNIT,
)
from amana.dialects.families.mifos.enums import EnumNumber
from amana.finance.charges import ChargeBasis

APPLIES_TO = CHARGE_APPLIES_TO.of(AppliesTo)
TIME = CHARGE_TIME.of(ChargeTime)
BASIS = CHARGE_BASIS.of(ChargeBasis)
UNIT = TERM_UNIT.recoded("feeFrequencyperiodFrequencyType").of(Every)

CHARGE = Fields(
    "Charge",
    Field("id", "id", ID),
    Field("name", "name", TEXT),
    Field("active", "active", BOOLEAN),
    Field("penalty", "penalty", BOOLEAN),
    Field("currency", "currency", CURRENCY),
    Field("amount", "amount", MONEY),
    Field("chargeTimeType", "time", TIME),
    Field("chargeAppliesTo", "applies_to", APPLIES_TO),
    Field("chargeCalculationType", "basis", BASIS),
    Field("minCap", "minimum", MONEY),
    Field("maxCap", "maximum", MONEY),
    Field("feeOnMonthDay", "yearly_day", YEARLY_DAY),
    Field("feeFrequency", "every_unit", UNIT),
    Field("feeInterval", "every_count", INTEGER),
)
CHARGE_OPTIONS = Fields(
    "ChargeOptions",
    Field("currencyOptions", "currencies", ListOf(CURRENCY)),
    Field("chargeCalculationTypeOptions", "bases", ListOf(BASIS)),
    Field("chargeAppliesToOptions", "applies_to", ListOf(APPLIES_TO)),
    Field("chargeTimeTypeOptions", "times", ListOf(TIME)),
)
CHARGE_TEMPLATE = Fields(
    "ChargeTemplate",
    Field("active", "active", BOOLEAN),
    Field("penalty", "penalty", BOOLEAN),
    *CHARGE_OPTIONS,
)
NEW_CHARGE = Fields(
    "NewCharge",
    Field("name", "name", Text(100), required=True),
    Field("chargeAppliesTo", "applies_to", EnumNumber(APPLIES_TO), required=True),
    Field("currencyCode", "currency", Text(3), required=True),
    Field("amount", "amount", MONEY, required=True, about="money, or per cent where it is calculated"),
    Field("chargeTimeType", "time", EnumNumber(TIME), required=True),
    Field("chargeCalculationType", "basis", EnumNumber(BASIS), required=True),
    Field("active", "active", BOOLEAN),
    Field("penalty", "penalty", BOOLEAN),
    Field("minCap", "minimum", MONEY, clears=True),
    Field("maxCap", "maximum", MONEY, clears=True),
    Field("feeOnMonthDay", "yearly_day", YEARLY_DAY, clears=True),
    Field("feeFrequency", "every_unit", EnumNumber(UNIT), clears=True),
    Field("feeInterval", "every_count", LOCALISED_POSITIVE, clears=True),
)
CHARGE_CHANGES = NEW_CHARGE.optional(name="ChargeChanges")
