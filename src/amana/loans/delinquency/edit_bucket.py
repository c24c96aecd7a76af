"""Buckets of ranges: made, changed, removed."""

from dataclasses import dataclass
from typing import Any

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.unset import UNSET, UnsetType
from amana.loans.delinquency.buckets import BUCKET, Bucket, Buckets, one_bucket


@dataclass(frozen=True, kw_only=True)
class CreateDelinquencyBucket:
    """Ranges, of which no two share a day, under a name."""

    name: str
    ranges: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class UpdateDelinquencyBucket:
    """Only the fields that are given change."""

    bucket: int
    name: str | UnsetType = UNSET
    ranges: tuple[int, ...] | UnsetType = UNSET


@dataclass(frozen=True, kw_only=True)
class DeleteDelinquencyBucket:
    """A bucket that no product uses."""

    bucket: int


@handles(CreateDelinquencyBucket, permission="CREATE_DELINQUENCY_BUCKET", grouping="configuration")
def create(command: CreateDelinquencyBucket, buckets: Buckets) -> Outcome:
    """Its name is its own."""
    return Outcome(kind=BUCKET, id=buckets.put_bucket(Bucket(id=0, name=command.name), command.ranges))


@handles(UpdateDelinquencyBucket, permission="UPDATE_DELINQUENCY_BUCKET", grouping="configuration")
def update(command: UpdateDelinquencyBucket, work: Work, buckets: Buckets) -> Outcome:
    """Loans are classified by it as it is now when they are classified next."""
    before = one_bucket(work, command.bucket)
    held = tuple(one.id for one in before.ranges)
    name = before.name if isinstance(command.name, UnsetType) else command.name
    ranges = held if isinstance(command.ranges, UnsetType) else command.ranges
    buckets.put_bucket(Bucket(id=before.id, name=name), ranges)
    changes: dict[str, Any] = {"name": name} if name != before.name else {}
    if set(ranges) != set(held):
        changes["ranges"] = list(ranges)
    return Outcome(kind=BUCKET, id=before.id, changes=changes)


@handles(DeleteDelinquencyBucket, permission="DELETE_DELINQUENCY_BUCKET", grouping="configuration")
def delete(command: DeleteDelinquencyBucket, buckets: Buckets) -> Outcome:
    """Raises NotFound, InUse."""
    buckets.drop_bucket(command.bucket)
    return Outcome(kind=BUCKET, id=command.bucket)
