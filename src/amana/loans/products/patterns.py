"""Which patterns of principal and interest go together, in a product and in a loan."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from amana.finance.dates import PeriodUnit
from amana.finance.money import ZERO
from amana.finance.terms import (
    Amortisation,
    Compounding,
    EarlyPayment,
    InterestMethod,
    LoanTerms,
    Recalculation,
    RestUnit,
    ScheduleType,
)
from amana.kernel.refusals import Problem

_USUAL = {one.name: one.default for one in fields(LoanTerms)}
DAYS_OF_A_WEEK = 7
_CUMULATIVE_ONLY = ("repay_principal_every", "repay_interest_every", "first_repayment_offset", "balloons")


def problems(agreed: Any) -> Iterator[Problem]:
    """What is wrong with the patterns of a product, or of a loan's terms, by its own names."""
    if agreed.schedule_type is ScheduleType.PROGRESSIVE:
        yield from _not_progressive(agreed)
    if agreed.recurring_moratorium_on_principal and agreed.repay_principal_every > 1:
        value = agreed.repay_principal_every
        yield _wrong("repay_principal_every", "does not go with a recurring moratorium", value)
    if agreed.fixed_principal is not None:
        yield from _of_parts(agreed)
    if agreed.equal_amortisation:
        yield from _of_equal_amortisation(agreed)
    if agreed.recalculation is not None:
        yield from _of_recalculation(agreed)


def _not_progressive(agreed: Any) -> Iterator[Problem]:
    what = "does not go with progressive schedules"
    for name in _CUMULATIVE_ONLY:
        if getattr(agreed, name, _USUAL[name]) != _USUAL[name]:
            yield _wrong(name, what, getattr(agreed, name))
    if agreed.fixed_principal is not None:
        yield _wrong("fixed_principal", what, agreed.fixed_principal)
    if getattr(agreed, "early_payment", None) is not None:
        yield _wrong("early_payment", what, agreed.early_payment)
    instalment = getattr(agreed, "fixed_instalment", None)
    if instalment is not None and agreed.interest_method is InterestMethod.FLAT:
        yield _wrong(
            "fixed_instalment", "does not go with flat interest of progressive schedules", instalment
        )
    if instalment is not None and agreed.progressive.full_term_tranches:
        yield _wrong("fixed_instalment", "does not go with tranches over a full term each", instalment)
    if agreed.recalculation is not None:
        yield from _of_progressive_recalculation(agreed.recalculation)


def _of_progressive_recalculation(rule: Recalculation) -> Iterator[Problem]:
    """Interest follows each payment of a progressive loan on its day; what would change that is refused."""
    what = "does not go with progressive schedules"
    if rule.arrears_by_original:
        yield _wrong("recalculation.arrears_by_original", what, rule.arrears_by_original)
    if rule.in_duplum or not rule.on_arrears:
        yield _wrong("recalculation", "knows no arrears of its own with progressive schedules", True)  # noqa: FBT003
    if rule.compounding is not Compounding.NONE:
        yield _wrong("recalculation.compounding", what, rule.compounding)
    if rule.early_payment is not EarlyPayment.ADJUST_LAST_UNPAID:
        yield _wrong("recalculation.early_payment", what, rule.early_payment)
    if rule.rest.unit not in (RestUnit.DAILY, RestUnit.SAME_AS_REPAYMENT) or rule.rest.interval > 1:
        yield _wrong("recalculation.rest.unit", what, rule.rest.unit)


def _of_parts(agreed: Any) -> Iterator[Problem]:
    part = agreed.fixed_principal
    if part <= ZERO:
        yield Problem(
            field="fixed_principal",
            kind="too_small",
            message="fixed_principal has to be more than zero.",
            value=part,
            limit=0,
        )
    if agreed.fixed_principal_percentage is not None:
        yield _wrong("fixed_principal", "is agreed as an amount or as a percentage", part)
    if agreed.amortisation is not Amortisation.EQUAL_PRINCIPAL:
        yield _wrong("fixed_principal", "is for instalments of equal principal", part)


