"""Steps that do something: each a request, or a few, that must succeed."""

from tests.replay.outcomes import Differs, NotExpressible
from tests.replay.stories.platform import run
from tests.replay.tables.bodies import CODES, accounts, body, camel, coded, unique
from tests.replay.wire import spelled

SHORT_JOBS = {"Loan COB": {"shortName": "LOAN_COB"}}
TOLD_BY = {"op", "id", "expect", "expect_error", "loan", "transaction", "loancharge"}


def business_date(table, step):
    table.today = step["date"]
    return table.wire.post("businessdate", {"type": "BUSINESS_DATE", "date": spelled(step["date"])})


def cob_date(table, step):
    return table.wire.post("businessdate", {"type": "COB_DATE", "date": spelled(step["date"])})


def config(table, step):
    value = step["value"]
    if isinstance(value, dict):
        change = {camel(name): one for name, one in value.items()}
    else:
        change = {"enabled": value} if isinstance(value, bool) else {"value": value}
    return table.wire.put(f"configurations/name/{step['key']}", change)


def create_charge(table, step):
    if step.keys() <= {"op", "id"}:
        raise NotExpressible("the file leaves out what the charge is")
    request = {
        "name": f"Charge {unique()}",
        "monthDayFormat": "dd MMM",
        **body(step, leave={"op", "id", "tax_group_id"}),
    }
    if "tax_group_id" in step:
        request["taxGroupId"] = table.id(step["tax_group_id"])
    return made(table, step, table.wire.post("charges", request)["resourceId"])


def create_tax_component(table, step):
    request = {"name": f"Tax {unique()}", **body(step, leave={"op", "id", "accounts"})}
    for side, name in (step.get("accounts") or {}).items():
        request[f"{side}AcountId"] = table.account(f"tax_{side}", name)
    return made(table, step, table.wire.post("taxes/component", request)["resourceId"])


def create_tax_group(table, step):
    taxes = [
        {**body(one, leave={"tax_component_id"}), "taxComponentId": table.id(one["tax_component_id"])}
        for one in step["tax_components"]
    ]
    request = {"name": f"Taxes {unique()}", "taxComponents": taxes}
    return made(table, step, table.wire.post("taxes/group", request)["resourceId"])


def made(table, step, number):
    table.ids[step["id"]] = number
    return {"resourceId": number}


def create_loan_product(table, step):
    for one in step.get("charge_off_reason_to_expense_account_mappings", ()):
        table.id(one["charge_off_reason_code_value_id"])
    name = unique()
    request = {
        "name": f"Product {name}",
        "shortName": name,
        **body(step, leave={"op", "id", "accounts", "charges"}),
        **accounts(step.get("accounts"), table),
    }
    if "charges" in step:
        request["charges"] = [
            {"id": table.id(one["id"] if isinstance(one, dict) else one)} for one in step["charges"]
        ]
    return made(table, step, table.wire.post("loanproducts", request)["resourceId"])


def update_loan_product(table, step):
    change = body(step, leave={"op", "product", "ref", "accounts"})
    change |= accounts(step.get("accounts"), table)
    return table.wire.put(f"loanproducts/{table.id(step.get('product') or step['ref'])}", change)


def application(table, step):
    request = body(step, leave={*TOLD_BY, "product_id", "charges", "link_account_id", "group_id"})
    if "product_id" in step:
        request["productId"] = table.id(step["product_id"])
    if step.get("charges") is not None:
        request["charges"] = [
            {**body(one, leave={"charge_id"}), "chargeId": table.id(one["charge_id"])}
            for one in step["charges"]
        ]
    if "link_account_id" in step:
        request["linkAccountId"] = table.id(step["link_account_id"])
    return request


def apply_loan(table, step):
    request = {"clientId": table.client(), "loanType": "individual", **application(table, step)}
    answer = table.wire.post("loans", request)
    table.loans[step["id"]] = request
    table.ids[step["id"]] = answer["loanId"]
    return answer


def modify_loan_application(table, step):
    path = f"loans/{table.id(step['loan'])}"
    if "fraud" in step:
        return table.wire.put(f"{path}?command=markAsFraud", {"fraud": step["fraud"]})
    return table.wire.put(path, {"loanType": "individual", **application(table, step)})


def preview_schedule(table, step):
    request = {"clientId": table.client(), "loanType": "individual", **application(table, step)}
    return table.wire.post("loans?command=calculateLoanSchedule", request)


def command(name, **days):
    """A command on the loan; ``days`` says which field carries the step's date."""

    def act(table, step):
        request = body(step, leave={*TOLD_BY, *days})
        for ours, theirs in days.items():
            if ours in step:
                request[theirs] = coded(ours, step[ours])
        return table.wire.post(f"loans/{table.id(step['loan'])}?command={name}", request)

    return act


