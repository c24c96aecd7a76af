"""What a loan whose interest follows the money would have to pay, were everything paid in time from now on."""

from datetime import date
from decimal import Decimal

import pytest

from amana.finance.components import Components
from amana.finance.money import Currency
from amana.loans.schedule_views import InstalmentRow, ScheduleView

DUE = [date(2024, 3, day) for day in (8, 15, 22)]


def schedule(on: date, *, foresees: bool = True) -> ScheduleView:
    """100 and 10 due on each day; 60 of the first is paid."""
    due, nothing = Components(Decimal(100), Decimal(10)), Components()
    rows = [
        InstalmentRow(
            number=number,
            from_date=day,
            due_date=day,
            original=due,
            due=due,
            paid=Components(Decimal(50), Decimal(10)) if number == 1 else nothing,
            waived=nothing,
            written_off=nothing,
            balance=Decimal(0),
            paid_in_advance=Decimal(0),
            paid_late=Decimal(0),
        )
        for number, day in enumerate(DUE, 1)
    ]
    return ScheduleView(
        currency=Currency("USD", 2), on=on, disbursements=[], instalments=rows, foresees=foresees
    )


@pytest.mark.parametrize(
    ("on", "totals"),
    [
        (date(2024, 3, 7), ["50", "110", "110"]),
        (date(2024, 3, 8), ["50", "110", "110"]),
        (date(2024, 3, 9), ["160", "110"]),
        (date(2024, 3, 22), ["270"]),
        (date(2024, 3, 23), []),
    ],
)
def test_the_next_instalment_has_the_arrears_in_it(on: date, totals: list[str]) -> None:
    assert [str(row.due.total) for row in schedule(on).outlook] == totals


def test_other_loans_have_no_outlook() -> None:
    assert list(schedule(DUE[0], foresees=False).outlook) == []
