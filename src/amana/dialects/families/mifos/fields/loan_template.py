"""What a form for a new loan starts from, on the wire."""

from amana.dialects.base.codecs import BOOLEAN, COUNT, ID, TEXT
from amana.dialects.base.fields import Field, Fields, ListOf, Nested, beneath
from amana.dialects.families.mifos.codec import DAY, FIGURE, MONEY, RATE
from amana.dialects.families.mifos.currency import CURRENCY
from amana.dialects.families.mifos.enums import EnumWord
from amana.dialects.families.mifos.fields.charges import BASIS, CHARGE, TIME
from amana.dialects.families.mifos.fields.guarantors import CODE_OPTION
from amana.dialects.families.mifos.fields.loan_terms import (
    EVERY_UNIT,
    GRACES,
    INTEREST,
    METHOD,
    PARTIAL_PERIOD,
    REPAYMENT,
    STRATEGY,
    TERM_LENGTH_OPTIONS,
    TERM_OPTIONS,
    TOLERANCE,
)
from amana.dialects.families.mifos.fields.loans import TYPE
from amana.loans.kinds import LoanType

OFFICER = Nested(
    Fields(
        "LoanOfficerOption",
        Field("id", "id", ID),
        Field("firstname", "first_name", TEXT),
        Field("lastname", "last_name", TEXT),
        Field("displayName", "display_name", TEXT),
        Field("officeId", "office_id", ID),
        Field("officeName", "office_name", TEXT),
        Field("isLoanOfficer", "is_loan_officer", BOOLEAN),
    )
)
MEMBER = Nested(
    Fields(
        "ClientMember",
        Field("id", "id", ID),
        Field("accountNo", "account_no", TEXT),
        Field("displayName", "display_name", TEXT),
        Field("officeId", "office_id", ID),
        Field("officeName", "office_name", TEXT),
    )
)
PRODUCT_OPTION = Nested(Fields("LoanProductOption", Field("id", "id", ID), Field("name", "name", TEXT)))
CHARGE_OF_PRODUCT = Nested(
    Fields(
        "ChargeOfProduct",
        Field("chargeId", "id", ID),
        Field("name", "name", TEXT),
        Field("chargeTimeType", "time", TIME),
        Field("chargeCalculationType", "basis", BASIS),
        Field("currency", "currency", CURRENCY),
        Field("amount", "amount", MONEY),
        Field("amountOrPercentage", "amount", FIGURE),
        Field("penalty", "penalty", BOOLEAN),
    )
)
GROUP = Nested(
    Fields(
        "GroupOfTemplate",
        Field("id", "group.id", ID),
        Field("accountNo", "group.account_no", TEXT),
        Field("name", "group.name", TEXT),
        Field("officeId", "group.office_id", ID),
        Field("officeName", "group.office_name", TEXT),
        Field("clientMembers", "members", ListOf(MEMBER)),
    )
)
LOAN_TEMPLATE = Fields(
    "LoanTemplate",
    Field("clientId", "client.id", ID),
    Field("clientName", "client.display_name", TEXT),
    Field("clientOfficeId", "client.office_id", ID),
    Field("group", "with_group", GROUP),
    Field("loanProductId", "product.id", ID),
    Field("loanProductName", "product.name", TEXT),
    Field("loanProductDescription", "product.description", TEXT),
    Field("fundId", "product.fund", ID),
    *beneath("product", (Field("currency", "currency", CURRENCY), Field("principal", "principal", MONEY))),
    Field("termFrequency", "term_length", COUNT),
    Field("termPeriodFrequencyType", "product.repay_unit", EVERY_UNIT),
    *beneath(
        "product",
        (
            *REPAYMENT,
            *INTEREST,
            Field("annualInterestRate", "annual_rate", RATE),
            *METHOD,
            PARTIAL_PERIOD,
            *GRACES,
            TOLERANCE,
            Field("transactionProcessingStrategyId", "strategy", STRATEGY),
        ),
    ),
    Field(
        "timeline",
        ".",
        Nested(
            Fields("ExpectedTimeline", Field("expectedDisbursementDate", "expected_disbursement_on", DAY))
        ),
    ),
    Field("charges", "charges", ListOf(CHARGE_OF_PRODUCT)),
    Field("productOptions", "products", ListOf(PRODUCT_OPTION)),
    Field("loanOfficerOptions", "options.officers", ListOf(OFFICER)),
    Field("loanPurposeOptions", "options.purposes", ListOf(CODE_OPTION)),
    TERM_LENGTH_OPTIONS,
    *TERM_OPTIONS,
    Field("chargeOptions", "options.charges", ListOf(Nested(CHARGE))),
    Field("loanCollateralOptions", "options.collateral_types", ListOf(CODE_OPTION)),
)
TEMPLATE_ASKED = Fields(
    "LoanTemplateAsked",
    Field(
        "templateType",
        "loan_type",
        EnumWord(
            TYPE,
            {"individual": LoanType.INDIVIDUAL, "group": LoanType.GROUP, "jlg": LoanType.JOINT_LIABILITY},
        ),
        required=True,
    ),
    Field("clientId", "client", ID),
    Field("groupId", "group", ID),
    Field("productId", "product", ID),
    Field("staffInSelectedOfficeOnly", "officers_of_office_only", BOOLEAN),
)
MEMBERS_ASKED = TEMPLATE_ASKED.without("templateType", name="LoanTemplateOfMembersAsked")
