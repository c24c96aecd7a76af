"""Steps that compare: the loan, its schedule, transactions and charges, and the journal."""

import re
from decimal import Decimal

from tests.replay.outcomes import Differs, NotExpressible, UnknownStep
from tests.replay.tables.paths import agrees, at, must_agree, plain
from tests.replay.wire import spelled

SCHEDULE = {
    "period": "period",
    "from_date": "from_date",
    "due_date": "due_date",
    "principal_due": "principal_due",
    "interest_due": "interest_due",
    "fee_due": "fee_charges_due",
    "penalty_due": "penalty_charges_due",
    "complete": "complete",
    "total_outstanding": "total_outstanding_for_period",
    "loan_balance": "principal_loan_balance_outstanding",
}
OUTSTANDING = {
    "principal": "principal_outstanding",
    "interest": "interest_outstanding",
    "fee": "fee_charges_outstanding",
    "penalty": "penalty_charges_outstanding",
    "total": "total_outstanding_for_period",
}
TRANSACTION = {
    "type": "type.value",
    "date": "date",
    "amount": "amount",
    "outstanding_principal": "outstanding_loan_balance",
    "principal_portion": "principal_portion",
    "interest_portion": "interest_portion",
    "fee_portion": "fee_charges_portion",
    "penalty_portion": "penalty_charges_portion",
    "unrecognized_portion": "unrecognized_income_portion",
    "overpayment_portion": "overpayment_portion",
    "reversed": "manually_reversed",
}


def loan_of(table, name):
    return table.wire.get(f"loans/{table.id(name)}", associations="all")


def read(table, step):
    answer = READS[step["what"]](table, step) if step["what"] in READS else template(table, step)
    compare(table, answer, step.get("expect") or {})
    return answer


def compare(table, answer, expected):
    """Everything that is expected of an answer, group by group."""
    for group, want in expected.items():
        if group == "tolerance":
            continue
        if group not in GROUPS:
            raise UnknownStep(f"read of {group}")
        GROUPS[group](table, answer, want, expected.get("tolerance"))


AT_A_DAY = re.compile(r"(principal|interest|fee|penalty|total)\.")
"""Such sums has the shape of a loan as of a day alone; the case reads it for the business date."""


def read_account(table, step):
    name = step["of"]
    if any(AT_A_DAY.match(path) for path in (step.get("expect") or {}).get("fields", ())):
        day = {"date": spelled(table.today), "locale": "en", "dateFormat": "dd MMMM yyyy"}
        return table.wire.get(f"loans/at-date/{table.id(name)}", **day)
    if name.startswith("loan"):
        return loan_of(table, name)
    return table.wire.get(f"savingsaccounts/{table.id(name)}", associations="all")


def read_transaction(table, step):
    if step["transaction"] == step["of"]:
        raise NotExpressible("a transaction that the file names by its loan only")
    return table.wire.get(f"loans/{table.id(step['of'])}/transactions/{table.id(step['transaction'])}")


def read_charges(table, step):
    path = f"loans/{table.id(step['of'])}/charges"
    charge = step.get("charge")
    if charge in table.ids and charge != step["of"]:
        return table.wire.get(f"{path}/{table.id(charge)}")
    listed = table.wire.get(path)
    return listed[0] if charge == step["of"] else listed


def read_journal(table, step):
    """Of a transaction; of the one posted last where the case names the loan itself, on the day the rows are of."""
    if "of" not in step:
        return table.wire.get("journalentries")
    name = step["of"]
    if not name.startswith("loan"):
        return entries_of(table, name)
    days = {row.get("transaction_date") for row in (step.get("expect") or {}).get("page_items", ())} - {None}
    for one in sorted(entries_of(table, name)["pageItems"], key=lambda one: -one["id"]):
        if not days or plain(one["transactionDate"]) in days:
            return entries(table, one["transactionId"])
    raise Differs(f"nothing is posted for {name}")


def template(table, step):
    if not step["what"].startswith("template_"):
        raise UnknownStep(f"read of {step['what']}")
    words = step["what"].removeprefix("template_").split("_")
    name = words[0] + "".join(word.capitalize() for word in words[1:])
    query = {"command": name, "locale": "en", "dateFormat": "dd MMMM yyyy"}
    query["transactionDate"] = spelled(step.get("as_of", table.today))
    return table.wire.get(f"loans/{table.id(step['of'])}/transactions/template", **query)


READS = {
    "account": read_account,
    "transaction": read_transaction,
    "charges": read_charges,
    "journal_entries": read_journal,
}


ACCOUNT = re.compile(r"\[\?gl\.(\w+)\]")
ANSWERED = re.compile(r"\[\?\(\$(\d+)\.(\w+) == @\.(\w+)\)\]")


