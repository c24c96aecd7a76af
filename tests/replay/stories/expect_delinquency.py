"""Expectations about delinquency, what is due next, and deferred income."""

from tests.replay.figures import amount_differs, at, iso, same, same_amount
from tests.replay.outcomes import Differs

PAYMENTS = {
    "last_payment_amount": "lastPaymentAmount",
    "last_payment_on": "lastPaymentDate",
    "last_repayment_amount": "lastRepaymentAmount",
    "last_repayment_on": "lastRepaymentDate",
}


def classification(story, key):
    if key in (None, story.files.defaults["delinquency"]["none"]):
        return None
    return story.files.ranges[key]


def expect_delinquency(story, step):
    shown, delinquent = story.delinquent(step)
    same(
        "delinquency range",
        classification(story, step["range"]),
        at(shown, "delinquencyRange.classification"),
    )
    if "amount" in step:
        same_amount("delinquent amount", step["amount"] or "0", delinquent.get("delinquentAmount") or 0)
    for key, wire in (("delinquent_from", "delinquentDate"), ("past_due_from", "pastDueDate")):
        if key in step:
            same(wire, step[key], iso(delinquent.get(wire)))
    for key, wire in (("delinquent_days", "delinquentDays"), ("past_due_days", "pastDueDays")):
        if key in step:
            same(wire, step[key], delinquent.get(wire))


def expect_installment_delinquency(story, step):
    _, delinquent = story.delinquent(step)
    listed = delinquent.get("installmentLevelDelinquency") or []
    if step["rows"] is None:
        same("instalments delinquent", [], listed)
        return
    got = [(one.get("classification"), one.get("delinquentAmount")) for one in listed]
    wanted = [(classification(story, one["range"]), one["amount"]) for one in step["rows"]]
    if [one[0] for one in wanted] != [one[0] for one in got] or any(
        amount_differs(want, amount) for (_, want), (_, amount) in zip(wanted, got, strict=True)
    ):
        raise Differs(f"instalment delinquency: want {wanted}, got {got}")


def expect_next_due(story, step):
    shown, delinquent = story.delinquent(step)
    if "range" in step:
        want = classification(story, step["range"])
        same("delinquency range", want, at(shown, "delinquencyRange.classification"))
    if "next_due" in step:
        same("next payment due", step["next_due"], iso(delinquent.get("nextPaymentDueDate")))
    if "next_amount" in step:
        same_amount("next payment", step["next_amount"], delinquent.get("nextPaymentAmount"))


def expect_last_payment(story, step):
    _, delinquent = story.delinquent(step)
    for key, wire in PAYMENTS.items():
        if key in step and key.endswith("_on"):
            same(wire, step[key], iso(delinquent.get(wire)))
        elif key in step:
            same_amount(wire, step[key], delinquent.get(wire))


def expect_available(story, step):
    _, delinquent = story.delinquent(step)
    for key, wire in (
        ("amount", "availableDisbursementAmount"),
        ("with_over_applied", "availableDisbursementAmountWithOverApplied"),
    ):
        if key in step:
            same_amount(wire, step[key], delinquent.get(wire))


def expect_delinquency_history(story, step):
    listed = story.wire.get(f"{story.path(step)}/delinquencytags")
    got = [
        {
            "range": at(one, "delinquencyRange.classification"),
            "added_on": iso(one.get("addedOnDate")),
            "lifted_on": iso(one.get("liftedOnDate")),
        }
        for one in listed
    ]
    same("history", [{**one, "range": classification(story, one["range"])} for one in step["rows"]], got)


def expect_delinquency_actions(story, step):
    listed = story.wire.get(f"{story.path(step)}/delinquency-actions")
    got = [
        {
            "action": str(one["action"]).upper(),
            "from": iso(one.get("startDate")),
            "to": iso(one.get("endDate")),
        }
        for one in listed
    ]
    same("delinquency actions", step["rows"], got)


def expect_delinquency_pauses(story, step):
    _, delinquent = story.delinquent(step)
    got = [
        {
            "active": one["active"],
            "from": iso(one.get("pausePeriodStart")),
            "to": iso(one.get("pausePeriodEnd")),
        }
        for one in delinquent.get("delinquencyPausePeriods") or ()
    ]
    for row in step["rows"]:
        if row not in got:
            raise Differs(f"no pause is {row} (there are {got})")
    if step.get("complete"):
        same("number of pauses", len(step["rows"]), len(got))


FEES = {
    "amount": "buyDownFeeAmount",
    "amortized": "amortizedAmount",
    "not_yet_amortized": "notYetAmortizedAmount",
    "adjusted": "adjustedAmount",
    "charged_off": "chargedOffAmount",
}
INCOMES = {
    **FEES,
    "amount": "amount",
    "not_yet_amortized": "unrecognizedAmount",
    "adjusted": "amountAdjustment",
}


def deferred_differs(row, one, names):
    return any(
        amount_differs(row.get(key) or "0", one.get(wire) or 0) for key, wire in names.items() if key in row
    ) or ("date" in row and row["date"] != iso(one.get("buyDownFeeDate") or one.get("date")))


def expect_buy_down_fees(story, step):
    listed = story.wire.get(f"{story.path(step)}/buydown-fees")
    if step.get("complete"):
        same("number of buy-down fees", len(step["rows"]), len(listed))
    for row in step["rows"]:
        if all(deferred_differs(row, one, FEES) for one in listed):
            raise Differs(f"no buy-down fee is {row} (there are {listed})")


def expect_capitalized_income(story, step):
    listed = story.wire.get(f"{story.path(step)}/capitalized-incomes")
    if not listed or deferred_differs(step["first"], listed[0], INCOMES):
        raise Differs(f"capitalised income: want {step['first']}, got {listed[:1]}")


def expect_amortization_mapping(story, step):
    found = story.select(step["of"], step)
    path = "buydown-fees" if step["of"]["type"] == "buy_down_fee" else "capitalized-incomes"
    shown = story.wire.get(f"{story.path(step)}/{path}/{found['id']}")
    got = [
        (iso(one["date"]), one["type"], float(one.get("amount") or 0))
        for one in shown["amortizationMappings"]
    ]
    want = [(one["date"], one["type"], float(one["amount"] or 0)) for one in step["rows"]]
    if sorted(got) != sorted(want):
        raise Differs(f"amortisation: want {want}, got {got}")


OPS = {name: op for name, op in globals().items() if name.startswith("expect_") and callable(op)}
