"""The rows of a schedule in the order in which clients of Mifos X see them."""

from datetime import date
from decimal import Decimal

import pytest

from amana.dialects.families.mifos.fields.loan_schedule import Disbursement, rows
from amana.finance.components import NOTHING
from amana.finance.money import Currency
from amana.loans.schedule_views import DisbursementRow, InstalmentRow, ScheduleView

START, FEBRUARY, MARCH = date(2015, 1, 1), date(2015, 2, 1), date(2015, 3, 1)
NONE = Decimal(0)


def paid_out(on: date) -> DisbursementRow:
    return DisbursementRow(on=on, amount=Decimal(100), fees=NONE, fees_paid=NONE, balance=Decimal(100))


def due(number: int, on: date, *, down_payment: bool = False) -> InstalmentRow:
    return InstalmentRow(
        number=number,
        from_date=START,
        due_date=on,
        original=NOTHING,
        due=NOTHING,
        paid=NOTHING,
        waived=NOTHING,
        written_off=NOTHING,
        balance=NONE,
        paid_in_advance=NONE,
        paid_late=NONE,
        down_payment=down_payment,
    )


@pytest.mark.parametrize(
    ("progressive", "order"), [(False, ["out", 1, "out", 2, 3, 4]), (True, ["out", 1, 2, "out", 3, 4])]
)
def test_a_tranche_on_a_due_date(progressive: bool, order: list[str | int]) -> None:
    schedule = ScheduleView(
        currency=Currency("USD", 2),
        on=START,
        disbursements=[paid_out(START), paid_out(FEBRUARY)],
        instalments=[
            due(1, START, down_payment=True),
            due(2, FEBRUARY),
            due(3, FEBRUARY, down_payment=True),
            due(4, MARCH),
        ],
        progressive=progressive,
    )
    seen = ["out" if isinstance(row, Disbursement) else row.row.number for row in rows(schedule)]
    assert seen == order
