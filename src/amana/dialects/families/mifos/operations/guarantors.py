"""Guarantors of loans."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Listed, Written
from amana.dialects.families.mifos.fields.guarantors import (
    GUARANTOR,
    GUARANTOR_CHANGES,
    GUARANTOR_TEMPLATE,
    NEW_GUARANTOR,
)
from amana.loans.add_guarantor import AddGuarantor
from amana.loans.asking import GetGuarantor, ListGuarantors
from amana.loans.remove_guarantor import RemoveGuarantor
from amana.loans.templates import GetGuarantorTemplate
from amana.loans.update_guarantor import UpdateGuarantor

ROW = Rows(
    "guarantor",
    places={"loanId": Field("loanId", "loan", ID), "guarantorId": Field("guarantorId", "guarantor", ID)},
)
OF_LOAN = Written(ids=("officeId", "loanId", "resourceId"))

ROWS = (
    ROW.shows("guarantors_list", "GET loans/{loanId}/guarantors", ListGuarantors, Listed(GUARANTOR)),
    ROW.shows(
        "guarantors_template",
        "GET loans/{loanId}/guarantors/template",
        GetGuarantorTemplate,
        GUARANTOR_TEMPLATE,
    ),
    ROW.shows("guarantors_retrieve", "GET loans/{loanId}/guarantors/{guarantorId}", GetGuarantor, GUARANTOR),
    ROW.does(
        "guarantors_create", "POST loans/{loanId}/guarantors", AddGuarantor, NEW_GUARANTOR, answers=OF_LOAN
    ),
    ROW.does(
        "guarantors_update",
        "PUT loans/{loanId}/guarantors/{guarantorId}",
        UpdateGuarantor,
        GUARANTOR_CHANGES,
        answers=Written(ids=("officeId", "resourceId"), changes=GUARANTOR_CHANGES),
    ),
    ROW.does(
        "guarantors_delete",
        "DELETE loans/{loanId}/guarantors/{guarantorId}",
        RemoveGuarantor,
        answers=OF_LOAN,
    ),
)
