"""Clients, their papers and their templates on the wire."""

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Text, Word
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.families.mifos.codec import DAY
from amana.dialects.families.mifos.enum_tables import CLIENT_STATUS, LEGAL_FORM
from amana.dialects.families.mifos.enums import EnumNumber
from amana.dialects.families.mifos.fields.codes import CODE_REF, CODE_VALUES
from amana.dialects.families.mifos.fields.offices import OFFICE_NAMES
from amana.dialects.families.mifos.fields.staff import STAFF_NAMES
from amana.dialects.families.mifos.sql_search import SqlColumn
from amana.dialects.families.mifos.templates import Template
from amana.parties.clients.options import ClientForm
from amana.parties.clients.states import ClientStatus, LegalForm

STATUS = CLIENT_STATUS.of(ClientStatus)
FORM = EnumNumber(LEGAL_FORM.of(LegalForm))
REFERENCE = Fields("Reference", Field("id", "id", ID), Field("name", "name", TEXT))
CODED = Nested(CODE_REF)
PERSON_NAME = Text(50)
FULL_NAME = Text(160)

CLIENT_BRIEF = Fields(
    "ClientBrief",
    Field("id", "id", ID),
    Field("accountNo", "account_no", TEXT),
    Field("externalId", "external_id", Text(100)),
    Field("status", "status", STATUS),
    Field("activationDate", "activated_on", DAY),
    Field("firstname", "first_name", PERSON_NAME),
    Field("middlename", "middle_name", PERSON_NAME),
    Field("lastname", "last_name", PERSON_NAME),
    Field("fullname", "full_name", FULL_NAME),
    Field("displayName", "display_name", TEXT),
    Field("mobileNo", "mobile_no", Text(50)),
    Field("emailAddress", "email", Text(254)),
    Field("dateOfBirth", "birth_date", DAY),
    Field("gender", "gender", CODED),
    Field("clientType", "client_type", CODED),
    Field("clientClassification", "classification", CODED),
    Field("officeId", "office_id", ID),
    Field("officeName", "office_name", TEXT),
    Field("transferToOfficeId", "transfer_office.id", ID),
    Field("transferToOfficeName", "transfer_office.name", TEXT),
    Field("staffId", "staff_id", ID),
    Field("staffName", "staff_name", TEXT),
)
CLIENT = CLIENT_BRIEF.plus(
    Field("imagePresent", "image_present", BOOLEAN),
    Field("groups", "groups", ListOf(Nested(REFERENCE))),
    name="Client",
)
CLIENT_LISTED = CLIENT_BRIEF.plus(Field("active", "active", BOOLEAN), name="ClientListed")

CLIENT_TEMPLATE = Template(
    "ClientTemplate",
    Field("activationDate", "activated_on", DAY),
    Field("officeId", "office_id", ID),
    Field("officeOptions", "offices", OFFICE_NAMES),
    Field("staffOptions", "staff", STAFF_NAMES),
    Field("closureReasons", "reasons", CODE_VALUES),
)
CLIENT_LISTS = CLIENT_TEMPLATE.only("officeOptions", "staffOptions", name="ClientLists").plus(
    Field("genderOptions", "genders", CODE_VALUES)
)
TEMPLATE_FILTERS = Fields(
    "ClientTemplateFilters",
    Field("officeId", "office", ID),
    Field("staffInSelectedOfficeOnly", "staff_of_office_only", BOOLEAN),
    Field("commandParam", "form", Word(ClientForm)),
    Field("command", "form", Word(ClientForm), about="as some clients send commandParam"),
)

NEW_CLIENT = Fields(
    "NewClient",
    Field("officeId", "office", ID, required=True),
    Field("active", "active", BOOLEAN, required=True),
    Field("activationDate", "activated_on", DAY, about="demanded where active is true"),
    Field("submittedOnDate", "submitted_on", DAY),
    Field("firstname", "first_name", PERSON_NAME, about="of a person; with lastname, or else fullname"),
    Field("middlename", "middle_name", PERSON_NAME),
    Field("lastname", "last_name", PERSON_NAME),
    Field("fullname", "full_name", FULL_NAME, about="of a business, or of a person with a single name"),
    Field("legalFormId", "legal_form", FORM),
    Field("externalId", "external_id", Text(100)),
    Field("accountNo", "account_no", Text(20)),
    Field("staffId", "staff", ID),
    Field("groupId", "group", ID),
    Field("mobileNo", "mobile_no", Text(50)),
    Field("emailAddress", "email", Text(254)),
    Field("dateOfBirth", "birth_date", DAY),
    Field("genderId", "gender", ID),
    Field("clientTypeId", "client_type", ID),
    Field("clientClassificationId", "classification", ID),
    Field("isStaff", "is_staff", BOOLEAN),
)
CLIENT_CHANGES = Fields(
    "ClientChanges",
    Field("officeId", "office", ID, about="may be repeated, not changed: there are transfers"),
    Field("active", "active", BOOLEAN, about="may be repeated, not changed: there are commands"),
    Field("firstname", "first_name", PERSON_NAME, clears=True),
    Field("middlename", "middle_name", PERSON_NAME, clears=True),
    Field("lastname", "last_name", PERSON_NAME, clears=True),
    Field("fullname", "full_name", FULL_NAME, clears=True),
    Field("legalFormId", "legal_form", FORM, clears=True),
    Field("externalId", "external_id", Text(100), clears=True),
    Field("accountNo", "account_no", Text(20)),
    Field("staffId", "staff", ID, clears=True),
    Field("mobileNo", "mobile_no", Text(50), clears=True),
    Field("emailAddress", "email", Text(254), clears=True),
    Field("dateOfBirth", "birth_date", DAY, clears=True),
    Field("genderId", "gender", ID, clears=True),
    Field("clientTypeId", "client_type", ID, clears=True),
    Field("clientClassificationId", "classification", ID, clears=True),
    Field("isStaff", "is_staff", BOOLEAN),
    Field("submittedOnDate", "submitted_on", DAY),
    Field("activationDate", "activated_on", DAY),
)

