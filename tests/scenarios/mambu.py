"""How Mambu tells the steps: records are named by their keys."""

from typing import Any

import sqlalchemy as sa

from amana.dialects.mambu.codec import PRODUCT_KEY
from amana.dialects.mambu.dialect import mambu
from amana.kernel.records import identity
from amana.kernel.tenant import Tenant
from tests.scenarios.books import unique
from tests.scenarios.story import Names, Step, Tongue

KINDS = {
    "register a client": "client",
    "enrol a client": "client",
    "form a group": "group",
    "apply for a loan": "loan",
    "apply today": "loan",
}
ORDERS = {
    "approve": "APPROVAL",
    "undo the approval": "UNDO_APPROVAL",
    "reject": "REJECT",
    "withdraw": "WITHDRAW",
    "disburse": "DISBURSEMENT",
    "repay": "REPAYMENT",
    "write off": "WRITE_OFF",
}


def client(step: Step, _names: Names) -> dict[str, Any]:
    return {"client": {"firstName": "Petra", "lastName": step["last_name"]}}


def group(step: Step, names: Names) -> dict[str, Any]:
    members = [{"clientKey": names[member]} for member in step["members"]]
    return {"group": {"groupName": unique("Union")}, "groupMembers": members}


def account(step: Step, names: Names) -> dict[str, Any]:
    asked = {
        "accountHolderKey": names[step["client"]],
        "accountHolderType": "CLIENT",
        "productTypeKey": names["product"],
        "loanAmount": step["amount"],
        "disbursementDetails": {"expectedDisbursementDate": step["on"]},
    }
    return {"loanAccount": asked}


def order(step: Step, _names: Names) -> dict[str, Any]:
    said = {"date": step.get("on"), "amount": step.get("amount")}
    dated = said if step.word != "undo the approval" else {}
    kept = {name: value for name, value in dated.items() if value is not None}
    return {"type": ORDERS[step.word], **kept}


def numbered(tenant: Tenant, step: Step, answer: Any) -> int:
    """The core's number of the record whose key the answer tells."""
    if step.word not in KINDS:
        return int(answer["transactionId"])
    record = next((answer[name] for name in ("client", "theGroup", "loanAccount") if name in answer), answer)
    query = sa.select(identity.c.id).where(
        identity.c.kind == KINDS[step.word], identity.c.key == record["encodedKey"]
    )
    with tenant.database.reading() as session:
        return int(session.scalar(query))


def key(tenant: Tenant, word: str, number: int) -> Any:
    """The key of a record; what Mambu does not know is never named."""
    if word == "define a product":
        return PRODUCT_KEY.write(number)
    query = sa.select(identity.c.key).where(identity.c.kind == KINDS.get(word), identity.c.id == number)
    with tenant.database.reading() as session:
        found = session.scalar(query)
    return found.hex if found is not None else number


MAMBU = Tongue(
    mambu,
    {
        "enrol a client": ("create-or-update-client", client),
        "form a group": ("create-new-group", group),
        "apply today": ("create-loan", account),
        **dict.fromkeys(ORDERS, ("post-loan-transaction", order)),
    },
    spell=key,
    made=numbered,
)
