"""Repayment schedules with today's keys: disbursements bear no number, and say what was paid once it was."""

from typing import Any

from amana.dialects.base.fields import Field, Fields
from amana.dialects.families.mifos.codec import MONEY
from amana.dialects.families.mifos.fields.loan_schedule import (
    DISBURSEMENT,
    INSTALMENT,
    OUTLOOK,
    PAID_OFF_TIME,
    Disbursement,
    Schedule,
    schedule_of,
)

BALANCE = Field("principalLoanBalanceOutstanding", "row.amount", MONEY, about="what this one paid out")
PAID = ("feeChargesPaid", "totalPaidForPeriod")
OWED = ("feeChargesOutstanding", "totalOutstandingForPeriod", "totalOverdue")


class DisbursementToday(Fields):
    """A disbursement: what was paid at it once it has been made, what there will be to pay before."""

    def __init__(self) -> None:
        super().__init__("DisbursementToday", *DISBURSEMENT.without("period", *PAID).plus(BALANCE))
        self.made = DISBURSEMENT.without("period", *OWED).plus(
            BALANCE, *(Field(wire, DISBURSEMENT.by_wire[wire].ours, MONEY) for wire in PAID)
        )

    def write(self, record: Disbursement) -> dict[str, Any]:
        return super().write(record) if record.row.planned else self.made.write(record)


ROWS = DisbursementToday()
SCHEDULE_TODAY = Schedule(schedule_of("LoanScheduleToday", INSTALMENT, ROWS).plus(*PAID_OFF_TIME, OUTLOOK))
