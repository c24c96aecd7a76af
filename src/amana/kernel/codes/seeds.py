"""The codes that every institution has, and the values it starts with."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.codes.records import code, code_value
from amana.kernel.seeding import seeds
from amana.storage.session import WriteSession

CUSTOMER_IDENTIFIER = "Customer Identifier"
GENDER = "Gender"
CLIENT_CLOSURE_REASON = "ClientClosureReason"
CLIENT_REJECT_REASON = "ClientRejectReason"
CLIENT_WITHDRAW_REASON = "ClientWithdrawReason"
GROUP_CLOSURE_REASON = "GroupClosureReason"
CENTRE_CLOSURE_REASON = "CenterClosureReason"

OTHER = "Other"
BLACKLISTED = "Blacklisted"

SYSTEM_CODES: dict[str, tuple[str, ...]] = {
    CUSTOMER_IDENTIFIER: ("Passport", "Id", "Drivers License", "Any Other Id Type"),
    GENDER: ("Male", "Female"),
    "Education": ("Primary", "Secondary", "University"),
    "LoanCollateral": ("Land", "Building", "Vehicle", "Livestock", "Household goods", "Other"),
    "LoanPurpose": ("Agriculture", "Trade", "Production", "Housing", "Education", "Consumption", "Other"),
    "PaymentType": ("Cash", "Cheque", "Bank transfer", "Mobile money"),
    "GuarantorRelationship": ("Spouse", "Parent", "Sibling", "Business associate", "Other"),
    CLIENT_CLOSURE_REASON: ("Left the area", "Deceased", "No longer interested", OTHER, BLACKLISTED),
    CLIENT_REJECT_REASON: ("Incomplete application", BLACKLISTED, OTHER),
    CLIENT_WITHDRAW_REASON: ("By the applicant", "Other"),
    GROUP_CLOSURE_REASON: ("Dissolved", "Other"),
    CENTRE_CLOSURE_REASON: ("Dissolved", "Other"),
    "AssetAccountTags": (),
    "LiabilityAccountTags": (),
    "EquityAccountTags": (),
    "IncomeAccountTags": (),
    "ExpenseAccountTags": (),
    "ClientType": (),
    "ClientClassification": (),
    "LoanRescheduleReason": (),
    "GROUPROLE": ("Leader", "Secretary", "Treasurer"),
    "YesNo": ("Yes", "No"),
    "ChargeOffReasons": (),
    "WriteOffReasons": (),
}
"""Names as the contracts spell them, in the order of their ids."""


@seeds(15)
def seed_codes(session: WriteSession) -> None:
    """Add the codes that are missing; only a code that is new gets its first values."""
    known = {name for (name,) in session.tuples(sa.select(code.c.name))}
    for name, values in SYSTEM_CODES.items():
        if name in known:
            continue
        made = session.insert(insert(code).values(name=name, system_defined=True).returning(code.c.id))
        for value in values:
            session.run(insert(code_value).values(code_id=made, name=value))
