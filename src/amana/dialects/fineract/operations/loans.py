"""Loans with today's names: application, life, and what is shown."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import LOAN_RESOURCE, Paged
from amana.dialects.families.mifos.fields.loans import APPROVED, LOAN_CHANGES
from amana.dialects.families.mifos.operations.loans import FILTERS, LISTING, calculation
from amana.dialects.families.mifos.operations.loans import ROW as FAMILY
from amana.dialects.fineract.enum_tables import TRANSACTION_CONSTANTS
from amana.dialects.fineract.fields.loans import (
    APPROVAL_TODAY,
    ASSOCIATIONS_TODAY,
    CALCULATION_TODAY,
    LOAN_CHANGES_TODAY,
    LOAN_LISTED_TODAY,
    LOAN_TODAY,
    NEW_LOAN_TODAY,
    NOT_OF_SCHEDULE,
    TRANSACTION_TODAY,
)
from amana.dialects.fineract.fields.loans_at_day import DAY_ASKED, LOAN_AT_DAY
from amana.dialects.fineract.pages import Pages, SpringPage
from amana.loans.approve import ApproveLoan
from amana.loans.asking import GetLoan, GetLoanTransaction, ListLoans, ListLoanTransactions
from amana.loans.at_day import GetLoanAtDay
from amana.loans.modify import ModifyLoan
from amana.loans.submit import SubmitLoan

NO_CHARGES_UNASKED = {"charges": ()}
"""An application carries the charges it names; those of the product are an offer that clients copy."""

ROW = Rows(FAMILY.resource, {**FAMILY.places, "transactionId": Field("transactionId", "transaction", ID)})

TRANSACTION_PAGES = Pages(
    sort={
        "id": "id",
        "date": "on",
        "dateOf": "on",
        "transactionDate": "on",
        "submittedOnDate": "submitted_on",
        "createdDate": "booked_at",
        "amount": "amount",
        "type": "kind",
        "typeOf": "kind",
    },
    excluded="excludedTypes",
    words=TRANSACTION_CONSTANTS,
)

ROWS: tuple[Row, ...] = (
    ROW.shows(
        "loans_list", "GET loans", ListLoans, Paged(LOAN_LISTED_TODAY), filters=FILTERS, listing=LISTING
    ),
    ROW.shows("loans_retrieve", "GET loans/{loanId}", GetLoan, LOAN_TODAY, filters=ASSOCIATIONS_TODAY),
    ROW.shows("loans_at_date", "GET loans/at-date/{loanId}", GetLoanAtDay, LOAN_AT_DAY, filters=DAY_ASKED),
    calculation(CALCULATION_TODAY, NOT_OF_SCHEDULE, given=NO_CHARGES_UNASKED),
    ROW.does(
        "loans_create",
        "POST loans",
        SubmitLoan,
        NEW_LOAN_TODAY,
        answers=LOAN_RESOURCE,
        given=NO_CHARGES_UNASKED,
    ),
    ROW.does(
        "loans_update",
        "PUT loans/{loanId}",
        ModifyLoan,
        LOAN_CHANGES_TODAY,
        answers=LOAN_RESOURCE.showing(LOAN_CHANGES),
    ),
    ROW.does(
        "loans_approve",
        "POST loans/{loanId}?command=approve",
        ApproveLoan,
        APPROVAL_TODAY,
        answers=LOAN_RESOURCE.showing(APPROVED, "note"),
    ),
    ROW.shows(
        "loans_transactions_list",
        "GET loans/{loanId}/transactions",
        ListLoanTransactions,
        SpringPage(TRANSACTION_TODAY),
        listing=TRANSACTION_PAGES,
    ),
    ROW.shows(
        "loans_transaction_retrieve",
        "GET loans/{loanId}/transactions/{transactionId}",
        GetLoanTransaction,
        TRANSACTION_TODAY,
    ),
)
