"""The columns of loans that a search can show: flat, under the names of the document's loan metadata."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from amana.dialects.base.codecs import BOOLEAN, COUNT, ID, TEXT, Truth
from amana.dialects.base.fields import Field, Fields, beneath
from amana.dialects.families.mifos.codec import DAY, MONEY, RATE
from amana.dialects.families.mifos.enum_tables import INTEREST_METHOD, INTEREST_PERIOD
from amana.dialects.families.mifos.fields.loan_terms import PARTIAL_PERIOD, STRATEGY, STRATEGY_NAME
from amana.dialects.families.mifos.fields.loans import FEES, PRINCIPAL, component
from amana.dialects.musoni.codec import SECONDS
from amana.dialects.musoni.fields.loans import (
    AMORTISATIONS,
    MONTHS,
    STATUS,
    TERMS,
    TYPE,
    UNIT,
    YEARS,
)
from amana.dialects.musoni.fields.loans import RATE as RATE_PERIOD
from amana.finance.terms import InterestMethod, InterestPeriod


def _people() -> Iterator[Field]:
    for wire, ours in (("office", "office"), ("loanProduct", "product"), ("fund", "fund")):
        yield Field(f"{wire}Id", f"{ours}.id", ID)
        yield Field(f"{wire}Name", f"{ours}.name", TEXT)
    yield Field("loanPurposeId", "purpose.id", ID)
    yield Field("loanPurposeValue", "purpose.name", TEXT)
    yield Field("loanOfficerId", "officer.id", ID)
    yield Field("loanOfficerName", "officer.name", TEXT)
    for one in ("client", "group"):
        yield Field(f"{one}Id", f"{one}.id", ID)
        yield Field(f"{one}AccountNo", f"{one}.account_no", TEXT)
        yield Field(f"{one}Name", f"{one}.name", TEXT)
        yield Field(f"{one}ExternalId", f"{one}.external_id", TEXT)


TERMS_OF_LOAN = beneath(
    TERMS,
    (
        Field("numberOfRepayments", "number_of_repayments", COUNT),
        Field("repaymentEvery", "repay_every", COUNT),
        Field("repaymentFrequencyType", "repay_unit", UNIT),
        Field("interestRatePerPeriod", "interest_rate", RATE),
        Field("interestRateFrequencyType", "interest_rate_unit", RATE_PERIOD),
        Field("interestType", "interest_method", INTEREST_METHOD.of(InterestMethod)),
        Field("amortizationType", "amortisation", AMORTISATIONS),
        Field("interestCalculationPeriodType", "interest_period", INTEREST_PERIOD.of(InterestPeriod)),
        Field("daysInMonthType", "days_in_month", MONTHS),
        Field("daysInYearType", "days_in_year", YEARS),
        Field("repaymentsStartingFromDate", "first_repayment_on", DAY),
        Field("interestChargedFromDate", "interest_charged_from", DAY),
        Field("graceOnPrincipalPayment", "grace_on_principal", COUNT),
        Field("recurringMoratoriumOnPrincipalPeriods", "recurring_moratorium_on_principal", COUNT),
        Field("graceOnInterestPayment", "grace_on_interest_payment", COUNT),
        Field("graceOnInterestCharged", "grace_on_interest_charged", COUNT),
        Field("fixedEmiAmount", "fixed_instalment", MONEY),
        Field("repayPrincipalEvery", "repay_principal_every", COUNT),
        Field("repayInterestEvery", "repay_interest_every", COUNT),
        Field(PARTIAL_PERIOD.wire, PARTIAL_PERIOD.ours, BOOLEAN),
    ),
)
_TOTALS = (
    ("totalExpectedRepayment", "expected_repayment"),
    ("totalRepayment", "repaid"),
    ("totalExpectedCostOfLoan", "expected_cost"),
    ("totalCostOfLoan", "cost"),
    ("totalWaived", "waived"),
    ("totalWrittenOff", "written_off"),
    ("totalOutstanding", "outstanding"),
    ("totalOverpaid", "overpaid"),
    ("totalOverdue", "overdue"),
)
SUMS = beneath(
    "summary",
    (
        Field("principalDisbursed", "disbursed", MONEY),
        *(row for wire, row in PRINCIPAL.items() if wire not in {"principalCharged", "principalWaived"}),
        *component("interest", "interest"),
        *FEES,
        *component("penaltyCharges", "penalties"),
        *(Field(wire, ours, MONEY) for wire, ours in _TOTALS),
        Field("overdueSinceDate", "overdue_since", DAY),
    ),
)


def _steps() -> Iterable[Field]:
    for wire, ours in (
        ("submitted", "submitted"),
        ("approved", "approved"),
        ("disbursed", "disbursed"),
        ("closed", "closed"),
        ("rejected", "rejected"),
        ("withdrawn", "withdrawn"),
    ):
        yield Field("actualDisbursementDate" if wire == "disbursed" else f"{wire}OnDate", f"{ours}_on", DAY)
        yield Field(f"{wire}ByUsername", f"{ours}_by.username", TEXT)
    yield Field("expectedDisbursementDate", "expected_disbursement_on", DAY)
    yield Field("expectedMaturityOnDate", "expected_maturity_on", DAY)
    yield Field("writtenOffOnDate", "written_off_on", DAY)


_COLUMNS = (
    Field("id", "id", ID),
    Field("accountNo", "account_no", TEXT),
    Field("externalId", "external_id", TEXT),
    Field("loanType", "loan_type", TYPE),
    Field("status", "status", STATUS),
    *_people(),
    Field("transactionStrategyId", "contract.strategy", STRATEGY),
    Field("transactionStrategyName", "contract.strategy", STRATEGY_NAME),
    Field("currencyCode", "currency.code", TEXT),
    Field("currencyDigitsAfterDecimal", "currency.digits", COUNT),
    Field("currencyInMultiplesOf", "currency.in_multiples_of", COUNT),
    Field("proposedPrincipal", "proposed_principal", MONEY),
    Field("principal", "principal", MONEY),
    Field("approvedPrincipal", "approved_principal", MONEY),
    Field("loanTermFrequency", "term_length", COUNT),
    Field("loanTermFrequencyType", "term_unit", UNIT),
    *TERMS_OF_LOAN,
    Field("annualInterestRate", "annual_rate", RATE),
    Field("graceOnArrearsAgeing", "contract.grace_on_arrears_ageing", COUNT),
    Field("maxOutstandingLoanBalance", "contract.maximum_outstanding", MONEY),
    Field(
        "isInterestRecalculationEnabled",
        f"{TERMS}.recalculation",
        Truth(lambda rule: rule is not None),
        null=False,
    ),
    Field("isInDuplum", "in_duplum", BOOLEAN),
    Field("isTopup", "contract.closes", Truth(lambda closes: closes is not None), null=False),
    Field("isNPA", "non_performing", BOOLEAN),
    Field("syncDisbursementWithMeeting", "contract.disbursed_at_meeting", BOOLEAN),
    Field("loanCounter", "loan_cycle", COUNT),
    *SUMS,
    Field("feeChargesDueAtDisbursementCharged", "fees_at_disbursement", MONEY),
    Field("daysInArrears", "days_in_arrears", COUNT),
    *beneath("timeline", _steps()),
    Field("createdByUsername", "timeline.submitted_by.username", TEXT),
    Field("createdOnTimestamp", "created_at", SECONDS),
    Field("lastModifiedOnTimestamp", "changed_at", SECONDS),
)
COLUMNS = Fields("LoanColumns", *(replace(row, null=None) if row.null is ... else row for row in _COLUMNS))
"""What a loan does not have (a group, an officer, sums before it is paid out) is ``null``."""

SORTED_BY = {
    "id": "id",
    "accountNo": "account_no",
    "externalId": "external_id",
    "officeId": "office_id",
    "officeName": "office_name",
    "loanProductId": "product_id",
    "loanProductName": "product_name",
    "clientId": "client_id",
    "clientName": "client_name",
    "clientAccountNo": "client_account_no",
    "groupId": "group_id",
    "groupName": "group_name",
    "loanOfficerId": "officer_id",
    "loanOfficerName": "officer_name",
    "proposedPrincipal": "proposed_principal",
    "approvedPrincipal": "approved_principal",
    "submittedOnDate": "submitted_on",
    "approvedOnDate": "approved_on",
    "expectedDisbursementDate": "expected_disbursement_on",
    "actualDisbursementDate": "disbursed_on",
    "expectedMaturityOnDate": "expected_maturity_on",
    "closedOnDate": "closed_on",
    "rejectedOnDate": "rejected_on",
    "withdrawnOnDate": "withdrawn_on",
    "writtenOffOnDate": "written_off_on",
    "createdOnTimestamp": "created_at",
    "lastModifiedOnTimestamp": "changed_at",
}
"""Columns that a search can be sorted by, and ours of the same meaning."""
