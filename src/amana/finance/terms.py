"""What is agreed about a loan, as far as arithmetic needs it. Frozen values; nothing here computes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from amana.finance.calendars import NthWeekday, RepaymentCalendar
from amana.finance.dates import DayCount, PeriodUnit
from amana.finance.money import DEFAULT_PRECISION, ZERO, Currency, RoundingMode


class RateUnit(StrEnum):
    """The time a quoted rate belongs to."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    WHOLE_TERM = "whole_term"


class InterestMethod(StrEnum):
    """Interest on the original amount (flat) or on the balance (declining)."""

    FLAT = "flat"
    DECLINING = "declining"


class Amortisation(StrEnum):
    """Whether instalments or their principal parts are equal."""

    EQUAL_INSTALMENTS = "equal_instalments"
    EQUAL_PRINCIPAL = "equal_principal"


class InterestPeriod(StrEnum):
    """Interest by real days, or by repayment period whatever its number of days."""

    DAILY = "daily"
    SAME_AS_REPAYMENT = "same_as_repayment"


class DaysInYear(StrEnum):
    """Length of the year that divides an annual rate. `ACTUAL` is taken as 365, as Mifos X does."""

    ACTUAL = "actual"
    D360 = "360"
    D364 = "364"
    D365 = "365"


class DaysInMonth(StrEnum):
    """Days a whole month counts for in daily interest."""

    ACTUAL = "actual"
    D30 = "30"


class ScheduleType(StrEnum):
    """How a schedule comes about: as a whole from the terms, or instalment by instalment from what happens."""

    CUMULATIVE = "cumulative"
    PROGRESSIVE = "progressive"


class LeapYearRule(StrEnum):
    """When a year of real days has 366 of them: in every leap year, or in the period of 29 February only."""

    FULL_LEAP_YEAR = "full_leap_year"
    FEB_29_PERIOD_ONLY = "feb_29_period_only"


class Processing(StrEnum):
    """Whether payments finish one instalment before the next, or one component over all instalments."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


class RepaymentStart(StrEnum):
    """The day that due dates are counted from."""

    DISBURSEMENT = "disbursement"
    SUBMISSION = "submission"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progressive:
    """What only progressive schedules agree on.

    `fixed_length` is the whole length of the loan in repayment units: the last instalment is due then.
    `full_term_tranches` spreads every tranche over as many instalments as the loan has. `past_due_interest`
    lets unpaid instalments go on bearing interest where interest is recalculated.
    """

    processing: Processing = Processing.HORIZONTAL
    leap_year_rule: LeapYearRule = LeapYearRule.FULL_LEAP_YEAR
    interest_from_disbursement_day: bool = False
    full_term_tranches: bool = False
    past_due_interest: bool = True
    fixed_length: int | None = None


@dataclass(frozen=True, slots=True)
class Tranche:
    """One planned disbursement of a loan that is paid out in parts; `amount` in the loan's currency."""

    expected_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Balloon:
    """Principal that instalment `number` repays beside its regular part; `amount` in the loan's currency."""

    number: int
    amount: Decimal


class VariationKind(StrEnum):
    """Ways in which a schedule departs from its pattern from a day on, or for one instalment."""

    INSTALMENT_AMOUNT = "instalment_amount"
    PRINCIPAL_AMOUNT = "principal_amount"
    INTEREST_RATE = "interest_rate"
    INTEREST_RATE_FROM_INSTALMENT = "interest_rate_from_instalment"
    DUE_DATE = "due_date"
    INSERT_INSTALMENT = "insert_instalment"
    DELETE_INSTALMENT = "delete_instalment"
    EXTEND_TERM = "extend_term"
    GRACE_ON_PRINCIPAL = "grace_on_principal"
    GRACE_ON_INTEREST = "grace_on_interest"


@dataclass(frozen=True, slots=True)
class Variation:
    """One departure from the pattern.

    `applies_from` names the unvaried due date it starts at (or the value date of a rate); `value` is an
    amount, a yearly rate in per cent, or a count (of an instalment, None: as the terms make it for what is left
    then); `new_date` the new due date. `this_instalment_only`
    limits it to one row.
    """

    kind: VariationKind
    applies_from: date
    value: Decimal | None = None
    new_date: date | None = None
    this_instalment_only: bool = False


class Compounding(StrEnum):
    """What joins the balance that bears interest when it is not paid on time."""

    NONE = "none"
    INTEREST = "interest"
    FEE = "fee"
    INTEREST_AND_FEE = "interest_and_fee"


class EarlyPayment(StrEnum):
    """What a payment beyond what is due changes in the rest of the schedule."""

    REDUCE_INSTALMENT_AMOUNT = "reduce_instalment_amount"
    REDUCE_NUMBER_OF_INSTALMENTS = "reduce_number_of_instalments"
    RESCHEDULE_NEXT_REPAYMENTS = "reschedule_next_repayments"
    ADJUST_LAST_UNPAID = "adjust_last_unpaid"
    """Instalments stay, the last one is smaller: what progressive schedules do."""


