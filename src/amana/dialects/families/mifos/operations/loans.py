"""Loans: application, approval, disbursement, and what is shown of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from amana.dialects.base.codecs import DECIMAL, ID, ISO_DATE, TEXT
from amana.dialects.base.desk import Desk
from amana.dialects.base.faults import BadRequest
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import LOAN_RESOURCE, WRITTEN, Paged
from amana.dialects.families.mifos.enums import EnumNumber
from amana.dialects.families.mifos.fields.loan_schedule import CALCULATED_SCHEDULE
from amana.dialects.families.mifos.fields.loan_template import LOAN_TEMPLATE, MEMBERS_ASKED, TEMPLATE_ASKED
from amana.dialects.families.mifos.fields.loans import (
    APPROVAL,
    APPROVAL_UNDONE,
    APPROVED,
    ASSOCIATIONS,
    CALCULATION,
    DISBURSAL,
    DISBURSAL_UNDONE,
    DISBURSED,
    LOAN,
    LOAN_CHANGES,
    LOAN_LISTED,
    LOANS_REASSIGNED,
    NEW_LOAN,
    NOTE,
    OF_APPLICATION,
    OFFICER_ASSIGNED,
    OFFICER_UNASSIGNED,
    REJECTED,
    REJECTION,
    STATUS,
    WITHDRAWAL,
    WITHDRAWN,
)
from amana.dialects.families.mifos.listing import Listing
from amana.dialects.families.mifos.sql_search import SqlColumn
from amana.loans.approve import ApproveLoan
from amana.loans.asking import GetLoan, ListLoans, PreviewSchedule
from amana.loans.assign_officer import AssignLoanOfficer
from amana.loans.delete import DeleteLoan
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import LoanType
from amana.loans.modify import ModifyLoan
from amana.loans.reassign_loans import ReassignLoans
from amana.loans.reject import RejectLoan
from amana.loans.submit import SubmitLoan
from amana.loans.templates import GetLoanTemplate
from amana.loans.undo_approval import UndoLoanApproval
from amana.loans.undo_disbursal import UndoDisbursal
from amana.loans.withdraw import WithdrawLoan

NOTHING_GIVEN: Mapping[str, Any] = MappingProxyType({})
ROW = Rows("loan", places={"loanId": Field("loanId", "loan", ID)})

FILTERS = Fields(
    "LoanFilters",
    Field("officeId", "office", ID),
    Field("underHierarchy", "under_hierarchy", TEXT),
    Field("accountNo", "account_no", TEXT),
    Field("externalId", "external_id", TEXT),
)
LISTING = Listing(
    sort={
        "displayName": "client_name",
        "accountNo": "account_no",
        "officeId": "office_id",
        "officeName": "office_name",
        "id": "id",
    },
    search={
        "id": SqlColumn("id", ID),
        "account_no": SqlColumn("account_no"),
        "external_id": SqlColumn("external_id"),
        "client_id": SqlColumn("client_id", ID),
        "group_id": SqlColumn("group_id", ID),
        "product_id": SqlColumn("product_id", ID),
        "loan_officer_id": SqlColumn("officer_id", ID),
        "loan_status_id": SqlColumn("status", EnumNumber(STATUS)),
        "principal_amount_proposed": SqlColumn("proposed_principal", DECIMAL),
        "approved_principal": SqlColumn("approved_principal", DECIMAL),
        "principal_disbursed_derived": SqlColumn("principal_charged", DECIMAL),
        "submittedon_date": SqlColumn("submitted_on", ISO_DATE),
        "approvedon_date": SqlColumn("approved_on", ISO_DATE),
        "expected_disbursedon_date": SqlColumn("expected_disbursement_on", ISO_DATE),
        "disbursedon_date": SqlColumn("disbursed_on", ISO_DATE),
        "expected_maturedon_date": SqlColumn("expected_maturity_on", ISO_DATE),
        "closedon_date": SqlColumn("closed_on", ISO_DATE),
    },
)


def calculation(
    fields: Fields,
    tolerates: tuple[str, ...],
    id: str = "loans_calculate",
    given: Mapping[str, Any] = NOTHING_GIVEN,
) -> Row:
    """The schedule that an application with these fields would give; ``id`` is the operation's, ``given`` stands
    where the fields say nothing.
    """

    def calculate(request: Request, desk: Desk) -> Response:
        spelling = request.spelling
        tolerated = frozenset(tolerates) | spelling.consumed
        asked, faults = fields.gather(request.object, spelling, tolerated=tolerated)
        if faults:
            raise BadRequest(tuple(faults))
        shown: Any = desk.ask(PreviewSchedule(**{**given, **asked}))
        return desk.show(CALCULATED_SCHEDULE.write(shown))

    return ROW.odd(
        id,
        "POST loans?command=calculateLoanSchedule",
        calculate,
        because="a question that travels in a body: a row of its own kind for one operation would be more machinery",
        fields=fields,
        answers=CALCULATED_SCHEDULE,
        tolerates=tolerates,
        reads=(PreviewSchedule,),
    )


ROWS = (
    ROW.shows("loans_template", "GET loans/template", GetLoanTemplate, LOAN_TEMPLATE, filters=TEMPLATE_ASKED),
    ROW.shows(
        "loans_template_of_members",
        "GET loans/template?templateType=jlgbulk",
        GetLoanTemplate,
        LOAN_TEMPLATE,
        filters=MEMBERS_ASKED,
        given={"loan_type": LoanType.JOINT_LIABILITY, "for_members": True},
    ),
    ROW.shows(
        "loans_list",
        "GET loans",
        ListLoans,
        Paged(LOAN_LISTED),
        filters=FILTERS,
        listing=LISTING,
    ),
    ROW.shows("loans_retrieve", "GET loans/{loanId}", GetLoan, LOAN, filters=ASSOCIATIONS),
    calculation(CALCULATION, OF_APPLICATION),
    ROW.does("loans_create", "POST loans", SubmitLoan, NEW_LOAN, answers=LOAN_RESOURCE),
    ROW.does(
        "loans_update",
        "PUT loans/{loanId}",
        ModifyLoan,
        LOAN_CHANGES,
        answers=LOAN_RESOURCE.showing(LOAN_CHANGES),
    ),
    ROW.does("loans_delete", "DELETE loans/{loanId}", DeleteLoan, answers=LOAN_RESOURCE),
    ROW.does(
        "loans_approve",
        "POST loans/{loanId}?command=approve",
        ApproveLoan,
        APPROVAL,
        answers=LOAN_RESOURCE.showing(APPROVED, "note"),
    ),
    ROW.does(
        "loans_approve_undo",
        "POST loans/{loanId}?command=undoApproval",
        UndoLoanApproval,
        NOTE,
        answers=LOAN_RESOURCE.showing(APPROVAL_UNDONE),
    ),
    ROW.does(
        "loans_reject",
        "POST loans/{loanId}?command=reject",
        RejectLoan,
        REJECTION,
        answers=LOAN_RESOURCE.showing(REJECTED),
    ),
    ROW.does(
        "loans_withdraw",
        "POST loans/{loanId}?command=withdrawnByApplicant",
        WithdrawLoan,
        WITHDRAWAL,
        answers=LOAN_RESOURCE.showing(WITHDRAWN),
    ),
    ROW.does(
        "loans_disburse",
        "POST loans/{loanId}?command=disburse",
        DisburseLoan,
        DISBURSAL,
        answers=LOAN_RESOURCE.showing(
            DISBURSED, "accountNumber", "checkNumber", "routingCode", "receiptNumber", "bankNumber"
        ),
    ),
    ROW.does(
        "loans_disburse_undo",
        "POST loans/{loanId}?command=undoDisbursal",
        UndoDisbursal,
        NOTE,
        answers=LOAN_RESOURCE.showing(DISBURSAL_UNDONE),
    ),
    # Beyond the document: what clients of that time and since send.
    ROW.does(
        "loans_assign_officer",
        "POST loans/{loanId}?command=assignLoanOfficer",
        AssignLoanOfficer,
        OFFICER_ASSIGNED,
        answers=LOAN_RESOURCE,
    ),
    ROW.does(
        "loans_unassign_officer",
        "POST loans/{loanId}?command=unassignLoanOfficer",
        AssignLoanOfficer,
        OFFICER_UNASSIGNED,
        given={"officer": None},
        answers=LOAN_RESOURCE,
    ),
    ROW.does(
        "loans_reassign", "POST loans/loanreassignment", ReassignLoans, LOANS_REASSIGNED, answers=WRITTEN
    ),
)
