"""Loans on the wire: the application, the record with its timeline and summary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from amana.dialects.base.codecs import COUNT, ID, TEXT, Schema, Spelling, Text
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested, beneath
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.codec import DAY, LOCALISED_POSITIVE, MONEY, RATE
from amana.dialects.families.mifos.currency import CURRENCY
from amana.dialects.families.mifos.enum_tables import LOAN_STATUS, LOAN_STATUS_FLAGS, LOAN_TYPE
from amana.dialects.families.mifos.enums import EnumWord
from amana.dialects.families.mifos.fields.guarantors import COLLATERAL, GUARANTOR
from amana.dialects.families.mifos.fields.loan_charges import LOAN_CHARGE
from amana.dialects.families.mifos.fields.loan_money import NOTE as NOTE_FIELD
from amana.dialects.families.mifos.fields.loan_money import (
    PAPERS_CHANGED,
    PARTS,
    PAYMENT,
    TRANSACTION_OF_LOAN,
)
from amana.dialects.families.mifos.fields.loan_schedule import SCHEDULE
from amana.dialects.families.mifos.fields.loan_terms import (
    CHARGED_FROM,
    GRACES,
    INTEREST,
    LENGTH_UNIT,
    METHOD,
    PARTIAL_PERIOD,
    REPAYMENT,
    STRATEGY,
    TOLERANCE,
)
from amana.finance.money import ZERO
from amana.loans.asked import AskedCharge, AskedCollateral, AskedTerms
from amana.loans.asking import ALL_PARTS, LoanPart
from amana.loans.kinds import LoanStatus, LoanType

STATUS = LOAN_STATUS.of(LoanStatus, flags=LOAN_STATUS_FLAGS)
TYPE = LOAN_TYPE.of(LoanType)
TYPE_WORD = EnumWord(
    TYPE,
    {"individual": LoanType.INDIVIDUAL, "group": LoanType.GROUP, "jlg": LoanType.JOINT_LIABILITY},
)

# -- requests ----------------------------------------------------------------------------------------

ASKED_CHARGE = Fields(
    "AskedCharge",
    Field("id", "id", ID, about="a charge that is on the application already"),
    Field("chargeId", "charge", ID, required=True),
    Field("amount", "amount", MONEY),
    Field("dueDate", "due_on", DAY),
    builds=AskedCharge,
)
ASKED_COLLATERAL = Fields(
    "AskedCollateral",
    Field("id", "id", ID, about="what is pledged already"),
    Field("type", "type", ID, required=True),
    Field("value", "value", MONEY),
    Field("description", "description", Text(500)),
    builds=AskedCollateral,
)
TERMS = beneath(
    "terms",
    (
        Field("principal", "principal", MONEY),
        Field("loanTermFrequency", "term_length", LOCALISED_POSITIVE),
        Field("loanTermFrequencyType", "term_unit", LENGTH_UNIT),
        *REPAYMENT,
        *INTEREST,
        *METHOD,
        Field("transactionProcessingStrategyId", "strategy", STRATEGY),
        Field("expectedDisbursementDate", "expected_disbursement_on", DAY),
        PARTIAL_PERIOD,
        *GRACES,
        TOLERANCE,
        Field("interestChargedFromDate", "interest_charged_from", DAY, clears=True),
        Field("repaymentsStartingFromDate", "first_repayment_on", DAY, clears=True),
        Field("fixedEmiAmount", "fixed_instalment", MONEY, clears=True),
    ),
)
NEEDED_TERMS = (
    "productId",
    "principal",
    "loanTermFrequency",
    "loanTermFrequencyType",
    "numberOfRepayments",
    "repaymentEvery",
    "repaymentFrequencyType",
    "interestRatePerPeriod",
    "amortizationType",
    "interestType",
    "interestCalculationPeriodType",
    "transactionProcessingStrategyId",
    "expectedDisbursementDate",
)
NEW_LOAN = Fields(
    "NewLoan",
    Field("clientId", "client", ID, about="needed unless a group borrows as a whole"),
    Field("groupId", "group", ID, about="needed for loans of type group and jlg"),
    Field("productId", "product", ID),
    Field("loanType", "loan_type", TYPE_WORD),
    Field("submittedOnDate", "submitted_on", DAY),
    *TERMS,
    Field("charges", "charges", ListOf(Nested(ASKED_CHARGE))),
    Field("collateral", "collateral", ListOf(Nested(ASKED_COLLATERAL))),
    Field("accountNo", "account_no", Text(20)),
    Field("externalId", "external_id", Text(100)),
    Field("fundId", "fund", ID),
    Field("loanOfficerId", "officer", ID),
    Field("loanPurposeId", "purpose", ID),
    parts={"terms": AskedTerms},
).requiring(*NEEDED_TERMS, "loanType", "submittedOnDate")

OF_APPLICATION = (
    "loanType",
    "submittedOnDate",
    "collateral",
    "accountNo",
    "externalId",
    "fundId",
    "loanOfficerId",
    "loanPurposeId",
)
CALCULATION = NEW_LOAN.without(*OF_APPLICATION, name="LoanCalculation").requiring(*NEEDED_TERMS)
"""What a calculation of the schedule reads; ``OF_APPLICATION`` are fields that do not change a schedule."""

LOAN_CHANGES = NEW_LOAN.optional(name="LoanChanges").plus(
    Field("externalId", "external_id", Text(100), clears=True),
    Field("fundId", "fund", ID, clears=True),
    Field("loanOfficerId", "officer", ID, clears=True),
    Field("loanPurposeId", "purpose", ID, clears=True),
)

NOTE = Fields("LoanNote", NOTE_FIELD)


def on_day(wire: str, name: str) -> Fields:
    """A day and a note."""
    return Fields(name, Field(wire, "on", DAY, required=True), NOTE_FIELD)


APPROVAL = on_day("approvedOnDate", "LoanApproval").plus(
    Field("approvedLoanAmount", "principal", MONEY),
    Field("expectedDisbursementDate", "expected_disbursement_on", DAY),
)
REJECTION = on_day("rejectedOnDate", "LoanRejection")
WITHDRAWAL = on_day("withdrawnOnDate", "LoanWithdrawal")
DISBURSAL = Fields(
    "LoanDisbursal",
    *on_day("actualDisbursementDate", "LoanDisbursal"),
    Field("transactionAmount", "amount", MONEY),
    *PAYMENT,
    parts=PARTS,
)


class ChangedStatus:
    """The status a verb leads to, with its flags."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: LoanStatus) -> Any:
        return STATUS.write(value)

    def schema(self) -> Schema:
        return STATUS.schema()