def transaction(name, *, dated="transactionDate"):
    """A new transaction of the loan."""

    def act(table, step):
        request = body(step, leave={*TOLD_BY, "date", "amount", "loan_charge_id", "classification_id"})
        request["transactionAmount"] = step.get("amount")
        if "date" in step:
            request[dated] = spelled(step["date"])
        if "loan_charge_id" in step:
            request["loanChargeId"] = table.id(step["loan_charge_id"])
        if "classification_id" in step:
            request["classificationId"] = table.id(step["classification_id"])
        answer = table.wire.post(f"loans/{table.id(step['loan'])}/transactions?command={name}", request)
        return booked(table, step, answer)

    return act


def booked(table, step, answer):
    if "id" in step:
        table.ids[step["id"]] = answer.get("subResourceId") or answer.get("resourceId")
    return answer


def on_transaction(name):
    """Something done to a transaction; without a name it is changed, or undone by an amount of nothing."""

    def act(table, step):
        request = body(step, leave={*TOLD_BY, "date", "amount"})
        request["transactionAmount"] = step.get("amount", "0")
        if "date" in step or name is None:
            request["transactionDate"] = spelled(step.get("date", table.today))
        query = f"?command={name}" if name else ""
        if step["op"] == "adjust_transaction" and "amount" not in step:
            return undo_waive_charge(table, step)
        path = f"loans/{table.id(step['loan'])}/transactions/{transaction_of(table, step)}{query}"
        return booked(table, step, table.wire.post(path, request))

    return act


def transaction_of(table, step):
    """Where the case names the loan itself: the last transaction that counts, of that day if it tells one."""
    if step["transaction"] != step["loan"]:
        return table.id(step["transaction"])
    loan = table.wire.get(f"loans/{table.id(step['loan'])}?associations=transactions")
    found = [one for one in loan["transactions"] if not one["manuallyReversed"]]
    if "date" in step:
        on = [int(part) for part in step["date"].split("-")]
        found = [one for one in found if one["date"] == on]
    if not found:
        raise NotExpressible("a transaction that the file names by its loan only")
    return found[-1]["id"]


def add_loan_charge(table, step):
    """Where the case names no charge: no more penalties from a day on."""
    if "charge_id" not in step:
        path = f"loans/{table.id(step['loan'])}/charges?command=deactivateOverdue"
        return table.wire.post(path, body(step, leave=TOLD_BY))
    request = body(step, leave={*TOLD_BY, "charge_id"})
    request["chargeId"] = table.id(step["charge_id"])
    return booked(table, step, table.wire.post(f"loans/{table.id(step['loan'])}/charges", request))


def first_owed(table, step):
    """Where the case names none: the first charge with something owed, of each instalment if one is meant."""
    listed = table.wire.get(f"loans/{table.id(step['loan'])}/charges")
    owed = [one for one in listed if one["amountOutstanding"]]
    if "installment_number" in step:
        owed = [
            one for one in owed if one["chargeTimeType"]["id"] == CODES["charge_time_type"]["INSTALMENT_FEE"]
        ]
    if not owed:
        raise Differs("the loan owes no such charge")
    return owed[0]["id"]


def on_charge(name):
    def act(table, step):
        asked = step["loancharge"]
        is_named = asked != step["loan"] and asked in table.ids
        number = table.id(asked) if is_named else first_owed(table, step)
        request = body(step, leave={*TOLD_BY, "date"})
        if "date" in step:
            request["transactionDate"] = spelled(step["date"])
        path = f"loans/{table.id(step['loan'])}/charges/{number}?command={name}"
        return booked(table, step, table.wire.post(path, request))

    return act


def undo_waive_charge(table, step):
    path = f"loans/{table.id(step['loan'])}/transactions/{transaction_of(table, step)}"
    return table.wire.put(path, {})


def create_reschedule(table, step):
    request = body(step, leave={*TOLD_BY, "loan_id"})
    request |= {"loanId": table.id(step["loan_id"]), "rescheduleReasonId": reason(table)}
    return made(table, step, table.wire.post("rescheduleloans", request)["resourceId"])


def reason(table):
    """A reason to reschedule, made when the code has none."""
    codes = {one["name"]: one["id"] for one in table.wire.get("codes")}
    code = codes["LoanRescheduleReason"]
    values = table.wire.get(f"codes/{code}/codevalues")
    if values:
        return values[0]["id"]
    answer = table.wire.post(f"codes/{code}/codevalues", {"name": "Agreed", "position": 1, "isActive": True})
    return answer.get("subResourceId", answer.get("resourceId"))


def approve_reschedule(table, step):
    approved = {"approvedOnDate": spelled(step["date"])}
    return table.wire.post(f"rescheduleloans/{table.id(step['reschedule'])}?command=approve", approved)


def reject_reschedule(table, step):
    rejected = {"rejectedOnDate": spelled(step["rejected_on_date"])}
    return table.wire.post(f"rescheduleloans/{table.id(step['reschedule'])}?command=reject", rejected)


