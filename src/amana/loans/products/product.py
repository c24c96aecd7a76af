"""The loan product as a value. Nothing here reads or writes."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from amana.finance.components import Component
from amana.finance.dates import DayCount, PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import AllocationRule
from amana.finance.interest import annual_rate
from amana.finance.money import HUNDRED, ZERO, Currency
from amana.finance.terms import (
    Amortisation,
    DaysInMonth,
    DaysInYear,
    EarlyPayment,
    InterestMethod,
    InterestPeriod,
    LeapYearRule,
    LoanTerms,
    Processing,
    Progressive,
    RateUnit,
    Recalculation,
    RepaymentStart,
    RestFrequency,
    RestUnit,
    ScheduleType,
)
from amana.kernel.refusals import Problem
from amana.loans.kinds import Accounting, ChargeOffBehaviour, OverApplied, RefundWithInterest
from amana.loans.payment import PaymentDetail
from amana.loans.products import allocating, floating, patterns
from amana.loans.products.floating import FloatingOffer
from amana.loans.products.locks import Lock

PRODUCT_KIND = "loan"
"""What account mappings are stored under (``amana.ledger.mappings``)."""

PROGRESSIVE_TERMS = tuple(one.name for one in fields(Progressive))
"""Terms of progressive schedules, under the names they have on a product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanProduct:
    """What loans of one kind start from.

    Amounts are in ``currency``, rates per cent per ``interest_rate_unit``; ``minimum_`` and ``maximum_`` limit what a
    loan may ask for instead of the default (None: no limit).
    """

    id: int
    name: str
    short_name: str | None = None
    description: str | None = None
    fund: int | None = None
    starts_on: date | None = None
    closes_on: date | None = None
    """First and last day on which loans may be applied for."""
    closed: bool = False
    """Whether no loans may be applied for until it is offered again."""
    include_in_borrower_cycle: bool = False

    currency_code: str
    digits: int
    in_multiples_of: int = 0

    principal: Decimal
    minimum_principal: Decimal | None = None
    maximum_principal: Decimal | None = None
    number_of_repayments: int
    minimum_number_of_repayments: int | None = None
    maximum_number_of_repayments: int | None = None
    repay_every: int
    repay_unit: PeriodUnit
    interest_rate: Decimal
    minimum_interest_rate: Decimal | None = None
    maximum_interest_rate: Decimal | None = None
    interest_rate_unit: RateUnit
    floating: FloatingOffer | None = None
    """Where the rate is one of the institution's that moves, with what on top; else it is ``interest_rate``."""
    interest_method: InterestMethod
    amortisation: Amortisation
    interest_period: InterestPeriod
    partial_period_interest: bool = False
    days_in_year: DaysInYear = DaysInYear.ACTUAL
    days_in_month: DaysInMonth = DaysInMonth.ACTUAL
    day_count: DayCount | None = None
    """How daily interest counts days, where that is not by days in year and month."""

    grace_on_principal: int = 0
    grace_on_interest_payment: int = 0
    grace_on_interest_charged: int = 0
    recurring_moratorium_on_principal: int = 0
    equal_amortisation: bool = False
    """Whether the interest of a declining balance is paid in equal parts, as the principal is."""
    repay_principal_every: int = 1
    repay_interest_every: int = 1
    """Principal, or interest, is due with every n-th instalment (and the last) only."""
    first_repayment_offset: int = 0
    """Periods by which the first instalment is due later than the regular one."""
    instalment_multiples_of: int = 0
    last_instalment_threshold: Decimal = ZERO
    """Per cent of an instalment: a smaller rest joins the instalment before."""

    minimum_days_to_first_repayment: int = 0
    """Least days between the disbursement and the first due date."""
    fixed_principal_percentage: Decimal | None = None
    """Per cent of the principal that each instalment of equal principal repays; the last takes the rest."""
    fixed_principal: Decimal | None = None
    """The same as an amount."""

    schedule_type: ScheduleType = ScheduleType.CUMULATIVE
    processing: Processing = Processing.HORIZONTAL
    leap_year_rule: LeapYearRule = LeapYearRule.FULL_LEAP_YEAR
    interest_from_disbursement_day: bool = False
    full_term_tranches: bool = False
    past_due_interest: bool = True
    fixed_length: int | None = None
    """These six concern progressive schedules (``amana.finance.terms.Progressive``)."""
    repayment_start: RepaymentStart = RepaymentStart.DISBURSEMENT
    down_payment_percentage: Decimal | None = None
    """Of every disbursement, due on its day; None: no down payment."""
    automatic_down_payment: bool = False

    recalculation: Recalculation | None = None
    """How interest follows the money; None: interest stays as planned, as flat interest does whatever is said here."""
    early_payment: EarlyPayment | None = None
    """Without ``recalculation``: what money in advance changes in the schedule; it lowers interest from its day."""
    multi_disburse: bool = False
    """Whether loans may be paid out in tranches."""
    maximum_tranches: int | None = None
    maximum_outstanding: Decimal | None = None
    """Most principal that may be outstanding after a tranche is paid out."""
    may_top_up: bool = False
    """Whether loans may pay off an older one of the same borrower."""
    paid_out_with: PaymentDetail | None = None
    """Loans are approved and paid out by this payment with their application; None: step by step."""
    planned_tranches: bool = True
    """Whether an application may say when and how much is to be paid out."""
    disbursed_as_expected: bool = False
    """Whether loans are paid out on the day that was expected, and no other."""
    over_applied_by: OverApplied | None = None
    over_applied: Decimal | None = None
    """How much more than what was applied for may be approved and paid out, as a percentage or an amount."""
    instalment_may_be_agreed: bool = True
    """Whether an application may name its instalment."""
    variable_instalments: bool = False
    """Whether rows of an application's schedule may be changed one by one."""
    minimum_gap_days: int | None = None
    maximum_gap_days: int | None = None
    """Least and most days between two due dates of a changed schedule."""

    locked: tuple[Lock, ...] = ()
    """Terms in which a loan may not depart from the product."""

    strategy: AllocationStrategy
    allocation_rules: tuple[AllocationRule, ...] = ()
    chargeback_order: tuple[Component, ...] = ()
    arrears_tolerance: Decimal = ZERO
    """Amount up to which a loan does not count as in arrears, and that is let go at the end."""

    grace_on_arrears_ageing: int = 0
    """Days after a due date before a loan counts as in arrears."""
    npa_after_days: int | None = None
    """Days in arrears after which a loan counts as non-performing."""
    npa_until_paid: bool = False
    """Whether it performs again only when nothing is overdue any more."""
    delinquency_bucket: int | None = None
    instalment_delinquency: bool = False
    """Whether each instalment is classified as well."""
    accrual_activity: bool = False
    """Whether what was accrued is summed up on each due date."""
    due_notice_days: int | None = None
    overdue_notice_days: int | None = None
    """Days before a due date, and after it, on which the repayment is announced."""
    charge_off_behaviour: ChargeOffBehaviour = ChargeOffBehaviour.REGULAR
    """Loans of another behaviour than the regular one can be kept, but not charged off yet."""
    interest_refunds: tuple[RefundWithInterest, ...] = ()
    """Refunds that give back the interest of what they refund."""

    accounting: Accounting = Accounting.NONE
    charges: tuple[int, ...] = ()
    """Definitions of the charges that loans of this product carry unless the applicant says otherwise."""

    def with_id(self, product: int) -> "LoanProduct":
        """The same product under the number it was stored with."""
        return replace(self, id=product)

    @property
    def currency(self) -> Currency:
        """The currency with the digits and multiples of this product."""
        return Currency(self.currency_code, self.digits, self.in_multiples_of)

    @property
    def annual_rate(self) -> Decimal:
        """The nominal rate per year in per cent; a rate for the whole term is spread over its years."""
        term = self.number_of_repayments * self.repay_every
        return annual_rate(self.interest_rate, self.interest_rate_unit, term, self.repay_unit)

    @property
    def own_rate(self) -> Decimal | None:
        """The rate as the product states it; None where it is that of a floating rate."""
        return self.interest_rate if self.floating is None else None

    @property
    def own_annual_rate(self) -> Decimal | None:
        """The same per year."""
        return self.annual_rate if self.floating is None else None

    def offered_on(self, day: date) -> bool:
        """Whether loans may be applied for on ``day``."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.closes_on is None or day <= self.closes_on
        )

    def loan_terms(self, expected_disbursement_on: date) -> LoanTerms:
        """The arithmetic terms of a loan that takes everything as the product has it."""
        return LoanTerms(
            currency=self.currency,
            principal=self.principal,
            number_of_repayments=self.number_of_repayments,
            repay_every=self.repay_every,
            repay_unit=self.repay_unit,
            interest_rate=self.interest_rate,
            interest_rate_unit=self.interest_rate_unit,
            interest_method=self.interest_method,
            amortisation=self.amortisation,
            interest_period=self.interest_period,
            expected_disbursement_on=expected_disbursement_on,
            partial_period_interest=self.partial_period_interest,
            days_in_year=self.days_in_year,
            days_in_month=self.days_in_month,
            day_count=self.day_count,
            grace_on_principal=self.grace_on_principal,
            grace_on_interest_payment=self.grace_on_interest_payment,
            grace_on_interest_charged=self.grace_on_interest_charged,
            recurring_moratorium_on_principal=self.recurring_moratorium_on_principal,
            repay_principal_every=self.repay_principal_every,
            repay_interest_every=self.repay_interest_every,
            equal_amortisation=self.equal_amortisation,
            first_repayment_offset=self.first_repayment_offset,
            instalment_multiples_of=self.instalment_multiples_of,
            last_instalment_threshold=self.last_instalment_threshold,
            minimum_days_to_first_repayment=self.minimum_days_to_first_repayment,
            fixed_principal_percentage=self.fixed_principal_percentage,
            fixed_principal=self.fixed_principal,
            recalculation=self._recalculation_from(expected_disbursement_on),
            multi_disburse=self.multi_disburse,
            schedule_type=self.schedule_type,
            progressive=Progressive(**{name: getattr(self, name) for name in PROGRESSIVE_TERMS}),
            down_payment_percentage=self.down_payment_percentage,
        )

    def _recalculation_from(self, start: date) -> Recalculation | None:
        """The product's rule, its rest and compounding days counted from ``start`` where it names no day itself."""
        rule = self.recalculation
        if self.early_payment is not None:
            daily = RestFrequency(unit=RestUnit.DAILY)
            rule = Recalculation(early_payment=self.early_payment, rest=daily, on_arrears=False)
        if rule is None or self.interest_method is InterestMethod.FLAT:
            return None

        def counted(frequency: RestFrequency) -> RestFrequency:
            return frequency if frequency.starts_on is not None else replace(frequency, starts_on=start)

        return replace(
            rule, rest=counted(rule.rest), compounding_frequency=counted(rule.compounding_frequency)
        )

    def outside_limits(self, terms: LoanTerms) -> Iterator[Problem]:
        """What a loan asks for beyond this product's limits, under the names of ``AskedTerms``."""
        for field, value, low, high in (
            ("principal", terms.principal, self.minimum_principal, self.maximum_principal),
            (
                "number_of_repayments",
                terms.number_of_repayments,
                self.minimum_number_of_repayments,
                self.maximum_number_of_repayments,
            ),
            ("interest_rate", terms.interest_rate, self.minimum_interest_rate, self.maximum_interest_rate),
        ):
            yield from beyond(field, value, low, high)


