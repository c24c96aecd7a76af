"""Steps about the institution: its days, settings, products, charges, jobs."""

import time

from tests.replay.figures import at, iso, same
from tests.replay.outcomes import Differs
from tests.replay.stories.set_up import configure, product_body

JOBS = {
    "add_periodic_accruals": "Add Periodic Accrual Transactions",
    "add_accruals": "Add Accrual Transactions",
    "add_accruals_income_as_transactions": "Add Accrual Transactions For Loans With Income Posted As Transactions",
    "accrual_activity_posting": "Accrual Activity Posting",
    "recalculate_interest": "Recalculate Interest For Loans",
    "increase_business_date": "Increase Business Date by 1 day",
}
"""The scheduler's jobs by the names it shows."""
LOAN_COB = "LOAN_COB"
JOB_LIMIT_S = 30.0


def business_date(story, step):
    word = step.get("raw") or story.spelled(step["date"])
    story.wire.post("businessdate", {"type": "BUSINESS_DATE", "date": word})
    story.business_date = story.day(step.get("date"))


def create_client(story, step):
    request = dict(story.files.defaults["client_request"])
    if step.get("office") == "last":
        request["officeId"] = story.offices[-1]
    names = {"firstname": step.get("first_name", "Ada"), "lastname": step.get("last_name", "Borrower")}
    made = story.wire.post("clients", {**request, **names})
    story.clients[step.get("as", "current")] = made["clientId"]


def create_office(story, step):
    body = {"name": f"Branch {time.time_ns()}", "parentId": 1, "openingDate": "01 January 2000"}
    story.offices.append(story.wire.post("offices", body)["resourceId"])


def set_config(story, step):
    configure(story.wire, step)


def set_currencies(story, step):
    story.answer = story.wire.put("currencies", {"currencies": step["codes"]})


def close_of_business(story, step):
    if step["scope"] == "loan":
        story.wire.post("jobs/LOAN_COB/inline", {"loanIds": [story.loan_id(step)]})
    elif step["scope"] == "catch_up":
        story.wire.post("loans/catch-up")
    else:
        run(story, {"shortName": LOAN_COB})


def wait_for_catch_up(story, step):
    waited(lambda: not fresh(story, "loans/is-catch-up-running")["catchUpRunning"])


def run_job(story, step):
    name = JOBS.get(step["job"])
    if name is None:
        raise Differs(f"no job is known as {step['job']}")
    run(story, {"displayName": name})


def run(story, wanted):
    """Start a job of the scheduler and wait for the end of that run."""
    jobs = story.wire.get("jobs")
    found = [job["jobId"] for job in jobs if all(job.get(key) == value for key, value in wanted.items())]
    if not found:
        raise Differs(f"there is no job {wanted}")
    story.wire.post(f"jobs/{found[0]}?command=executeJob")
    waited(lambda: not fresh(story, f"jobs/{found[0]}").get("currentlyRunning"))


def fresh(story, path):
    story.wire.seen = {}
    return story.wire.get(path)


def waited(over):
    until = time.monotonic() + JOB_LIMIT_S
    while not over():
        if time.monotonic() > until:
            raise Differs("a job has not ended")
        time.sleep(0.05)


def change_product(story, step):
    number = story.product(step["product"])
    body = {}
    if "future_allocation" in step:
        wanted = step["future_allocation"]
        rules = product_body(story.files, story.references, step["product"])["paymentAllocation"]
        for rule in rules:
            if rule["transactionType"] == wanted["transaction"]:
                rule["futureInstallmentAllocationRule"] = wanted["rule"]
        if all(rule["transactionType"] != wanted["transaction"] for rule in rules):
            default = next(rule for rule in rules if rule["transactionType"] == "DEFAULT")
            added = {
                "transactionType": wanted["transaction"],
                "futureInstallmentAllocationRule": wanted["rule"],
            }
            rules.append({**default, **added})
        body["paymentAllocation"] = rules
    if "repayment_start" in step:
        body["repaymentStartDateType"] = story.files.defaults["enums"]["repayment_start"][
            step["repayment_start"]
        ]
    story.wire.put(f"loanproducts/{number}", body)


CALCULATIONS = {
    "FLAT": 1,
    "PERCENTAGE_AMOUNT": 2,
    "PERCENTAGE_LOAN_AMOUNT_PLUS_INTEREST": 3,
    "PERCENTAGE_INTEREST": 4,
    "PERCENTAGE_DISBURSEMENT_AMOUNT": 5,
}


def change_charge_definition(story, step):
    number = story.refer("charge", step["charge"])
    body = {"chargeCalculationType": CALCULATIONS[step["calculation"]], "amount": step["amount"]}
    story.wire.put(f"charges/{number}", body)


def expect_business_date(story, step):
    shown = story.wire.get("businessdate/BUSINESS_DATE")
    same("business date", story.day(step["date"]), iso(shown["date"]))


def expect_client(story, step):
    shown = story.wire.get(f"clients/{story.client_id(step)}")
    same("client", story.client_id(step), shown["id"])
    for key, wire in (("first_name", "firstname"), ("last_name", "lastname")):
        if key in step:
            same(wire, step[key], shown.get(wire))


def expect_currencies(story, step):
    options = story.wire.get("currencies")
    if "selected" in step:
        same(
            "currencies",
            sorted(step["selected"]),
            sorted(o["code"] for o in options["selectedCurrencyOptions"]),
        )
    if "code" in step:
        listed = [*options["selectedCurrencyOptions"], *options.get("currencyOptions", ())]
        found = next((one for one in listed if one["code"] == step["code"]), None)
        if found is None:
            raise Differs(f"no currency {step['code']}")
        shown = {"name": "name", "symbol": "displaySymbol", "decimals": "decimalPlaces"}
        for key, wire in shown.items():
            if key in step:
                same(f"{step['code']} {wire}", step[key], found.get(wire))


def expect_product(story, step):
    names = {"interest_recognition_on_disbursement": "interestRecognitionOnDisbursementDate"}
    number = story.product(step["product"]) if "product" in step else story.product_of_loan["current"]
    shown = story.wire.get(f"loanproducts/{number}")
    for key, value in step.items():
        if key in names:
            same(names[key], value, shown.get(names[key]))
        elif key not in {"op", "product"}:
            raise Differs(f"nothing says how to compare {key} of a product")


def expect_response(story, step):
    """What the last answer said."""
    answer = story.answer or {}
    if "currencies" in step:
        same("currencies", step["currencies"], at(answer, "changes.currencies") or answer.get("currencies"))
    if "amount" in step:
        same("amount", float(step["amount"]), float(at(answer, "changes.transactionAmount") or "nan"))
    if "client" in step:
        same("clientId", story.clients[named(step["client"])], answer.get("clientId"))
    if "loan" in step:
        same("loanId", story.loans[named(step["loan"])], answer.get("loanId"))


def named(word):
    return "current" if word == "first" else word


def expect_response_header(story, step):
    same(step["name"], step["value"], story.wire.reply.headers.get(step["name"].lower()))


OPS = {
    "business_date": business_date,
    "create_client": create_client,
    "create_office": create_office,
    "set_config": set_config,
    "set_currencies": set_currencies,
    "close_of_business": close_of_business,
    "wait_for_catch_up": wait_for_catch_up,
    "run_job": run_job,
    "change_product": change_product,
    "change_charge_definition": change_charge_definition,
    "expect_business_date": expect_business_date,
    "expect_client": expect_client,
    "expect_currencies": expect_currencies,
    "expect_product": expect_product,
    "expect_response": expect_response,
    "expect_response_header": expect_response_header,
}
