"""Deriving a loan from its events: pure, and the same for the present, for a past day, and for a preview."""

from collections.abc import Iterable, Sequence
from datetime import date

from amana.finance.payments import Payment, PaymentKind
from amana.finance.rest_generation import Money
from amana.loans.book import Book
from amana.loans.events import (
    ChargeWaived,
    Credited,
    Foreclosed,
    InterestWaived,
    Recorded,
    Repaid,
    TransactionReversed,
)
from amana.loans.fold import ClassicalFold
from amana.loans.lifecycle import Story, read
from amana.loans.plan import planned
from amana.loans.progressive.fold import ProgressiveFold
from amana.loans.progressive.refunded_interest import given_back_anew
from amana.loans.state import LoanState


def as_of(events: Iterable[Recorded], day: date) -> list[Recorded]:
    """The events that count by the end of ``day``; what was reversed later never counted."""
    return [one for one in events if one.value_date <= day or isinstance(one.body, TransactionReversed)]


def known_at(events: Iterable[Recorded], seq: int) -> list[Recorded]:
    """The events known when the ``seq``-th was booked."""
    return [one for one in events if one.seq <= seq]


def derive(
    events: Sequence[Recorded], today: date, *, until: date | None = None, foreclosed_on: date | None = None
) -> LoanState:
    """The loan that ``events`` (in order of ``seq``) make, seen on the business date ``today``.

    ``until`` ends a schedule whose interest follows the money on a day (what closes the loan then); ``foreclosed_on``
    supposes that the loan is ended early.

    Raises ScheduleError when its terms lead to no schedule, ValueError when the first event is no submission.
    """
    story = read(events)
    contract = story.standing
    disbursed = story.disbursements
    counting = story.counting()
    if contract.is_progressive and disbursed:
        return ProgressiveFold(story, given_back_anew(story, counting), today, until).run(today)
    plan = planned(
        contract,
        disbursed,
        money_of(story, today, until),
        foreclosed_on=story.foreclosed_on or foreclosed_on,
    )
    book = Book(plan.instalments, plan.charges, contract.strategy)
    return ClassicalFold(story, book, counting).run(today)


def money_of(story: Story, today: date, until: date | None = None) -> Money | None:
    """What bears on the schedule; nothing where interest is not recalculated."""
    if story.standing.terms.recalculation is None:
        return None
    payments: list[Payment] = []
    waived: set[tuple[int, int | None]] = set()
    for one in story.counting():
        body = one.body
        if isinstance(body, Repaid | Credited | Foreclosed):
            payments.append(Payment(one.value_date, body.amount))
        elif isinstance(body, InterestWaived):
            payments.append(Payment(one.value_date, body.amount, PaymentKind.INTEREST_WAIVER))
        elif isinstance(body, ChargeWaived):
            waived.add((body.charge, body.instalment))
    return Money(
        payments=tuple(payments),
        today=today,
        strategy=story.contract.strategy,
        until=until,
        waived_charges=frozenset(waived),
    )