def beyond(
    field: str, value: Decimal | int, low: Decimal | int | None, high: Decimal | int | None
) -> Iterator[Problem]:
    """A problem when ``value`` lies below ``low`` or above ``high``."""
    if low is not None and value < low:
        message = f"{field} {value} is less than the least allowed, {low}."
        yield Problem(field=field, kind="too_small", message=message, value=value, limit=low)
    if high is not None and value > high:
        message = f"{field} {value} is more than the most allowed, {high}."
        yield Problem(field=field, kind="too_large", message=message, value=value, limit=high)


def problems(product: LoanProduct) -> Iterator[Problem]:
    """Everything that makes the product unfit to be offered, by our field names."""
    for name in ("name", "currency_code"):
        if not getattr(product, name).strip():
            yield Problem(field=name, kind="blank", message=f"{name} cannot be blank.")
    for name, least, most in _RANGES:
        value = getattr(product, name)
        if value is not None:
            yield from beyond(name, value, least, most)
    if not product.principal > ZERO:
        message = "principal has to be more than zero."
        yield Problem(
            field="principal", kind="not_positive", message=message, value=product.principal, limit=0
        )
    for name in ("principal", "number_of_repayments", "interest_rate"):
        low, high = getattr(product, f"minimum_{name}"), getattr(product, f"maximum_{name}")
        yield from beyond(name, getattr(product, name), low, high)
        if low is not None and high is not None and low > high:
            message = f"maximum_{name} is less than minimum_{name}."
            yield Problem(field=f"maximum_{name}", kind="inconsistent", message=message, value=high)
    yield from _inconsistent(product)


