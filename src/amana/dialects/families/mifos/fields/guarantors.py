"""Guarantors and collateral on the wire."""

from amana.dialects.base.codecs import ID, INTEGER, TEXT, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.codec import DAY, MONEY
from amana.dialects.families.mifos.currency import CURRENCY
from amana.dialects.families.mifos.enum_tables import GUARANTOR_KIND
from amana.dialects.families.mifos.enums import EnumNumber
from amana.loans.kinds import GuarantorKind

KIND = GUARANTOR_KIND.of(GuarantorKind)
NAMED = Nested(Fields("Named", Field("id", "id", ID), Field("name", "name", TEXT)))

OF_OUTSIDER = (
    ("addressLine1", "address_line_1", 500),
    ("addressLine2", "address_line_2", 500),
    ("city", "city", 50),
    ("state", "state", 50),
    ("zip", "zip", 20),
    ("country", "country", 50),
    ("mobileNumber", "mobile_number", 20),
    ("housePhoneNumber", "house_phone_number", 20),
    ("comment", "comment", 500),
)
GUARANTOR = Fields(
    "Guarantor",
    Field("id", "id", ID),
    Field("loanId", "loan", ID),
    Field("guarantorType", "kind", KIND),
    Field("clientRelationshipType", "relationship", NAMED),
    Field("firstname", "first_name", TEXT),
    Field("lastname", "last_name", TEXT, silent=""),
    Field("dob", "birth_date", DAY),
    Field("officeName", "office_name", TEXT),
    Field("joinedDate", "joined_on", DAY),
    *(Field(wire, ours, TEXT) for wire, ours, _ in OF_OUTSIDER),
)
NEW_GUARANTOR = Fields(
    "NewGuarantor",
    Field("guarantorTypeId", "kind", EnumNumber(KIND), required=True),
    Field("entityId", "person", ID, about="the client or staff member"),
    Field("clientRelationshipTypeId", "relationship", ID),
    Field("firstname", "first_name", Text(50)),
    Field("lastname", "last_name", Text(50)),
    *(Field(wire, ours, Text(length)) for wire, ours, length in OF_OUTSIDER),
    Field("dob", "birth_date", DAY),
)
GUARANTOR_CHANGES = Fields(
    "GuarantorChanges",
    Field("guarantorTypeId", "kind", EnumNumber(KIND)),
    Field("entityId", "person", ID),
    Field("clientRelationshipTypeId", "relationship", ID, clears=True),
    Field("firstname", "first_name", Text(50)),
    Field("lastname", "last_name", Text(50)),
    *(Field(wire, ours, Text(length), clears=True) for wire, ours, length in OF_OUTSIDER),
    Field("dob", "birth_date", DAY, clears=True),
)
GUARANTOR_TEMPLATE = Fields(
    "GuarantorTemplate",
    Field("guarantorType", "kind", KIND),
    Field("guarantorTypeOptions", "kinds", ListOf(KIND)),
)

COLLATERAL = Fields(
    "Collateral",
    Field("id", "id", ID),
    Field("type", "type", NAMED),
    Field("value", "value", MONEY),
    Field("description", "description", TEXT),
    Field("currency", "currency", CURRENCY),
)
NEW_COLLATERAL = Fields(
    "NewCollateral",
    Field("collateralTypeId", "type", ID, required=True),
    Field("value", "value", MONEY),
    Field("description", "description", Text(500)),
)
COLLATERAL_CHANGES = Fields(
    "CollateralChanges",
    Field("collateralTypeId", "type", ID),
    Field("value", "value", MONEY, clears=True),
    Field("description", "description", Text(500), clears=True),
)
CODE_OPTION = Nested(
    Fields(
        "CodeOption",
        Field("id", "id", ID),
        Field("name", "name", TEXT),
        Field("position", "position", INTEGER),
    )
)
COLLATERAL_TEMPLATE = Fields(
    "CollateralTemplate", Field("allowedCollateralTypes", "types", ListOf(CODE_OPTION))
)
