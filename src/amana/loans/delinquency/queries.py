"""Answers about ranges, buckets, and how loans are and were classified."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.finance.delinquency import AgeRange
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.loans.delinquency.buckets import Bucket, all_buckets, all_ranges, one_bucket, one_range
from amana.loans.delinquency.pauses import ActionTaken, actions_of
from amana.loans.delinquency.records import delinquency_range, loan_delinquency_tag
from amana.loans.refs import loan_ref


@dataclass(frozen=True, kw_only=True)
class ListDelinquencyRanges:
    """Every range, the youngest first."""


@dataclass(frozen=True, kw_only=True)
class GetDelinquencyRange:
    """One range."""

    delinquency_range: int


@dataclass(frozen=True, kw_only=True)
class ListDelinquencyBuckets:
    """Every bucket, by name."""


@dataclass(frozen=True, kw_only=True)
class GetDelinquencyBucket:
    """One bucket with its ranges."""

    bucket: int


@dataclass(frozen=True, kw_only=True)
class ListDelinquencyTags:
    """How a loan was classified, the latest first."""

    loan: int


@dataclass(frozen=True, kw_only=True)
class ListDelinquencyActions:
    """Pauses and their ends before time, in the order in which they were booked."""

    loan: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A classification and the days from which and until which it stood."""

    id: int
    loan: int
    instalment: int | None
    added_on: date
    lifted_on: date | None
    range: AgeRange


@answers(ListDelinquencyRanges, permission="READ_DELINQUENCY_RANGE")
def list_ranges(_query: ListDelinquencyRanges, reading: Reading) -> list[AgeRange]:
    """The institution's."""
    return all_ranges(reading)


@answers(GetDelinquencyRange, permission="READ_DELINQUENCY_RANGE")
def get_range(query: GetDelinquencyRange, reading: Reading) -> AgeRange:
    """Raises NotFound."""
    return one_range(reading, query.delinquency_range)


@answers(ListDelinquencyBuckets, permission="READ_DELINQUENCY_BUCKET")
def list_buckets(_query: ListDelinquencyBuckets, reading: Reading) -> list[Bucket]:
    """The institution's."""
    return all_buckets(reading)


@answers(GetDelinquencyBucket, permission="READ_DELINQUENCY_BUCKET")
def get_bucket(query: GetDelinquencyBucket, reading: Reading) -> Bucket:
    """Raises NotFound."""
    return one_bucket(reading, query.bucket)


@answers(ListDelinquencyTags, permission="READ_LOAN")
def list_tags(query: ListDelinquencyTags, reading: Reading) -> list[Tag]:
    """Of the loan as a whole."""
    loan_ref(reading, query.loan)
    return [one for one in tags_of(reading, query.loan) if one.instalment is None]


@answers(ListDelinquencyActions, permission="READ_LOAN")
def list_actions(query: ListDelinquencyActions, reading: Reading) -> list[ActionTaken]:
    """Of a loan the actor may see."""
    loan_ref(reading, query.loan)
    return actions_of(reading, query.loan)


def tags_of(reading: Reading, loan: int, *, standing: bool = False) -> Sequence[Tag]:
    """The classifications of a loan and its instalments, the latest first; ``standing``: those that hold."""
    table = loan_delinquency_tag
    query = (
        sa.select(
            table.c.id,
            table.c.loan_id,
            table.c.instalment,
            table.c.added_on,
            table.c.lifted_on,
            *delinquency_range.c,
        )
        .join(delinquency_range, delinquency_range.c.id == table.c.range_id)
        .where(table.c.loan_id == loan)
        .order_by(table.c.added_on.desc(), table.c.id.desc())
    )
    if standing:
        query = query.where(table.c.lifted_on.is_(None))
    rows = reading.session.tuples(query)
    return [Tag(*row[:5], AgeRange(*row[5:])) for row in rows]  # type: ignore[call-arg]
