"""Rescheduling: asking to pay otherwise, and what becomes of it."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import LOAN_RESOURCE, Listed
from amana.dialects.fineract.fields.rescheduling import (
    NEW_RESCHEDULE,
    OF_LOAN,
    RESCHEDULE,
    RESCHEDULE_APPROVAL,
    RESCHEDULE_REJECTION,
)
from amana.loans.rescheduling.approve import ApproveReschedule
from amana.loans.rescheduling.queries import GetReschedule, ListReschedules
from amana.loans.rescheduling.reject import RejectReschedule
from amana.loans.rescheduling.request import RequestReschedule

ROW = Rows("rescheduleloan", places={"requestId": Field("requestId", "request", ID)})

ROWS: tuple[Row, ...] = (
    ROW.shows(
        "rescheduleloans_list", "GET rescheduleloans", ListReschedules, Listed(RESCHEDULE), filters=OF_LOAN
    ),
    ROW.shows("rescheduleloans_retrieve", "GET rescheduleloans/{requestId}", GetReschedule, RESCHEDULE),
    ROW.does(
        "rescheduleloans_create",
        "POST rescheduleloans",
        RequestReschedule,
        NEW_RESCHEDULE,
        answers=LOAN_RESOURCE,
    ),
    ROW.does(
        "rescheduleloans_approve",
        "POST rescheduleloans/{requestId}?command=approve",
        ApproveReschedule,
        RESCHEDULE_APPROVAL,
        answers=LOAN_RESOURCE,
    ),
    ROW.does(
        "rescheduleloans_reject",
        "POST rescheduleloans/{requestId}?command=reject",
        RejectReschedule,
        RESCHEDULE_REJECTION,
        answers=LOAN_RESOURCE,
    ),
)
