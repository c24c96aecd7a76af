"""Requests to pay otherwise on the wire."""

from amana.dialects.base.codecs import COUNT, ID, TEXT, Text
from amana.dialects.base.fields import Field, Fields, Nested, beneath
from amana.dialects.families.mifos.codec import DAY, LOCALISED_COUNT, MONEY, RATE
from amana.dialects.fineract.codecs import AlwaysOn
from amana.dialects.fineract.enum_tables import RESCHEDULE_STATUS
from amana.loans.rescheduling.terms import RescheduleStatus, RescheduleTerms

CHANGES = beneath(
    "changes",
    (
        Field("rescheduleFromDate", "from_due_date", DAY, required=True),
        Field("adjustedDueDate", "new_due_date", DAY),
        Field("graceOnPrincipal", "grace_on_principal", LOCALISED_COUNT),
        Field("graceOnInterest", "grace_on_interest", LOCALISED_COUNT),
        Field("extraTerms", "extra_instalments", LOCALISED_COUNT),
        Field("newInterestRate", "new_interest_rate", RATE),
        Field("emi", "new_instalment", MONEY),
        Field("endDate", "instalment_until", DAY),
    ),
)
NEW_RESCHEDULE = Fields(
    "NewReschedule",
    Field("loanId", "loan", ID, required=True),
    *CHANGES,
    Field("submittedOnDate", "submitted_on", DAY, required=True),
    Field("rescheduleReasonId", "reason", ID, required=True),
    Field("rescheduleReasonComment", "comment", Text(500)),
    Field("recalculateInterest", ".", AlwaysOn()),
    parts={"changes": RescheduleTerms},
)
RESCHEDULE_APPROVAL = Fields("RescheduleApproval", Field("approvedOnDate", "on", DAY, required=True))
RESCHEDULE_REJECTION = Fields("RescheduleRejection", Field("rejectedOnDate", "on", DAY, required=True))

REASON = Nested(Fields("RescheduleReason", Field("id", "reason", ID), Field("name", "reason_name", TEXT)))
RESCHEDULE = Fields(
    "Reschedule",
    Field("id", "id", ID),
    Field("loanId", "loan", ID),
    Field("statusEnum", "status", RESCHEDULE_STATUS.of(RescheduleStatus)),
    *(row for row in CHANGES if row.wire == "rescheduleFromDate"),
    Field("rescheduleReasonCodeValue", ".", REASON),
    Field("rescheduleReasonComment", "comment", TEXT),
    Field("adjustedDueDate", "changes.new_due_date", DAY),
    Field("graceOnPrincipal", "changes.grace_on_principal", COUNT),
    Field("graceOnInterest", "changes.grace_on_interest", COUNT),
    Field("extraTerms", "changes.extra_instalments", COUNT),
    Field("newInterestRate", "changes.new_interest_rate", RATE),
    Field("emi", "changes.new_instalment", MONEY),
    Field("endDate", "changes.instalment_until", DAY),
    Field(
        "timeline",
        ".",
        Nested(
            Fields(
                "RescheduleTimeline",
                Field("submittedOnDate", "submitted_on", DAY),
                Field("approvedOnDate", "approved_on", DAY),
                Field("rejectedOnDate", "rejected_on", DAY),
            )
        ),
    ),
)
OF_LOAN = Fields("ReschedulesOfLoan", Field("loanId", "loan", ID, required=True))
