"""Ranges and buckets as commands load and save them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from amana.finance.delinquency import AgeRange
from amana.kernel.context import Reading, Work
from amana.kernel.refusals import Duplicate, InUse, NotFound, invalid
from amana.loans.delinquency.records import (
    delinquency_bucket,
    delinquency_bucket_range,
    delinquency_range,
    loan_delinquency_tag,
)
from amana.loans.products.records import loan_product
from amana.storage.statement import Statement

RANGE, BUCKET = "delinquency range", "delinquency bucket"


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """Ranges by which loans are classified, the youngest first."""

    id: int
    name: str
    ranges: tuple[AgeRange, ...] = ()


_OF_BUCKET = Statement(
    sa.select(*delinquency_range.c)
    .join(delinquency_bucket_range, delinquency_bucket_range.c.range_id == delinquency_range.c.id)
    .where(delinquency_bucket_range.c.bucket_id == sa.bindparam("bucket"))
    .order_by(delinquency_range.c.from_days)
)


def ranges_of(reading: Reading, bucket: int) -> tuple[AgeRange, ...]:
    """The ranges of a bucket, the youngest first."""
    return tuple(AgeRange(*row) for row in reading.session.tuples(_OF_BUCKET, bucket=bucket))


def all_ranges(reading: Reading) -> list[AgeRange]:
    """Every range, the youngest first."""
    query = sa.select(*delinquency_range.c).order_by(delinquency_range.c.from_days, delinquency_range.c.id)
    return [AgeRange(*row) for row in reading.session.tuples(query)]


def one_range(reading: Reading, number: int) -> AgeRange:
    """A range; raises NotFound."""
    rows = reading.session.tuples(sa.select(*delinquency_range.c).where(delinquency_range.c.id == number))
    if not rows:
        raise NotFound(kind=RANGE, id=number)
    return AgeRange(*rows[0])


def one_bucket(reading: Reading, number: int) -> Bucket:
    """A bucket with its ranges; raises NotFound."""
    table = delinquency_bucket
    name = reading.session.scalar(sa.select(table.c.name).where(table.c.id == number))
    if name is None:
        raise NotFound(kind=BUCKET, id=number)
    return Bucket(id=number, name=name, ranges=ranges_of(reading, number))


def all_buckets(reading: Reading) -> list[Bucket]:
    """Every bucket, by name."""
    query = sa.select(delinquency_bucket.c.id).order_by(delinquency_bucket.c.name)
    return [one_bucket(reading, number) for (number,) in reading.session.tuples(query)]


class Buckets:
    """Saves ranges and buckets within a command."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.session = work.session

    def require_sound(self, wanted: AgeRange) -> None:
        """Refuse a range that ends before it begins, or whose classification another one has."""
        if wanted.from_days < 0:
            raise invalid(
                "from_days", "too_small", "A range begins with day 0 or later.", wanted.from_days, 0
            )
        if wanted.to_days is not None and wanted.to_days < wanted.from_days:
            raise invalid("to_days", "inconsistent", "The range ends before it begins.", wanted.to_days)
        table = delinquency_range
        holder = self.session.scalar(
            sa.select(table.c.id).where(table.c.classification == wanted.classification)
        )
        if holder is not None and holder != wanted.id:
            raise Duplicate(kind=RANGE, field="classification", value=wanted.classification)

    def require_apart(self, ranges: Sequence[AgeRange]) -> None:
        """Refuse ranges of which two share a day."""
        for index, one in enumerate(ranges):
            if any(one.overlaps(other) for other in ranges[index + 1 :]):
                raise invalid("ranges", "inconsistent", "Two of the ranges share a day.", one.classification)

    def put_range(self, one: AgeRange) -> int:
        """Store a range; a new one (id 0) gets its number. Refuses one that would share a day with another of its
        bucket.
        """
        values = {
            "classification": one.classification,
            "from_days": one.from_days,
            "to_days": one.to_days,
        }
        table = delinquency_range
        if not one.id:
            return int(self.session.insert(sa.insert(table).values(values).returning(table.c.id)))
        self.session.run(sa.update(table).where(table.c.id == one.id).values(values))
        held = delinquency_bucket_range
        for (bucket,) in self.session.tuples(sa.select(held.c.bucket_id).where(held.c.range_id == one.id)):
            self.require_apart(ranges_of(self.work, bucket))
        return one.id

    def put_bucket(self, one: Bucket, ranges: Iterable[int]) -> int:
        """Store a bucket with its ranges; refuses one without any, and a name that another one has."""
        table = delinquency_bucket
        holder = self.session.scalar(sa.select(table.c.id).where(table.c.name == one.name))
        if holder is not None and holder != one.id:
            raise Duplicate(kind=BUCKET, field="name", value=one.name)
        wanted = [one_range(self.work, number) for number in ranges]
        if not wanted:
            raise invalid("ranges", "blank", "A bucket holds at least one range.")
        self.require_apart(wanted)
        number = one.id
        if number:
            self.session.run(sa.update(table).where(table.c.id == number).values(name=one.name))
            of_bucket = delinquency_bucket_range.c.bucket_id == number
            self.session.run(sa.delete(delinquency_bucket_range).where(of_bucket))
        else:
            number = int(self.session.insert(sa.insert(table).values(name=one.name).returning(table.c.id)))
        for each in wanted:
            row = {"bucket_id": number, "range_id": each.id}
            self.session.run(sa.insert(delinquency_bucket_range).values(row))
        return number

    def drop_range(self, number: int) -> None:
        """Delete a range; refuses one that a bucket holds or a loan was classified by."""
        one_range(self.work, number)
        for column in (delinquency_bucket_range.c.range_id, loan_delinquency_tag.c.range_id):
            if self.session.scalar(sa.select(column).where(column == number).limit(1)) is not None:
                raise InUse(kind=RANGE, id=number)
        self.session.run(sa.delete(delinquency_range).where(delinquency_range.c.id == number))

    def drop_bucket(self, number: int) -> None:
        """Delete a bucket; refuses one that a product uses."""
        one_bucket(self.work, number)
        used = loan_product.c.terms["delinquency_bucket"].as_integer() == number
        if self.session.scalar(sa.select(loan_product.c.id).where(used).limit(1)) is not None:
            raise InUse(kind=BUCKET, id=number)
        self.session.run(sa.delete(delinquency_bucket).where(delinquency_bucket.c.id == number))
