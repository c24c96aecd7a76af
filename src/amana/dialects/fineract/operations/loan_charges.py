"""Charges of loans, which today name their loan."""

from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import Listed
from amana.dialects.families.mifos.operations.loan_charges import ROW as FAMILY
from amana.dialects.fineract.fields.loans import CHARGE_TODAY
from amana.loans.asking import GetLoanCharge, ListLoanCharges

ROW = Rows(FAMILY.resource, FAMILY.places)

ROWS: tuple[Row, ...] = (
    ROW.shows("loans_charges_list", "GET loans/{loanId}/charges", ListLoanCharges, Listed(CHARGE_TODAY)),
    ROW.shows("loans_charges_retrieve", "GET loans/{loanId}/charges/{chargeId}", GetLoanCharge, CHARGE_TODAY),
)
