"""Loans: the family's rows under Musoni's spellings, and what Musoni shows besides."""

from amana.dialects.base.codecs import BOOLEAN, COUNT, ID, ISO_DATE, TEXT, Text, Truth
from amana.dialects.base.fields import Field, Fields, ListOf, Nested, beneath
from amana.dialects.families.mifos.codec import DAY, MONEY
from amana.dialects.families.mifos.codec import RATE as RATE_SHOWN
from amana.dialects.families.mifos.currency import CURRENCY
from amana.dialects.families.mifos.enum_tables import (
    AMORTISATION,
    CHARGE_BASIS,
    CHARGE_TIME,
    DAYS_IN_MONTH,
    DAYS_IN_YEAR,
    INTEREST_METHOD,
    INTEREST_PERIOD,
    LOAN_STATUS,
    LOAN_STATUS_FLAGS,
    RATE_UNIT,
    TERM_UNIT,
)
from amana.dialects.families.mifos.enums import EnumTable
from amana.dialects.families.mifos.fields import loans as family
from amana.dialects.families.mifos.fields.due_days import with_weekday
from amana.dialects.families.mifos.fields.loan_schedule import (
    INSTALMENT,
    OUTLOOK,
    PAID_OFF_TIME,
    Schedule,
    schedule_of,
)
from amana.dialects.families.mifos.fields.loan_terms import PARTIAL_PERIOD, STRATEGY_NAME
from amana.dialects.families.mifos.fields.notes import note_of
from amana.dialects.families.mifos.switches import Off
from amana.dialects.musoni.codec import SECONDS
from amana.dialects.musoni.fields.parties import Always
from amana.dialects.musoni.listing import MusoniListing
from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.finance.terms import (
    Amortisation,
    DaysInMonth,
    DaysInYear,
    InterestMethod,
    InterestPeriod,
    LoanTerms,
    RateUnit,
)
from amana.loans.asking import LoanPart
from amana.loans.kinds import LoanStatus, LoanType

FLAGS = {**LOAN_STATUS_FLAGS, "restructured": ("rescheduled",)}
STATUS = LOAN_STATUS.of(LoanStatus, flags=FLAGS)
TYPE = EnumTable(
    "accountType",
    "accountType",
    ("individual", 1, "individual", "individual"),
    ("group", 2, "group", "group"),
    ("joint_liability", 3, "jlg", "jlg"),
).of(LoanType)
UNIT = TERM_UNIT.recoded("loanTermFrequency.periodFrequencyType").of(PeriodUnit)
RATE = RATE_UNIT.recoded("interestRateFrequency.periodFrequencyType", month="Months", year="Years").of(
    RateUnit
)
PRINCIPAL_EQUAL = {"equal_principal": "Equal principal"}
AMORTISATIONS = AMORTISATION.recoded("amortizationType", **PRINCIPAL_EQUAL).of(Amortisation)
MONTHS = DAYS_IN_MONTH.recoded("DaysInMonthType", **{"30": "30"}).of(DaysInMonth)
YEARS = DAYS_IN_YEAR.recoded("DaysInYearType", **{"360": "360", "364": "364", "365": "365"}).of(DaysInYear)

AUDIT_DATA = Field(
    "auditData",
    ".",
    Nested(
        Fields(
            "LoanAuditData",
            Field("createdOnTimestamp", "created_at", SECONDS),
            Field("createdByUsername", "timeline.submitted_by.username", TEXT),
            Field("lastModifiedOnTimestamp", "changed_at", SECONDS),
        )
    ),
)
TERMS = "contract.terms"
OWN_TERMS = beneath(
    TERMS,
    (
        Field("repaymentFrequencyType", "repay_unit", UNIT),
        Field("interestRateFrequencyType", "interest_rate_unit", RATE),
        Field("amortizationType", "amortisation", AMORTISATIONS),
        Field("interestType", "interest_method", INTEREST_METHOD.of(InterestMethod)),
        Field("interestCalculationPeriodType", "interest_period", INTEREST_PERIOD.of(InterestPeriod)),
        Field("daysInMonthType", "days_in_month", MONTHS),
        Field("daysInYearType", "days_in_year", YEARS),
        Field(PARTIAL_PERIOD.wire, PARTIAL_PERIOD.ours, BOOLEAN),
        Field("multiDisburseLoan", "multi_disburse", BOOLEAN),
    ),
)


def _bears_arrears(terms: LoanTerms) -> bool:
    """Whether unpaid principal goes on bearing interest."""
    return terms.recalculation is not None and terms.recalculation.on_arrears


