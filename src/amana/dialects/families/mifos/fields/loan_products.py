"""Loan products and their mix on the wire."""

from typing import Any

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Schema, Spelling, Text
from amana.dialects.base.fields import Field, Fields, InnerFaults, ListOf, Nested, beneath
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.codec import DAY, LOCALISED_COUNT, MONEY, RATE
from amana.dialects.families.mifos.currency import CURRENCY
from amana.dialects.families.mifos.enum_tables import (
    ACCOUNTING_RULE,
    DAYS_IN_MONTH,
    DAYS_IN_YEAR,
)
from amana.dialects.families.mifos.enums import Choices
from amana.dialects.families.mifos.fields.charges import CHARGE
from amana.dialects.families.mifos.fields.gl_accounts import GL_ACCOUNT
from amana.dialects.families.mifos.fields.loan_terms import (
    GRACES,
    INTEREST,
    METHOD,
    PARTIAL_PERIOD,
    REPAYMENT,
    STRATEGY,
    STRATEGY_NAME,
    TERM_OPTIONS,
    TOLERANCE,
)
from amana.finance.money import ZERO
from amana.finance.terms import DaysInMonth, DaysInYear
from amana.loans.kinds import Accounting
from amana.loans.products.asked import AskedAccounts, FundSourceOfPaymentType, IncomeOfCharge

RULE = ACCOUNTING_RULE.of(Accounting)


