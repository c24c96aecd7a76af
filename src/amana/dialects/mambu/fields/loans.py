"""Loan accounts and their instalments, as far as the core knows of what this wire shows."""

from collections.abc import Callable, Sequence
from typing import Any

from amana.dialects.base.codecs import COUNT, TEXT, Schema, Spelling, Truth
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.mambu.answers import Detailed
from amana.dialects.mambu.codec import (
    AMOUNT,
    FEE_KEY,
    KEY,
    MIDNIGHT,
    MOMENT,
    NONE_YET,
    PRODUCT_KEY,
    Constant,
    DerivedKey,
)
from amana.finance.dates import PeriodUnit
from amana.finance.money import ZERO
from amana.finance.terms import Amortisation, InterestMethod, RateUnit
from amana.loans.kinds import GuarantorKind, LoanStatus

DETAILS_KEY, INSTALMENT_KEY = DerivedKey(), DerivedKey()

STATES = {
    LoanStatus.SUBMITTED: "PENDING_APPROVAL",
    LoanStatus.APPROVED: "APPROVED",
    LoanStatus.ACTIVE: "ACTIVE",
    LoanStatus.WITHDRAWN: "CLOSED_WITHDRAWN",
    LoanStatus.REJECTED: "CLOSED_REJECTED",
    LoanStatus.CLOSED: "CLOSED",
    LoanStatus.WRITTEN_OFF: "CLOSED_WRITTEN_OFF",
    LoanStatus.RESCHEDULED: "CLOSED_RESCHEDULED",
    LoanStatus.OVERPAID: "CLOSED",
}
"""An overpaid loan is closed here: nothing of it is owed any more."""
FREQUENCIES = {
    RateUnit.YEAR: "ANNUALIZED",
    RateUnit.MONTH: "EVERY_MONTH",
    RateUnit.WEEK: "EVERY_WEEK",
    RateUnit.DAY: "EVERY_DAY",
    RateUnit.WHOLE_TERM: "WHOLE_TERM",
}


class Told:
    """A word that follows from several facts of the record; never read."""

    def __init__(self, words: tuple[str, ...], tell: Callable[[Any], str]) -> None:
        self.words, self.tell = words, tell

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Any) -> str:
        return self.tell(value)

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.words)}


class Derived:
    """A key made of the loan's and a word."""

    def __init__(self, word: str) -> None:
        self.word = word

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Any) -> str:
        return DETAILS_KEY.write((value.loan.key, self.word))

    def schema(self) -> Schema:
        return DETAILS_KEY.schema()


class Keyed:
    """Things of a loan that have no keys of their own; each gets one made of the loan's and its place."""

    def __init__(self, word: str, fields: Fields, things: Callable[[Any], Sequence[Any]]) -> None:
        self.word, self.fields, self.things = word, fields, things

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Any) -> list[dict[str, Any]]:
        key = value.loan.key
        return [
            {"encodedKey": DETAILS_KEY.write((key, self.word, place)), **self.fields.write(one)}
            for place, one in enumerate(self.things(value))
        ]

    def schema(self) -> Schema:
        item = self.fields.schema()
        properties = {"encodedKey": DETAILS_KEY.schema(), **item["properties"]}
        return {"type": "array", "items": {**item, "properties": properties}}


class InstalmentKey(Derived):
    """A key made of the loan's and the instalment's number."""

    def write(self, value: Any) -> str:
        return INSTALMENT_KEY.write((value.loan_key, value.row.number))


def state(record: Any) -> str:
    """The account's state: an active loan with something overdue is in arrears."""
    loan = record.loan
    if loan.status is LoanStatus.ACTIVE and loan.in_arrears:
        return "ACTIVE_IN_ARREARS"
    return STATES[loan.status]


def method(terms: Any) -> str:
    """How interest is calculated."""
    if terms.interest_method is InterestMethod.FLAT:
        return "FLAT"
    equal = terms.amortisation is Amortisation.EQUAL_INSTALMENTS
    return "DECLINING_BALANCE_DISCOUNTED" if equal else "DECLINING_BALANCE"


def grace(terms: Any) -> str:
    """What the grace period spares: principal, or interest too."""
    if not terms.grace_on_principal:
        return "NONE"
    return "INTEREST_FORGIVENESS" if terms.grace_on_interest_charged else "PAY_INTEREST_ONLY"


