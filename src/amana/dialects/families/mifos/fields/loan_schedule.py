"""Repayment schedules on the wire."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from amana.dialects.base.codecs import BOOLEAN, COUNT, Schema, Spelling
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.codec import DAY, MONEY
from amana.dialects.families.mifos.currency import CURRENCY
from amana.finance.components import Components
from amana.finance.money import ZERO
from amana.loans.schedule_views import DisbursementRow, InstalmentRow, ScheduleView


@dataclass(frozen=True, slots=True)
class Instalment:
    """An instalment as of a day."""

    row: InstalmentRow
    on: date

    @property
    def overdue(self) -> Decimal:
        """What should have been paid of it before the day."""
        return self.row.overdue(self.on)

    @property
    def complete(self) -> bool:
        """Whether nothing is owed of it."""
        return self.row.completed_on is not None

    @property
    def cost(self) -> Decimal:
        """Interest, fees and penalties of it."""
        return self.row.due.total - self.row.due.principal


@dataclass(frozen=True, slots=True)
class Disbursement:
    """A disbursement among the instalments; period 0 where it is the first."""

    row: DisbursementRow
    period: int | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a schedule, the fees taken at disbursement among them."""

    schedule: ScheduleView
    due: Components
    paid: Components
    fees_at_disbursement: Decimal
    waived: Decimal
    written_off: Decimal
    outstanding: Decimal

    @property
    def outlook(self) -> list[Instalment]:
        """What is to come, were everything paid in time from now on."""
        return [Instalment(row, self.schedule.on) for row in self.schedule.outlook]

    @property
    def fees(self) -> Decimal:
        """All fees."""
        return self.due.fees + self.fees_at_disbursement

    @property
    def expected(self) -> Decimal:
        """Everything that was ever to be paid."""
        return self.due.total + self.fees_at_disbursement

    @property
    def in_advance(self) -> Decimal:
        """What was paid before it fell due."""
        return sum((row.paid_in_advance for row in self.schedule.instalments), ZERO)

    @property
    def late(self) -> Decimal:
        """What was paid after it fell due."""
        return sum((row.paid_late for row in self.schedule.instalments), ZERO)

    @property
    def repaid(self) -> Decimal:
        """Everything that was paid."""
        return self.paid.total + sum((row.fees_paid for row in self.schedule.disbursements), ZERO)


def totals(schedule: ScheduleView) -> Totals:
    """The sums; of a preview nothing is outstanding, as nothing is owed yet."""
    owed = schedule.total("outstanding").total
    owed += sum((row.fees_outstanding for row in schedule.disbursements), ZERO)
    return Totals(
        schedule=schedule,
        due=schedule.total("due"),
        paid=schedule.total("paid"),
        fees_at_disbursement=schedule.fees_at_disbursement,
        waived=schedule.total("waived").total,
        written_off=schedule.total("written_off").total,
        outstanding=ZERO if schedule.preview else owed,
    )


ONE_DAY = timedelta(days=1)


def rows(schedule: ScheduleView) -> Iterator[Disbursement | Instalment]:
    """Disbursements and instalments in order of their days; what is paid out comes before what falls due that day, but
    on progressive schedules.
    """
    pending = [Disbursement(row, None if number else 0) for number, row in enumerate(schedule.disbursements)]
    for row in schedule.instalments:
        # a down payment follows what it is part of
        until = row.due_date + (row.down_payment or not schedule.progressive) * ONE_DAY
        while pending and (pending[0].row.on < until or pending[0].period == 0):
            yield pending.pop(0)
        yield Instalment(row, schedule.on)
    yield from pending