SCHEDULE = Schedule(schedule_of("MusoniLoanSchedule", INSTALMENT).plus(*PAID_OFF_TIME, OUTLOOK))
MEETING = Fields("LoanMeeting", Field("startDate", "starts_on", DAY), Field("recurrence", "recurrence", TEXT))
TRANCHE = Fields(
    "LoanTranche",
    Field("id", "number", ID, about="counts the disbursements of the loan"),
    Field("expectedDisbursementDate", "expected_on", DAY),
    Field("actualDisbursementDate", "disbursed_on", DAY),
    Field("principal", "amount", MONEY),
)
LOAN_NOTE = note_of("loanId", "LoanNoteShown")
OFFICER = Fields(
    "LoanOfficerTerm",
    Field("staffId", "officer.id", ID),
    Field("displayName", "officer.name", TEXT),
    Field("startDate", "starts_on", DAY),
    Field("endDate", "ends_on", DAY),
)
PAYOFF = Fields(
    "LoanPayoff",
    Field("date", "on", DAY),
    Field("amount", "amount", MONEY),
    Field("principalPortion", "components.principal", MONEY),
    Field("interestPortion", "components.interest", MONEY),
    Field("feeChargesPortion", "components.fees", MONEY),
    Field("penaltyChargesPortion", "components.penalties", MONEY),
)
COLLECTIONS = {
    **{name: part for name, part in family.COLLECTIONS.items() if part is not LoanPart.COLLECTION},
    "futureSchedule": LoanPart.SCHEDULE,
    "multiDisburseDetails": LoanPart.SCHEDULE,
    "notes": LoanPart.NOTES,
    "loanHistoryOfficer": LoanPart.OFFICERS,
    "prepayLoan": LoanPart.PAYOFF,
}
"""Meetings and what a loan yields come with every loan. Linked accounts, standing instructions, credit checks and
shares of group members there are none of: asked for, nothing comes.
"""
ALWAYS_SHOWN = frozenset({LoanPart.YIELDS})
ASSOCIATIONS = Fields(
    "MusoniLoanAssociations",
    Field(
        "associations",
        "parts",
        family.Associations(frozenset(COLLECTIONS.values()), ALWAYS_SHOWN, COLLECTIONS),
    ),
    Field("transactionLimit", "latest", COUNT, about="the last transactions, at most so many"),
)

