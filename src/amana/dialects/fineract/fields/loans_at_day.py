"""A loan by the end of a day, in the shape that Apache Fineract has for it: sums by component, and arrears."""

from amana.dialects.base.codecs import TEXT
from amana.dialects.base.fields import Field, Fields, Nested, beneath
from amana.dialects.families.mifos.codec import DAY, MONEY
from amana.dialects.families.mifos.fields.loans import LOAN, SUMMARY
from amana.dialects.fineract.codecs import IS_THERE


def _part(name: str, *wires: str) -> Fields:
    return Fields(name, *beneath("summary", SUMMARY.only(*wires, name=name)))


def _fates(wire: str) -> tuple[str, ...]:
    return tuple(f"{wire}{fate}" for fate in ("Charged", "Paid", "Waived", "WrittenOff", "Outstanding"))


PRINCIPAL = _part(
    "LoanPrincipal", "principalDisbursed", "principalPaid", "principalWrittenOff", "principalOutstanding"
).plus(Field("principalAdjustments", "summary.charged_back", MONEY))
INTEREST = _part("LoanInterest", *_fates("interest"))
FEE = _part("LoanFee", "feeChargesDueAtDisbursementCharged", *_fates("feeCharges"))
PENALTY = _part("LoanPenalty", *_fates("penaltyCharges"))
TOTAL = _part(
    "LoanTotal",
    "totalExpectedRepayment",
    "totalRepayment",
    "totalExpectedCostOfLoan",
    "totalCostOfLoan",
    "totalWaived",
    "totalWrittenOff",
    "totalOutstanding",
)
ARREARS = Fields(
    "LoanArrears",
    Field("principalOverdue", "summary.principal.overdue", MONEY),
    Field("interestOverdue", "summary.interest.overdue", MONEY),
    Field("feeOverdue", "summary.fees.overdue", MONEY),
    Field("penaltyOverdue", "summary.penalties.overdue", MONEY),
    Field("totalOverdue", "summary.overdue", MONEY),
    Field("overDueSince", "summary.overdue_since", DAY),
    Field("overdue", "summary.overdue_since", IS_THERE, null=False),
)
LOAN_AT_DAY = LOAN.only(
    "id",
    "accountNo",
    "externalId",
    "status",
    "clientId",
    "clientOfficeId",
    "loanProductId",
    "loanProductName",
    "currency",
    name="LoanAtDay",
).plus(
    Field("clientDisplayName", "client.name", TEXT),
    Field("clientAccountNo", "client.account_no", TEXT),
    Field("clientExternalId", "client.external_id", TEXT),
    Field("principal", "with_summary", Nested(PRINCIPAL)),
    Field("interest", "with_summary", Nested(INTEREST)),
    Field("fee", "with_summary", Nested(FEE)),
    Field("penalty", "with_summary", Nested(PENALTY)),
    Field("total", "with_summary", Nested(TOTAL)),
    Field("arrears", "with_summary", Nested(ARREARS)),
)
DAY_ASKED = Fields("DayAsked", Field("date", "on", DAY, required=True))
