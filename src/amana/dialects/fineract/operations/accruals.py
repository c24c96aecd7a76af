"""Periodic accruals of all loans up to a day."""

from amana.dialects.base.desk import Desk
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.accruing import ALL_LOANS, TILL, WRITES, accrue_all, asked

ROW = Rows("periodicaccrual")


def run_accruals(request: Request, desk: Desk) -> Response:
    """Every active loan."""
    return accrue_all(desk, asked(TILL, request))


ROWS: tuple[Row, ...] = (
    ROW.odd(
        "accruals_run",
        "POST runaccruals",
        run_accruals,
        because="it goes over many loans, a command for each",
        fields=TILL,
        answers=ALL_LOANS,
        writes=WRITES,
    ),
)