DISBURSEMENT = Fields(
    "DisbursementPeriod",
    Field("period", "period", COUNT),
    Field("dueDate", "row.on", DAY),
    Field("principalDisbursed", "row.amount", MONEY),
    Field("principalLoanBalanceOutstanding", "row.balance", MONEY),
    Field("feeChargesDue", "row.fees", MONEY),
    Field("feeChargesPaid", "row.fees_paid", MONEY, silent=ZERO),
    Field("feeChargesOutstanding", "row.fees_outstanding", MONEY),
    Field("totalOriginalDueForPeriod", "row.fees", MONEY),
    Field("totalDueForPeriod", "row.fees", MONEY),
    Field("totalPaidForPeriod", "row.fees_paid", MONEY, silent=ZERO),
    Field("totalOutstandingForPeriod", "row.fees_outstanding", MONEY),
    Field("totalOverdue", "row.fees_outstanding", MONEY),
    Field("totalActualCostOfLoanForPeriod", "row.fees", MONEY),
)
INSTALMENT = Fields(
    "RepaymentPeriod",
    Field("period", "row.number", COUNT),
    Field("fromDate", "row.from_date", DAY),
    Field("dueDate", "row.due_date", DAY),
    Field("obligationsMetOnDate", "row.completed_on", DAY),
    Field("complete", "complete", BOOLEAN),
    Field("daysInPeriod", "row.days", COUNT),
    Field("principalOriginalDue", "row.original.principal", MONEY),
    Field("principalDue", "row.due.principal", MONEY),
    Field("principalPaid", "row.paid.principal", MONEY),
    Field("principalWrittenOff", "row.written_off.principal", MONEY),
    Field("principalOutstanding", "row.outstanding.principal", MONEY),
    Field("principalLoanBalanceOutstanding", "row.balance", MONEY),
    Field("interestOriginalDue", "row.original.interest", MONEY),
    Field("interestDue", "row.due.interest", MONEY),
    Field("interestPaid", "row.paid.interest", MONEY),
    Field("interestWaived", "row.waived.interest", MONEY),
    Field("interestWrittenOff", "row.written_off.interest", MONEY),
    Field("interestOutstanding", "row.outstanding.interest", MONEY),
    Field("feeChargesDue", "row.due.fees", MONEY),
    Field("feeChargesPaid", "row.paid.fees", MONEY),
    Field("feeChargesWaived", "row.waived.fees", MONEY),
    Field("feeChargesWrittenOff", "row.written_off.fees", MONEY),
    Field("feeChargesOutstanding", "row.outstanding.fees", MONEY),
    Field("penaltyChargesDue", "row.due.penalties", MONEY),
    Field("penaltyChargesPaid", "row.paid.penalties", MONEY),
    Field("penaltyChargesWaived", "row.waived.penalties", MONEY),
    Field("penaltyChargesWrittenOff", "row.written_off.penalties", MONEY),
    Field("penaltyChargesOutstanding", "row.outstanding.penalties", MONEY),
    Field("totalOriginalDueForPeriod", "row.original.total", MONEY),
    Field("totalDueForPeriod", "row.due.total", MONEY),
    Field("totalPaidForPeriod", "row.paid.total", MONEY),
    Field("totalPaidInAdvanceForPeriod", "row.paid_in_advance", MONEY),
    Field("totalPaidLateForPeriod", "row.paid_late", MONEY),
    Field("totalWaivedForPeriod", "row.waived.total", MONEY),
    Field("totalWrittenOffForPeriod", "row.written_off.total", MONEY),
    Field("totalOutstandingForPeriod", "row.outstanding.total", MONEY),
    Field("totalOverdue", "overdue", MONEY),
    Field("totalActualCostOfLoanForPeriod", "cost", MONEY),
)
PLANNED_INSTALMENT = INSTALMENT.only(
    "period",
    "fromDate",
    "dueDate",
    "daysInPeriod",
    "principalOriginalDue",
    "principalDue",
    "principalOutstanding",
    "principalLoanBalanceOutstanding",
    "interestOriginalDue",
    "interestDue",
    "interestOutstanding",
    "feeChargesDue",
    "penaltyChargesDue",
    "totalOriginalDueForPeriod",
    "totalDueForPeriod",
    "totalPaidForPeriod",
    "totalOutstandingForPeriod",
    "totalOverdue",
    "totalActualCostOfLoanForPeriod",
    name="PlannedPeriod",
)
"""What a calculation shows of an instalment."""


class Periods:
    """The rows of a schedule: disbursements and instalments, each with its own properties."""

    def __init__(self, instalment: Fields, disbursement: Fields = DISBURSEMENT) -> None:
        self.instalment, self.disbursement = instalment, disbursement

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: ScheduleView) -> list[dict[str, Any]]:
        return [
            (self.disbursement if isinstance(row, Disbursement) else self.instalment).write(row)
            for row in rows(value)
        ]

    def schema(self) -> Schema:
        return {"type": "array", "items": {"anyOf": [self.disbursement.schema(), self.instalment.schema()]}}


def schedule_of(name: str, instalment: Fields, disbursement: Fields = DISBURSEMENT) -> Fields:
    """A schedule whose rows show these properties."""
    return Fields(
        name,
        Field("currency", "schedule.currency", CURRENCY),
        Field("loanTermInDays", "schedule.term_in_days", COUNT),
        Field("totalPrincipalDisbursed", "schedule.disbursed", MONEY),
        Field("totalPrincipalExpected", "due.principal", MONEY),
        Field("totalPrincipalPaid", "paid.principal", MONEY),
        Field("totalInterestCharged", "due.interest", MONEY),
        Field("totalFeeChargesCharged", "fees", MONEY),
        Field("totalPenaltyChargesCharged", "due.penalties", MONEY),
        Field("totalWaived", "waived", MONEY),
        Field("totalWrittenOff", "written_off", MONEY),
        Field("totalRepaymentExpected", "expected", MONEY),
        Field("totalRepayment", "repaid", MONEY),
        Field("totalOutstanding", "outstanding", MONEY),
        Field("periods", "schedule", Periods(instalment, disbursement)),
    )


class Schedule:
    """A ``ScheduleView`` with its sums."""

    def __init__(self, fields: Fields) -> None:
        self.fields = Nested(fields)

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: ScheduleView) -> dict[str, Any]:
        return self.fields.write(totals(value))

    def render(self, result: ScheduleView, request: Any = None) -> dict[str, Any]:
        """The schedule as a body of its own."""
        return self.write(result)

    def schema(self) -> Schema:
        return self.fields.schema()


OUTLOOK = Field("futurePeriods", "outlook", ListOf(Nested(PLANNED_INSTALMENT)), silent=[])
"""What is left to pay were everything paid in time from now; of relatives younger than Mifos X 1.9."""
PAID_OFF_TIME = (Field("totalPaidInAdvance", "in_advance", MONEY), Field("totalPaidLate", "late", MONEY))
SCHEDULE = Schedule(schedule_of("LoanSchedule", INSTALMENT).plus(*PAID_OFF_TIME))
CALCULATED_SCHEDULE = Schedule(schedule_of("CalculatedLoanSchedule", PLANNED_INSTALMENT))
