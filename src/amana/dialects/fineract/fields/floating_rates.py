"""Floating rates on the wire."""

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.codec import DAY, RATE
from amana.floating_rates.store import MAXIMUM_NAME_LENGTH, AskedPeriod

_BOOKED = (
    Field("createdBy", "created_by", TEXT),
    Field("createdOn", "created_at", DAY),
    Field("modifiedBy", "changed_by", TEXT),
    Field("modifiedOn", "changed_at", DAY),
)
PERIOD = Fields(
    "FloatingRatePeriod",
    Field("id", "id", ID),
    Field("fromDate", "starts_on", DAY),
    Field("interestRate", "rate", RATE),
    Field("isDifferentialToBaseLendingRate", "on_base", BOOLEAN),
    Field("isActive", "active", BOOLEAN),
    *_BOOKED,
)
_RATE = (
    Field("id", "id", ID),
    Field("name", "name", Text(MAXIMUM_NAME_LENGTH)),
    Field("isBaseLendingRate", "base", BOOLEAN),
    Field("isActive", "active", BOOLEAN),
    *_BOOKED,
)
FLOATING_RATE_LISTED = Fields("FloatingRateListed", *_RATE)
FLOATING_RATE = Fields("FloatingRate", *_RATE, Field("ratePeriods", "periods", ListOf(Nested(PERIOD))))

ASKED_PERIOD = Fields(
    "NewFloatingRatePeriod",
    Field("fromDate", "starts_on", DAY, required=True),
    Field("interestRate", "rate", RATE, required=True),
    Field("isDifferentialToBaseLendingRate", "on_base", BOOLEAN),
    builds=AskedPeriod,
)
NEW_FLOATING_RATE = Fields(
    "NewFloatingRate",
    *_RATE[1:4],
    Field("ratePeriods", "periods", ListOf(Nested(ASKED_PERIOD))),
).requiring("name")
FLOATING_RATE_CHANGES = NEW_FLOATING_RATE.optional(name="FloatingRateChanges")
