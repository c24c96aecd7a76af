"""Expectations about the loan as a whole: status, summary, dates, tranches, relations of transactions."""

from urllib.parse import urlencode

from tests.replay.figures import amount_differs, at, iso, number, same, same_amount, same_exactly
from tests.replay.outcomes import Differs
from tests.replay.stories.expect_figures import transaction_differences

CLOSED = 600
SUMMARY = {
    "outstanding": "totalOutstanding",
    "overdue": "totalOverdue",
    "interest_outstanding": "interestOutstanding",
    "interest_overdue": "interestOverdue",
    "unpaid_due_interest": "totalUnpaidPayableDueInterest",
    "unpaid_not_due_interest": "totalUnpaidPayableNotDueInterest",
    "total_repayment_transaction": "totalRepaymentTransaction",
}
TERMS = {
    "fixed_length": "fixedLength",
    "arrears_tolerance": "inArrearsTolerance",
    "grace_principal": "graceOnPrincipalPayment",
    "grace_interest": "graceOnInterestPayment",
    "grace_on_arrears_ageing": "graceOnArrearsAgeing",
}


def instalments(story, step):
    periods = story.loan(step)["repaymentSchedule"]["periods"]
    return [one for one in periods if one.get("period") is not None]


def expect_status(story, step):
    same("status", step["code"], story.loan(step)["status"]["id"])


def expect_closed(story, step):
    loan = story.loan(step)
    same("status", step.get("code", CLOSED), loan["status"]["id"])
    same_exactly("total outstanding", step.get("outstanding", "0"), at(loan, "summary.totalOutstanding"))
    expect_all_installments_met(story, step)


def expect_all_installments_met(story, step):
    open_ones = [one["period"] for one in instalments(story, step) if not one.get("obligationsMetOnDate")]
    if open_ones:
        raise Differs(f"instalments {open_ones} are not met")


def expect_closed_on(story, step):
    same("closed on", story.day(step["date"]), iso(at(story.loan(step), "timeline.closedOnDate")))


def expect_maturity(story, step):
    shown = story.loan(step)["timeline"]
    for key in ("actual", "expected"):
        if key in step:
            same(f"{key} maturity", step[key], iso(shown.get(f"{key}MaturityDate")))


def expect_active_installments(story, step):
    same("active instalments", step["count"], story.loan(step).get("actualNoTerm"))


def expect_loan_terms(story, step):
    loan = story.loan(step)
    for key, want in step.items():
        if key in TERMS:
            same_exactly(TERMS[key], want, loan.get(TERMS[key]))
        elif key == "repayment_start":
            wanted = story.files.defaults["enums"]["repayment_start"][want]
            shown = loan.get("repaymentStartDateType")
            same("repaymentStartDateType", wanted, shown["id"] if isinstance(shown, dict) else shown)
        elif key not in {"op", "loan"}:
            raise Differs(f"nothing says how to compare {key} of the terms")


def expect_summary(story, step):
    loan = story.loan(step)
    for key, want in step.items():
        if key == "overpaid":
            same_exactly("overpaid", want or "0", loan.get("totalOverpaid") or 0)
        elif key in SUMMARY:
            same_exactly(key, want, at(loan, f"summary.{SUMMARY[key]}"))
        elif key not in {"op", "loan"}:
            raise Differs(f"nothing says how to compare {key} of the summary")


def expect_tranches(story, step):
    left = list(story.loan(step).get("disbursementDetails") or ())
    if step.get("complete"):
        same("number of tranches", len(step["rows"]), len(left))
    for row in step["rows"]:
        place = next((n for n, one in enumerate(left) if is_tranche(row, one)), None)
        if place is None:
            raise Differs(f"no tranche is {row} (there are {[told_tranche(one) for one in left]})")
        left.pop(place)


def is_tranche(row, one):
    dates = {"expected_on": "expectedDisbursementDate", "disbursed_on": "actualDisbursementDate"}
    amounts = {"principal": "principal", "net_amount": "netDisbursalAmount"}
    return all(row[key] == iso(one.get(wire)) for key, wire in dates.items() if key in row) and not any(
        amount_differs(row[key], one.get(wire)) for key, wire in amounts.items() if key in row
    )


def told_tranche(one):
    shown = (one.get("expectedDisbursementDate"), one.get("actualDisbursementDate"))
    return [*map(iso, shown), one.get("principal"), one.get("netDisbursalAmount")]


def expect_charged_off(story, step):
    loan = story.loan(step)
    same("chargedOff", step["value"], bool(loan.get("chargedOff")))
    if "date" in step:
        same("charged off on", story.day(step["date"]), iso(at(loan, "timeline.chargedOffOnDate")))


def matching(story, step):
    wanted = step["select"]
    if "nth" in wanted or "nth_created" in wanted or "last" in wanted:
        return [story.select(wanted, step)]
    found = story.transactions(step)
    if "position" in wanted:
        place = len(found) if wanted["position"] == "last" else wanted["position"]
        found = found[place - 1 : place]
    if "type" in wanted:
        found = [one for one in found if story.is_of(one, wanted["type"])]
    if "date" in wanted:
        found = [one for one in found if iso(one["date"]) == story.day(wanted["date"])]
    if not found:
        raise Differs(f"no transaction is {wanted}")
    return found


def expect_reversed(story, step):
    if not any(bool(one.get("manuallyReversed")) is step["value"] for one in matching(story, step)):
        raise Differs(f"no transaction {step['select']} has manuallyReversed {step['value']}")


