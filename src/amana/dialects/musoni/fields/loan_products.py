"""Loan products: the family's rows, and the terms that are Musoni's own."""

from typing import Any

from amana.dialects.base.codecs import BOOLEAN, ID, Schema, Spelling, Text
from amana.dialects.base.faults import BadRequest, FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, beneath
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.codec import LOCALISED_COUNT, LOCALISED_POSITIVE
from amana.dialects.families.mifos.fields.loan_products import NEW_LOAN_PRODUCT
from amana.dialects.families.mifos.fields.offered_terms import ASKED_RECALCULATION, LINK, recalculation_of
from amana.dialects.families.mifos.switches import LOCKS, Off, Overrides
from amana.finance.terms import EarlyPayment
from amana.loans.payment import PaymentDetail
from amana.loans.products.asked import AskedAccounts
from amana.loans.products.floating import AskedFloating
from amana.loans.products.locks import Lock


class Flexible:
    """Whether money in advance lowers interest, and the instalments that follow, though nothing else does."""

    def read(self, wire: JsonIn, spelling: Spelling) -> EarlyPayment | None:
        return EarlyPayment.REDUCE_INSTALMENT_AMOUNT if BOOLEAN.read(wire, spelling) else None

    def write(self, value: Any) -> bool:
        return value is not None

    def schema(self) -> Schema:
        return BOOLEAN.schema()


class ProductStatus:
    """A product is closed, or active."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Any) -> dict[str, Any]:
        number, word = (600, "Closed") if value else (300, "Active")
        flags = {"active": not value, "closed": bool(value)}
        return {"id": number, "code": f"loanProductStatus.{word.lower()}", "value": word, **flags}

    def schema(self) -> Schema:
        properties: Schema = {
            "id": {"type": "integer"},
            "code": {"type": "string"},
            "value": {"type": "string"},
        }
        return {"type": "object", "properties": properties}


STATUS_CHANGED = Fields("LoanProductChanged", Field("status", "closed", ProductStatus()))
OVERRIDES = Overrides(
    {
        **LOCKS,
        "transactionProcessingStrategyId": Lock.STRATEGY,
        "multipleBalloonRepayments": Lock.BALLOONS,
        "allowAdditionalCharges": Lock.CHARGES,
    },
    off=("standingInstruction",),
)
NOT_THERE = tuple(
    Field(wire, ".", Off())
    for wire in (
        *("productGroupId", "loanIncomeTaxGroupId", "interestTaxOnLoanAccountId"),
        *("isCompoundingToBePostedAsTransaction", "holdGuaranteeFunds", "mandatoryGuarantee"),
        *("minimumGuaranteeFromOwnFunds", "minimumGuaranteeFromGuarantor", "splitInterestAmongGuarantors"),
        *(
            "canAutoAllocateOverpayments",
            "restrictSavingsProductId",
            "requiresLinkedSavingsAccount",
            "requiresMandatorySavings",
        ),
        *("mandatorySavingsMethod", "mandatorySavingsPercentage"),
    )
)
"""What needs savings, taxes or guarantees."""

UNUSED = (
    "standingInstruction",
    "allowAdditionalCharges",
    "graceOnPrincipalAndInterestPayment",
    "graceOnArrearsAgeing",
)
"""The document lists these beside ``allowAttributeOverrides``, where they have an effect, as not used by themselves."""

RECALCULATION = beneath(
    "recalculation",
    (
        Field(
            "recalculateInterestOnArrears",
            "on_arrears",
            BOOLEAN,
            about="false keeps interest of arrears as planned; left out, arrears bear interest",
        ),
        Field("inDuplum", "in_duplum", BOOLEAN),
    ),
)
MORE_ACCOUNTS = beneath(
    "accounts",
    (
        Field("suspendedInterestIncomeAccountId", "suspended_interest_income", ID),
        Field("interestWriteOffAccountId", "interest_write_off", ID),
        Field("feeWriteOffAccountId", "fee_write_off", ID),
        Field("penaltyWriteOffAccountId", "penalty_write_off", ID),
    ),
)
AT_ONCE = beneath(
    "paid_out_with",
    (
        Field("autoDisburse", "at_once", BOOLEAN),
        Field("paymentTypeId", "type", ID),
        Field("checkNumber", "cheque_number", Text(45)),
        Field("receiptNumber", "receipt_number", Text(45)),
    ),
)


def paid_at_once(*, at_once: bool = False, **papers: Any) -> PaymentDetail | None:
    """The payment by which loans are paid out with their application; without the switch its papers mean nothing."""
    if not at_once:
        return None
    for wire, ours in (("paymentTypeId", "type"), ("receiptNumber", "receipt_number")):
        if papers.get(ours) is None:
            raise BadRequest.of(FaultKind.MISSING, wire)
    return PaymentDetail(**papers)


NEW_PRODUCT = Fields(
    "NewLoanProduct",
    *NEW_LOAN_PRODUCT.without("shortName"),
    Field("shortName", "short_name", Text(4)),
    Field("repayPrincipalEvery", "repay_principal_every", LOCALISED_POSITIVE),
    Field("repayInterestEvery", "repay_interest_every", LOCALISED_POSITIVE),
    Field("firstRepaymentOffsetPeriod", "first_repayment_offset", LOCALISED_COUNT),
    Field("allowVariableInstallments", "variable_instalments", BOOLEAN),
    Field("minimumGap", "minimum_gap_days", LOCALISED_POSITIVE),
    Field("maximumGap", "maximum_gap_days", LOCALISED_POSITIVE),
    Field("canUseForTopup", "may_top_up", BOOLEAN),
    *ASKED_RECALCULATION,
    *RECALCULATION,
    Field("allowFlexibleAdvancePayment", "early_payment", Flexible()),
    Field("isLinkedToFloatingInterestRates", "floating.linked", BOOLEAN),
    *LINK,
    Field("allowAttributeOverrides", "locked", OVERRIDES),
    *MORE_ACCOUNTS,
    *AT_ONCE,
    *NOT_THERE,
    parts={
        "paid_out_with": paid_at_once,
        "accounts": AskedAccounts,
        "recalculation": recalculation_of,
        "floating": AskedFloating,
    },
).requiring(
    *("name", "shortName", "currencyCode", "digitsAfterDecimal", "installmentAmountInMultiplesOf"),
    *("numberOfRepayments", "repaymentEvery", "repaymentFrequencyType", "interestType", "amortizationType"),
    *("interestCalculationPeriodType", "daysInYearType", "daysInMonthType"),
    "transactionProcessingStrategyId",
)
