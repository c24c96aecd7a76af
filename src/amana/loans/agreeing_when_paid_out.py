"""What may be agreed on for the instalments when money is paid out: their amount, and the next due date."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from amana.finance.terms import LoanTerms, Variation, VariationKind
from amana.kernel.context import Work
from amana.kernel.refusals import InvalidInput, invalid
from amana.loans import rules
from amana.loans.agreeing import prefixed
from amana.loans.events import Disbursed
from amana.loans.products import patterns
from amana.loans.products.store import ProductReader
from amana.loans.refusals import NotOfProduct
from amana.loans.store import FullLoan, LoanStore


def with_changes(
    work: Work,
    loans: LoanStore,
    loan: FullLoan,
    paid_out: Disbursed,
    on: date,
    *,
    instalment: Decimal | None,
    next_due_on: date | None,
) -> Disbursed:
    """The disbursement with what is agreed on beside it; refuses what the product does not leave open."""
    terms = loan.state.contract.terms
    if instalment is not None:
        _require_fitting(work, loan, instalment)
    if terms.multi_disburse:
        varied = []
        if instalment is not None:
            varied.append(Variation(VariationKind.INSTALMENT_AMOUNT, on, instalment))
        if next_due_on is not None:
            due = _next_due(loans, loan, paid_out, on)
            if next_due_on <= on:
                raise invalid(
                    "next_due_on", "too_small", "The day is not after the disbursement.", next_due_on, on
                )
            varied.append(Variation(VariationKind.DUE_DATE, due, instalment, next_due_on))
        return replace(paid_out, variations=tuple(varied))
    if next_due_on is not None:
        raise NotOfProduct(what="moving the next due date")
    return replace(paid_out, instalment=instalment)


def _require_fitting(work: Work, loan: FullLoan, instalment: Decimal) -> None:
    contract = loan.state.contract
    rules.positive("instalment", instalment, contract.currency)
    terms: LoanTerms = replace(contract.terms, fixed_instalment=instalment)
    found = prefixed(patterns.problems(terms))
    if found:
        raise InvalidInput(tuple(found))
    if not terms.multi_disburse:
        product = ProductReader(work).get(loan.header.product)
        if not product.instalment_may_be_agreed:
            raise NotOfProduct(what="an instalment agreed on")


def _next_due(loans: LoanStore, loan: FullLoan, paid_out: Disbursed, on: date) -> date:
    """The next due date as it would be without a change."""
    state = loans.derived((*loan.events, loans.envelope(0, paid_out, on, loan.events[-1].seq + 1)))
    dues = (row.due_date for row in state.instalments if not (row.extra or row.down_payment))
    return min((due for due in dues if due > on), default=on)