_RANGES: tuple[tuple[str, int | Decimal | None, int | Decimal | None], ...] = (
    ("digits", 0, 6),
    ("in_multiples_of", 0, None),
    ("minimum_principal", 0, None),
    ("maximum_principal", 0, None),
    ("number_of_repayments", 1, 10_000),
    ("minimum_number_of_repayments", 1, None),
    ("maximum_number_of_repayments", 1, 10_000),
    ("repay_every", 1, 10_000),
    ("interest_rate", ZERO, None),
    ("minimum_interest_rate", ZERO, None),
    ("maximum_interest_rate", ZERO, None),
    ("grace_on_principal", 0, None),
    ("grace_on_interest_payment", 0, None),
    ("grace_on_interest_charged", 0, None),
    ("recurring_moratorium_on_principal", 0, None),
    ("repay_principal_every", 1, 10_000),
    ("repay_interest_every", 1, 10_000),
    ("first_repayment_offset", 0, 10_000),
    ("instalment_multiples_of", 0, None),
    ("last_instalment_threshold", ZERO, HUNDRED),
    ("minimum_days_to_first_repayment", 0, None),
    ("fixed_principal_percentage", ZERO, HUNDRED),
    ("fixed_principal", ZERO, None),
    ("arrears_tolerance", ZERO, None),
    ("maximum_tranches", 1, None),
    ("maximum_outstanding", ZERO, None),
    ("fixed_length", 1, None),
    ("down_payment_percentage", ZERO, HUNDRED),
    ("over_applied", ZERO, None),
    ("grace_on_arrears_ageing", 0, None),
    ("npa_after_days", 0, None),
    ("due_notice_days", 0, None),
    ("overdue_notice_days", 0, None),
    ("minimum_gap_days", 1, None),
    ("maximum_gap_days", 1, None),
)