def placed(table, path):
    """A path without names: ledger accounts and earlier answers by what they are here."""
    path = ANSWERED.sub(lambda found: f"[?{found[3]}={at(table.answers[int(found[1])], found[2])}]", path)
    for name in ACCOUNT.findall(path):
        if name not in table.accounts:
            raise NotExpressible(f"the account {name} is described nowhere in the file")
    return ACCOUNT.sub(lambda found: f"[?gl_account_id={table.accounts[found[1]]}]", path)


def fields(table, answer, expected, tolerance):
    for path, want in expected.items():
        if want and path.startswith("delinquent.installment_level_delinquency"):
            raise NotExpressible("the delinquency bucket of the product is described nowhere in the file")
        must_agree(path, table.named(want), at(answer, placed(table, path)), tolerance)


def under(name):
    return lambda table, answer, expected, tolerance: fields(
        table, answer.get(name) or {}, expected, tolerance
    )


def periods(name):
    def compare(table, answer, expected, tolerance):
        listed = (answer.get("repaymentSchedule") or {}).get(name) or []
        for row in expected:
            if "period" in row:
                found = next((one for one in listed if one.get("period") == int(row["period"])), None)
                what = f"period {row['period']}"
            else:
                found = listed[row["row"]] if row["row"] < len(listed) else None
                what = f"row {row['row']}"
            if found is None:
                raise Differs(f"there is no {what} among {len(listed)}")
            compare_row(table, what, {k: v for k, v in row.items() if k not in ("row", "period")}, found)

    return compare


def compare_row(table, what, row, found):
    for path, want in row.items():
        must_agree(f"{what} {path}", table.named(want), at(found, path))


def rows(name):
    def compare(table, answer, expected, tolerance):
        listed = answer.get(name) or []
        for row in expected:
            place = row["row"]
            if not -len(listed) <= place < len(listed):
                raise Differs(f"there are only {len(listed)} {name}")
            rest = {k: v for k, v in row.items() if k != "row"}
            compare_row(table, f"{name}[{place}]", rest, listed[place])

    return compare


def each(table, answer, expected, tolerance):
    for number, one in enumerate(answer.get("transactions") or []):
        for row in expected:
            compare_row(table, f"transactions[{number}]", row, one)


def where(path):
    def compare(table, answer, expected, tolerance):
        for one in expected if isinstance(expected, list) else [expected]:
            wanting = one["where"]
            found = [
                row
                for row in at(answer, path) or []
                if all(agrees(table.named(v), at(row, k)) for k, v in wanting.items())
            ]
            if not found:
                raise Differs(f"no {path} where {wanting}")
            rest = {k: v for k, v in one.items() if k != "where"}
            compare_row(table, f"{path} where {wanting}", rest.get("expect", rest), found[0])

    return compare


def page_items(table, answer, expected, tolerance):
    for row in expected:
        listed = answer["pageItems"]
        rest = {k: v for k, v in row.items() if k != "row"}
        compare_row(table, f"entry {row['row']}", rest, listed[row["row"]])


GROUPS = {
    "fields": fields,
    "summary": under("summary"),
    "status": under("status"),
    "periods": periods("periods"),
    "future_periods": periods("futurePeriods"),
    "transactions": rows("transactions"),
    "charges": rows("charges"),
    "transactions_each": each,
    "transactions_where": where("transactions"),
    "repayment_schedule.periods_where": where("repayment_schedule.periods"),
    "loan_charge_paid_by_list_where": where("loan_charge_paid_by_list"),
    "page_items": page_items,
    "page_items_where": where("page_items"),
}


def expect_schedule(table, step):
    listed = loan_of(table, step["loan"])["repaymentSchedule"]["periods"]
    if len(listed) != len(step["rows"]):
        raise Differs(f"{len(step['rows'])} rows wanted, got {len(listed)}")
    for number, (row, found) in enumerate(zip(step["rows"], listed, strict=True)):
        what = f"row {number}"
        if row.get("type") == "disbursement":
            must_agree(f"{what} disbursed on", row["date"], found["dueDate"])
            must_agree(f"{what} disbursed", row["amount"], found.get("principalDisbursed"))
            continue
        for name, want in row.items():
            if name == "outstanding":
                for part, owed in want.items():
                    whose = part.removesuffix("_outstanding")
                    must_agree(f"{what} outstanding {part}", owed, at(found, OUTSTANDING[whose]))
            else:
                must_agree(f"{what} {name}", want, at(found, SCHEDULE[name]))


def expect_transactions(table, step):
    """The whole list as a set."""
    left = list(loan_of(table, step["loan"])["transactions"])
    if len(left) != len(step["rows"]):
        listed = [f"{plain(one['date'])} {one['type']['value']} {one['amount']}" for one in left]
        raise Differs(f"{len(step['rows'])} transactions wanted, got {listed}")
    for row in step["rows"]:
        found = next((one for one in left if is_row(row, one)), None)
        if found is None:
            near = [one for one in left if agrees(row["date"], one["date"])]
            shown = [{name: plain(at(one, path)) for name, path in TRANSACTION.items()} for one in near]
            raise Differs(f"no transaction is {row}; on that day {shown}")
        left.remove(found)