ACTIVATION = Fields("Activation", Field("activationDate", "on", DAY, required=True))
CLOSURE = Fields(
    "Closure",
    Field("closureDate", "on", DAY, required=True),
    Field("closureReasonId", "reason", ID, required=True),
)
REJECTION = Fields(
    "Rejection",
    Field("rejectionDate", "on", DAY, required=True),
    Field("rejectionReasonId", "reason", ID, required=True),
)
WITHDRAWAL = Fields(
    "Withdrawal",
    Field("withdrawalDate", "on", DAY, required=True),
    Field("withdrawalReasonId", "reason", ID, required=True),
)
REACTIVATION = Fields("Reactivation", Field("reactivationDate", "on", DAY, required=True))
REOPENING = Fields("Reopening", Field("reopenedDate", "on", DAY, required=True))
STAFF_CHOICE = Fields("StaffChoice", Field("staffId", "staff", ID, required=True))
NOTE = Field("note", "note", Text(10_000))
PROPOSAL = Fields("TransferProposal", Field("destinationOfficeId", "office", ID, required=True), NOTE)
REMARK = Fields("TransferRemark", NOTE)
ACCEPTANCE = Fields(
    "TransferAcceptance", Field("destinationGroupId", "group", ID), Field("staffId", "staff", ID), NOTE
)
TRANSFER = PROPOSAL.plus(
    Field("destinationGroupId", "group", ID), Field("staffId", "staff", ID), name="ClientTransfer"
)

CLIENT_FILTERS = Fields(
    "ClientFilters",
    Field("officeId", "office", ID),
    Field("underHierarchy", "under_hierarchy", TEXT, about="path of an office, for everything below it"),
    Field("displayName", "display_name", TEXT, about="part of it, in any case"),
    Field("firstName", "first_name", TEXT, about="part of it, in any case"),
    Field("lastName", "last_name", TEXT, about="part of it, in any case"),
    Field("externalId", "external_id", TEXT),
    Field("staffId", "staff", ID),
    Field("orphansOnly", "orphans_only", BOOLEAN, about="only clients that belong to no group"),
)
CLIENT_SORT = {
    "id": "id",
    "displayName": "display_name",
    "accountNo": "account_no",
    "officeId": "office_id",
    "officeName": "office_name",
}
STATUS_NUMBER = EnumNumber(STATUS)
CLIENT_SEARCH = {
    "id": SqlColumn("id", ID),
    "account_no": SqlColumn("account_no"),
    "external_id": SqlColumn("external_id"),
    "status_enum": SqlColumn("status", STATUS_NUMBER),
    "activation_date": SqlColumn("activated_on"),
    "office_id": SqlColumn("office_id", ID),
    "staff_id": SqlColumn("staff_id", ID),
    "firstname": SqlColumn("first_name"),
    "middlename": SqlColumn("middle_name"),
    "lastname": SqlColumn("last_name"),
    "fullname": SqlColumn("full_name"),
    "display_name": SqlColumn("display_name"),
    "mobile_no": SqlColumn("mobile_no"),
    "date_of_birth": SqlColumn("birth_date"),
    "submittedon_date": SqlColumn("submitted_on"),
    "closedon_date": SqlColumn("closed_on"),
    "hierarchy": SqlColumn("office_hierarchy"),
}

IDENTIFIER = Fields(
    "ClientIdentifier",
    Field("id", "id", ID),
    Field("clientId", "client_id", ID),
    Field("documentType", "document_type", Nested(CODE_REF)),
    Field("documentKey", "document_key", Text(50)),
    Field("description", "description", Text(500)),
)
IDENTIFIER_TEMPLATE = Fields(
    "IdentifierTemplate", Field("allowedDocumentTypes", "document_types", CODE_VALUES)
)
NEW_IDENTIFIER = Fields(
    "NewClientIdentifier",
    Field("documentTypeId", "document_type", ID, required=True),
    Field("documentKey", "document_key", Text(50), required=True),
    Field("description", "description", Text(500)),
)
IDENTIFIER_CHANGES = NEW_IDENTIFIER.optional(name="ClientIdentifierChanges").plus(
    Field("description", "description", Text(500), clears=True)
)
