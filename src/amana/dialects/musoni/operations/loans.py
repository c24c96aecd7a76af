"""Loans."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Listed
from amana.dialects.families.mifos.fields.loans import ASSOCIATIONS
from amana.dialects.musoni.answers import CREATED
from amana.dialects.musoni.fields.loans import LOAN, LOAN_FILTERS, LOAN_LISTED, LOAN_LISTING, NEW_LOAN
from amana.loans.asking import GetLoan, ListLoans
from amana.loans.submit import SubmitLoan

ROW = Rows("loan", places={"id": Field("id", "loan", ID)})

ROWS = (
    ROW.shows(
        "loans.list", "GET loans", ListLoans, Listed(LOAN_LISTED), filters=LOAN_FILTERS, listing=LOAN_LISTING
    ),
    ROW.shows("loans.get", "GET loans/{id}", GetLoan, LOAN, filters=ASSOCIATIONS),
    ROW.does("loans.create", "POST loans", SubmitLoan, NEW_LOAN, answers=CREATED),
)
