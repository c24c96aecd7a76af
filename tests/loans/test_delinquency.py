"""Loans classified by what is past due: when their day is closed, when they are paid, while they are paused."""

from datetime import date

import pytest

from amana.kernel.refusals import InUse, InvalidInput
from amana.loans.closing.close_days import CloseLoanDays
from amana.loans.delinquency.edit_bucket import (
    CreateDelinquencyBucket,
    DeleteDelinquencyBucket,
    UpdateDelinquencyBucket,
)
from amana.loans.delinquency.edit_range import CreateDelinquencyRange, UpdateDelinquencyRange
from amana.loans.delinquency.pauses import DelinquencyAction
from amana.loans.delinquency.queries import GetDelinquencyBucket, ListDelinquencyTags
from amana.loans.delinquency.take_action import TakeDelinquencyAction
from tests.dialects.golden.case import unique
from tests.loans.world import START, Lender

DUE = date(2015, 2, 1)


@pytest.fixture
def bucket(lender: Lender) -> int:
    """Up to 30 days, and beyond."""
    ranges = [
        lender.do(CreateDelinquencyRange(classification=unique(name), from_days=first, to_days=last)).id
        for name, first, last in (("young", 1, 30), ("old", 31, None))
    ]
    command = CreateDelinquencyBucket(name=unique("Bucket"), ranges=tuple(int(one) for one in ranges))
    return int(lender.do(command).id)


@pytest.fixture
def loan(lender: Lender, bucket: int) -> int:
    """888.49 a month from 1 February on."""
    lender.day(START)
    return lender.disbursed(lender.product(delinquency_bucket=bucket))


def tags(lender: Lender, loan: int) -> list[tuple[str, date, date | None]]:
    found = lender.ask(ListDelinquencyTags(loan=loan))
    return [(one.range.classification.partition("-")[0], one.added_on, one.lifted_on) for one in found]


def closed_on(lender: Lender, loan: int, day: date) -> date:
    lender.day(day)
    lender.do(CloseLoanDays(loans=(loan,)))
    return day


def test_a_loan_ages_and_what_it_was_stays_as_history(lender: Lender, loan: int) -> None:
    closed_on(lender, loan, DUE)
    assert tags(lender, loan) == []
    young = closed_on(lender, loan, date(2015, 2, 2))
    old = closed_on(lender, loan, date(2015, 3, 4))
    assert tags(lender, loan) == [("old", old, None), ("young", young, old)]


def test_who_pays_what_is_past_due_is_delinquent_no_more(lender: Lender, loan: int) -> None:
    young = closed_on(lender, loan, date(2015, 2, 2))
    lender.repay(loan, "2015-02-02", "888.49")
    assert tags(lender, loan) == [("young", young, young)]


def test_days_that_are_paused_do_not_count(lender: Lender, loan: int) -> None:
    young = closed_on(lender, loan, date(2015, 2, 2))
    pause = TakeDelinquencyAction(
        loan=loan, action=DelinquencyAction.PAUSE, starts_on=young, ends_on=date(2015, 3, 2)
    )
    lender.do(pause)
    with pytest.raises(InvalidInput):
        lender.do(pause)
    closed_on(lender, loan, date(2015, 3, 4))
    assert tags(lender, loan) == [("young", young, None)]


def test_ranges_of_a_bucket_share_no_day(lender: Lender, bucket: int, loan: int) -> None:
    both = [
        int(lender.do(CreateDelinquencyRange(classification=unique("r"), from_days=first)).id)
        for first in (1, 5)
    ]
    with pytest.raises(InvalidInput):
        lender.do(CreateDelinquencyBucket(name=unique("Bucket"), ranges=tuple(both)))
    young, old = lender.ask(GetDelinquencyBucket(bucket=bucket)).ranges
    with pytest.raises(InvalidInput):
        lender.do(UpdateDelinquencyRange(delinquency_range=young.id, to_days=31))
    with pytest.raises(InvalidInput):
        lender.do(UpdateDelinquencyBucket(bucket=bucket, ranges=()))
    assert lender.ask(GetDelinquencyBucket(bucket=bucket)).ranges == (young, old)
    lender.do(UpdateDelinquencyRange(delinquency_range=young.id, to_days=29))
    with pytest.raises(InUse):
        lender.do(DeleteDelinquencyBucket(bucket=bucket))