def repayment_state(instalment: Any) -> str:
    """What became of an instalment."""
    row = instalment.row
    if row.completed_on is not None:
        return "PAID"
    if instalment.late:
        return "LATE"
    return "PARTIALLY_PAID" if row.paid.total else "PENDING"


def component(wire: str, ours: str) -> tuple[Field, ...]:
    """What is due now, was paid, and is outstanding of one component."""
    return (
        Field(f"{wire}Due", f"due.{ours}", AMOUNT),
        Field(f"{wire}Paid", f"loan.summary.{ours}.paid", AMOUNT, null="0"),
        Field(f"{wire}Balance", f"loan.summary.{ours}.outstanding", AMOUNT, null="0"),
    )


def always(wire: str, value: Any, about: str = "") -> Field:
    """A property that says the same of every loan here."""
    return Field(wire, "loan.key", Constant(value), about=about)


RATE_SOURCES = ("FIXED_INTEREST_RATE", "INDEX_INTEREST_RATE")


def rate_source(contract: Any) -> str:
    """Whether the loan bears a rate of its own or one of the institution's that moves."""
    return RATE_SOURCES[contract.floating is not None]


TERMS = "loan.contract.terms"
GUARANTORS = {
    GuarantorKind.CUSTOMER: "CLIENT",
    GuarantorKind.STAFF: "USER",
    GuarantorKind.EXTERNAL: "EXTERNAL",
}
TRANCHES = Keyed(
    "tranche",
    Fields(
        "LoanTranche",
        Field("amount", "amount", AMOUNT),
        Field("expectedDisbursementDate", "expected_on", MIDNIGHT),
    ),
    lambda record: record.loan.contract.terms.tranches,
)
GUARANTEES = Keyed(
    "guarantee",
    Fields(
        "Guarantee",
        Field(
            "type", ".", Told(("GUARANTOR", "ASSET"), lambda one: "GUARANTOR" if one.guarantor else "ASSET")
        ),
        Field("guarantorKey", "person_key", KEY),
        Field("guarantorType", "guarantor", Told(tuple(GUARANTORS.values()), GUARANTORS.__getitem__)),
        Field("assetName", "name", TEXT, about="of a guarantor from outside, the name"),
        Field("amount", "value", AMOUNT),
    ),
    lambda record: record.securities,
)
METHODS = Told(("FLAT", "DECLINING_BALANCE", "DECLINING_BALANCE_DISCOUNTED"), method)
GRACES = Told(("NONE", "PAY_INTEREST_ONLY", "INTEREST_FORGIVENESS"), grace)
UNITS = Told(("DAYS", "WEEKS", "MONTHS", "YEARS"), lambda unit: PeriodUnit(unit).value.upper())
HOLDER = Told(("CLIENT", "GROUP"), lambda loan: "GROUP" if loan.client is None else "CLIENT")
SCHEDULE_METHOD = Told(
    ("FIXED", "DYNAMIC"), lambda terms: "FIXED" if terms.recalculation is None else "DYNAMIC"
)

