"""Staff on the wire."""

from typing import Any, ClassVar

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Schema, Spelling, Text
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.codec import DAY
from amana.dialects.families.mifos.fields.offices import OFFICE_NAMES

STAFF = Fields(
    "Staff",
    Field("id", "id", ID),
    Field("firstname", "first_name", Text(50)),
    Field("lastname", "last_name", Text(50)),
    Field("displayName", "display_name", TEXT),
    Field("officeId", "office_id", ID),
    Field("officeName", "office_name", TEXT),
    Field("isLoanOfficer", "is_loan_officer", BOOLEAN),
    Field("externalId", "external_id", Text(100)),
    Field("mobileNo", "mobile_no", Text(50)),
    Field("emailAddress", "email", Text(254)),
    Field("joiningDate", "joined_on", DAY),
)
STAFF_NAME = Fields("StaffName", Field("id", "id", ID), Field("displayName", "display_name", TEXT))
STAFF_NAMES = ListOf(Nested(STAFF_NAME))
STAFF_TEMPLATE = Fields("StaffTemplate", Field("allowedOffices", "offices", OFFICE_NAMES))
NEW_STAFF = Fields(
    "NewStaff",
    Field("officeId", "office", ID, required=True),
    Field("firstname", "first_name", Text(50), required=True),
    Field("lastname", "last_name", Text(50), required=True),
    Field("isLoanOfficer", "is_loan_officer", BOOLEAN),
    Field("isActive", "active", BOOLEAN),
    Field("externalId", "external_id", Text(100)),
    Field("mobileNo", "mobile_no", Text(50)),
    Field("emailAddress", "email", Text(254)),
    Field("joiningDate", "joined_on", DAY),
    Field("supervisorId", "supervisor", ID, about="who leads this member of staff"),
)
STAFF_CHANGES = NEW_STAFF.optional(name="StaffChanges").plus(
    Field("externalId", "external_id", Text(100), clears=True),
    Field("mobileNo", "mobile_no", Text(50), clears=True),
    Field("emailAddress", "email", Text(254), clears=True),
    Field("supervisorId", "supervisor", ID, clears=True),
)


class StaffStateCodec:
    """``active``, ``inactive`` or ``all``, which is our True, False and None."""

    MEANING: ClassVar[dict[str, bool | None]] = {"active": True, "inactive": False, "all": None}

    def read(self, wire: JsonIn, spelling: Spelling) -> bool | None:
        word = wire.strip().lower() if isinstance(wire, str) else ""
        if word not in self.MEANING:
            raise Unreadable(FaultKind.NOT_ONE_OF, *self.MEANING)
        return self.MEANING[word]

    def write(self, value: Any) -> str:
        return next(word for word, meaning in self.MEANING.items() if meaning is value)

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.MEANING)}


STAFF_FILTERS = Fields(
    "StaffFilters",
    Field("officeId", "office", ID),
    Field("loanOfficersOnly", "loan_officers_only", BOOLEAN),
    Field("status", "active", StaffStateCodec(), about="default active"),
)