def edit_disbursements(table, step):
    path = f"loans/{table.id(step['loan'])}/disbursements"
    request = body(step, leave={*TOLD_BY, "amount"}) | {"approvedLoanAmount": step.get("amount")}
    if step["op"] == "edit_disbursements":
        return table.wire.put(f"{path}/editDisbursements", request)
    first = table.wire.get(f"loans/{table.id(step['loan'])}", associations="all")["disbursementDetails"][0]
    return table.wire.put(f"{path}/{first['id']}", request)


def modify_amount(path):
    def act(table, step):
        return table.wire.put(f"loans/{table.id(step['loan'])}/{path}", {"amount": step["amount"]})

    return act


def run_job(table, step):
    if step["job"] == "INLINE_COB":
        loans = [table.ids[name] for name in table.ids if name.startswith("loan") and name[4:].isdigit()]
        return table.wire.post("jobs/LOAN_COB/inline", {"loanIds": loans})
    run(table, SHORT_JOBS.get(step["job"], {"displayName": step["job"]}))
    return None


def run_periodic_accruals(table, step):
    return table.wire.post("runaccruals", {"tillDate": spelled(step["till_date"])})


def delinquency_action(table, step):
    request = body(step, leave=TOLD_BY)
    return table.wire.post(f"loans/{table.id(step['loan'])}/delinquency-actions", request)


OPS = {
    "business_date": business_date,
    "cob_date": cob_date,
    "config": config,
    "create_tax_component": create_tax_component,
    "create_tax_group": create_tax_group,
    "create_charge": create_charge,
    "create_loan_product": create_loan_product,
    "update_loan_product": update_loan_product,
    "apply_loan": apply_loan,
    "modify_loan_application": modify_loan_application,
    "preview_schedule": preview_schedule,
    "approve": command("approve", date="approvedOnDate", amount="approvedLoanAmount"),
    "undo_approval": command("undoapproval"),
    "reject": command("reject"),
    "withdrawn_by_applicant": command("withdrawnByApplicant"),
    "disburse": command("disburse", date="actualDisbursementDate", amount="transactionAmount"),
    "disburse_to_savings": command(
        "disburseToSavings", date="actualDisbursementDate", amount="transactionAmount"
    ),
    "disburse_without_auto_down_payment": command(
        "disburseWithoutAutoDownPayment", date="actualDisbursementDate", amount="transactionAmount"
    ),
    "undo_disbursal": command("undodisbursal"),
    "undo_last_disbursal": command("undolastdisbursal"),
    "recover_guarantees": command("recoverGuarantees"),
    "contract_termination": command("contractTermination"),
    "repay": transaction("repayment"),
    "down_payment": transaction("downPayment"),
    "merchant_issued_refund": transaction("merchantIssuedRefund"),
    "payout_refund": transaction("payoutRefund"),
    "goodwill_credit": transaction("goodwillCredit"),
    "interest_payment_waiver": transaction("interestPaymentWaiver"),
    "credit_balance_refund": transaction("creditBalanceRefund"),
    "charge_refund": transaction("chargeRefund"),
    "refund_by_cash": transaction("refundByCash"),
    "waive_interest": transaction("waiveinterest"),
    "write_off": transaction("writeoff"),
    "charge_off": transaction("charge-off"),
    "undo_charge_off": transaction("undo-charge-off"),
    "foreclose": transaction("foreclosure"),
    "close": transaction("close"),
    "close_rescheduled": transaction("close-rescheduled"),
    "capitalized_income": transaction("capitalizedIncome"),
    "buy_down_fee": transaction("buyDownFee"),
    "re_age": transaction("reAge"),
    "undo_re_age": transaction("undoReAge"),
    "re_amortize": transaction("reAmortize"),
    "undo_re_amortize": transaction("undoReAmortize"),
    "undo_transaction": on_transaction(None),
    "adjust_transaction": on_transaction(None),
    "chargeback": on_transaction("chargeback"),
    "interest_refund": on_transaction("interest-refund"),
    "capitalized_income_adjustment": on_transaction("capitalizedIncomeAdjustment"),
    "buy_down_fee_adjustment": on_transaction("buyDownFeeAdjustment"),
    "add_loan_charge": add_loan_charge,
    "loan_charge_pay": on_charge("pay"),
    "loan_charge_waive": on_charge("waive"),
    "loan_charge_adjustment": on_charge("adjustment"),
    "undo_waive_charge": undo_waive_charge,
    "create_reschedule": create_reschedule,
    "approve_reschedule": approve_reschedule,
    "reject_reschedule": reject_reschedule,
    "edit_disbursement": edit_disbursements,
    "edit_disbursements": edit_disbursements,
    "modify_approved_amount": modify_amount("approved-amount"),
    "modify_available_disbursement_amount": modify_amount("available-disbursement-amount"),
    "run_job": run_job,
    "run_periodic_accruals": run_periodic_accruals,
    "delinquency_action": delinquency_action,
}