LOAN = Fields(
    "LoanAccount",
    Field("encodedKey", "loan.key", KEY),
    Field("id", "loan.account_no", TEXT),
    Field("accountHolderKey", "holder_key", KEY),
    Field("accountHolderType", "loan", HOLDER),
    Field("creationDate", "loan.created_at", MOMENT),
    Field("approvedDate", "loan.timeline.approved_on", MIDNIGHT),
    Field("closedDate", "loan.timeline.closed_on", MIDNIGHT),
    Field("lastModifiedDate", "loan.changed_at", MOMENT),
    Field("accountState", ".", Told(tuple(dict.fromkeys((*STATES.values(), "ACTIVE_IN_ARREARS"))), state)),
    Field("productTypeKey", "loan.product.id", PRODUCT_KEY),
    Field("loanName", "loan.product.name", TEXT),
    Field("loanAmount", "loan.principal", AMOUNT),
    Field("periodicPayment", f"{TERMS}.fixed_instalment", AMOUNT, null="0"),
    Field("tranches", ".", TRANCHES, about="what is agreed on to be paid out, part by part"),
    *component("principal", "principal"),
    *component("interest", "interest"),
    *component("fees", "fees"),
    *component("penalty", "penalties"),
    always("scheduleDueDatesMethod", "INTERVAL"),
    always("prepaymentAcceptance", "ACCEPT_PREPAYMENTS"),
    always("futurePaymentsAcceptance", "NO_FUTURE_PAYMENTS"),
    Field("hasCustomSchedule", f"{TERMS}.variations", Truth(bool)),
    always("redrawBalance", "0", "money paid ahead is not lent again"),
    always("interestFromArrearsBalance", "0", "lateness is charged by penalties"),
    always("interestFromArrearsDue", "0"),
    always("interestFromArrearsPaid", "0"),
    always("interestFromArrearsAccrued", "0"),
    always("loanPenaltyCalculationMethod", "NONE", "penalties are charges here"),
    always("accrueInterestAfterMaturity", value=False),
    Field("accrueLateInterest", f"{TERMS}.recalculation", Truth(lambda rule: rule.on_arrears), null=False),
    always("allowOffset", value=False),
    always("holdBalance", "0", "amounts on hold are not there yet"),
    Field("principalRepaymentInterval", f"{TERMS}.repay_principal_every", COUNT),
    Field("paymentPlan", "loan.key", NONE_YET),
    Field("repaymentPeriodCount", f"{TERMS}.repay_every", COUNT),
    Field("repaymentPeriodUnit", f"{TERMS}.repay_unit", UNITS),
    Field("repaymentInstallments", f"{TERMS}.number_of_repayments", COUNT),
    Field("gracePeriod", f"{TERMS}.grace_on_principal", COUNT),
    Field("gracePeriodType", TERMS, GRACES),
    Field("interestRate", f"{TERMS}.interest_rate", AMOUNT),
    Field(
        "interestChargeFrequency",
        f"{TERMS}.interest_rate_unit",
        Told(tuple(FREQUENCIES.values()), FREQUENCIES.__getitem__),
    ),
    Field("interestCalculationMethod", TERMS, METHODS),
    always("interestType", "SIMPLE_INTEREST"),
    always("interestBalanceCalculationMethod", "PRINCIPAL_ONLY"),
    Field("repaymentScheduleMethod", TERMS, SCHEDULE_METHOD),
    always("paymentMethod", "HORIZONTAL"),
    always("interestApplicationMethod", "ON_REPAYMENT"),
    Field("interestRateSource", "loan.contract", Told(RATE_SOURCES, rate_source)),
    Field("interestSpread", "loan.contract.floating.spread", AMOUNT),
    Field("assignedBranchKey", "office_key", KEY),
    Field("assignedUserKey", "officer_key", KEY),
)
FEE = Fields(
    "LoanFee",
    Field("fee", ".", Nested(Fields("Fee", Field("encodedKey", "charge", FEE_KEY)))),
    Field("amount", "amount", AMOUNT),
)
DISBURSEMENT = Fields(
    "DisbursementDetails",
    Field("encodedKey", ".", Derived("disbursement")),
    Field("expectedDisbursementDate", "loan.timeline.expected_disbursement_on", MIDNIGHT),
    Field("disbursementDate", "loan.timeline.disbursed_on", MIDNIGHT),
    Field("firstRepaymentDate", "first_due_on", MIDNIGHT),
    Field("fees", "loan.key", NONE_YET),
    Field("customInformation", "loan.key", NONE_YET),
)
EXPANDED = LOAN.plus(
    Field("customFieldValues", "loan.key", NONE_YET),
    Field("funds", "loan.key", NONE_YET),
    Field("guarantees", ".", GUARANTEES, about="guarantors, and what was pledged"),
    Field("disbursementDetails", ".", Nested(DISBURSEMENT)),
    Field("fees", "loan.charges", ListOf(Nested(FEE))),
    name="LoanAccountFullDetails",
)
LOAN_DETAILED = Detailed(LOAN, EXPANDED)

INSTALMENT = Fields(
    "Repayment",
    Field("encodedKey", ".", InstalmentKey("")),
    Field("parentAccountKey", "loan_key", KEY),
    Field("dueDate", "row.due_date", MIDNIGHT),
    Field("principalDue", "row.due.principal", AMOUNT),
    Field("principalPaid", "row.paid.principal", AMOUNT),
    Field("interestDue", "row.due.interest", AMOUNT),
    Field("interestPaid", "row.paid.interest", AMOUNT),
    Field("feesDue", "row.due.fees", AMOUNT, silent=ZERO),
    Field("feesPaid", "row.paid.fees", AMOUNT, silent=ZERO),
    Field("penaltyDue", "row.due.penalties", AMOUNT, silent=ZERO),
    Field("penaltyPaid", "row.paid.penalties", AMOUNT, silent=ZERO),
    Field("state", ".", Told(("PENDING", "LATE", "PARTIALLY_PAID", "PAID"), repayment_state)),
)