def relations(one, relation):
    return [r for r in one.get("transactionRelations") or () if r["relationType"] == relation]


def expect_replayed(story, step):
    day = story.day(step.get("submitted_on"))
    for one in matching(story, step):
        if relations(one, "REPLAYED") and day in (None, iso(one.get("submittedOnDate"))):
            return
    raise Differs(f"no transaction {step['select']} is replayed and submitted on {day}")


def expect_relation(story, step):
    found = story.transactions(step)
    if max(step["from"], step["to"]) > len(found):
        raise Differs(f"there are only {len(found)} transactions")
    one, other = found[step["from"] - 1], found[step["to"] - 1]
    if other["id"] not in {r.get("toLoanTransaction") for r in relations(one, step["relation"])}:
        raise Differs(f"transaction {step['from']} is not {step['relation']} to {step['to']}")


def expect_relation_count(story, step):
    (one,) = matching(story, step)
    same("relations", step["count"], len(relations(one, step["relation"])))


def expect_transaction_count(story, step):
    found = [one for one in story.transactions(step) if story.is_of(one, step["type"])]
    same(f"number of {step['type']}", step["count"], len(found))


def expect_accrued(story, step):
    signs = {"accrual": 1, "accrual_adjustment": -1}
    got = sum(
        sign * number(one["amount"])
        for one in story.transactions(step)
        for kind, sign in signs.items()
        if story.is_of(one, kind) and not one.get("manuallyReversed")
    )
    same_amount("accrued", step["amount"], got)


def expect_transaction_page(story, step):
    query = {"size": step["size"]}
    if step.get("exclude"):
        query["excludedTypes"] = ",".join(step["exclude"])
    page = story.wire.get(f"{story.path(step)}/transactions?{urlencode(query)}")
    if "pages" in step:
        same("pages", step["pages"], page["totalPages"])
    for row, one in zip(step.get("rows", ()), page["content"], strict=True):
        differing = transaction_differences(story, row, one)
        if differing:
            raise Differs(f"page: {'; '.join(differing)}")


def expect_external_ids(story, step):
    if "remembered" in step:  # it may have been taken back since, and is found by its number only
        found = [story.transaction(story.remembered[step["remembered"]]["id"], step)]
    else:
        found = story.transactions(step)
    missing = [one["id"] for one in found if not one.get("externalId")]
    if missing or not found:
        raise Differs(f"transactions {missing} have no external id" if found else "no transaction")


def remember_transaction(story, step):
    story.remembered[step["as"]] = story.select(step["of"], step)


def remember_external_id(story, step):
    story.remembered[step["as"]] = story.select(step["of"], step)


def expect_external_id_moved(story, step):
    old = story.remembered[step["remembered"]]
    found = story.select(step["of"], step) if "of" in step else None
    carriers = [one for one in story.transactions(step) if one.get("externalId") == old["externalId"]]
    if not carriers or any(one["id"] == old["id"] for one in carriers) or (found and found not in carriers):
        raise Differs("the external id has not moved to the replayed transaction")


def expect_last_repayment(story, step):
    if "repay" not in story.last:
        raise Differs("nothing has been repaid")
    one = story.wire.get(f"{story.path(step)}/transactions/{story.last['repay']}")
    same_amount("amount of the last repayment", step["amount"], one["amount"])
    if "payment_type" in step:
        wanted = story.refer("payment_type", step["payment_type"])
        same("payment type", wanted, at(one, "paymentDetailData.paymentType.id"))


def expect_term_variations(story, step):
    names = {"emi_amount": "emiAmountVariations"}
    listed = story.loan(step).get(names.get(step.get("list"), "loanTermVariations")) or []
    if "count" in step:
        same("number of variations", step["count"], len(listed))
    columns = {
        "type_id": "termType.id",
        "type_code": "termType.code",
        "type_value": "termType.value",
        "applies_from": "termVariationApplicableFrom",
        "decimal_value": "decimalValue",
        "date_value": "dateValue",
        "single_installment": "isSpecificToInstallment",
        "processed": "isProcessed",
    }
    for row in step["rows"]:
        if not any(is_variation(row, one, columns) for one in listed):
            raise Differs(f"no variation is {row} (there are {listed})")


def is_variation(row, one, columns):
    for key, want in row.items():
        got = iso(at(one, columns[key]))
        if key == "decimal_value":
            if number(want) != number(got):
                return False
        elif want != got:
            return False
    return True


def expect_reschedules(story, step):
    listed = story.wire.get("rescheduleloans", loanId=story.loan_id(step))
    got = [
        {
            "from": iso(one["rescheduleFromDate"]),
            "reason": at(one, "rescheduleReasonCodeValue.name"),
            "status": at(one, "statusEnum.value"),
        }
        for one in listed
    ]
    same("reschedules", step["rows"], got)


def expect_equal_principal(story, step):
    rows = instalments(story, step)
    first = rows[0]["principalDue"]
    if first != int(first) or any(one["principalDue"] != first for one in rows[:-1]):
        raise Differs(f"principal of the instalments: {[one['principalDue'] for one in rows]}")
    same_amount("principal", step["total"], sum(number(one["principalDue"]) for one in rows))


def expect_last_closed(story, step):
    same("last closed business date", step["date"], iso(story.loan(step).get("lastClosedBusinessDate")))


def expect_classification(story, step):
    same("classification", step["value"], at(story.select(step["of"], step), "classification.name"))


OPS = {
    name: op for name, op in globals().items() if name.startswith(("expect_", "remember_")) and callable(op)
}
