"""Steps about savings accounts and transfers between them and loans."""

from tests.replay.figures import amount_differs, iso
from tests.replay.outcomes import Differs

TYPES = {"deposit": "Deposit", "withdrawal": "Withdrawal"}
ACCOUNT_TYPES = {"loan": 1, "savings": 2}


def product_body(story, name):
    wanted = story.files.defaults["savings_products"][name]
    base = story.files.defaults["savings_products"][wanted["like"]] if "like" in wanted else {}
    return {**base, **{key: value for key, value in wanted.items() if key != "like"}}


def create_savings_product(story, step):
    key = f"savings {step['product']}"
    if key not in story.products:
        number = len(story.products) + 1
        names = {"name": f"{step['product']} {number}", "shortName": f"s{number:03}"}
        made = story.wire.post("savingsproducts", {**product_body(story, step["product"]), **names})
        story.products[key] = made["resourceId"]


def create_savings(story, step):
    create_savings_product(story, step)
    body = {
        "clientId": story.client_id(step),
        "productId": story.products[f"savings {step['product']}"],
        "submittedOnDate": story.spelled(step["submitted_on"]),
    }
    made = story.wire.post("savingsaccounts", body)
    story.savings[step.get("as", "current")] = made["savingsId"]


def _command(command, wire_date):
    def act(story, step):
        target = f"savingsaccounts/{story.savings_id(step)}?command={command}"
        story.wire.post(target, {wire_date: story.spelled(step["date"])})

    return act


def _money(command):
    def act(story, step):
        target = f"savingsaccounts/{story.savings_id(step)}/transactions?command={command}"
        body = {"transactionDate": story.spelled(step["date"]), "transactionAmount": step["amount"]}
        story.wire.post(target, body)

    return act


def transfer(story, step):
    body = {
        "transferDate": story.spelled(step["date"]),
        "transferAmount": step["amount"],
        "transferDescription": "transfer",
    }
    for side in ("from", "to"):
        ((kind, name),) = step[side].items()
        body |= {
            f"{side}OfficeId": 1,
            f"{side}ClientId": story.client_id({}),
            f"{side}AccountType": ACCOUNT_TYPES[kind],
            f"{side}AccountId": (story.loans if kind == "loan" else story.savings)[name],
        }
    made = story.wire.post("accounttransfers", body)
    story.transfers.append(made["resourceId"])


def undo_transfer(story, step):
    if not story.transfers:
        raise Differs("no transfer has been made")
    story.wire.post(f"accounttransfers/{story.transfers[-1]}?command=undo", {})


def expect_savings_transactions(story, step):
    shown = story.wire.get(f"savingsaccounts/{story.savings_id(step)}", associations="transactions")
    left = list(shown.get("transactions") or ())
    if step.get("complete") and len(left) != len(step["rows"]):
        raise Differs(f"savings transactions: want {len(step['rows'])}, got {len(left)}")
    for row in step["rows"]:
        found = next((one for one in left if _is(row, one)), None)
        if found is None:
            raise Differs(f"no savings transaction is {row}")
        left.remove(found)


def _is(row, one):
    wanted = {"amount": "amount", "balance": "runningBalance"}
    return (
        row["date"] == iso(one["date"])
        and TYPES.get(row["type"], row["type"]).casefold() == one["transactionType"]["value"].casefold()
        and not any(key in row and amount_differs(row[key], one.get(wire)) for key, wire in wanted.items())
        and row.get("reversed", one["reversed"]) == one["reversed"]
    )


OPS = {
    "create_savings_product": create_savings_product,
    "create_savings": create_savings,
    "approve_savings": _command("approve", "approvedOnDate"),
    "activate_savings": _command("activate", "activatedOnDate"),
    "deposit": _money("deposit"),
    "withdraw": _money("withdrawal"),
    "transfer": transfer,
    "undo_transfer": undo_transfer,
    "expect_savings_transactions": expect_savings_transactions,
}
