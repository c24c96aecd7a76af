"""Delinquency: ranges, buckets, classifications, pauses."""

from amana.dialects.base.codecs import BOOLEAN, COUNT, ID, TEXT, Text, Word
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.codec import DAY, LOCALISED_COUNT, MONEY
from amana.loans.delinquency.pauses import DelinquencyAction

RANGE = Fields(
    "DelinquencyRange",
    Field("id", "id", ID),
    Field("classification", "classification", Text(100)),
    Field("minimumAgeDays", "from_days", COUNT),
    Field("maximumAgeDays", "to_days", COUNT),
)
NEW_RANGE = Fields(
    "NewDelinquencyRange",
    Field("classification", "classification", Text(100), required=True),
    Field("minimumAgeDays", "from_days", LOCALISED_COUNT, required=True),
    Field("maximumAgeDays", "to_days", LOCALISED_COUNT, clears=True),
)
RANGE_CHANGES = NEW_RANGE.optional(name="DelinquencyRangeChanges")
BUCKET = Fields(
    "DelinquencyBucket",
    Field("id", "id", ID),
    Field("name", "name", TEXT),
    Field("ranges", "ranges", ListOf(Nested(RANGE))),
)
NEW_BUCKET = Fields(
    "NewDelinquencyBucket",
    Field("name", "name", Text(100), required=True),
    Field("ranges", "ranges", ListOf(ID), required=True),
)
BUCKET_CHANGES = NEW_BUCKET.optional(name="DelinquencyBucketChanges")
TAG = Fields(
    "DelinquencyTag",
    Field("id", "id", ID),
    Field("loanId", "loan", ID),
    Field("delinquencyRange", "range", Nested(RANGE)),
    Field("addedOnDate", "added_on", DAY),
    Field("liftedOnDate", "lifted_on", DAY),
)
ACTION = Word(DelinquencyAction)
ACTION_TAKEN = Fields(
    "DelinquencyAction",
    Field("id", "id", ID),
    Field("action", "action", Word(DelinquencyAction, {one: one.value.upper() for one in DelinquencyAction})),
    Field("startDate", "starts_on", DAY),
    Field("endDate", "ends_on", DAY),
)
NEW_ACTION = Fields(
    "NewDelinquencyAction",
    Field("action", "action", ACTION, required=True),
    Field("startDate", "starts_on", DAY, required=True),
    Field("endDate", "ends_on", DAY),
)
PAUSE = Fields(
    "DelinquencyPausePeriod",
    Field("active", "active", BOOLEAN),
    Field("pausePeriodStart", "first", DAY),
    Field("pausePeriodEnd", "last", DAY),
)
OF_RANGE = Fields(
    "InstallmentLevelDelinquency",
    Field("rangeId", "range.id", ID),
    Field("classification", "range.classification", TEXT),
    Field("minimumAgeDays", "range.from_days", COUNT),
    Field("maximumAgeDays", "range.to_days", COUNT),
    Field("delinquentAmount", "amount", MONEY),
)
