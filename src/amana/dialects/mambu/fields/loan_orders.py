"""What is asked of loan accounts: a new one, and the transactions of its life.

The document shows the approval alone; the others are as public clients of this API send them.
"""

from amana.dialects.base.codecs import COUNT, ID, TEXT, Integer, Schema, Spelling, Text
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.base.late import Referred
from amana.dialects.mambu.answers import Afterwards
from amana.dialects.mambu.codec import AMOUNT, KEY, MIDNIGHT, MOMENT, PRODUCT_KEY, TRANSACTION_KEY, Capitals
from amana.dialects.mambu.fields.loans import EXPANDED, Told
from amana.finance.dates import PeriodUnit
from amana.finance.terms import Tranche
from amana.kernel.outcome import Outcome
from amana.loans.asked import AskedTerms
from amana.loans.borrowing import GetLoanFile, GetTransactionFile
from amana.loans.kinds import LoanType, TransactionKind
from amana.loans.payment import PaymentDetail

POSITIVE = Integer(at_least=1)
UNITS = Capitals(PeriodUnit, {unit: unit.value.upper() for unit in PeriodUnit})


class ClientOnly:
    """Who an account is for: clients; a group's account is not opened from here yet."""

    def read(self, wire: JsonIn, spelling: Spelling) -> LoanType:
        if not isinstance(wire, str) or wire.strip().upper() != "CLIENT":
            raise Unreadable(FaultKind.NOT_ONE_OF, "CLIENT")
        return LoanType.INDIVIDUAL

    def write(self, value: object) -> str:
        return "CLIENT"

    def schema(self) -> Schema:
        return {"type": "string", "enum": ["CLIENT"]}


ASKED_TRANCHE = Fields(
    "NewTranche",
    Field("amount", "amount", AMOUNT, required=True),
    Field("expectedDisbursementDate", "expected_on", MIDNIGHT, required=True),
    builds=Tranche,
)
EXPECTED = Fields(
    "ExpectedDisbursement",
    Field("expectedDisbursementDate", "terms.expected_disbursement_on", MIDNIGHT, required=True),
    Field("firstRepaymentDate", "terms.first_repayment_on", MIDNIGHT),
)
NEW_ACCOUNT = Fields(
    "NewLoanAccount",
    Field("id", "account_no", Text(20)),
    Field("accountHolderKey", "client", Referred("client"), required=True),
    Field("accountHolderType", "loan_type", ClientOnly(), required=True),
    Field("productTypeKey", "product", PRODUCT_KEY, required=True),
    Field("loanAmount", "terms.principal", AMOUNT, required=True),
    Field("interestRate", "terms.interest_rate", AMOUNT),
    Field("repaymentInstallments", "terms.number_of_repayments", COUNT),
    Field("repaymentPeriodCount", "terms.repay_every", COUNT),
    Field("repaymentPeriodUnit", "terms.repay_unit", UNITS),
    Field("gracePeriod", "terms.grace_on_principal", COUNT),
    Field("principalRepaymentInterval", "terms.repay_principal_every", POSITIVE),
    Field("periodicPayment", "terms.fixed_instalment", AMOUNT, about="agreed on for every instalment"),
    Field("interestSpread", "terms.rate_differential", AMOUNT, about="on the index rate of the product"),
    Field("tranches", "terms.tranches", ListOf(Nested(ASKED_TRANCHE))),
    Field("assignedUserKey", "officer", Referred("staff")),
    Field("notes", "note", Text(1000)),
    Field("disbursementDetails", ".", Nested(EXPECTED), required=True),
    parts={"terms": AskedTerms},
)
NEW_LOAN = Fields("CreateLoanAccountRequest", Field("loanAccount", ".", Nested(NEW_ACCOUNT), required=True))

NOTES = Field("notes", "note", Text(1000))
DAY = Field("date", "on", MIDNIGHT, about="the business day where it is left out")
REMARK = Fields("LoanRemark", NOTES)
DATED = Fields("LoanStep", DAY, NOTES)
SUM = Field("amount", "amount", AMOUNT, required=True)
PAID = Fields("LoanPayment", SUM, DAY, NOTES)
PAPERS = tuple(
    Field(wire, f"payment.{ours}", Text(100))
    for wire, ours in (
        ("receiptNumber", "receipt_number"),
        ("checkNumber", "cheque_number"),
        ("bankNumber", "bank_number"),
        ("bankAccountNumber", "account_number"),
        ("bankRoutingNumber", "routing_code"),
    )
)


def with_papers(asked: Fields) -> Fields:
    """The same with what identifies the payment; only JSON carries it."""
    rows = asked.plus(*PAPERS)
    return Fields(f"{asked.name}WithPapers", *rows, parts={"payment": PaymentDetail})


KINDS = {TransactionKind.REPAYMENT: "REPAYMENT", TransactionKind.WRITE_OFF: "WRITE_OFF"}
TRANSACTION = Fields(
    "LoanTransaction",
    Field("encodedKey", "transaction.id", TRANSACTION_KEY),
    Field("transactionId", "transaction.id", ID),
    Field("parentAccountKey", "loan_key", KEY),
    Field("type", "transaction.kind", Told(tuple(KINDS.values()), KINDS.__getitem__)),
    Field("comment", "transaction.note", TEXT, null=""),
    Field("creationDate", "transaction.booked_at", MOMENT),
    Field("entryDate", "transaction.on", MIDNIGHT),
    Field("amount", "transaction.amount", AMOUNT),
    Field("principalPaid", "transaction.components.principal", AMOUNT),
    Field("interestPaid", "transaction.components.interest", AMOUNT),
    Field("feesPaid", "transaction.components.fees", AMOUNT),
    Field("penaltyPaid", "transaction.components.penalties", AMOUNT),
    Field("balance", "transaction.balance", AMOUNT),
)


def the_loan(outcome: Outcome) -> GetLoanFile:
    """The account that an outcome is about."""
    return GetLoanFile(loan=int(str(outcome.loan)))


def the_transaction(outcome: Outcome) -> GetTransactionFile:
    """The transaction that an outcome has made."""
    return GetTransactionFile(loan=int(str(outcome.loan)), transaction=int(outcome.id))


ACCOUNT = Afterwards(the_loan, EXPANDED)
NEW = Afterwards(the_loan, Fields("LoanAccountMade", Field("loanAccount", ".", Nested(EXPANDED))))
MADE = Afterwards(the_transaction, TRANSACTION)