class PreClosure(StrEnum):
    """Until when interest runs when the loan is paid off."""

    TILL_PRECLOSURE_DATE = "till_preclosure_date"
    TILL_REST_DATE = "till_rest_date"


class RestUnit(StrEnum):
    """How often the balance that bears interest is brought up to date, or interest is compounded."""

    SAME_AS_REPAYMENT = "same_as_repayment"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class RestFrequency:
    """A rest or compounding frequency.

    `weekday` 0 = Monday .. 6 = Sunday for weekly and nth-weekday rules; `day_of_month` for monthly by
    day; `nth` 1..4 or -1 (last) for monthly by weekday.
    """

    unit: RestUnit = RestUnit.SAME_AS_REPAYMENT
    interval: int = 1
    weekday: int | None = None
    day_of_month: int | None = None
    nth: int | None = None
    starts_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalculation:
    """Interest on what is really outstanding: unpaid principal keeps bearing interest, early money stops
    it.

    Without `on_arrears` unpaid principal bears no more than was planned, only early money counts. With
    `in_duplum` it stops bearing interest while interest and charges unpaid come to the outstanding principal.
    With `arrears_by_original` arrears are what the schedule as planned at first wants, not the one that followed.
    """

    compounding: Compounding = Compounding.NONE
    early_payment: EarlyPayment = EarlyPayment.REDUCE_INSTALMENT_AMOUNT
    pre_closure: PreClosure = PreClosure.TILL_PRECLOSURE_DATE
    rest: RestFrequency = field(default_factory=RestFrequency)
    compounding_frequency: RestFrequency = field(default_factory=RestFrequency)
    on_arrears: bool = True
    in_duplum: bool = False
    arrears_by_original: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """The arithmetic terms of one loan.

    Amounts are decimals of `currency`, rates per cent per `interest_rate_unit`. `principal` is the amount
    agreed (applied for, later approved), which sets the instalment; what is really paid out is an
    argument of the schedule.
    """

    currency: Currency
    principal: Decimal
    number_of_repayments: int
    repay_every: int
    repay_unit: PeriodUnit
    interest_rate: Decimal
    interest_rate_unit: RateUnit
    interest_method: InterestMethod
    amortisation: Amortisation
    interest_period: InterestPeriod
    expected_disbursement_on: date

    partial_period_interest: bool = False
    days_in_year: DaysInYear = DaysInYear.ACTUAL
    days_in_month: DaysInMonth = DaysInMonth.ACTUAL
    day_count: DayCount | None = None  # of daily interest, instead of the days in year and month

    grace_on_principal: int = 0
    grace_on_interest_payment: int = 0
    grace_on_interest_charged: int = 0
    recurring_moratorium_on_principal: int = 0
    equal_amortisation: bool = False  # the interest of the plan is spread evenly, as principal is
    repay_principal_every: int = 1  # only every n-th instalment (and the last) repays principal
    repay_interest_every: int = 1  # only every n-th (and the last) pays interest, that of the ones before too
    due_on: NthWeekday | None = None  # in the month that a whole number of periods leads to
    first_repayment_offset: int = 0  # periods by which the first due date is later than the regular one
    interest_charged_from: date | None = None
    first_repayment_on: date | None = None
    minimum_days_to_first_repayment: int = 0
    interest_from_disbursement: bool = (
        False  # in an irregular first period; else one regular period is charged
    )

    fixed_instalment: Decimal | None = None
    last_instalment_threshold: Decimal = (
        ZERO  # per cent of an instalment; a smaller rest joins the one before
    )
    fixed_principal: Decimal | None = None  # of each instalment of equal principal; the last takes the rest
    fixed_principal_percentage: Decimal | None = None
    balloons: tuple[Balloon, ...] = ()
    instalment_multiples_of: int = 0
    interest_may_exceed_instalment: bool = False  # the excess goes to the next instalment
    down_payment_percentage: Decimal | None = None  # of every disbursement, due on its day

    schedule_type: ScheduleType = ScheduleType.CUMULATIVE
    progressive: Progressive = field(default_factory=Progressive)  # where the schedule type says so
    counted_from: date | None = None  # due dates; None: from the disbursement

    multi_disburse: bool = False
    tranches: tuple[Tranche, ...] = ()
    variations: tuple[Variation, ...] = ()
    recalculation: Recalculation | None = None
    calendar: RepaymentCalendar = field(default_factory=RepaymentCalendar)

    rounding: RoundingMode = RoundingMode.HALF_EVEN
    precision: int = DEFAULT_PRECISION

    @property
    def spreads_interest(self) -> bool:
        """Whether the interest of the term is fixed beforehand and each instalment takes its part."""
        return self.interest_method is InterestMethod.FLAT or self.equal_amortisation
