"""Ranges of days: made, changed, removed."""

from dataclasses import dataclass

from amana.finance.delinquency import AgeRange
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.unset import UNSET, UnsetType
from amana.loans.delinquency.buckets import RANGE, Buckets, one_range


@dataclass(frozen=True, kw_only=True)
class CreateDelinquencyRange:
    """Days of delinquency classified alike; without ``to_days`` all from ``from_days`` on."""

    classification: str
    from_days: int
    to_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class UpdateDelinquencyRange:
    """Only the fields that are given change."""

    delinquency_range: int
    classification: str | UnsetType = UNSET
    from_days: int | UnsetType = UNSET
    to_days: int | UnsetType | None = UNSET


@dataclass(frozen=True, kw_only=True)
class DeleteDelinquencyRange:
    """A range that no bucket holds and no loan was classified by."""

    delinquency_range: int


@handles(CreateDelinquencyRange, permission="CREATE_DELINQUENCY_RANGE", grouping="configuration")
def create(command: CreateDelinquencyRange, buckets: Buckets) -> Outcome:
    """Its classification is its own."""
    made = AgeRange(0, command.classification, command.from_days, command.to_days)
    buckets.require_sound(made)
    return Outcome(kind=RANGE, id=buckets.put_range(made))


@handles(UpdateDelinquencyRange, permission="UPDATE_DELINQUENCY_RANGE", grouping="configuration")
def update(command: UpdateDelinquencyRange, work: Work, buckets: Buckets) -> Outcome:
    """Loans are classified by it as it is now when they are classified next."""
    before = one_range(work, command.delinquency_range)
    after = AgeRange(
        before.id,
        before.classification if isinstance(command.classification, UnsetType) else command.classification,
        before.from_days if isinstance(command.from_days, UnsetType) else command.from_days,
        before.to_days if isinstance(command.to_days, UnsetType) else command.to_days,
    )
    buckets.require_sound(after)
    buckets.put_range(after)
    names = ("classification", "from_days", "to_days")
    changes = {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
    return Outcome(kind=RANGE, id=before.id, changes=changes)


@handles(DeleteDelinquencyRange, permission="DELETE_DELINQUENCY_RANGE", grouping="configuration")
def delete(command: DeleteDelinquencyRange, buckets: Buckets) -> Outcome:
    """Raises NotFound, InUse."""
    buckets.drop_range(command.delinquency_range)
    return Outcome(kind=RANGE, id=command.delinquency_range)
