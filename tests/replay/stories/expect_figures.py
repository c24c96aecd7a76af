"""Expectations about schedules, transactions, charges and the journal: the tables of figures."""

from tests.replay.figures import amount_differs, at, iso, same, same_amount, same_exactly
from tests.replay.outcomes import Differs

PERIOD = {
    "balance": "principalLoanBalanceOutstanding",
    "principal": "principalDue",
    "interest": "interestDue",
    "fees": "feeChargesDue",
    "penalties": "penaltyChargesDue",
    "total_due": "totalDueForPeriod",
    "paid": "totalPaidForPeriod",
    "in_advance": "totalPaidInAdvanceForPeriod",
    "late": "totalPaidLateForPeriod",
    "waived": "totalWaivedForPeriod",
    "outstanding": "totalOutstandingForPeriod",
}
COUNTED = {"nr": "period", "days": "daysInPeriod"}
DATED = {"due": "dueDate", "paid_on": "obligationsMetOnDate"}
TOTALS = {
    "principal": "totalPrincipalExpected",
    "interest": "totalInterestCharged",
    "fees": "totalFeeChargesCharged",
    "penalties": "totalPenaltyChargesCharged",
    "total_due": "totalRepaymentExpected",
    "in_advance": "totalPaidInAdvance",
    "late": "totalPaidLate",
    "waived": "totalWaived",
    "outstanding": "totalOutstanding",
}
TRANSACTION = {
    "amount": "amount",
    "principal": "principalPortion",
    "interest": "interestPortion",
    "fees": "feeChargesPortion",
    "penalties": "penaltyChargesPortion",
    "overpayment": "overpaymentPortion",
    "balance": "outstandingLoanBalance",
}
ACCRUALS = {"accrual", "accrual_adjustment"}
SCOPES = {
    "all": None,
    "without_accruals": (False, ACCRUALS),
    "accruals": (True, ACCRUALS),
    "buy_down_fee_amortizations": (
        True,
        {"buy_down_fee_amortization", "buy_down_fee_amortization_adjustment"},
    ),
}
CHARGE = {
    "amount": "amount",
    "paid": "amountPaid",
    "waived": "amountWaived",
    "outstanding": "amountOutstanding",
}
NOT_COLUMNS = {"op", "rows", "of", "periods", "loan", "by"}


def schedule(story, step):
    found = story.previewed if step.get("of") == "preview" else story.loan(step).get("repaymentSchedule")
    if found is None:
        raise Differs("there is no schedule")
    return found


def period_differences(row, period):
    """The columns of an expected row that a period does not have, as text."""
    found = []
    for key, want in row.items():
        if key in DATED:
            got = iso(period.get(DATED[key]))
            differs = want != got
        elif key in COUNTED:
            got = period.get(COUNTED[key])
            differs = want != got
        elif key in PERIOD:
            got = period.get(PERIOD[key])
            differs = amount_differs(want, got)
        else:
            raise Differs(f"nothing says how to compare {key} of a period")
        if differs:
            found.append(f"{key}: want {want}, got {got}")
    return found


def expect_schedule(story, step):
    periods = schedule(story, step)["periods"]
    numbered = sum(1 for one in periods if one.get("period") is not None)
    for row in step["rows"]:
        due = [one for one in periods if iso(one["dueDate"]) == row["due"]]
        differing = [period_differences(row, one) for one in due]
        if not due:
            known = ", ".join(iso(one["dueDate"]) for one in periods)
            raise Differs(f"no period is due on {row['due']} (there are {known})")
        if all(differing):
            closest = min(differing, key=len)
            raise Differs(f"period {row.get('nr')} due {row['due']}: {'; '.join(closest)}")
    same("number of periods", step["periods"], numbered)


def expect_schedule_totals(story, step):
    found = schedule(story, step)
    for key, want in step.items():
        if key in NOT_COLUMNS:
            continue
        if key == "paid":
            got = sum(one.get("totalPaidForPeriod") or 0 for one in found["periods"])
        elif key in TOTALS:
            got = found.get(TOTALS[key])
        else:
            raise Differs(f"nothing says how to compare {key} of the totals")
        same_amount(f"total {key}", want, got)


def is_replayed(transaction):
    return any(one["relationType"] == "REPLAYED" for one in transaction.get("transactionRelations") or ())


def transaction_differences(story, row, one):
    found = []
    for key, want in row.items():
        if key in TRANSACTION:
            got = one.get(TRANSACTION[key])
            differs = amount_differs(want, got)
        elif key == "date":
            got = iso(one["date"])
            differs = story.day(want) != got
        elif key == "type":
            got = one["type"]["code"]
            differs = story.files.type_codes[want] != got
        elif key == "reversed":
            got = bool(one.get("manuallyReversed"))
            differs = bool(want) != got
        elif key == "replayed":
            got = is_replayed(one)
            differs = bool(want) != got
        else:
            raise Differs(f"nothing says how to compare {key} of a transaction")
        if differs:
            found.append(f"{key}: want {want}, got {got}")
    return found


