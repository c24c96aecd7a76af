"""What loan accounts can be searched by. Taxes, funds and what other entities say of them are not there."""

from amana.dialects.base.codecs import Text
from amana.dialects.mambu.codec import AMOUNT, PRODUCT_KEY
from amana.dialects.mambu.fields.loans import STATES
from amana.dialects.mambu.search import Search, Searched, day, key, moment, number, text, word
from amana.kernel.filtering import AllOf, Compare, Condition, Operator
from amana.loans.kinds import LoanStatus

LATE = "ACTIVE_IN_ARREARS"


def in_state(state: str) -> Condition:
    """The accounts that are shown in a state."""
    ours = tuple(status.value for status, word in STATES.items() if word == state)
    stands = Compare("status", Operator.ONE_OF, ours or (LoanStatus.ACTIVE.value,))
    if state not in {"ACTIVE", LATE}:
        return stands
    return AllOf((stands, Compare("in_arrears", Operator.EQUALS, (state == LATE,))))


STATE = Text(one_of=tuple(dict.fromkeys((*STATES.values(), LATE))))
_PARTS = {"PRINCIPAL": "principal", "INTEREST": "interest", "FEES": "fees", "PENALTY": "penalties"}
FIELDS: dict[str, Searched] = {
    "ACCOUNT_HOLDER_KEY": key("holder_key"),
    "PRODUCT_KEY": key("product_id", PRODUCT_KEY),
    "ENCODED_KEY": key("key"),
    "LOAN_NAME": text("product_name"),
    "ACCOUNT_ID": text("account_no"),
    "ACCOUNT_HOLDER_ID": text("holder_account_no"),
    "RECIPIENT": text("holder_name"),
    "CREATION_DATE": moment("created_at"),
    "APPROVAL_DATE": day("approved_on"),
    "LAST_MODIFIED_DATE": moment("changed_at"),
    "CLOSED_DATE": day("closed_on"),
    "FIRST_REPAYMENT_DATE": day("first_due_on"),
    "EXPECTED_MATURITY_DATE": day("expected_maturity_on"),
    "ACCOUNT_STATE": word("status", STATE, in_state),
    "LOAN_AMOUNT": number("agreed_principal", AMOUNT),
    **{f"{wire}_PAID": number(f"{ours}_paid", AMOUNT) for wire, ours in _PARTS.items()},
    **{f"{wire}_BALANCE": number(f"{ours}_outstanding", AMOUNT) for wire, ours in _PARTS.items()},
}
SEARCH = Search(fields=FIELDS, item_type="LOAN")