def is_row(row, found):
    return all(agrees(want, at(found, TRANSACTION[name])) for name, want in row.items())


def entries_of(table, name):
    """Of a loan, or of a transaction. One that came to count differently keeps its number here; there it counts under
    a new one, and the old shows what was posted and taken back.
    """
    if name.startswith("loan"):
        return table.wire.get("journalentries", loanId=table.id(name), limit=200)
    reference = f"L{table.id(name)}"
    named = entries(table, reference)["pageItems"]
    if not named or not named[0].get("entityId"):
        return {"pageItems": named}
    whole = table.wire.get("journalentries", loanId=named[0]["entityId"], limit=200)["pageItems"]
    listed = [one for one in whole if one["transactionId"] == reference]
    taken_back = 2 * sum(one["reversed"] for one in listed)
    return {"pageItems": listed[-taken_back:]}


def entries(table, reference):
    return table.wire.get("journalentries", transactionId=reference, limit=200)


FINEST = Decimal("0.000001")
"""No money is finer; what has more digits is a binary fraction that the origin wrote out."""


def line(table, row):
    return (table.accounts[row["account"]], row["type"], money(row["amount"]))


def money(text):
    return Decimal(text).quantize(FINEST).normalize()


def booked(entry):
    return (entry["glAccountId"], entry["entryType"]["value"], money(str(entry["amount"])))


def expect_journal(table, step):
    """The complete set of entries of a transaction; of a loan, or of one of its transactions where the file names
    the loan only.
    """
    entries = entries_of(table, step["of"])["pageItems"]
    got = sorted(booked(one) for one in entries)
    want = sorted(line(table, row) for row in step["rows"])
    by_transaction = {}
    for one in entries:
        by_transaction.setdefault(one["transactionId"], []).append(booked(one))
    if want != got and want not in [sorted(lines) for lines in by_transaction.values()]:
        names = {number: name for name, number in table.accounts.items()}
        missing = [(names[a], s, str(x)) for a, s, x in want if (a, s, x) not in got]
        beyond = [(names.get(a, a), s, str(x)) for a, s, x in got if (a, s, x) not in want]
        raise Differs(f"{len(want)} lines wanted, got {len(got)}; missing {missing}, beyond {beyond}")


def accounts_of(table, row):
    """The account of a line, and those of its class that stand beside one that the origin has for several roles."""
    beside = f" as {row.get('account_type')}"
    return [n for name, n in table.accounts.items() if name == row["account"] or name.endswith(beside)]


def entries_on(table, account, day):
    query = {"glAccountId": account, "fromDate": spelled(day), "toDate": spelled(day), "limit": 200}
    return table.wire.get("journalentries", **query, locale="en", dateFormat="dd MMMM yyyy")["pageItems"]


def expect_journal_on_date(table, step):
    """Each entry named exists on that day; more may."""
    for row in step["rows"]:
        side, amount = row["type"], money(row["amount"])
        if not amount:
            continue
        listed = [
            one for number in accounts_of(table, row) for one in entries_on(table, number, step["date"])
        ]
        if (side, amount) not in [booked(one)[1:] for one in listed]:
            got = [(one["entryType"]["value"], one["amount"]) for one in listed]
            raise Differs(f"{step['date']} {row['account']}: want {side} {amount}, got {got}")


def expect_accrual(table, step):
    names = {
        "interest": "interest_portion",
        "fees": "fee_charges_portion",
        "penalties": "penalty_charges_portion",
    }
    found = [
        one
        for one in loan_of(table, step["loan"])["transactions"]
        if at(one, "type.accrual") and agrees(step["date"], one["date"])
    ]
    if not any(
        all(agrees(step[name], at(one, path)) for name, path in names.items() if name in step)
        for one in found
    ):
        got = [{name: at(one, path) for name, path in names.items()} for one in found]
        raise Differs(f"no accrual of {step['date']} is as wanted: {got}")


def expect_loan_charge(table, step):
    number, named = table.id(step["charge"]), "id" if step["charge"].startswith("loan") else "chargeId"
    listed = table.wire.get(f"loans/{table.id(step['loan'])}/charges")
    found = next((one for one in listed if one[named] == number), None)
    if found is None:
        raise Differs(f"the loan has no charge {step['charge']}")
    names = {
        "amount_or_percentage": "amount_or_percentage",
        "outstanding": "amount_outstanding",
        "paid": "amount_paid",
        "waived": "amount_waived",
    }
    compare_row(table, step["charge"], {names[k]: step[k] for k in names if k in step}, found)


OPS = {
    "read": read,
    "expect_schedule": expect_schedule,
    "expect_transactions": expect_transactions,
    "expect_journal": expect_journal,
    "expect_journal_on_date": expect_journal_on_date,
    "expect_accrual": expect_accrual,
    "expect_loan_charge": expect_loan_charge,
}