STATUS_CHANGED = Field("status", "status", ChangedStatus())
CLOSED_CHANGED = Field("closedOnDate", "closed_on", DAY)


def changed(*rows: Field) -> Fields:
    """What a verb shows under ``changes``."""
    return Fields("LoanChanged", STATUS_CHANGED, *rows)


APPROVED = changed(Field("approvedOnDate", "on", DAY), NOTE_FIELD)
APPROVAL_UNDONE = changed(Field("approvedOnDate", "approved_on", DAY))
REJECTED = changed(Field("rejectedOnDate", "on", DAY), CLOSED_CHANGED)
WITHDRAWN = changed(Field("withdrawnOnDate", "on", DAY), CLOSED_CHANGED)
DISBURSED = changed(Field("actualDisbursementDate", "on", DAY), *PAPERS_CHANGED)
DISBURSAL_UNDONE = changed(Field("actualDisbursementDate", "disbursed_on", DAY))
CLOSED = changed(
    Field("transactionDate", "on", DAY),
    CLOSED_CHANGED,
    Field("writtenOffOnDate", "written_off_on", DAY),
    NOTE_FIELD,
)

OFFICER_ASSIGNED = Fields(
    "LoanOfficerAssignment",
    Field("toLoanOfficerId", "officer", ID, required=True),
    Field("assignmentDate", "on", DAY, required=True),
    Field("fromLoanOfficerId", "from_officer", ID),
)
OFFICER_UNASSIGNED = Fields("LoanOfficerUnassignment", Field("unassignedDate", "on", DAY, required=True))
LOANS_REASSIGNED = OFFICER_ASSIGNED.plus(
    Field("loans", "loans", ListOf(ID), required=True), name="LoanReassignment"
)