def in_scope(story, step):
    rule = SCOPES[step.get("scope", "all")]
    found = story.transactions(step)
    if rule is None:
        return found
    wanted, kinds = rule
    codes = {story.files.type_codes[kind] for kind in kinds}
    return [one for one in found if (one["type"]["code"] in codes) is wanted]


def shown(story, one):
    keys = {code: key for key, code in story.files.type_codes.items()}
    return f"{iso(one['date'])} {keys.get(one['type']['code'], one['type']['code'])} {one['amount']}"


def expect_transactions(story, step):
    """Every row is a transaction, and each its own; a row that the table repeats may be one that was found."""
    listed = in_scope(story, step)
    left, found = list(listed), []
    for row in sorted(step["rows"], key=lambda one: -len(one)):
        differing = [(transaction_differences(story, row, one), place) for place, one in enumerate(left)]
        closest, place = min(differing, default=(["no transaction"], None), key=lambda one: len(one[0]))
        if closest and row in found:
            continue
        if closest:
            there = ", ".join(shown(story, one) for one in listed)
            raise Differs(
                f"{row['date']} {row['type']} {row['amount']}: {'; '.join(closest)} (there are: {there})"
            )
        left.pop(place)
        found.append(row)
    if step.get("complete") and len(listed) != len(step["rows"]):
        raise Differs(f"transactions too many: {', '.join(shown(story, one) for one in left)}")


def expect_journal(story, step):
    wanted = step["of"]
    found = [
        one
        for one in story.transactions(step)
        if story.is_of(one, wanted["type"]) and iso(one["date"]) == story.day(wanted["date"])
    ]
    if "count" in wanted:
        same(f"number of {wanted['type']} on {wanted['date']}", wanted["count"], len(found))
    if not found:
        raise Differs(f"no {wanted['type']} on {wanted['date']}")
    numbers = [one["id"] for one in found]
    if wanted.get("replaced"):
        numbers = [
            relation["toLoanTransaction"]
            for one in found
            for relation in one.get("transactionRelations") or ()
            if relation["relationType"] == "REPLAYED"
        ]
    left = [entry for number in numbers for entry in entries(story, number)]
    for row in step["rows"]:
        place = next((n for n, entry in enumerate(left) if is_entry(row, entry)), None)
        if place is None:
            there = "; ".join(told(entry) for entry in left)
            raise Differs(
                f"journal of {wanted['type']} {wanted['date']}: no entry {told_row(row)} (left: {there})"
            )
        left.pop(place)
    if step.get("complete") and left:
        raise Differs(
            f"journal of {wanted['type']} {wanted['date']}: too many: {'; '.join(told(e) for e in left)}"
        )


def entries(story, number):
    return story.wire.get("journalentries", transactionId=f"L{number}", limit=-1)["pageItems"]


def is_entry(row, entry):
    side = "DEBIT" if row.get("debit") is not None else "CREDIT"
    return (
        entry["entryType"]["value"] == side
        and entry["glAccountCode"] == row["gl_code"]
        and entry["glAccountName"] == row["account_name"]
        and entry["glAccountType"]["value"] == row["account_type"]
        and float(entry["amount"]) == float(row[side.lower()])
    )


def told(entry):
    return f"{entry['entryType']['value']} {entry['glAccountCode']} {entry['amount']}"


def told_row(row):
    side = "debit" if row.get("debit") is not None else "credit"
    return f"{side.upper()} {row['gl_code']} {row[side]}"


def charge_differences(row, one):
    plain = {
        "name": one["name"],
        "penalty": one["penalty"],
        "time": at(one, "chargeTimeType.value"),
        "due": iso(one.get("dueDate")),
        "calculation": at(one, "chargeCalculationType.value"),
    }
    found = []
    for key, want in row.items():
        if key in CHARGE:
            got = one.get(CHARGE[key])
            differs = amount_differs(want, got)
        elif key in plain:
            got = plain[key]
            differs = want != got
        else:
            raise Differs(f"nothing says how to compare {key} of a charge")
        if differs:
            found.append(f"{key}: want {want}, got {got}")
    return found


def expect_charges(story, step):
    left = list(story.loan(step).get("charges") or ())
    for row in step["rows"]:
        differing = [(charge_differences(row, one), place) for place, one in enumerate(left)]
        closest, place = min(differing, default=(["no charge"], None), key=lambda one: len(one[0]))
        if closest:
            raise Differs(f"charge {row['name']} {row['due']}: {'; '.join(closest)}")
        left.pop(place)
    if step.get("complete") and left:
        raise Differs(f"charges too many: {', '.join(one['name'] for one in left)}")


def expect_charge(story, step):
    number = story.added_charges[step["select"]["added"] - 1]
    found = next((one for one in story.loan(step).get("charges") or () if one["id"] == number), None)
    if found is None:
        raise Differs(f"the loan has no charge {number}")
    same_exactly("amount of the charge", step["amount"], found["amount"])


OPS = {
    "expect_schedule": expect_schedule,
    "expect_schedule_totals": expect_schedule_totals,
    "expect_transactions": expect_transactions,
    "expect_journal": expect_journal,
    "expect_charges": expect_charges,
    "expect_charge": expect_charge,
}
