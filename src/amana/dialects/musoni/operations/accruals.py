"""Periodic accruals up to a day: of one loan, or of all."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.desk import Desk
from amana.dialects.base.fields import Field
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.accruing import ONE_LOAN, TILL, WRITES, accrue_all, accrue_loan, asked
from amana.dialects.families.mifos.switches import Off

ROW = Rows("periodicaccrual")
ASKED = TILL.plus(
    Field("loanId", "loan", ID, about="left out: every active loan"),
    Field("prepaid", ".", Off(), about="accruing as if loans were closed early is not there"),
    name="MusoniAccrualsAsked",
)


def run_accruals(request: Request, desk: Desk) -> Response:
    """The loan named, else every active one."""
    values = asked(ASKED, request)
    return accrue_all(desk, values) if values.get("loan") is None else accrue_loan(desk, values)


ROWS: tuple[Row, ...] = (
    ROW.odd(
        "accruals.run",
        "POST runaccruals",
        run_accruals,
        because="without a loan it goes over many, a command for each",
        fields=ASKED,
        answers=ONE_LOAN,
        writes=WRITES,
    ),
)