# -- responses ---------------------------------------------------------------------------------------


def by_user(wire: str, ours: str) -> tuple[Field, ...]:
    """Day and user of a step of the timeline."""
    return (
        Field(f"{wire}OnDate", f"{ours}_on", DAY),
        Field(f"{wire}ByUsername", f"{ours}_by.username", TEXT),
        Field(f"{wire}ByFirstname", f"{ours}_by.first_name", TEXT),
        Field(f"{wire}ByLastname", f"{ours}_by.last_name", TEXT),
    )


TIMELINE = Fields(
    "LoanTimeline",
    *by_user("submitted", "submitted"),
    *by_user("rejected", "rejected"),
    *by_user("withdrawn", "withdrawn"),
    *by_user("approved", "approved"),
    Field("expectedDisbursementDate", "expected_disbursement_on", DAY),
    Field("actualDisbursementDate", "disbursed_on", DAY),
    *by_user("disbursed", "disbursed")[1:],
    *by_user("closed", "closed"),
    Field("expectedMaturityDate", "expected_maturity_on", DAY),
    *by_user("writeOff", "written_off"),
)


def component(wire: str, ours: str) -> tuple[Field, ...]:
    """What became of one component."""
    fates = ("Paid", "Waived", "WrittenOff", "Outstanding", "Overdue")
    names = ("paid", "waived", "written_off", "outstanding", "overdue")
    rows = (Field(wire + fate, f"{ours}.{name}", MONEY) for fate, name in zip(fates, names, strict=True))
    return (Field(f"{wire}Charged", f"{ours}.charged", MONEY), *rows)


