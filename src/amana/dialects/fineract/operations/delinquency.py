"""Delinquency: ranges and buckets; how a loan is and was classified, and pauses in that."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import LOAN_RESOURCE, RESOURCE, Listed
from amana.dialects.fineract.fields.delinquency import (
    ACTION_TAKEN,
    BUCKET,
    BUCKET_CHANGES,
    NEW_ACTION,
    NEW_BUCKET,
    NEW_RANGE,
    RANGE,
    RANGE_CHANGES,
    TAG,
)
from amana.loans.delinquency.edit_bucket import (
    CreateDelinquencyBucket,
    DeleteDelinquencyBucket,
    UpdateDelinquencyBucket,
)
from amana.loans.delinquency.edit_range import (
    CreateDelinquencyRange,
    DeleteDelinquencyRange,
    UpdateDelinquencyRange,
)
from amana.loans.delinquency.queries import (
    GetDelinquencyBucket,
    GetDelinquencyRange,
    ListDelinquencyActions,
    ListDelinquencyBuckets,
    ListDelinquencyRanges,
    ListDelinquencyTags,
)
from amana.loans.delinquency.take_action import TakeDelinquencyAction

ROW = Rows(
    "delinquency",
    places={
        "rangeId": Field("rangeId", "delinquency_range", ID),
        "bucketId": Field("bucketId", "bucket", ID),
        "loanId": Field("loanId", "loan", ID),
    },
)
RANGES, BUCKETS = "delinquency/ranges", "delinquency/buckets"

ROWS: tuple[Row, ...] = (
    ROW.shows("delinquency_ranges_list", f"GET {RANGES}", ListDelinquencyRanges, Listed(RANGE)),
    ROW.shows("delinquency_ranges_retrieve", f"GET {RANGES}/{{rangeId}}", GetDelinquencyRange, RANGE),
    ROW.does(
        "delinquency_ranges_create", f"POST {RANGES}", CreateDelinquencyRange, NEW_RANGE, answers=RESOURCE
    ),
    ROW.does(
        "delinquency_ranges_update",
        f"PUT {RANGES}/{{rangeId}}",
        UpdateDelinquencyRange,
        RANGE_CHANGES,
        answers=RESOURCE.showing(RANGE_CHANGES),
    ),
    ROW.does(
        "delinquency_ranges_delete", f"DELETE {RANGES}/{{rangeId}}", DeleteDelinquencyRange, answers=RESOURCE
    ),
    ROW.shows("delinquency_buckets_list", f"GET {BUCKETS}", ListDelinquencyBuckets, Listed(BUCKET)),
    ROW.shows("delinquency_buckets_retrieve", f"GET {BUCKETS}/{{bucketId}}", GetDelinquencyBucket, BUCKET),
    ROW.does(
        "delinquency_buckets_create", f"POST {BUCKETS}", CreateDelinquencyBucket, NEW_BUCKET, answers=RESOURCE
    ),
    ROW.does(
        "delinquency_buckets_update",
        f"PUT {BUCKETS}/{{bucketId}}",
        UpdateDelinquencyBucket,
        BUCKET_CHANGES,
        answers=RESOURCE.showing(BUCKET_CHANGES),
    ),
    ROW.does(
        "delinquency_buckets_delete",
        f"DELETE {BUCKETS}/{{bucketId}}",
        DeleteDelinquencyBucket,
        answers=RESOURCE,
    ),
    ROW.shows(
        "loans_delinquency_tags", "GET loans/{loanId}/delinquencytags", ListDelinquencyTags, Listed(TAG)
    ),
    ROW.shows(
        "loans_delinquency_actions",
        "GET loans/{loanId}/delinquency-actions",
        ListDelinquencyActions,
        Listed(ACTION_TAKEN),
    ),
    ROW.does(
        "loans_delinquency_action",
        "POST loans/{loanId}/delinquency-actions",
        TakeDelinquencyAction,
        NEW_ACTION,
        answers=LOAN_RESOURCE,
    ),
)
