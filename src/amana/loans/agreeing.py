"""From what an applicant asks for and what the product offers to a contract; pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from amana.finance.dues import AllocationStrategy
from amana.finance.meetings import falls_on_meetings, is_meeting, meets_as_often, names_days
from amana.finance.money import ZERO, round_amount
from amana.finance.terms import InterestMethod, LoanTerms, RepaymentStart, ScheduleType
from amana.kernel.refusals import InvalidInput, Problem
from amana.kernel.unset import UNSET, given
from amana.loans.asked import AskedTerms
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.floating.agreeing import floating_of
from amana.loans.products import patterns
from amana.loans.products.locks import departures
from amana.loans.products.product import PROGRESSIVE_TERMS, LoanProduct
from amana.loans.refusals import LengthTooShort, NotOfProduct

OF_CONTRACT = frozenset(
    {
        "strategy",
        "arrears_tolerance",
        "grace_on_arrears_ageing",
        "instalment_delinquency",
        "maximum_outstanding",
        "term_length",
        "term_unit",
        "repayment_start",
        "automatic_down_payment",
        "down_payment",
        "disbursed_at_meeting",
        "rate_differential",
        "follows_rate",
    }
)
_SHAPE = frozenset({"number_of_repayments", "repay_every", "repay_unit"})


def prefixed(problems: Iterator[Problem]) -> list[Problem]:
    """The problems under the names they have in a command with ``terms``."""
    return [replace(one, field=f"terms.{one.field}") for one in problems]


def agree(
    product: LoanProduct,
    asked: AskedTerms,
    *,
    charges: tuple[LoanCharge, ...] = (),
    base: LoanContract | None = None,
) -> LoanContract:
    """The contract: the product's terms (or those of ``base``) with what was asked for instead.

    Raises InvalidInput with everything that is wrong or beyond the product's limits.
    """
    wanted = given(asked)
    if base is None and asked.expected_disbursement_on is UNSET:
        raise InvalidInput((_blank("terms.expected_disbursement_on"),))
    start: Any = wanted.get("expected_disbursement_on")
    terms = _terms(base.terms if base is not None else product.loan_terms(start), wanted)
    rest = {name: value for name, value in wanted.items() if name in OF_CONTRACT}
    pays_down = rest.pop("down_payment", False)
    if pays_down and terms.down_payment_percentage is None:
        terms = replace(terms, down_payment_percentage=product.down_payment_percentage)
        rest.setdefault("automatic_down_payment", product.automatic_down_payment)
    floating, wrong = floating_of(product, wanted, None if base is None else base.floating)
    for name in ("rate_differential", "follows_rate"):
        rest.pop(name, None)
    if base is not None and _SHAPE & wanted.keys() and "term_length" not in rest:
        rest["term_length"] = terms.number_of_repayments * terms.repay_every
        rest.setdefault("term_unit", terms.repay_unit)
    offered = _offered(product, terms) if base is None else base
    contract = replace(offered, terms=terms, charges=charges, floating=floating, **rest)
    found = prefixed(
        iter(
            [
                *wrong,
                *_problems(contract),
                *meeting_problems(contract),
                *product.outside_limits(terms),
                *departures(product, wanted),
                *patterns.problems(terms),
                *patterns.balloon_problems(terms),
                *patterns.day_problems(terms),
                *_not_of_product(product, terms),
                *tranche_problems(terms, product.maximum_tranches),
            ]
        )
    )
    if found:
        raise InvalidInput(tuple(found))
    _fits(contract, length=wanted.get("fixed_length"), down_payment=pays_down)
    return contract


def _offered(product: LoanProduct, terms: LoanTerms) -> LoanContract:
    """What the product says beside the terms."""
    return LoanContract(
        terms=terms,
        strategy=product.strategy,
        arrears_tolerance=product.arrears_tolerance,
        grace_on_arrears_ageing=product.grace_on_arrears_ageing,
        npa_after_days=product.npa_after_days,
        npa_until_paid=product.npa_until_paid,
        term_length=terms.number_of_repayments * terms.repay_every,
        term_unit=terms.repay_unit,
        accounting=product.accounting,
        maximum_outstanding=product.maximum_outstanding,
        maximum_tranches=product.maximum_tranches,
        over_applied_by=product.over_applied_by,
        over_applied=product.over_applied or ZERO,
        allocation_rules=product.allocation_rules,
        chargeback_order=product.chargeback_order,
        due_notice_days=product.due_notice_days,
        overdue_notice_days=product.overdue_notice_days,
        charge_off_behaviour=product.charge_off_behaviour,
        interest_refunds=product.interest_refunds,
        repayment_start=product.repayment_start,
        automatic_down_payment=product.automatic_down_payment,
        disbursed_as_expected=product.disbursed_as_expected,
        accrual_activity=product.accrual_activity,
        instalment_delinquency=product.instalment_delinquency,
    )


def _fits(contract: LoanContract, *, length: int | None, down_payment: bool) -> None:
    """Refuse a length asked for that has no room for the repayments, and a down payment of nobody knows how much."""
    terms = contract.terms
    if length is not None and length <= (terms.number_of_repayments - 1) * terms.repay_every:
        raise LengthTooShort(length=length, repayments=terms.number_of_repayments, every=terms.repay_every)
    if down_payment and terms.down_payment_percentage is None:
        raise NotOfProduct(what="down payment")


def _terms(base: LoanTerms, wanted: dict[str, Any]) -> LoanTerms:
    """``base`` with what was asked for among the terms, those of progressive schedules included."""
    changed = {name: value for name, value in wanted.items() if name not in OF_CONTRACT}
    if "meeting" in changed:
        changed["calendar"] = replace(base.calendar, meeting=changed.pop("meeting"))
    if changed.get("interest_method") is InterestMethod.FLAT:
        changed["recalculation"] = None  # fixed for the term, it cannot follow the money
    special = {name: changed.pop(name) for name in PROGRESSIVE_TERMS if name in changed}
    return replace(base, **changed, progressive=replace(base.progressive, **special))


def counted_from(contract: LoanContract, submitted_on: date) -> LoanContract:
    """The contract with its due dates counted from the day its product says."""
    since = submitted_on if contract.repayment_start is RepaymentStart.SUBMISSION else None
    return replace(contract, terms=replace(contract.terms, counted_from=since))


def _blank(field: str) -> Problem:
    return Problem(field=field, kind="blank", message=f"{field} is missing.")


_AT_LEAST: tuple[tuple[str, int], ...] = (
    ("number_of_repayments", 1),
    ("repay_every", 1),
    ("interest_rate", 0),
    ("grace_on_principal", 0),
    ("grace_on_interest_payment", 0),
    ("grace_on_interest_charged", 0),
    ("recurring_moratorium_on_principal", 0),
    ("repay_principal_every", 1),
    ("repay_interest_every", 1),
    ("first_repayment_offset", 0),
)


def _problems(contract: LoanContract) -> Iterator[Problem]:
    terms = contract.terms
    if terms.principal <= ZERO:
        yield _wrong("principal", "not_positive", "has to be more than zero", terms.principal, limit=0)
    elif terms.principal != round_amount(terms.principal, terms.currency, terms.rounding):
        yield _wrong("principal", "format", "is finer than the currency", terms.principal)
    for name, least in _AT_LEAST:
        value = getattr(terms, name)
        if value < least:
            yield _wrong(name, "too_small", f"has to be at least {least}", value, limit=least)
    if contract.arrears_tolerance < ZERO:
        tolerance = contract.arrears_tolerance
        yield _wrong("arrears_tolerance", "too_small", "cannot be negative", tolerance, limit=0)
    if terms.fixed_instalment is not None and terms.fixed_instalment <= ZERO:
        yield _wrong(
            "fixed_instalment", "not_positive", "has to be more than zero", terms.fixed_instalment, limit=0
        )
    yield from _inconsistent(contract, terms)


def _inconsistent(contract: LoanContract, terms: LoanTerms) -> Iterator[Problem]:
    for name in ("grace_on_principal", "grace_on_interest_payment"):
        grace = getattr(terms, name)
        if grace and grace >= terms.number_of_repayments:
            yield _wrong(name, "inconsistent", "has to be less than the number of repayments", grace)
    if terms.grace_on_interest_charged > terms.number_of_repayments:
        grace = terms.grace_on_interest_charged
        yield _wrong(
            "grace_on_interest_charged", "inconsistent", "is more than the number of repayments", grace
        )
    if contract.term_unit is not terms.repay_unit:
        message = "has to be the unit of the repayment period"
        yield _wrong("term_unit", "inconsistent", message, contract.term_unit)
    elif contract.term_length < terms.number_of_repayments * terms.repay_every:
        yield _wrong(
            "term_length", "inconsistent", "is shorter than the repayments take", contract.term_length
        )
    if contract.strategy is AllocationStrategy.FREE and not contract.allocation_rules:
        message = "needs rules of allocation, which the product does not have"
        yield _wrong("strategy", "without_rules", message, contract.strategy)
    elif contract.is_progressive is not (contract.strategy is AllocationStrategy.FREE):
        message = "does not go with the loan's kind of schedule"
        yield _wrong("strategy", "inconsistent", message, contract.strategy)
    start = terms.expected_disbursement_on
    if terms.first_repayment_on is not None and terms.first_repayment_on < start:
        message = "is before the expected disbursement"
        yield _wrong("first_repayment_on", "inconsistent", message, terms.first_repayment_on)
    if terms.interest_charged_from is not None and terms.interest_charged_from < start:
        message = "is before the expected disbursement"
        yield _wrong("interest_charged_from", "inconsistent", message, terms.interest_charged_from)


def _not_of_product(product: LoanProduct, terms: LoanTerms) -> Iterator[Problem]:
    if terms.tranches and not product.planned_tranches:
        message = "are not planned for loans of this product"
        yield _wrong("tranches", "inconsistent", message, len(terms.tranches))
    if terms.fixed_instalment is not None and not product.instalment_may_be_agreed:
        message = "is not agreed for loans of this product"
        yield _wrong("fixed_instalment", "inconsistent", message, terms.fixed_instalment)


def meeting_problems(contract: LoanContract) -> Iterator[Problem]:
    """What does not go with the meetings at which the loan is to be repaid and paid out."""
    terms = contract.terms
    meeting = terms.calendar.meeting
    if meeting is None:
        if contract.disbursed_at_meeting:
            yield _wrong("disbursed_at_meeting", "inconsistent", "needs the meetings", True)  # noqa: FBT003
        return
    if not names_days(meeting):
        yield _wrong("meeting", "format", "is no rule of recurring days", meeting.recurrence)
        return
    if not meets_as_often(meeting, terms.repay_unit):
        yield _wrong("repay_unit", "inconsistent", "differs from that of the meetings", terms.repay_unit)
    elif not falls_on_meetings(meeting, terms.repay_every):
        yield _wrong("repay_every", "inconsistent", "leaves due dates between meetings", terms.repay_every)
    start = terms.expected_disbursement_on
    if contract.disbursed_at_meeting and not is_meeting(meeting, start):
        yield _wrong("expected_disbursement_on", "inconsistent", "is no day of a meeting", start)


def tranche_problems(terms: LoanTerms, most: int | None) -> Iterator[Problem]:
    """What is wrong with how a loan is to be paid out in parts."""
    tranches = terms.tranches
    if not tranches:
        return
    if not terms.multi_disburse:
        yield _wrong("tranches", "inconsistent", "are not for loans of this product", len(tranches))
        return
    if most is not None and len(tranches) > most:
        yield _wrong("tranches", "too_many_tranches", f"are more than {most}", len(tranches), limit=most)
    days = [one.expected_on for one in tranches]
    twice = terms.schedule_type is ScheduleType.CUMULATIVE and len(set(days)) < len(days)
    if days != sorted(days) or twice:
        yield _wrong("tranches", "inconsistent", "have to be on different days, in order", str(days[0]))
    elif days[0] != terms.expected_disbursement_on:
        yield _wrong("tranches", "inconsistent", "begin on another day than the loan", str(days[0]))
    if any(one.amount <= ZERO for one in tranches):
        yield _wrong("tranches", "not_positive", "have to be more than zero", None, limit=0)
    total = sum((one.amount for one in tranches), ZERO)
    if total > terms.principal:
        yield _wrong(
            "tranches", "beyond_principal", "come to more than the principal", total, limit=terms.principal
        )


def _wrong(name: str, kind: str, what: str, value: Any, *, limit: Any = None) -> Problem:
    return Problem(field=name, kind=kind, message=f"{name} {what}.", value=value, limit=limit)
