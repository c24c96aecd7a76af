"""Differences from the contract's samples that are meant: operations, path, difference, reason."""

STEPS = ("approved", "disbursed", "activated", "rejected", "withdrawn", "closed", "writtenOff")
MORE = frozenset(
    {
        *(
            f"{step}{part}"
            for step in STEPS
            for part in ("OnDate", "ByUsername", "ByFirstname", "ByLastname")
        ),
        *("actualDisbursementDate", "summary", "totalOverpaid", "externalId", "displaySymbol"),
        *("activationDate", "dateOfBirth", "emailAddress", "middlename", "mobileNo", "mobileNoSecondary"),
        *("groupId", "groupName"),
        *("assetAccountOptions", "liabilityAccountOptions", "equityAccountOptions"),
    }
)
"""Properties of records in another state than the sample's, or with more filled in."""

EXCEPTIONS: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (
        ("clients.list", "groups.list", "loans.list"),
        "[].auditData.lastModifiedByUsername",
        "missing",
        "who changed a record last is in the audit only",
    ),
    (
        ("clients.list", "groups.list", "loans.list"),
        "[].originChannel",
        "missing",
        "the channel a record came by is in the audit only",
    ),
    (
        ("clients.list",),
        "[].clientLoanOfficerAssignmentHistoryData",
        "missing",
        "staff of the past is not kept",
    ),
    (("clients.list",), "[].countryIsoCode", "missing", "clients have no country yet"),
    (("loans.list",), "[].closureLoanId", "missing", "a loan that tops up none names none"),
    (("loans.list",), "[].effectiveInterestRate", "missing", "it takes the schedule: one loan shows it"),
    (("loans.list",), "[].internalRateOfReturn", "missing", "it takes the schedule: one loan shows it"),
    (("loans.list",), "[].officeId", "number instead of boolean", "the sample is mistaken"),
    (
        ("clients.get", "groups.get", "loans.get"),
        "auditData.lastModifiedByUsername",
        "missing",
        "who changed a record last is in the audit only",
    ),
    (
        ("clients.get", "groups.get", "loans.get"),
        "originChannel",
        "missing",
        "the channel a record came by is in the audit only",
    ),
    (("clients.get",), "clientLoanOfficerAssignmentHistoryData", "missing", "staff of the past is not kept"),
    (("clients.get",), "countryIsoCode", "missing", "clients have no country yet"),
    (("loans.get",), "closureLoanId", "missing", "a loan that tops up none names none"),
    (
        ("loans.searchByState",),
        "pageItems[].accountNo",
        "not in the sample",
        "the sample leaves its rows empty",
    ),
    (("loans.get",), "officeId", "number instead of boolean", "the sample is mistaken"),
    (
        ("clients.accounts", "groups.accounts"),
        "loanAccounts[].clientStatus",
        "missing",
        "a loan does not know its client's status",
    ),
    (
        ("clients.accounts", "groups.accounts"),
        "loanAccounts[].loanProductCounter",
        "missing",
        "loans are counted per client, not per product",
    ),
    (
        ("clients.accounts", "groups.accounts"),
        "loanAccounts[].transactions",
        "missing",
        "accounts in short form have no transactions",
    ),
    (
        ("clients.accounts", "groups.accounts"),
        "savingsAccounts",
        "empty, the sample is not",
        "savings and shares are not there yet",
    ),
    (
        ("clients.accounts", "groups.accounts"),
        "shareAccounts",
        "empty, the sample is not",
        "savings and shares are not there yet",
    ),
    (("groups.accounts",), "loanAccounts[].clientAccountNo", "missing", "a group's own loan has no client"),
    (("groups.accounts",), "loanAccounts[].clientDisplayName", "missing", "a group's own loan has no client"),
    (("groups.accounts",), "loanAccounts[].clientId", "missing", "a group's own loan has no client"),
    (
        ("groups.accounts",),
        "memberLoanAccounts[].clientStatus",
        "missing",
        "a loan does not know its client's status",
    ),
    (
        ("groups.accounts",),
        "memberLoanAccounts[].loanProductCounter",
        "missing",
        "loans are counted per client, not per product",
    ),
    (
        ("groups.accounts",),
        "memberLoanAccounts[].transactions",
        "missing",
        "accounts in short form have no transactions",
    ),
    (("groups.accounts",), "memberSavingsAccounts", "empty, the sample is not", "savings are not there yet"),
    (
        ("clients.list",),
        "[].status.value",
        "'Active' instead of 'active'",
        "the enumeration itself is spelled so",
    ),
    (
        ("clients.get",),
        "status.value",
        "'Active' instead of 'active'",
        "the enumeration itself is spelled so",
    ),
    (
        ("groups.list",),
        "[].status.code",
        "'clientStatusType.active' instead of 'clientStatusType.pending'",
        "the sample contradicts itself",
    ),
    (("groups.list",), "[].status.value", "'Active' instead of 'Pending'", "the sample contradicts itself"),
    (
        ("groups.get",),
        "status.code",
        "'clientStatusType.active' instead of 'clientStatusType.pending'",
        "the sample contradicts itself",
    ),
    (("groups.get",), "status.value", "'Active' instead of 'Pending'", "the sample contradicts itself"),
    (("staff.list",), "[].userId", "missing", "which user a member of staff is, the user says"),
    (("staff.get",), "userId", "missing", "which user a member of staff is, the user says"),
    *(
        (
            ("financialActivityAccounts.list", "financialActivityAccounts.get"),
            f"[].glAccountOptions.{placeholder}",
            "missing",
            "what stands in the sample for a key of a map: the classes of account",
        )
        for placeholder in ("property1", "property2")
    ),
)
AT_MOST = 37
