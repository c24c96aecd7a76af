"""Charges of loans."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import LOAN_RESOURCE, Listed
from amana.dialects.families.mifos.fields.loan_charges import (
    LOAN_CHARGE,
    LOAN_CHARGE_CHANGES,
    LOAN_CHARGE_PAYMENT,
    LOAN_CHARGE_TEMPLATE,
    LOAN_CHARGE_WAIVER,
    NEW_LOAN_CHARGE,
)
from amana.loans.add_charge import AddLoanCharge
from amana.loans.asking import GetLoanCharge, ListLoanCharges
from amana.loans.pay_charge import PayLoanCharge
from amana.loans.remove_charge import RemoveLoanCharge
from amana.loans.templates import GetLoanChargeTemplate
from amana.loans.update_charge import UpdateLoanCharge
from amana.loans.waive_charge import WaiveLoanCharge

ROW = Rows(
    "loan.charge",
    places={"loanId": Field("loanId", "loan", ID), "chargeId": Field("chargeId", "loan_charge", ID)},
)

ROWS = (
    ROW.shows("loans_charges_list", "GET loans/{loanId}/charges", ListLoanCharges, Listed(LOAN_CHARGE)),
    ROW.shows(
        "loans_charges_template",
        "GET loans/{loanId}/charges/template",
        GetLoanChargeTemplate,
        LOAN_CHARGE_TEMPLATE,
    ),
    ROW.shows("loans_charges_retrieve", "GET loans/{loanId}/charges/{chargeId}", GetLoanCharge, LOAN_CHARGE),
    ROW.does(
        "loans_charges_create",
        "POST loans/{loanId}/charges",
        AddLoanCharge,
        NEW_LOAN_CHARGE,
        answers=LOAN_RESOURCE,
    ),
    ROW.does(
        "loans_charges_update",
        "PUT loans/{loanId}/charges/{chargeId}",
        UpdateLoanCharge,
        LOAN_CHARGE_CHANGES,
        answers=LOAN_RESOURCE.showing(LOAN_CHARGE_CHANGES),
    ),
    ROW.does(
        "loans_charges_delete",
        "DELETE loans/{loanId}/charges/{chargeId}",
        RemoveLoanCharge,
        answers=LOAN_RESOURCE,
    ),
    # Beyond the document: what clients of that time and since send.
    ROW.does(
        "loans_charges_waive",
        "POST loans/{loanId}/charges/{chargeId}?command=waive",
        WaiveLoanCharge,
        LOAN_CHARGE_WAIVER,
        answers=LOAN_RESOURCE,
    ),
    ROW.does(
        "loans_charges_pay",
        "POST loans/{loanId}/charges/{chargeId}?command=pay",
        PayLoanCharge,
        LOAN_CHARGE_PAYMENT,
        answers=LOAN_RESOURCE,
    ),
)