PRINCIPAL = {row.wire: row for row in component("principal", "principal")}
FEES = component("feeCharges", "fees")
SUMMARY = Fields(
    "LoanSummary",
    Field("currency", "currency", CURRENCY),
    Field("principalDisbursed", "disbursed", MONEY),
    *(row for wire, row in PRINCIPAL.items() if wire not in {"principalCharged", "principalWaived"}),
    *component("interest", "interest"),
    FEES[0],
    Field("feeChargesDueAtDisbursementCharged", "fees_at_disbursement", MONEY),
    *FEES[1:],
    *component("penaltyCharges", "penalties"),
    Field("totalExpectedRepayment", "expected_repayment", MONEY),
    Field("totalRepayment", "repaid", MONEY),
    Field("totalExpectedCostOfLoan", "expected_cost", MONEY),
    Field("totalCostOfLoan", "cost", MONEY),
    Field("totalWaived", "waived", MONEY),
    Field("totalWrittenOff", "written_off", MONEY),
    Field("totalOutstanding", "outstanding", MONEY),
    Field("totalOverdue", "overdue", MONEY),
    Field("overdueSinceDate", "overdue_since", DAY),
)
GROUP_OF_LOAN = Fields(
    "GroupOfLoan",
    Field("id", "id", ID),
    Field("accountNo", "account_no", TEXT),
    Field("name", "name", TEXT),
    Field("externalId", "external_id", TEXT),
    Field("officeId", "office_id", ID),
    Field("officeName", "office_name", TEXT),
)
LOAN = Fields(
    "Loan",
    Field("id", "id", ID),
    Field("accountNo", "account_no", TEXT),
    Field("externalId", "external_id", TEXT),
    Field("status", "status", STATUS),
    Field("clientId", "client.id", ID),
    Field("clientName", "client.name", TEXT),
    Field("clientOfficeId", "client.office_id", ID),
    Field("group", "group", Nested(GROUP_OF_LOAN)),
    Field("loanProductId", "product.id", ID),
    Field("loanProductName", "product.name", TEXT),
    Field("loanProductDescription", "product.description", TEXT),
    Field("fundId", "fund.id", ID),
    Field("fundName", "fund.name", TEXT),
    Field("loanPurposeId", "purpose.id", ID),
    Field("loanPurposeName", "purpose.name", TEXT),
    Field("loanOfficerId", "officer.id", ID),
    Field("loanOfficerName", "officer.name", TEXT),
    Field("loanType", "loan_type", TYPE),
    Field("currency", "currency", CURRENCY),
    Field("principal", "principal", MONEY),
    Field("termFrequency", "term_length", COUNT),
    Field("termPeriodFrequencyType", "term_unit", LENGTH_UNIT),
    *beneath("contract.terms", (*REPAYMENT, *INTEREST)),
    Field("annualInterestRate", "annual_rate", RATE),
    *beneath("contract.terms", (*METHOD, PARTIAL_PERIOD)),
    Field("transactionProcessingStrategyId", "contract.strategy", STRATEGY),
    *beneath("contract.terms", (*GRACES, CHARGED_FROM)),
    Field("repaymentsStartingFromDate", "contract.terms.first_repayment_on", DAY),
    Field("fixedEmiAmount", "contract.terms.fixed_instalment", MONEY),
    Field(TOLERANCE.wire, "contract.arrears_tolerance", MONEY, silent=ZERO),
    Field("timeline", "timeline", Nested(TIMELINE)),
    Field("summary", "summary", Nested(SUMMARY)),
    Field("totalOverpaid", "summary.overpaid", MONEY, silent=ZERO),
    Field("repaymentSchedule", "schedule", SCHEDULE),
    Field("transactions", "transactions", ListOf(Nested(TRANSACTION_OF_LOAN))),
    Field("charges", "charges", ListOf(Nested(LOAN_CHARGE))),
    Field("guarantors", "guarantors", ListOf(Nested(GUARANTOR))),
    Field("collateral", "collateral", ListOf(Nested(COLLATERAL))),
)
LOAN_LISTED = LOAN.without(
    "repaymentSchedule", "transactions", "charges", "guarantors", "collateral", name="LoanListed"
).plus(Field("feeChargesAtDisbursementCharged", "fees_at_disbursement", MONEY))


COLLECTIONS = {
    "repaymentSchedule": LoanPart.SCHEDULE,
    "transactions": LoanPart.TRANSACTIONS,
    "charges": LoanPart.CHARGES,
    "guarantors": LoanPart.GUARANTORS,
    "collateral": LoanPart.COLLATERAL,
    "collection": LoanPart.COLLECTION,
}


@dataclass(frozen=True, slots=True)
class Associations:
    """``all``, or a comma list of collections; what this wire does not know is passed over.

    ``always`` comes with whatever is asked for.
    """

    everything: frozenset[LoanPart]
    """What ``all`` stands for."""
    always: frozenset[LoanPart] = frozenset()
    collections: Mapping[str, LoanPart] = field(default_factory=lambda: COLLECTIONS)

    def read(self, wire: JsonIn, spelling: Spelling) -> frozenset[LoanPart]:
        if not isinstance(wire, str):
            raise Unreadable(FaultKind.NOT_TEXT)
        names = {name.strip() for name in wire.split(",")}
        if "all" in names:
            return self.everything | self.always
        return frozenset(part for name, part in self.collections.items() if name in names) | self.always

    def write(self, value: frozenset[LoanPart]) -> str:
        return ",".join(name for name, part in self.collections.items() if part in value)

    def schema(self) -> Schema:
        return {"type": "string", "description": f"all, or some of {', '.join(self.collections)}"}


ASSOCIATIONS = Fields("LoanAssociations", Field("associations", "parts", Associations(ALL_PARTS)))