LOAN = family.LOAN.without("group").plus(
    Field("status", "status", STATUS),
    Field("clientAccountNo", "client.account_no", TEXT),
    Field("groupId", "group.id", ID),
    Field("groupName", "group.name", TEXT),
    Field("loanType", "loan_type", TYPE),
    Field("approvedPrincipal", "approved_principal", MONEY),
    Field("proposedPrincipal", "proposed_principal", MONEY),
    Field("termPeriodFrequencyType", "term_unit", UNIT),
    *OWN_TERMS,
    Field("inArrears", "in_arrears", BOOLEAN),
    Field("canDefineInstallmentAmount", "product.instalment_may_be_agreed", BOOLEAN),
    Field("canUseForTopup", "product.may_top_up", BOOLEAN),
    Field("isTopup", "contract", Truth(lambda contract: contract.closes is not None)),
    Field("closureLoanId", "contract.closes", ID),
    Field("stopApplyingPenalty", "contract.penalties_stopped", BOOLEAN),
    Field("recalculateInterestOnArrears", TERMS, Truth(_bears_arrears)),
    Field("isInDuplum", "in_duplum", BOOLEAN),
    Field("isNPA", "non_performing", BOOLEAN),
    Field("expectedFirstRepaymentOnDate", "first_due_on", DAY),
    Field("canDisburse", "status", Truth(lambda status: status is LoanStatus.APPROVED)),
    Field("isInterestRecalculationEnabled", TERMS, Truth(lambda terms: terms.recalculation is not None)),
    Field("transactionProcessingStrategyName", "contract.strategy", STRATEGY_NAME),
    Field("createStandingInstructionAtDisbursement", "id", Always(False)),  # noqa: FBT003
    Field("isVariableInstallmentsAllowed", "product.variable_instalments", BOOLEAN),
    Field("repayPrincipalEvery", f"{TERMS}.repay_principal_every", COUNT),
    Field("repayInterestEvery", f"{TERMS}.repay_interest_every", COUNT),
    Field("officeId", "office.id", ID),
    Field("officeName", "office.name", TEXT),
    Field("repaymentSchedule", "schedule", SCHEDULE),
    Field("meeting", "contract.terms.calendar.meeting", Nested(MEETING)),
    Field("disbursementDetails", "tranches", ListOf(Nested(TRANCHE)), silent=[]),
    Field("notes", "notes", ListOf(Nested(LOAN_NOTE))),
    Field("loanOfficerAssignmentHistory", "officers", ListOf(Nested(OFFICER))),
    Field("prepayLoan", "payoff", Nested(PAYOFF)),
    Field("internalRateOfReturn", "yields.internal", RATE_SHOWN),
    Field("effectiveInterestRate", "yields.effective", RATE_SHOWN),
    AUDIT_DATA,
    name="Loan",
)
LOAN_LISTED = LOAN.without(
    *("repaymentSchedule", "transactions", "charges", "guarantors", "collateral", "disbursementDetails"),
    *("notes", "loanOfficerAssignmentHistory", "prepayLoan", "internalRateOfReturn", "effectiveInterestRate"),
    name="LoanListed",
)
ACCOUNT = Nested(
    Fields(
        "LoanAccount",
        Field("id", "id", ID),
        Field("accountNo", "account_no", TEXT),
        Field("externalId", "external_id", TEXT),
        Field("productId", "product.id", ID),
        Field("productName", "product.name", TEXT),
        Field("shortProductName", "product.short_name", TEXT),
        Field("clientId", "client.id", ID),
        Field("clientAccountNo", "client.account_no", TEXT),
        Field("clientDisplayName", "client.name", TEXT),
        Field("status", "status", STATUS),
        Field("loanType", "loan_type", TYPE),
        Field("loanCycle", "loan_cycle", COUNT),
        Field("timeline", "timeline", Nested(family.TIMELINE)),
        Field("inArrears", "in_arrears", BOOLEAN),
        Field("currency", "currency", CURRENCY),
        Field("originalLoan", "principal", MONEY),
        Field("loanBalance", "summary.outstanding", MONEY),
        Field("amountPaid", "summary.repaid", MONEY),
    )
)
CLIENT_ACCOUNTS = Fields(
    "ClientAccounts",
    Field("loanAccounts", "loans", ListOf(ACCOUNT)),
    Field("savingsAccounts", "loans", Always([]), about="savings are not there yet"),
    Field("shareAccounts", "loans", Always([]), about="shares are not there yet"),
)
GROUP_ACCOUNTS = CLIENT_ACCOUNTS.plus(
    Field("memberLoanAccounts", "member_loans", ListOf(ACCOUNT)),
    Field("memberSavingsAccounts", "loans", Always([]), about="savings are not there yet"),
    name="GroupAccounts",
)
AT_MEETINGS = (
    Field("calendarId", "terms.meetings", ID, about="the meetings of the group, or of its centre"),
    Field("syncDisbursementWithMeeting", "terms.disbursed_at_meeting", BOOLEAN),
)
ASKED_CHARGE = family.ASKED_CHARGE.plus(
    Field("chargeTimeType", "time", CHARGE_TIME.of(ChargeTime, bare=True)),
    Field("chargeCalculationType", "basis", CHARGE_BASIS.of(ChargeBasis, bare=True)),
    name="MusoniAskedCharge",
)
NEW_LOAN = with_weekday(family.NEW_LOAN).plus(
    Field("charges", "charges", ListOf(Nested(ASKED_CHARGE))),
    *AT_MEETINGS,
    Field("submittedOnNote", "note", Text(500)),
    Field(
        "createStandingInstructionAtDisbursement", ".", Off(), about="standing instructions are not there yet"
    ),
)
CALCULATION = with_weekday(family.CALCULATION).plus(
    *AT_MEETINGS, Field("charges", "charges", ListOf(Nested(ASKED_CHARGE)))
)
NOT_OF_SCHEDULE = (
    *family.OF_APPLICATION,
    "submittedOnNote",
    "createStandingInstructionAtDisbursement",
)
FUND_SOURCE = Fields("FundSource", Field("fundId", "fund", ID, required=True))

LOAN_FILTERS = Fields(
    "LoanFilters",
    Field("officeId", "office", ID),
    Field("externalId", "external_id", TEXT),
    Field("staffId", "officer", ID),
    Field("groupId", "group", ID),
    Field("underHierarchy", "under_hierarchy", TEXT, about="path of an office, for everything below it"),
    Field("accountNo", "account_no", TEXT),
    Field("disbursementFromDate", "disbursed_from", ISO_DATE),
    Field("disbursementToDate", "disbursed_to", ISO_DATE),
)
LOAN_LISTING = MusoniListing(
    sort={
        "id": "id",
        "loan_status_id": "status",
        "submittedon_date": "submitted_on",
        "disbursedon_date": "disbursed_on",
        "expectedmaturedon_date": "expected_maturity_on",
        "firstrepaymenton_date": "first_due_on",
        "principal_amount": "agreed_principal",
    },
    exact={"clientOfficeName": ("office_name", TEXT)},
    anywhere=("account_no", "external_id", "client_name", "group_name"),
)
