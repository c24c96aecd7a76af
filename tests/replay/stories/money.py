"""Steps in which money moves, or what is owed changes by a transaction."""

import uuid

from tests.replay.figures import iso, same
from tests.replay.outcomes import Differs

PAYMENTS = {
    *("repayment", "down_payment", "goodwill_credit", "payout_refund"),
    *("merchant_issued_refund", "interest_payment_waiver"),
}
"""What can be claimed back as a repayment can."""


def camel(key):
    """``merchant_issued_refund`` as ``merchantIssuedRefund``."""
    first, *rest = key.split("_")
    return first + "".join(word.capitalize() for word in rest)


def money(story, step):
    """The fields that every new transaction shares."""
    return {
        "transactionDate": story.spelled(step.get("date")),
        "transactionAmount": step.get("amount"),
        "paymentTypeId": story.refer("payment_type", step.get("payment_type")),
    }


def repay(story, step):
    made = story.transact(step, "repayment", **money(story, step))
    story.last["repay"] = story.last["payment"] = made["resourceId"]


def pay_off(story, step):
    quoted = story.wire.get(
        f"{story.path(step)}/transactions/template",
        command="prepayLoan",
        transactionDate=story.spelled(step["date"]),
        dateFormat="dd MMMM yyyy",
        locale="en",
    )
    repay(story, {**step, "amount": str(quoted["amount"])})


def transact(story, step):
    headers = {}
    if step.get("idempotency") is not None:
        if step["idempotency"] == "new":
            story.last["key"] = str(uuid.uuid4())
        headers = {"idempotency_key": story.last["key"]}
    body = money(story, step)
    if "interest_refund" in step:
        body["interestRefundCalculation"] = step["interest_refund"]
    if step.get("external_id") is not None:
        body["externalId"] = str(uuid.uuid4())
    story.answer = story.transact(step, camel(step["type"]), headers=headers, **body)
    story.last["transact"] = story.last[step["type"]] = story.answer["resourceId"]
    if step["type"] in PAYMENTS:
        story.last["payment"] = story.answer["resourceId"]


def interest_refund(story, step):
    found = story.select(step["of"], step)
    story.on_transaction(step, found["id"], "interest-refund", **money(story, step))


def undo_transaction(story, step):
    found = story.select(step["select"], step)
    change(story, step, found, "0")
    if step.get("also_reverses"):
        linked = {one.get("toLoanTransaction") for one in found.get("transactionRelations") or ()}
        linked |= {
            one["id"]
            for one in story.transactions(step)
            if found["id"] in {r.get("toLoanTransaction") for r in one.get("transactionRelations") or ()}
        }
        ours = [
            t for t in story.transactions(step) if t["id"] in linked and story.is_of(t, step["also_reverses"])
        ]
        if not ours or not all(one.get("manuallyReversed") for one in ours):
            raise Differs(f"no linked {step['also_reverses']} was reversed with it")


def adjust_transaction(story, step):
    change(story, step, story.select(step["select"], step), step["amount"])


def change(story, step, transaction, amount):
    day = story.spelled(step["date"]) if step.get("date") else story.spelled(iso(transaction["date"]))
    story.on_transaction(step, transaction["id"], transactionDate=day, transactionAmount=amount)


def chargeback(story, step):
    wanted = {"last": "payment"} if step["of"] == {"last": "repay"} else step["of"]
    found = story.select(wanted, step)
    body = money(story, step)
    story.on_transaction(step, found["id"], "chargeback", **body)


def add_charge(story, step):
    body = {
        "chargeId": story.refer("charge", step["charge"]),
        "amount": step["amount"],
        "dueDate": story.spelled(step.get("due")),
    }
    made = story.wire.post(f"{story.path(step)}/charges", body)
    story.added_charges.append(made["resourceId"])


def waive_charge(story, step):
    number = story.added_charges[step["select"]["added"] - 1]
    story.wire.post(f"{story.path(step)}/charges/{number}?command=waive", {})


def undo_waive_charge(story, step):
    found = story.select({"type": "waive_charges"}, step)
    story.wire.put(f"{story.path(step)}/transactions/{found['id']}", {})


def adjust_charge(story, step):
    wanted = step["select"]
    name = story.files.charges[wanted["charge"]]["name"]
    found = [
        one
        for one in story.loan(step)["charges"]
        if one["name"] == name and iso(one.get("dueDate")) == story.day(wanted.get("due"))
    ]
    if not found:
        raise Differs(f"no charge is {wanted}")
    story.last["charge adjustment id"] = str(uuid.uuid4())
    body = {"amount": step["amount"], "externalId": story.last["charge adjustment id"]}
    target = f"{story.path(step)}/charges/{found[-1]['id']}?command=adjustment"
    story.last["adjust_charge"] = story.wire.post(target, body)


def expect_last_charge_adjustment(story, step):
    same("sub-resource's external id", True, "subResourceExternalId" in story.last["adjust_charge"])


def charge_off(story, step):
    reason = story.refer("code_value", step.get("reason"))
    day = story.spelled(step["date"])
    story.transact(step, "charge-off", transactionDate=day, chargeOffReasonId=reason)


def undo_charge_off(story, step):
    reversal = {"reversalExternalId": str(uuid.uuid4())} if "reversal_external_id" in step else {}
    story.transact(step, "undo-charge-off", **reversal)


def write_off(story, step):
    reason = story.refer("code_value", step.get("reason"))
    story.transact(step, "writeoff", transactionDate=story.spelled(step["date"]), writeoffReasonId=reason)


def terminate_contract(story, step):
    story.command(step, "contractTermination")


def undo_terminate_contract(story, step):
    story.command(step, "undoContractTermination")


def _deferred(command):
    def income(story, step):
        body = money(story, step)
        if step.get("classification"):
            body["classificationId"] = story.refer("code_value", step["classification"])
        story.transact(step, command, **body)

    return income


def _deferred_adjustment(kind):
    def adjustment(story, step):
        found = story.select({"type": kind, **step["of"]}, step)
        story.on_transaction(step, found["id"], f"{camel(kind)}Adjustment", **money(story, step))

    return adjustment


OPS = {
    "repay": repay,
    "pay_off": pay_off,
    "transact": transact,
    "interest_refund": interest_refund,
    "undo_transaction": undo_transaction,
    "adjust_transaction": adjust_transaction,
    "chargeback": chargeback,
    "add_charge": add_charge,
    "waive_charge": waive_charge,
    "undo_waive_charge": undo_waive_charge,
    "adjust_charge": adjust_charge,
    "expect_last_charge_adjustment": expect_last_charge_adjustment,
    "charge_off": charge_off,
    "undo_charge_off": undo_charge_off,
    "write_off": write_off,
    "terminate_contract": terminate_contract,
    "undo_terminate_contract": undo_terminate_contract,
    "capitalized_income": _deferred("capitalizedIncome"),
    "buy_down_fee": _deferred("buyDownFee"),
    "adjust_capitalized_income": _deferred_adjustment("capitalized_income"),
    "adjust_buy_down_fee": _deferred_adjustment("buy_down_fee"),
}