_NOT_IN_EQUAL_PARTS = (
    "recalculation",
    "multi_disburse",
    "variable_instalments",
    "fixed_instalment",
    "fixed_principal",
    "fixed_principal_percentage",
    "balloons",
    "grace_on_interest_charged",
)
"""What changes the interest of the term, or the parts it is paid in."""


def _of_equal_amortisation(agreed: Any) -> Iterator[Problem]:
    if agreed.schedule_type is ScheduleType.PROGRESSIVE:
        yield _wrong("equal_amortisation", "does not go with progressive schedules", True)  # noqa: FBT003
    for name in _NOT_IN_EQUAL_PARTS:
        value = getattr(agreed, name, None)
        if value:
            yield _wrong("equal_amortisation", f"does not go with {name}", True)  # noqa: FBT003


def _of_recalculation(agreed: Any) -> Iterator[Problem]:
    rule = agreed.recalculation
    last_only = rule.early_payment is EarlyPayment.ADJUST_LAST_UNPAID
    if last_only and agreed.schedule_type is not ScheduleType.PROGRESSIVE:
        yield _wrong("recalculation.early_payment", "is for progressive schedules", rule.early_payment)
    if getattr(agreed, "early_payment", None) is not None:
        yield _wrong(
            "early_payment", "is part of the recalculation, where there is one", agreed.early_payment
        )
    if rule.in_duplum and not rule.on_arrears:
        yield _wrong("recalculation", "has no interest on arrears to stop in duplum", True)  # noqa: FBT003
    if rule.in_duplum and rule.compounding is not Compounding.NONE:
        yield _wrong("recalculation", "stops in duplum only without compounding", rule.compounding)
    if not rule.on_arrears and rule.compounding is not Compounding.NONE:
        yield _wrong("recalculation", "compounds only what arrears bear", rule.compounding)


def day_problems(terms: LoanTerms) -> Iterator[Problem]:
    """What is wrong with the day of the month on which instalments are due."""
    if terms.due_on is None:
        return
    value = f"{terms.due_on.nth}, {terms.due_on.weekday}"
    if terms.repay_unit is not PeriodUnit.MONTHS:
        yield _wrong("due_on", "is for loans repaid by months", value)
    if terms.calendar.meeting is not None:
        yield _wrong("due_on", "does not go with meetings, which say when instalments are due", value)
    if terms.due_on.nth not in (1, 2, 3, 4, -1) or not 0 <= terms.due_on.weekday < DAYS_OF_A_WEEK:
        yield _wrong("due_on", "names no day", value)


def balloon_problems(terms: LoanTerms) -> Iterator[Problem]:
    """What is wrong with the balloons of a loan."""
    if not terms.balloons:
        return
    numbers = [one.number for one in terms.balloons]
    value = str(numbers)
    if len(set(numbers)) < len(numbers) or not all(1 <= one <= terms.number_of_repayments for one in numbers):
        yield _wrong("balloons", "name an instalment twice, or one that there is not", value)
    every = terms.repay_principal_every
    if any(
        one <= terms.grace_on_principal or (one % every and one != terms.number_of_repayments)
        for one in numbers
    ):
        yield _wrong("balloons", "fall on instalments without principal", value)
    if any(one.amount <= ZERO for one in terms.balloons):
        yield _wrong("balloons", "have to be more than zero", value)
    total = sum((one.amount for one in terms.balloons), ZERO)
    if total > terms.principal:
        yield _wrong("balloons", "come to more than the principal", total)
    if terms.recalculation is not None:
        yield _wrong("balloons", "do not go with interest that follows the money", value)
    if terms.fixed_instalment is not None and terms.interest_method is InterestMethod.FLAT:
        yield _wrong("balloons", "do not go with a fixed instalment of flat interest", value)


def _wrong(name: str, what: str, value: Any) -> Problem:
    return Problem(field=name, kind="inconsistent", message=f"{name} {what}.", value=value)
