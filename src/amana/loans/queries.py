"""Answers about loans."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Reading
from amana.kernel.filtering import to_clause
from amana.kernel.previews import previews
from amana.kernel.queries import Page, answers
from amana.kernel.refusals import NotFound
from amana.loans import parts
from amana.loans.asking import (
    GetCollateral,
    GetGuarantor,
    GetLoan,
    GetLoanCharge,
    GetLoanTransaction,
    ListCollateral,
    ListGuarantors,
    ListLoanCharges,
    ListLoans,
    LoanPart,
)
from amana.loans.collecting import collection_of
from amana.loans.found_by import FOUND_BY, counted
from amana.loans.keep_notes import notes_of
from amana.loans.moved import moved_of
from amana.loans.officers import officers_of
from amana.loans.past import as_it_was
from amana.loans.payoff import payoff_of
from amana.loans.records import loan
from amana.loans.selecting import PLAIN, SELECT, acting, loan_view, users_of, view_of
from amana.loans.transaction_views import TransactionView
from amana.loans.views import CollateralView, GuarantorView, LoanChargeView, LoanView
from amana.loans.yields import yields_of
from amana.parties.listing import part, sorting

T = TypeVar("T")

_PARTS: dict[LoanPart, tuple[str, Callable[[Reading, LoanView], Any]]] = {
    LoanPart.SCHEDULE: ("schedule", parts.schedule_of),
    LoanPart.TRANSACTIONS: ("transactions", parts.transactions_of),
    LoanPart.CHARGES: ("charges", parts.charges_of),
    LoanPart.GUARANTORS: ("guarantors", lambda reading, view: parts.guarantors_of(reading, view.id)),
    LoanPart.COLLATERAL: ("collateral", parts.collateral_of),
    LoanPart.COLLECTION: ("collection", collection_of),
    LoanPart.MOVED: ("moved", moved_of),
    LoanPart.YIELDS: ("yields", yields_of),
    LoanPart.NOTES: ("notes", notes_of),
    LoanPart.OFFICERS: ("officers", officers_of),
    LoanPart.PAYOFF: ("payoff", payoff_of),
}


@answers(GetLoan, permission="READ_LOAN")
def get_loan(query: GetLoan, reading: Reading) -> LoanView:
    """A loan with the collections asked for."""
    view = loan_view(reading, query.loan)
    found = {_PARTS[part][0]: _PARTS[part][1](reading, view) for part in query.parts}
    if query.latest is not None and found.get("transactions") is not None:
        found["transactions"] = found["transactions"][max(len(found["transactions"]) - query.latest, 0) :]
    view = replace(view, **found) if found else view
    if query.as_of is None and query.known_at is None:
        return view
    return as_it_was(reading, view, query.as_of, query.known_at)


previews(
    "loan",
    lambda loan: GetLoan(
        loan=loan, parts=frozenset({LoanPart.SCHEDULE, LoanPart.TRANSACTIONS, LoanPart.CHARGES})
    ),
)

_EQUALS: dict[str, sa.ColumnElement[Any]] = {
    "office": PLAIN["office_id"],
    "account_no": PLAIN["account_no"],
    "external_id": PLAIN["external_id"],
    "client": PLAIN["client_id"],
    "group": PLAIN["group_id"],
    "officer": PLAIN["officer_id"],
    "product": PLAIN["product_id"],
}


@answers(ListLoans, permission="READ_LOAN")
def list_loans(query: ListLoans, reading: Reading) -> Page[LoanView]:
    """Loans of the actor's offices."""
    clauses = [office.c.hierarchy.startswith(reading.actor.hierarchy, autoescape=True)]
    for name, column in _EQUALS.items():
        wanted = getattr(query, name)
        if wanted is not None:
            clauses.append(column == wanted)
    if query.under_hierarchy is not None:
        clauses.append(office.c.hierarchy.startswith(query.under_hierarchy, autoescape=True))
    if query.disbursed_from is not None:
        clauses.append(PLAIN["disbursed_on"] >= query.disbursed_from)
    if query.disbursed_to is not None:
        clauses.append(PLAIN["disbursed_on"] <= query.disbursed_to)
    if query.where is not None:
        clauses.append(to_clause(query.where, FOUND_BY))
    session, today = reading.session, reading.business_date
    page, order = query.page, sorting(query.page, FOUND_BY, loan.c.id)
    rows = session.records(
        part(SELECT.add_columns(*order.columns()).where(*clauses), page, order), today=today
    )
    end = order.taken_from(rows)
    users = users_of(reading, acting(rows))
    total = len(rows) if page.holds_all(len(rows)) else counted(session, query.where, clauses, today)
    return Page(items=[view_of(row, users, today) for row in rows], total=total, end=end)


def _one(kind: str, wanted: int, found: list[T], key: Callable[[T], int]) -> T:
    for one in found:
        if key(one) == wanted:
            return one
    raise NotFound(kind=kind, id=wanted)


@answers(GetLoanTransaction, permission="READ_LOAN")
def get_transaction(query: GetLoanTransaction, reading: Reading) -> TransactionView:
    """One transaction."""
    found = parts.transactions_of(reading, loan_view(reading, query.loan), query.transaction)
    return _one("loan transaction", query.transaction, found, lambda one: one.id)


@answers(ListLoanCharges, permission="READ_LOANCHARGE")
def list_charges(query: ListLoanCharges, reading: Reading) -> list[LoanChargeView]:
    """The charges of a loan."""
    return parts.charges_of(reading, loan_view(reading, query.loan))


@answers(GetLoanCharge, permission="READ_LOANCHARGE")
def get_charge(query: GetLoanCharge, reading: Reading) -> LoanChargeView:
    """One charge of a loan."""
    found = parts.charges_of(reading, loan_view(reading, query.loan))
    return _one("loan charge", query.loan_charge, found, lambda one: one.id)


@answers(ListGuarantors, permission="READ_GUARANTOR")
def list_guarantors(query: ListGuarantors, reading: Reading) -> list[GuarantorView]:
    """Those who answer for the borrower."""
    return parts.guarantors_of(reading, loan_view(reading, query.loan).id)


@answers(GetGuarantor, permission="READ_GUARANTOR")
def get_guarantor(query: GetGuarantor, reading: Reading) -> GuarantorView:
    """One of those who answer for the borrower."""
    found = parts.guarantors_of(reading, loan_view(reading, query.loan).id)
    return _one("guarantor", query.guarantor, found, lambda one: one.id)


@answers(ListCollateral, permission="READ_COLLATERAL")
def list_collateral(query: ListCollateral, reading: Reading) -> list[CollateralView]:
    """What was pledged."""
    return parts.collateral_of(reading, loan_view(reading, query.loan))


@answers(GetCollateral, permission="READ_COLLATERAL")
def get_collateral(query: GetCollateral, reading: Reading) -> CollateralView:
    """One thing that was pledged."""
    found = parts.collateral_of(reading, loan_view(reading, query.loan))
    return _one("collateral", query.collateral, found, lambda one: one.id)
