"""Charges of loans, which today name their loan."""

from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import LOAN_RESOURCE, Listed
from amana.dialects.families.mifos.codec import DAY
from amana.dialects.families.mifos.operations.loan_charges import ROW as FAMILY
from amana.dialects.fineract.fields.loans import CHARGE_TODAY
from amana.loans.asking import GetLoanCharge, ListLoanCharges
from amana.loans.take_off_penalties import TakeOffPenalties

PENALTIES_SINCE = Fields("PenaltiesSince", Field("dueDate", "since", DAY, required=True))
ROW = Rows(FAMILY.resource, FAMILY.places)

ROWS: tuple[Row, ...] = (
    ROW.shows("loans_charges_list", "GET loans/{loanId}/charges", ListLoanCharges, Listed(CHARGE_TODAY)),
    ROW.does(
        "loans_charges_deactivate_overdue",
        "POST loans/{loanId}/charges?command=deactivateOverdue",
        TakeOffPenalties,
        PENALTIES_SINCE,
        answers=LOAN_RESOURCE,
    ),
    ROW.shows("loans_charges_retrieve", "GET loans/{loanId}/charges/{chargeId}", GetLoanCharge, CHARGE_TODAY),
)
