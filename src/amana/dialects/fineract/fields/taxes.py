"""Taxes on the wire. ``debitAcountId`` and ``creditAcountId`` are spelled as the original spells them."""

from amana.dialects.base.codecs import ID, TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.codec import DAY, RATE
from amana.dialects.families.mifos.enums import EnumNumber
from amana.dialects.families.mifos.fields.gl_accounts import TYPE as CLASS
from amana.taxes.rules import MAXIMUM_NAME_LENGTH, AskedTax

ACCOUNT = Nested(
    Fields("TaxAccount", Field("id", "id", ID), Field("name", "name", TEXT), Field("glCode", "code", TEXT))
)
HISTORY = Fields(
    "TaxComponentHistory",
    Field("percentage", "percentage", RATE),
    Field("startDate", "starts_on", DAY),
    Field("endDate", "ends_on", DAY),
)
TAX_COMPONENT = Fields(
    "TaxComponent",
    Field("id", "id", ID),
    Field("name", "name", TEXT),
    Field("percentage", "percentage", RATE),
    Field("debitAccountType", "debit_account.account_class", CLASS),
    Field("debitAccount", "debit_account", ACCOUNT),
    Field("creditAccountType", "credit_account.account_class", CLASS),
    Field("creditAccount", "credit_account", ACCOUNT),
    Field("startDate", "starts_on", DAY),
    Field("taxComponentHistories", "rates", ListOf(Nested(HISTORY))),
)
NEW_TAX_COMPONENT = Fields(
    "NewTaxComponent",
    Field("name", "name", Text(MAXIMUM_NAME_LENGTH), required=True),
    Field("percentage", "percentage", RATE, required=True),
    Field("startDate", "starts_on", DAY, required=True),
    Field("debitAccountType", "debit_class", EnumNumber(CLASS)),
    Field("debitAcountId", "debit_account", ID),
    Field("creditAccountType", "credit_class", EnumNumber(CLASS)),
    Field("creditAcountId", "credit_account", ID),
)
TAX_COMPONENT_CHANGES = NEW_TAX_COMPONENT.only("name", "percentage", "startDate").optional(
    name="TaxComponentChanges"
)

OF_GROUP = Fields(
    "TaxOfGroup",
    Field("id", "id", ID),
    Field(
        "taxComponent",
        ".",
        Nested(
            Fields("TaxComponentNamed", Field("id", "component", ID), Field("name", "component_name", TEXT))
        ),
    ),
    Field("startDate", "starts_on", DAY),
    Field("endDate", "ends_on", DAY),
)
TAX_GROUP = Fields(
    "TaxGroup",
    Field("id", "id", ID),
    Field("name", "name", TEXT),
    Field("taxAssociations", "taxes", ListOf(Nested(OF_GROUP))),
)
ASKED_TAX = Fields(
    "AskedTax",
    Field("taxComponentId", "component", ID, required=True),
    Field("startDate", "starts_on", DAY, required=True),
    Field("endDate", "ends_on", DAY),
    builds=AskedTax,
)
NEW_TAX_GROUP = Fields(
    "NewTaxGroup",
    Field("name", "name", Text(MAXIMUM_NAME_LENGTH), required=True),
    Field("taxComponents", "taxes", ListOf(Nested(ASKED_TAX)), required=True),
)
TAX_GROUP_CHANGES = NEW_TAX_GROUP.optional(name="TaxGroupChanges")
