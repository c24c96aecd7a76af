"""What a definition or change of a product says: what is left out keeps its default, or stays as it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from amana.finance.components import Component
from amana.finance.dates import DayCount, PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import AllocationRule
from amana.finance.terms import (
    Amortisation,
    DaysInMonth,
    DaysInYear,
    EarlyPayment,
    InterestMethod,
    InterestPeriod,
    LeapYearRule,
    Processing,
    RateUnit,
    Recalculation,
    RepaymentStart,
    ScheduleType,
)
from amana.kernel.refusals import InvalidInput, Problem
from amana.kernel.unset import UNSET, UnsetType, given
from amana.ledger.mappings import AccountMapping
from amana.ledger.product_roles import Role
from amana.loans.kinds import Accounting, ChargeOffBehaviour, OverApplied, RefundWithInterest
from amana.loans.payment import PaymentDetail
from amana.loans.products.floating import AskedFloating
from amana.loans.products.locks import Lock
from amana.loans.products.product import LoanProduct


@dataclass(frozen=True, kw_only=True)
class FundSourceOfPaymentType:
    """Payments of a type go to and come from an account of their own."""

    payment_type: int
    account: int


@dataclass(frozen=True, kw_only=True)
class IncomeOfCharge:
    """A charge's income is booked on an account of its own."""

    charge: int
    account: int


@dataclass(frozen=True, kw_only=True)
class ExpenseOfReason:
    """Loans given up for a reason (a code value) are an expense on an account of their own."""

    reason: int
    account: int


@dataclass(frozen=True, kw_only=True)
class AskedAccounts:
    """Ledger accounts by role. A list replaces what its role had; a role left out keeps its account."""

    fund_source: int | UnsetType = UNSET
    loan_portfolio: int | UnsetType = UNSET
    receivable_interest: int | UnsetType = UNSET
    receivable_fee: int | UnsetType = UNSET
    receivable_penalty: int | UnsetType = UNSET
    interest_on_loan: int | UnsetType = UNSET
    suspended_interest_income: int | UnsetType = UNSET
    income_from_fee: int | UnsetType = UNSET
    income_from_penalty: int | UnsetType = UNSET
    income_from_recovery: int | UnsetType = UNSET
    write_off: int | UnsetType = UNSET
    interest_write_off: int | UnsetType = UNSET
    fee_write_off: int | UnsetType = UNSET
    penalty_write_off: int | UnsetType = UNSET
    overpayment_liability: int | UnsetType = UNSET
    transfers_in_suspense: int | UnsetType = UNSET
    goodwill_credit: int | UnsetType = UNSET
    income_from_goodwill_credit_interest: int | UnsetType = UNSET
    income_from_goodwill_credit_fees: int | UnsetType = UNSET
    income_from_goodwill_credit_penalties: int | UnsetType = UNSET
    charge_off_expense: int | UnsetType = UNSET
    charge_off_fraud_expense: int | UnsetType = UNSET
    income_from_charge_off_interest: int | UnsetType = UNSET
    income_from_charge_off_fees: int | UnsetType = UNSET
    income_from_charge_off_penalties: int | UnsetType = UNSET
    fund_sources: tuple[FundSourceOfPaymentType, ...] | UnsetType = UNSET
    fee_incomes: tuple[IncomeOfCharge, ...] | UnsetType = UNSET
    penalty_incomes: tuple[IncomeOfCharge, ...] | UnsetType = UNSET
    charge_off_expenses: tuple[ExpenseOfReason, ...] | UnsetType = UNSET
    write_off_expenses: tuple[ExpenseOfReason, ...] | UnsetType = UNSET

    def over(self, present: tuple[AccountMapping, ...]) -> tuple[AccountMapping, ...]:
        """The complete mappings that result where ``present`` were in force."""
        sent = given(self)
        kept = (one for one in present if _place(one) not in sent)
        return (*kept, *self._mappings())

    def _mappings(self) -> Iterator[AccountMapping]:
        for role in ROLES_ASKED:
            account = getattr(self, role)
            if account is not UNSET:
                yield AccountMapping(role=role, account=account)
        if self.fund_sources is not UNSET:
            for source in self.fund_sources:
                yield AccountMapping(
                    role=Role.FUND_SOURCE, account=source.account, payment_type=source.payment_type
                )
        for role, incomes in (
            (Role.INCOME_FROM_FEE, self.fee_incomes),
            (Role.INCOME_FROM_PENALTY, self.penalty_incomes),
        ):
            if incomes is not UNSET:
                for income in incomes:
                    yield AccountMapping(role=role, account=income.account, charge=income.charge)
        for role, expenses in (
            (Role.CHARGE_OFF_EXPENSE, self.charge_off_expenses),
            (Role.WRITE_OFF, self.write_off_expenses),
        ):
            if expenses is not UNSET:
                for expense in expenses:
                    yield AccountMapping(role=role, account=expense.account, reason=expense.reason)