class ById:
    """``{"id": 7}``, also taken as the bare number."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        values = wire
        if isinstance(wire, dict):
            found, faults = Fields("Reference", Field("id", "id", ID, required=True)).gather(
                wire, spelling, tolerated=spelling.consumed
            )
            if faults:
                raise InnerFaults(tuple(faults))
            return found["id"]
        return ID.read(values, spelling)

    def write(self, value: int) -> dict[str, int]:
        return {"id": value}

    def schema(self) -> Schema:
        return {"type": "object", "properties": {"id": {"type": "integer"}}}


# -- the product itself ------------------------------------------------------------------------------

HEAD = (
    Field("name", "name", Text(100)),
    Field("shortName", "short_name", Text(20), clears=True),
    Field("description", "description", Text(500), clears=True),
    Field("fundId", "fund", ID, clears=True),
    Field("includeInBorrowerCycle", "include_in_borrower_cycle", BOOLEAN, silent=False),
    Field("startDate", "starts_on", DAY, clears=True),
    Field("closeDate", "closes_on", DAY, clears=True),
)
PRINCIPAL = (
    Field("principal", "principal", MONEY),
    Field("minPrincipal", "minimum_principal", MONEY, clears=True),
    Field("maxPrincipal", "maximum_principal", MONEY, clears=True),
)
LIMITS = (
    Field("minNumberOfRepayments", "minimum_number_of_repayments", LOCALISED_COUNT, clears=True),
    Field("maxNumberOfRepayments", "maximum_number_of_repayments", LOCALISED_COUNT, clears=True),
    Field("minInterestRatePerPeriod", "minimum_interest_rate", RATE, clears=True),
    Field("maxInterestRatePerPeriod", "maximum_interest_rate", RATE, clears=True),
)
CONVENTIONS = (
    PARTIAL_PERIOD,
    Field("daysInYearType", "days_in_year", DAYS_IN_YEAR.of(DaysInYear), silent=DaysInYear.ACTUAL),
    Field("daysInMonthType", "days_in_month", DAYS_IN_MONTH.of(DaysInMonth), silent=DaysInMonth.ACTUAL),
    Field(
        "recurringMoratoriumOnPrincipalPeriods",
        "recurring_moratorium_on_principal",
        LOCALISED_COUNT,
        silent=0,
    ),
    Field("installmentAmountInMultiplesOf", "instalment_multiples_of", LOCALISED_COUNT, silent=0),
    Field("principalThresholdForLastInstallment", "last_instalment_threshold", RATE, silent=ZERO),
)

# -- ledger accounts ---------------------------------------------------------------------------------

ACCOUNT_IDS = (
    ("fundSourceAccountId", "fund_source"),
    ("loanPortfolioAccountId", "loan_portfolio"),
    ("receivableInterestAccountId", "receivable_interest"),
    ("receivableFeeAccountId", "receivable_fee"),
    ("receivablePenaltyAccountId", "receivable_penalty"),
    ("interestOnLoanAccountId", "interest_on_loan"),
    ("incomeFromFeeAccountId", "income_from_fee"),
    ("incomeFromPenaltyAccountId", "income_from_penalty"),
    ("incomeFromRecoveryAccountId", "income_from_recovery"),
    ("writeOffAccountId", "write_off"),
    ("overpaymentLiabilityAccountId", "overpayment_liability"),
    ("transfersInSuspenseAccountId", "transfers_in_suspense"),
)
FUND_SOURCE_OF_TYPE = Fields(
    "FundSourceOfPaymentType",
    Field("paymentTypeId", "payment_type", ID, required=True),
    Field("fundSourceAccountId", "account", ID, required=True),
    builds=FundSourceOfPaymentType,
)
INCOME_OF_CHARGE = Fields(
    "IncomeOfCharge",
    Field("chargeId", "charge", ID, required=True),
    Field("incomeAccountId", "account", ID, required=True),
    builds=IncomeOfCharge,
)
ASKED_ACCOUNTS = beneath(
    "accounts",
    (
        *(Field(wire, ours, ID) for wire, ours in ACCOUNT_IDS),
        Field("paymentChannelToFundSourceMappings", "fund_sources", ListOf(Nested(FUND_SOURCE_OF_TYPE))),
        Field("feeToIncomeAccountMappings", "fee_incomes", ListOf(Nested(INCOME_OF_CHARGE))),
        Field("penaltyToIncomeAccountMappings", "penalty_incomes", ListOf(Nested(INCOME_OF_CHARGE))),
    ),
)

NAMED_ACCOUNT = Nested(
    Fields("NamedAccount", Field("id", "id", ID), Field("name", "name", TEXT), Field("glCode", "code", TEXT))
)
ACCOUNT_MAPPINGS = Nested(
    Fields(
        "AccountingMappings",
        *(
            Field(wire.removesuffix("Id"), f"general_accounts.{ours}", NAMED_ACCOUNT)
            for wire, ours in ACCOUNT_IDS
        ),
    )
)
SHOWN_ACCOUNTS = (
    Field("accountingMappings", "mapped", ACCOUNT_MAPPINGS),
    Field(
        "paymentChannelToFundSourceMappings",
        "fund_sources",
        ListOf(
            Nested(
                Fields(
                    "FundSourceShown",
                    Field(
                        "paymentType",
                        ".",
                        Nested(
                            Fields(
                                "PaymentType",
                                Field("id", "payment_type", ID),
                                Field("name", "payment_type_name", TEXT),
                            )
                        ),
                    ),
                    Field("fundSourceAccount", "account", NAMED_ACCOUNT),
                )
            )
        ),
        silent=[],
    ),
    *(
        Field(
            wire,
            ours,
            ListOf(
                Nested(
                    Fields(
                        "IncomeShown",
                        Field("chargeId", "charge", ID),
                        Field("chargeName", "charge_name", TEXT),
                        Field("incomeAccount", "account", NAMED_ACCOUNT),
                    )
                )
            ),
            silent=[],
        )
        for wire, ours in (
            ("feeToIncomeAccountMappings", "fee_incomes"),
            ("penaltyToIncomeAccountMappings", "penalty_incomes"),
        )
    ),
)

# -- requests ----------------------------------------------------------------------------------------

NEW_LOAN_PRODUCT = Fields(
    "NewLoanProduct",
    *HEAD,
    Field("currencyCode", "currency_code", Text(3)),
    Field("digitsAfterDecimal", "digits", LOCALISED_COUNT),
    Field("inMultiplesOf", "in_multiples_of", LOCALISED_COUNT),
    *PRINCIPAL,
    *REPAYMENT,
    *INTEREST,
    *LIMITS,
    *METHOD,
    *CONVENTIONS,
    *GRACES,
    TOLERANCE,
    Field("transactionProcessingStrategyId", "strategy", STRATEGY),
    Field("charges", "charges", ListOf(ById())),
    Field("accountingRule", "accounting", RULE),
    *ASKED_ACCOUNTS,
    parts={"accounts": AskedAccounts},
).requiring(
    "name",
    "currencyCode",
    "digitsAfterDecimal",
    "inMultiplesOf",
    "principal",
    "numberOfRepayments",
    "repaymentEvery",
    "repaymentFrequencyType",
    "interestRatePerPeriod",
    "interestRateFrequencyType",
    "amortizationType",
    "interestType",
    "interestCalculationPeriodType",
    "transactionProcessingStrategyId",
    "accountingRule",
)
LOAN_PRODUCT_CHANGES = NEW_LOAN_PRODUCT.optional(name="LoanProductChanges")

# -- responses ---------------------------------------------------------------------------------------

LOAN_PRODUCT = Fields(
    "LoanProduct",
    *beneath(
        "product",
        (
            Field("id", "id", ID),
            *HEAD,
            Field("currency", "currency", CURRENCY),
            *PRINCIPAL,
            *REPAYMENT,
            *LIMITS[:2],
            *INTEREST,
            *LIMITS[2:],
            Field("annualInterestRate", "annual_rate", RATE),
            *METHOD,
            *CONVENTIONS,
            *GRACES,
            TOLERANCE,
            Field("transactionProcessingStrategyId", "strategy", STRATEGY),
            Field("transactionProcessingStrategyName", "strategy", STRATEGY_NAME),
        ),
    ),
    Field("fundName", "fund_name", TEXT),
    Field("charges", "charges", ListOf(Nested(CHARGE)), silent=[]),
    Field("accountingRule", "product.accounting", RULE),
    *SHOWN_ACCOUNTS,
)

ACCOUNT_OPTION = ListOf(
    Nested(GL_ACCOUNT.without("parentId", "description", "nameDecorated", "tagId", name="MappableGLAccount"))
)
ACCOUNT_OPTIONS = Fields(
    "AccountingMappingOptions",
    Field("assetAccountOptions", "assets", ACCOUNT_OPTION),
    Field("expenseAccountOptions", "expenses", ACCOUNT_OPTION),
    Field("incomeAccountOptions", "incomes", ACCOUNT_OPTION),
)
PRODUCT_OPTIONS = (
    Field("currencyOptions", "options.currencies", ListOf(CURRENCY)),
    *TERM_OPTIONS,
    Field("chargeOptions", "options.charges", ListOf(Nested(CHARGE))),
    Field(
        "accountingRuleOptions",
        "options",
        Choices(RULE.options(Accounting.NONE, Accounting.CASH, Accounting.ACCRUAL_PERIODIC)),
    ),
    Field("accountingMappingOptions", "options", Nested(ACCOUNT_OPTIONS)),
)
LOAN_PRODUCT_WITH_OPTIONS = LOAN_PRODUCT.plus(*PRODUCT_OPTIONS, name="LoanProductWithOptions")

EMPTY = Nested(Fields("Empty"))
LOAN_PRODUCT_TEMPLATE = Fields(
    "LoanProductTemplate",
    Field("currency", "currency", CURRENCY),
    REPAYMENT[2],
    INTEREST[1],
    *METHOD,
    Field("transactionProcessingStrategyId", "strategy", STRATEGY),
    Field("transactionProcessingStrategyName", "strategy", STRATEGY_NAME),
    Field("accountingRule", "accounting", RULE),
    Field("accountingMappings", ".", EMPTY),
    *PRODUCT_OPTIONS,
)

# -- mix ---------------------------------------------------------------------------------------------

MIXED = Nested(
    Fields(
        "MixedProduct",
        Field("id", "id", ID),
        Field("name", "name", TEXT),
        Field("includeInBorrowerCycle", "include_in_borrower_cycle", BOOLEAN),
    )
)
PRODUCT_MIX = Fields(
    "ProductMix",
    Field("restrictedProducts", "restricted", ListOf(MIXED)),
    Field("allowedProducts", "allowed", ListOf(MIXED)),
)
PRODUCT_MIXES = Fields(
    "ProductMixOfProduct",
    Field("productId", "product", ID),
    Field("productName", "product_name", TEXT),
    *PRODUCT_MIX,
)
PRODUCTS_WITHOUT_MIX = Fields(
    "ProductsWithoutMix",
    Field(
        "productOptions",
        ".",
        ListOf(Nested(Fields("ProductOption", Field("id", "id", ID), Field("name", "name", TEXT)))),
    ),
)
NEW_MIX = Fields("NewProductMix", Field("restrictedProducts", "restricted", ListOf(ID), required=True))
MIX_CHANGES = Fields(
    "ProductMixChanges",
    Field("restrictedProductsForMix", "restricted", ListOf(ID)),
    Field("removedProductsForMix", "removed", ListOf(ID)),
)
OF_PRODUCT = Fields("OfProduct", Field("productId", "product", ID))
