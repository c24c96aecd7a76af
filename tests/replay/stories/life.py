"""Steps of a loan's life: application, approval, disbursement, and what undoes them."""

from tests.replay.figures import iso, same
from tests.replay.outcomes import Differs

PLAIN = {
    "principal": "principal",
    "rate": "interestRatePerPeriod",
    "term": "loanTermFrequency",
    "every": "repaymentEvery",
    "installments": "numberOfRepayments",
    "grace_principal": "graceOnPrincipalPayment",
    "grace_interest": "graceOnInterestPayment",
    "interest_free": "graceOnInterestCharged",
    "strategy": "transactionProcessingStrategyCode",
    "grace_on_arrears_ageing": "graceOnArrearsAgeing",
    "fixed_emi": "fixedEmiAmount",
    "fixed_length": "fixedLength",
    "arrears_tolerance": "inArrearsTolerance",
    "max_outstanding_balance": "maxOutstandingLoanBalance",
    "installment_level_delinquency": "enableInstallmentLevelDelinquency",
}
ENUMS = {
    "rate_unit": ("rate_unit", "interestRateFrequencyType"),
    "interest_type": ("interest_type", "interestType"),
    "interest_period": ("interest_period", "interestCalculationPeriodType"),
    "amortization": ("amortization", "amortizationType"),
    "repayment_start": ("repayment_start", "repaymentStartDateType"),
}
DATES = {"submitted_on": "submittedOnDate", "expected_disbursement_on": "expectedDisbursementDate"}
UNITS = {"DAYS": 0, "WEEKS": 1, "MONTHS": 2, "YEARS": 3}
TERM_UNITS = {**UNITS, "YEARS": 4}
DOWN_PAYMENT = {
    "enabled": "enableDownPayment",
    "auto": "enableAutoRepaymentForDownPayment",
    "percent": "disbursedAmountPercentageForDownPayment",
}
SUBJECTS = {"op", "client", "as", "loan", "by"}


def application(story, step):
    """The request body of an application; a field of the step that nothing here knows is a difference."""
    body = {}
    for key, value in step.items():
        if key in SUBJECTS:
            continue
        body.update(_field(story, key, value))
    return body


def _field(story, key, value):
    if key in PLAIN:
        return {PLAIN[key]: value}
    if key in DATES:
        return {DATES[key]: story.spelled(value)}
    if key in ENUMS:
        table, wire = ENUMS[key]
        return {wire: story.files.defaults["enums"][table][value]}
    special = {
        "product": lambda: {"productId": story.product(value)},
        "term_unit": lambda: {"loanTermFrequencyType": TERM_UNITS[value]},
        "every_unit": lambda: {"repaymentFrequencyType": UNITS[value]},
        "charges": lambda: {"charges": charges(story, value)},
        "tranches": lambda: {"disbursementData": [tranche(story, one) for one in value]},
        "down_payment": lambda: {DOWN_PAYMENT[name]: one for name, one in value.items()},
        "linked_savings": lambda: {"linkAccountId": story.savings[value]},
    }
    if key not in special:
        raise Differs(f"nothing says how to send {key} of an application")
    return special[key]()


def charges(story, wanted):
    if wanted == "of_product":
        return None  # filled in once the product is known
    listed = []
    for one in wanted:
        due = {"dueDate": story.spelled(one["due"])} if one.get("due") else {}
        listed.append({"chargeId": story.refer("charge", one["charge"]), "amount": one["amount"], **due})
    return listed


def tranche(story, one):
    return {"expectedDisbursementDate": story.spelled(one["date"]), "principal": one["principal"]}


def create_loan(story, step):
    body = {"clientId": story.client_id(step), "loanType": "individual", **application(story, step)}
    if step.get("charges") == "of_product":
        offered = story.wire.get(f"loanproducts/{body['productId']}").get("charges") or ()
        body["charges"] = [{"chargeId": one["id"], "amount": one["amount"]} for one in offered]
    made = story.wire.post("loans", body)
    name = step.get("as", "current")
    story.loans[name] = made["loanId"]
    story.product_of_loan[name] = body["productId"]
    story.last[f"application {name}"] = body


def modify_loan(story, step):
    kept = story.last[f"application {step.get('loan', 'current')}"]
    body = {**kept, **application(story, step)}
    story.wire.put(f"loans/{story.loan_id(step)}", body)


def approve(story, step):
    story.command(
        step,
        "approve",
        approvedOnDate=story.spelled(step["date"]),
        approvedLoanAmount=step.get("amount"),
        expectedDisbursementDate=story.spelled(step.get("expected_disbursement_on")),
    )
    same("status after approval", 200, story.loan(step)["status"]["id"])


def undo_approval(story, step):
    story.command(step, "undoapproval")


def reject(story, step):
    story.command(step, "reject", rejectedOnDate=story.spelled(step["date"]))


def withdraw_application(story, step):
    story.command(step, "withdrawnByApplicant", withdrawnOnDate=story.spelled(step["date"]))


def disburse(story, step):
    auto = step.get("auto_down_payment", True)
    story.command(
        step,
        "disburse" if auto else "disburseWithoutAutoDownPayment",
        actualDisbursementDate=story.spelled(step["date"]),
        transactionAmount=step.get("amount"),
        paymentTypeId=story.refer("payment_type", step.get("payment_type")),
        fixedEmiAmount=step.get("fixed_emi"),
        adjustRepaymentDate=story.spelled(step.get("first_due_on")),
    )


def undo_disbursal(story, step):
    story.command(step, "undodisbursal")


def undo_last_disbursal(story, step):
    story.command(step, "undolastdisbursal")


def add_tranche(story, step):
    kept = [
        {
            "id": one.get("id"),
            "date": iso(one["expectedDisbursementDate"]),
            "principal": one["principal"],
        }
        for one in story.loan(step).get("disbursementDetails") or ()
    ]
    added = {"date": story.day(step["date"]), "principal": step["principal"]}
    listed = []
    for one in sorted([*kept, added], key=lambda row: row["date"]):
        number = {"id": one["id"]} if one.get("id") is not None else {}
        listed.append({**tranche(story, one), **number})
    story.wire.put(f"{story.path(step)}/disbursements/editDisbursements", {"disbursementData": listed})


def delete_loan(story, step):
    story.wire.delete(story.path(step))


def mark_fraud(story, step):
    story.wire.put(f"{story.path(step)}?command=markAsFraud", {"fraud": step["value"]})
    same("fraud", step["value"], story.loan(step).get("fraud"))


def change_approved_amount(story, step):
    story.wire.put(f"{story.path(step)}/approved-amount", {"amount": step["amount"]})


def change_available_amount(story, step):
    story.wire.put(f"{story.path(step)}/available-disbursement-amount", {"amount": step["amount"]})


OPS = {
    "create_loan": create_loan,
    "modify_loan": modify_loan,
    "approve": approve,
    "undo_approval": undo_approval,
    "reject": reject,
    "withdraw_application": withdraw_application,
    "disburse": disburse,
    "undo_disbursal": undo_disbursal,
    "undo_last_disbursal": undo_last_disbursal,
    "add_tranche": add_tranche,
    "delete_loan": delete_loan,
    "mark_fraud": mark_fraud,
    "change_approved_amount": change_approved_amount,
    "change_available_amount": change_available_amount,
}