ROLES_ASKED = tuple(
    Role(name) for name in AskedAccounts.__dataclass_fields__ if name in {role.value for role in Role}
)
"""Roles a product can name an account for."""

REFINED = {
    Role.FUND_SOURCE: "fund_sources",
    Role.INCOME_FROM_FEE: "fee_incomes",
    Role.INCOME_FROM_PENALTY: "penalty_incomes",
    Role.CHARGE_OFF_EXPENSE: "charge_off_expenses",
    Role.WRITE_OFF: "write_off_expenses",
}
"""The list that holds the particular accounts of a role."""


def _place(mapping: AccountMapping) -> str:
    return str(mapping.role) if mapping.is_general else REFINED[mapping.role]


@dataclass(frozen=True, kw_only=True)
class AskedProduct:
    """Fields of ``LoanProduct`` as a command brings them; ``down_payment`` and ``over_applying`` announce others."""

    name: str | UnsetType = UNSET
    short_name: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    fund: int | UnsetType | None = UNSET
    starts_on: date | UnsetType | None = UNSET
    closes_on: date | UnsetType | None = UNSET
    include_in_borrower_cycle: bool | UnsetType = UNSET

    currency_code: str | UnsetType = UNSET
    digits: int | UnsetType = UNSET
    in_multiples_of: int | UnsetType = UNSET

    principal: Decimal | UnsetType = UNSET
    minimum_principal: Decimal | UnsetType | None = UNSET
    maximum_principal: Decimal | UnsetType | None = UNSET
    number_of_repayments: int | UnsetType = UNSET
    minimum_number_of_repayments: int | UnsetType | None = UNSET
    maximum_number_of_repayments: int | UnsetType | None = UNSET
    repay_every: int | UnsetType = UNSET
    repay_unit: PeriodUnit | UnsetType = UNSET
    interest_rate: Decimal | UnsetType = UNSET
    minimum_interest_rate: Decimal | UnsetType | None = UNSET
    maximum_interest_rate: Decimal | UnsetType | None = UNSET
    interest_rate_unit: RateUnit | UnsetType = UNSET
    floating: AskedFloating | UnsetType | None = UNSET
    interest_method: InterestMethod | UnsetType = UNSET
    amortisation: Amortisation | UnsetType = UNSET
    interest_period: InterestPeriod | UnsetType = UNSET
    partial_period_interest: bool | UnsetType = UNSET
    days_in_year: DaysInYear | UnsetType = UNSET
    days_in_month: DaysInMonth | UnsetType = UNSET
    day_count: DayCount | UnsetType | None = UNSET

    grace_on_principal: int | UnsetType = UNSET
    grace_on_interest_payment: int | UnsetType = UNSET
    grace_on_interest_charged: int | UnsetType = UNSET
    recurring_moratorium_on_principal: int | UnsetType = UNSET
    repay_principal_every: int | UnsetType = UNSET
    repay_interest_every: int | UnsetType = UNSET
    equal_amortisation: bool | UnsetType = UNSET
    first_repayment_offset: int | UnsetType = UNSET
    instalment_multiples_of: int | UnsetType = UNSET
    last_instalment_threshold: Decimal | UnsetType = UNSET

    minimum_days_to_first_repayment: int | UnsetType = UNSET
    fixed_principal_percentage: Decimal | UnsetType | None = UNSET
    fixed_principal: Decimal | UnsetType | None = UNSET
    schedule_type: ScheduleType | UnsetType = UNSET
    processing: Processing | UnsetType = UNSET
    leap_year_rule: LeapYearRule | UnsetType = UNSET
    interest_from_disbursement_day: bool | UnsetType = UNSET
    full_term_tranches: bool | UnsetType = UNSET
    past_due_interest: bool | UnsetType = UNSET
    fixed_length: int | UnsetType | None = UNSET
    repayment_start: RepaymentStart | UnsetType = UNSET
    down_payment: bool | UnsetType = UNSET
    down_payment_percentage: Decimal | UnsetType | None = UNSET
    automatic_down_payment: bool | UnsetType = UNSET

    recalculation: Recalculation | UnsetType | None = UNSET
    early_payment: EarlyPayment | UnsetType | None = UNSET
    locked: tuple[Lock, ...] | UnsetType = UNSET
    multi_disburse: bool | UnsetType = UNSET
    maximum_tranches: int | UnsetType | None = UNSET
    maximum_outstanding: Decimal | UnsetType | None = UNSET
    may_top_up: bool | UnsetType = UNSET
    paid_out_with: PaymentDetail | UnsetType | None = UNSET
    planned_tranches: bool | UnsetType = UNSET
    disbursed_as_expected: bool | UnsetType = UNSET
    over_applying: bool | UnsetType = UNSET
    over_applied_by: OverApplied | UnsetType | None = UNSET
    over_applied: Decimal | UnsetType | None = UNSET
    instalment_may_be_agreed: bool | UnsetType = UNSET
    variable_instalments: bool | UnsetType = UNSET
    minimum_gap_days: int | UnsetType | None = UNSET
    maximum_gap_days: int | UnsetType | None = UNSET

    strategy: AllocationStrategy | UnsetType = UNSET
    allocation_rules: tuple[AllocationRule, ...] | UnsetType = UNSET
    chargeback_order: tuple[Component, ...] | UnsetType = UNSET
    arrears_tolerance: Decimal | UnsetType = UNSET

    grace_on_arrears_ageing: int | UnsetType = UNSET
    npa_after_days: int | UnsetType | None = UNSET
    npa_until_paid: bool | UnsetType = UNSET
    delinquency_bucket: int | UnsetType | None = UNSET
    instalment_delinquency: bool | UnsetType = UNSET
    accrual_activity: bool | UnsetType = UNSET
    due_notice_days: int | UnsetType | None = UNSET
    overdue_notice_days: int | UnsetType | None = UNSET
    charge_off_behaviour: ChargeOffBehaviour | UnsetType = UNSET
    interest_refunds: tuple[RefundWithInterest, ...] | UnsetType = UNSET

    accounting: Accounting | UnsetType = UNSET
    charges: tuple[int, ...] | UnsetType = UNSET
    accounts: AskedAccounts | UnsetType = UNSET

    def of_product(self) -> dict[str, Any]:
        """What was given of the product's own fields."""
        return {name: value for name, value in given(self).items() if name in _OF_PRODUCT}

    def require_announced(self, product: LoanProduct) -> None:
        """Refuse to switch on what the product, as it results, says nothing of."""
        sent = given(self)
        needed = [name for flag, names in ANNOUNCED.items() if sent.get(flag) for name in names]
        require_all(name for name in needed if getattr(product, name) is None)


ANNOUNCED = {
    "down_payment": ("down_payment_percentage",),
    "over_applying": ("over_applied_by", "over_applied"),
}
"""What says that something is wanted, and the fields that say how much."""
_OF_PRODUCT = frozenset(one.name for one in fields(LoanProduct)) - {"id"}


def require_all(missing: Iterable[str]) -> None:
    """Refuse where anything is missing; InvalidInput names every field that is."""
    found = tuple(Problem(field=name, kind="blank", message=f"{name} cannot be blank.") for name in missing)
    if found:
        raise InvalidInput(found)
