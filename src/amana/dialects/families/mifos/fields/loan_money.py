"""What money does on a loan, on the wire: payment details, transactions, the default of a new one."""

from decimal import Decimal
from typing import Any

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Schema, Spelling, Text
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.base.json_out import with_point
from amana.dialects.families.mifos.codec import DAY, MONEY
from amana.dialects.families.mifos.currency import CURRENCY, spelled
from amana.dialects.families.mifos.enum_tables import LOAN_TRANSACTION, LOAN_TRANSACTION_FLAGS
from amana.dialects.families.mifos.enums import EnumWord
from amana.dialects.families.mifos.fields.guarantors import CODE_OPTION
from amana.finance.money import ZERO
from amana.loans.kinds import TransactionKind
from amana.loans.payment import PaymentDetail
from amana.loans.transaction_views import TransactionDefaults

PAPERS = (
    ("accountNumber", "account_number"),
    ("checkNumber", "cheque_number"),
    ("routingCode", "routing_code"),
    ("receiptNumber", "receipt_number"),
    ("bankNumber", "bank_number"),
)
PAYMENT = (
    Field("paymentTypeId", "payment.type", ID),
    *(Field(wire, f"payment.{ours}", Text(100)) for wire, ours in PAPERS),
)
PARTS = {"payment": PaymentDetail}
NOTE = Field("note", "note", Text(1000))

# -- requests ----------------------------------------------------------------------------------------

NEW_TRANSACTION = Fields(
    "NewLoanTransaction",
    Field("transactionDate", "on", DAY, required=True),
    Field("transactionAmount", "amount", MONEY, required=True),
    NOTE,
    *PAYMENT,
    parts=PARTS,
)
NEW_WAIVER = NEW_TRANSACTION.only("transactionDate", "transactionAmount", "note", name="NewInterestWaiver")
NEW_CLOSING = Fields("NewLoanClosing", Field("transactionDate", "on", DAY, required=True), NOTE)

SENT = ("transactionAmount", "note", *(wire for wire, _ in PAPERS))
"""What a write shows as it was sent."""
PAPERS_CHANGED = tuple(Field(wire, "payment", TEXT) for wire, _ in PAPERS)
TRANSACTION_CHANGED = Fields(
    "LoanTransactionChanged",
    Field("transactionDate", "on", DAY),
    Field("transactionAmount", "amount", MONEY),
    NOTE,
    *PAPERS_CHANGED,
)

# -- responses ---------------------------------------------------------------------------------------

TYPE = LOAN_TRANSACTION.of(TransactionKind, flags=LOAN_TRANSACTION_FLAGS)
PAYMENT_SHOWN = Nested(
    Fields(
        "PaymentDetail",
        Field("id", "id", ID),
        Field(
            "paymentType",
            ".",
            Nested(
                Fields(
                    "PaymentTypeOfTransaction",
                    Field("id", "payment.type", ID),
                    Field("name", "payment_type_name", TEXT),
                )
            ),
        ),
        *(Field(wire, f"payment.{ours}", TEXT, null="") for wire, ours in PAPERS),
    )
)
TRANSACTION = Fields(
    "LoanTransaction",
    Field("id", "id", ID),
    Field("type", "kind", TYPE),
    Field("date", "on", DAY),
    Field("paymentDetailData", "with_payment", PAYMENT_SHOWN),
    Field("currency", "currency", CURRENCY),
    Field("amount", "amount", MONEY),
    Field("principalPortion", "components.principal", MONEY, silent=ZERO),
    Field("interestPortion", "components.interest", MONEY, silent=ZERO),
    Field("feeChargesPortion", "components.fees", MONEY, silent=ZERO),
    Field("penaltyChargesPortion", "components.penalties", MONEY, silent=ZERO),
    Field("overpaymentPortion", "overpayment", MONEY, silent=ZERO),
    Field("externalId", "external_id", TEXT),
    Field("manuallyReversed", "reversed", BOOLEAN, silent=False),
)
TRANSACTION_OF_LOAN = TRANSACTION.plus(
    Field("officeId", "office_id", ID),
    Field("officeName", "office_name", TEXT),
    Field("outstandingLoanBalance", "balance", MONEY),
    Field("submittedOnDate", "submitted_on", DAY),
    name="LoanTransactionOfLoan",
)


class MoneyObject:
    """An amount with its currency in one object, as forms for new transactions get it."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: TransactionDefaults) -> dict[str, Any]:
        currency, amount = value.currency, Decimal(value.amount)
        name, symbol = spelled(currency.code)
        shown = f"{amount.quantize(Decimal(1).scaleb(-currency.digits)):,f}"
        return {
            "currencyCode": currency.code,
            "digitsAfterDecimal": currency.digits,
            "inMultiplesOf": currency.in_multiples_of,
            "amount": with_point(amount),
            "defaultName": name,
            "nameCode": f"currency.{currency.code}",
            "displaySymbol": symbol or currency.code,
            "zero": not amount,
            "greaterThanZero": amount > ZERO,
            "displaySymbolValue": f"{shown} {symbol or currency.code}",
        }

    def schema(self) -> Schema:
        texts = ("currencyCode", "defaultName", "nameCode", "displaySymbol", "displaySymbolValue")
        return {
            "type": "object",
            "title": "Money",
            "properties": {
                **{name: {"type": "string"} for name in texts},
                "digitsAfterDecimal": {"type": "integer"},
                "inMultiplesOf": {"type": "integer"},
                "amount": {"type": "number"},
                "zero": {"type": "boolean"},
                "greaterThanZero": {"type": "boolean"},
            },
        }


TRANSACTION_DEFAULTS = Fields(
    "LoanTransactionTemplate",
    Field("transactionType", "kind", LOAN_TRANSACTION.of(TransactionKind)),
    Field("date", "on", DAY),
    Field("total", ".", MoneyObject()),
    # Beyond the document: the reference application's forms are filled from these.
    Field("currency", "currency", CURRENCY),
    Field("amount", "amount", MONEY),
    Field("paymentTypeOptions", "payment_types", ListOf(CODE_OPTION)),
)
TRANSACTION_COMMANDS = {
    "repayment": TransactionKind.REPAYMENT,
    "waiver": TransactionKind.INTEREST_WAIVER,
    "waiveinterest": TransactionKind.INTEREST_WAIVER,
    "disburse": TransactionKind.DISBURSEMENT,
    "writeoff": TransactionKind.WRITE_OFF,
    "close": TransactionKind.WRITE_OFF,
    "close-rescheduled": TransactionKind.WRITE_OFF,
    "recoverypayment": TransactionKind.RECOVERY,
    "creditBalanceRefund": TransactionKind.OVERPAYMENT_REFUND,
}
"""What a form for a new transaction may be asked for."""
TRANSACTION_ASKED = Fields(
    "LoanTransactionAsked",
    Field(
        "command",
        "kind",
        EnumWord(
            LOAN_TRANSACTION.of(TransactionKind),
            TRANSACTION_COMMANDS,
        ),
        required=True,
    ),
)
