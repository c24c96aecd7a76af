"""Differences from the contract's samples that are meant: case, path, reason. The list may only shrink.

A difference that is not listed fails the test of its case; an entry that no longer differs fails it too.
"""

_STATUS_OF_GROUP = "the reference application of 1.9 draws a group's page from its status"

_FORM = "the reference application of 1.9 fills its forms from it"

_SAVINGS = "savings accounts come with their slice"

EXCEPTIONS: tuple[tuple[str, str, str], ...] = (
    (
        "configs_currencyretrieve",
        "currencyOptions[].displaySymbol",
        "three of many currencies are shown there",
    ),
    ("clients_loansummary", "savingsAccounts", _SAVINGS),
    ("groups_accounts", "savingsAccounts", _SAVINGS),
    ("groups_accounts", "memberSavingsAccounts", _SAVINGS),
    (
        "configs_globalconfig_retrieve",
        "globalConfiguration[].value",
        "a setting that is a number (days of grace before a penalty) shows it; the sample has switches only",
    ),
    ("loans_repaymenttemplate_etc", "amount", _FORM),
    ("loans_repaymenttemplate_etc", "currency", _FORM),
    ("loans_repaymenttemplate_etc", "paymentTypeOptions", _FORM),
    ("groups_retrieve", "status", _STATUS_OF_GROUP),
    ("groups_retrieve-1", "status", _STATUS_OF_GROUP),
    ("groups_retrieve-1", "clientMembers[].status", "it offers loans to members by their status"),
)

AT_MOST = 11
"""How many there may be: lower it when an entry goes, never raise it."""

WITHOUT_CASE: tuple[tuple[str, str], ...] = ()
"""Declared operations without a golden exchange: operation, reason."""

UNREAD: tuple[tuple[str, str, str], ...] = ()
"""Fields and parameters the contract names and the operation does not take: operation, name, reason."""

DEPENDS: tuple[tuple[str, str, str], ...] = (
    (
        "loans_create",
        "clientId",
        "a loan to a group as a whole names a groupId; the core asks for whom it needs",
    ),
    ("loans_charges_create", "dueDate", "only a charge due on a day has one; the core asks for it then"),
)
"""Fields the contract calls mandatory that only some requests need: operation, name, reason."""