_ONLY_WITH: dict[str, tuple[str, ...]] = {
    "over_applied_by": ("over_applied",),
    "variable_instalments": ("minimum_gap_days", "maximum_gap_days"),
}


def _inconsistent(product: LoanProduct) -> Iterator[Problem]:
    for name in ("grace_on_principal", "grace_on_interest_payment"):
        grace = getattr(product, name)
        if grace and grace >= product.number_of_repayments:
            message = f"{name} has to be less than the number of repayments, or nothing is ever paid."
            yield Problem(
                field=name,
                kind="inconsistent",
                message=message,
                value=grace,
                limit=product.number_of_repayments,
            )
    if product.starts_on and product.closes_on and product.closes_on < product.starts_on:
        message = "closes_on is before starts_on."
        yield Problem(field="closes_on", kind="inconsistent", message=message, value=product.closes_on)
    if product.partial_period_interest and product.interest_period is InterestPeriod.DAILY:
        message = "Daily interest knows no partial periods."
        yield Problem(field="partial_period_interest", kind="inconsistent", message=message, value=True)
    if product.day_count is not None and not (
        product.interest_period is InterestPeriod.DAILY
        and product.days_in_year is DaysInYear.ACTUAL
        and product.days_in_month is DaysInMonth.ACTUAL
    ):
        message = "A day count is for daily interest, and takes the place of days in year and month."
        yield Problem(field="day_count", kind="inconsistent", message=message, value=product.day_count)
    for flag, names in _ONLY_WITH.items():
        for name in names:
            if getattr(product, name) is not None and not getattr(product, flag):
                message = f"{name} means something only with {flag}."
                yield Problem(field=name, kind="inconsistent", message=message, value=getattr(product, name))
    yield from allocating.problems(product)
    yield from _floating_problems(product)
    yield from patterns.problems(product)
    if product.in_multiples_of > 1 and product.digits:
        message = "Multiples need a currency without decimals."
        yield Problem(
            field="in_multiples_of", kind="inconsistent", message=message, value=product.in_multiples_of
        )


def _floating_problems(product: LoanProduct) -> Iterator[Problem]:
    if product.floating is None:
        return
    yield from floating.problems(product.floating)
    if product.interest_method is InterestMethod.FLAT or product.recalculation is None:
        message = "A floating rate is for declining balances whose interest is recalculated."
        yield Problem(field="floating.linked", kind="inconsistent", message=message, value=True)
