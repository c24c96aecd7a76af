"""Provisioning on the wire."""

from typing import Any

from amana.dialects.base.codecs import BOOLEAN, COUNT, ID, TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.codec import DAY, LOCALISED_COUNT, MONEY, RATE
from amana.loans.provisioning.rules import MAXIMUM_NAME_LENGTH, ProvisioningRule

CATEGORY = Fields(
    "ProvisioningCategory",
    Field("id", "id", ID),
    Field("categoryName", "name", TEXT),
    Field("categoryDescription", "description", TEXT),
)
NEW_CATEGORY = Fields(
    "NewProvisioningCategory",
    Field("categoryname", "name", Text(MAXIMUM_NAME_LENGTH), required=True),
    Field("categorydescription", "description", TEXT, clears=True),
)
CATEGORY_CHANGES = NEW_CATEGORY.optional(name="ProvisioningCategoryChanges")


_ACCOUNTS = tuple(
    field
    for side in ("liability", "expense")
    for field in (
        Field(f"{side}Account", f"{side}_account", ID),
        Field(f"{side}Code", f"{side}_code", TEXT),
        Field(f"{side}Name", f"{side}_name", TEXT),
    )
)
RULE = Fields(
    "ProvisioningDefinition",
    Field("id", "id", ID),
    Field("categoryId", "category", ID),
    Field("categoryName", "category_name", TEXT),
    Field("minAge", "from_days", COUNT),
    Field("maxAge", "to_days", COUNT),
    Field("provisioningPercentage", "percentage", RATE),
    *_ACCOUNTS,
)
CRITERIA = Fields(
    "ProvisioningCriteria",
    Field("criteriaId", "id", ID),
    Field("criteriaName", "name", TEXT),
    Field("createdBy", "created_by", TEXT),
    Field(
        "loanProducts",
        "products",
        ListOf(Nested(Fields("ProvidedProduct", Field("id", "id", ID), Field("name", "name", TEXT)))),
    ),
    Field("definitions", "rules", ListOf(Nested(RULE))),
)


def _rule(*, label: str | None = None, **terms: Any) -> ProvisioningRule:  # noqa: ARG001 - named by the field
    """The category is known by its number; clients send its name along, as they got it."""
    return ProvisioningRule(**terms)


def _product(*, id: int, label: str | None = None) -> int:  # noqa: ARG001 - named by the field
    """The product is known by its number; clients send its name along, as they got it."""
    return id


NEW_PRODUCT = Fields(
    "ProductToProvideFor",
    Field("id", "id", ID, required=True),
    Field("name", "label", TEXT, about="as shown beside the number, which counts"),
    builds=_product,
)
NEW_RULE = Fields(
    "NewProvisioningDefinition",
    Field("categoryId", "category", ID, required=True),
    Field("categoryName", "label", TEXT, about="as shown beside the number, which counts"),
    Field("minAge", "from_days", LOCALISED_COUNT, required=True),
    Field("maxAge", "to_days", LOCALISED_COUNT),
    Field("provisioningPercentage", "percentage", RATE, required=True),
    Field("liabilityAccount", "liability_account", ID, required=True),
    Field("expenseAccount", "expense_account", ID, required=True),
    builds=_rule,
)
NEW_CRITERIA = Fields(
    "NewProvisioningCriteria",
    Field("criteriaName", "name", Text(MAXIMUM_NAME_LENGTH), required=True),
    Field("loanProducts", "products", ListOf(Nested(NEW_PRODUCT)), required=True),
    Field("definitions", "rules", ListOf(Nested(NEW_RULE)), required=True),
)
CRITERIA_CHANGES = NEW_CRITERIA.optional(name="ProvisioningCriteriaChanges")

PROVISION = Fields(
    "ProvisioningEntry",
    Field("id", "id", ID),
    Field("journalEntry", "is_posted", BOOLEAN),
    Field("createdById", "made_by", ID),
    Field("createdUser", "made_by_username", TEXT),
    Field("createdDate", "day", DAY),
    Field("reservedAmount", "reserve", MONEY),
)
NEW_PROVISION = Fields(
    "NewProvisioningEntry",
    Field("date", "day", DAY, required=True),
    Field("createjournalentries", "post", BOOLEAN),
)
PART = Fields(
    "ProvisioningEntryOfProduct",
    Field("historyId", "provision", ID),
    Field("officeId", "office", ID),
    Field("officeName", "office_name", TEXT),
    Field("currencyCode", "currency", TEXT),
    Field("productId", "product", ID),
    Field("productName", "product_name", TEXT),
    Field("overdueInDays", "overdue_days", COUNT),
    Field("categoryId", "category", ID),
    Field("categoryName", "category_name", TEXT),
    Field("criteriaId", "criteria", ID),
    Field("balance", "balance", MONEY),
    Field("percentage", "percentage", RATE),
    Field("amountreserved", "reserve", MONEY),
    *_ACCOUNTS,
)
PART_FILTERS = Fields(
    "ProvisioningEntryFilters",
    Field("entryId", "provision", ID, required=True),
    Field("officeId", "office", ID),
    Field("productId", "product", ID),
    Field("categoryId", "category", ID),
)
