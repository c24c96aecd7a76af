"""What clients can be looked up and searched by. Balances, custom fields and portal state are not there yet."""

from amana.dialects.base.codecs import COUNT, ISO_DATE, TEXT, Text
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.late import Referred
from amana.dialects.mambu.codec import CLIENT_TYPE_KEY, Capitals
from amana.dialects.mambu.fields.clients import LANGUAGE, STANDINGS
from amana.dialects.mambu.listing import Lookup, Paging
from amana.dialects.mambu.search import Search, Searched, day, key, moment, number, text, word
from amana.kernel.filtering import AllOf, Compare, Condition, Operator
from amana.kernel.references import Unknown
from amana.parties.clients.enrol import PersonGender

OFFICE = Referred("office", Unknown.NOBODY)
CENTRE = Referred("centre", Unknown.NOBODY)
OFFICER = Referred("staff", Unknown.NOBODY)
STATE = Text(one_of=tuple(STANDINGS))


def in_state(state: str) -> Condition:
    """The clients that are shown in a state."""
    stands = Compare("standing", Operator.EQUALS, (STANDINGS[state].value,))
    if state not in {"ACTIVE", "INACTIVE"}:
        return stands
    return AllOf((stands, Compare("running", Operator.EQUALS, (state == "ACTIVE",))))


LOOK_UP = Paging(
    {
        "centreId": Lookup("centre_id", CENTRE),
        "branchId": Lookup("office_id", OFFICE),
        "firstName": Lookup("first_name", TEXT),
        "lastName": Lookup("last_name", TEXT),
        "birthdate": Lookup("birth_date", ISO_DATE),
        "state": Lookup("state", STATE, in_state),
        "creditOfficerUsername": Lookup("officer_username", TEXT),
    }
)
BY_PAPER = Fields("ClientLookUp", Field("idDocument", "paper", TEXT))

GENDERS = Capitals(PersonGender, {PersonGender.MALE: "MALE", PersonGender.FEMALE: "FEMALE"})
FIELDS: dict[str, Searched] = {
    "CREDIT_OFFICER_KEY": key("staff_id", OFFICER),
    "CLIENT_ROLE_KEY": key("client_type_id", CLIENT_TYPE_KEY),
    "BRANCH_KEY": key("office_id", OFFICE),
    "CENTRE_KEY": key("centre_id", CENTRE),
    "ENCODED_KEY": key("key"),
    "FULL_NAME": text("display_name"),
    "FIRST_NAME": text("first_name"),
    "MIDDLE_NAME": text("middle_name"),
    "LAST_NAME": text("last_name"),
    "CREATION_DATE": moment("created_at"),
    "LAST_MODIFIED_DATE": moment("changed_at"),
    "ID": text("account_no"),
    "HOME_PHONE_NUMBER": text("home_phone"),
    "MOBILE_PHONE_NUMBER": text("mobile_no"),
    "EMAIL_ADDRESS": text("email"),
    "BIRTHDATE": day("birth_date"),
    "GENDER": word("gender", GENDERS),
    "LOAN_CYCLE": number("loan_cycle", COUNT),
    "GROUP_LOAN_CYCLE": number("member_loan_cycle", COUNT),
    "CLIENT_STATE": word("standing", STATE, in_state),
    "PREFERRED_LANGUAGE": word("preferred_language", LANGUAGE),
}
SEARCH = Search(fields=FIELDS, item_type="CLIENT")
