"""One case for every row that Fineract has beside the family's.

From it come the tests of rights, repeated writes, lost connections, documents and success.
"""

from itertools import product as every
from typing import Any

from amana.dialects.base.rows import Row
from amana.dialects.families.mifos.fields.loan_money import TRANSACTION_COMMANDS
from amana.dialects.families.mifos.rows import family_rows
from amana.dialects.fineract.dialect import fineract
from tests.dialects.fineract.institution import (
    NEW_RANGE,
    NEW_TAX,
    PROVIDED,
    RATE,
    RATE_PERIODS,
    age_range,
    bucket,
    category,
    criteria,
    floating_rate,
    for_criteria,
    of_criteria,
    of_tax,
    payment_type,
    provision,
    setting,
    tax,
    taxes,
    transfers,
    transfers_mapped,
)
from tests.dialects.golden.case import Case, World, unique
from tests.dialects.golden.cases.loan_products import PRODUCT, charge, product
from tests.dialects.golden.cases.loans import (
    LOAN,
    SPELLING,
    active,
    application_of,
    approved,
    client,
    overpaid,
    submitted,
)
from tests.dialects.golden.contract import Operation

DAY = {**SPELLING, "transactionDate": "14 May 2012"}
MONEY = {**DAY, "transactionAmount": "100.00", "note": "As agreed", "externalId": lambda _: unique()}
MONEY_OF_CHARGE = {**DAY, "transactionAmount": "2000.00"}
STEPS = [
    {"stepName": name, "order": order}
    for order, name in enumerate(
        (
            "APPLY_CHARGE_TO_OVERDUE_LOANS",
            "LOAN_DELINQUENCY_CLASSIFICATION",
            "UPDATE_LOAN_ARREARS_AGING",
            "ADD_PERIODIC_ACCRUAL_ENTRIES",
            "LOAN_INTEREST_RECALCULATION",
        ),
        1,
    )
]
ACTIVITY = {"mappingId": "mapping"}
TRANSACTION = {**LOAN, "transactionId": "transaction"}


AT_DAY = "date=14+May+2012&dateFormat=dd+MMMM+yyyy&locale=en"
ORDER = [
    {"paymentAllocationRule": f"{time}_{component}", "order": place}
    for place, (time, component) in enumerate(
        every(("PAST_DUE", "DUE", "IN_ADVANCE"), ("PENALTY", "FEE", "INTEREST", "PRINCIPAL")), 1
    )
]
NEW_PRODUCT: dict[str, Any] = {
    "name": lambda _: unique("Progressive"),
    "currencyCode": "USD",
    "digitsAfterDecimal": 2,
    "inMultiplesOf": 0,
    "principal": 1000,
    "numberOfRepayments": 6,
    "repaymentEvery": 1,
    "repaymentFrequencyType": 2,
    "interestRatePerPeriod": 12,
    "interestRateFrequencyType": 3,
    "amortizationType": 1,
    "interestType": 0,
    "interestCalculationPeriodType": 0,
    "transactionProcessingStrategyCode": "advanced-payment-allocation-strategy",
    "loanScheduleType": "PROGRESSIVE",
    "loanScheduleProcessingType": "VERTICAL",
    "paymentAllocation": [
        {
            "transactionType": "DEFAULT",
            "futureInstallmentAllocationRule": "LAST_INSTALLMENT",
            "paymentAllocationOrder": ORDER,
        }
    ],
    "isInterestRecalculationEnabled": True,
    "rescheduleStrategyMethod": 4,
    "recalculationRestFrequencyType": 2,
    "accountingRule": 1,
    "locale": "en",
}


def own_rows() -> list[Row]:
    """What Fineract has beside the family, or instead of it."""
    family = {id(row) for row in family_rows()}
    return [row for row in fineract().declared if id(row) not in family]


def operation_of(case: Case) -> Operation:
    """The operation of a case: the rows say all there is to know of it."""
    row = next(row for row in fineract().declared if row.id == case.id)
    return Operation(
        id=case.id,
        method=row.route.method,
        path=row.route.path,
        query=dict(row.route.query),
        requests=(),
        responses=(),
        elided=False,
        mandatory=(),
        optional=(),
    )


def repaid(world: World) -> dict[str, Any]:
    made = active(world)
    body = {**DAY, "transactionAmount": "945.60"}
    paid = world.make(f"loans/{made['loan']}/transactions?command=repayment", body)
    return {**made, "transaction": paid}


def charged_off(world: World) -> dict[str, Any]:
    made = active(world)
    world.post(f"loans/{made['loan']}/transactions?command=charge-off", DAY)
    return made


def charged(world: World) -> dict[str, Any]:
    made = active(world)
    fee = charge(world)
    body = {**SPELLING, "chargeId": fee, "amount": "50", "dueDate": "01 May 2011"}
    return {**made, "charge": world.make(f"loans/{made['loan']}/charges", body)}


def charge_paid(world: World) -> dict[str, Any]:
    made = charged(world)
    world.post(f"loans/{made['loan']}/transactions?command=repayment", MONEY_OF_CHARGE)
    return made


def in_tranches(world: World) -> dict[str, Any]:
    """An approved loan that is paid out in parts."""
    body = {
        **{name: value for name, value in NEW_PRODUCT.items() if "llocation" not in name},
        "name": unique("In parts"),
        "transactionProcessingStrategyCode": "mifos-standard-strategy",
        "loanScheduleType": "CUMULATIVE",
        "isInterestRecalculationEnabled": False,
        "multiDisburseLoan": True,
        "maxTrancheCount": 5,
    }
    for name in ("loanScheduleProcessingType", "rescheduleStrategyMethod", "recalculationRestFrequencyType"):
        del body[name]
    borrower, kind = client(world), world.make("loanproducts", body)
    loan = world.make("loans", application_of(borrower, kind, "01 March 2011"), "loanId")
    world.post(f"loans/{loan}?command=approve", {**SPELLING, "approvedOnDate": "01 March 2011"})
    return {"client": borrower, "product": kind, "loan": loan}


TRANCHES = [
    {"expectedDisbursementDate": "01 March 2011", "principal": 4000},
    {"expectedDisbursementDate": "01 May 2011", "principal": 3000},
]


def planned_in_tranches(world: World) -> dict[str, Any]:
    made = in_tranches(world)
    planned = {**SPELLING, "disbursementData": TRANCHES}
    answer = world.caller.put(f"loans/{made['loan']}/disbursements/editDisbursements", planned)
    assert answer.status == 200, answer.body
    return {**made, "tranche": 2}


def paid_out_twice(world: World) -> dict[str, Any]:
    made = in_tranches(world)
    for _ in range(2):
        body = {**SPELLING, "actualDisbursementDate": "01 March 2011", "transactionAmount": "1,000.00"}
        world.post(f"loans/{made['loan']}?command=disburse", body)
    return made


def refunded(world: World) -> dict[str, Any]:
    """A progressive loan with a refund that gave back no interest."""
    body = {name: value(None) if callable(value) else value for name, value in NEW_PRODUCT.items()}
    borrower, kind = client(world), world.make("loanproducts", body)
    strategy = {"transactionProcessingStrategyCode": body["transactionProcessingStrategyCode"]}
    asked = application_of(borrower, kind, "01 March 2011", **strategy, loanScheduleProcessingType="VERTICAL")
    for name in ("transactionProcessingStrategyId", "interestCalculationPeriodType"):
        del asked[name]
    loan = world.make("loans", {**asked, "interestCalculationPeriodType": 0}, "loanId")
    world.post(f"loans/{loan}?command=approve", {**SPELLING, "approvedOnDate": "01 March 2011"})
    world.post(f"loans/{loan}?command=disburse", PAID_OUT)
    refund = {**DAY, "transactionAmount": "100.00", "interestRefundCalculation": False}
    made = world.make(f"loans/{loan}/transactions?command=merchantIssuedRefund", refund)
    return {"client": borrower, "product": kind, "loan": loan, "transaction": made}


def waived(world: World) -> dict[str, Any]:
    made = charged(world)
    world.post(f"loans/{made['loan']}/charges/{made['charge']}?command=waive", {})
    shown = world.get(f"loans/{made['loan']}?associations=transactions")["transactions"]
    [waiver] = [one["id"] for one in shown if one["type"]["value"] == "Waive loan charges"]
    return {**made, "transaction": waiver}


def with_reason(world: World) -> dict[str, Any]:
    made = active(world)
    reasons = next(one for one in world.get("codes") if one["name"] == "LoanRescheduleReason")
    named = world.make(f"codes/{reasons['id']}/codevalues", {"name": unique("Flood")})
    return {**made, "reason": named}


RESCHEDULE = {
    **SPELLING,
    "loanId": lambda made: made["loan"],
    "rescheduleFromDate": "01 April 2011",
    "submittedOnDate": "15 March 2011",
    "adjustedDueDate": "11 April 2011",
    "rescheduleReasonId": lambda made: made["reason"],
}


def requested(world: World) -> dict[str, Any]:
    made = with_reason(world)
    body = {name: value(made) if callable(value) else value for name, value in RESCHEDULE.items()}
    return {**made, "request": world.make("rescheduleloans", body)}


PAID_OUT = {**SPELLING, "actualDisbursementDate": "01 March 2011"}
REQUEST = {"requestId": "request"}


CONFIG = {"configId": "config"}
CHARGE: dict[str, Any] = {
    "name": lambda _: unique("Fee"),
    "chargeAppliesTo": 1,
    "currencyCode": "USD",
    "amount": "50",
    "chargeTimeType": 2,
    "chargeCalculationType": 1,
    "chargePaymentMode": 0,
    "active": True,
    "locale": "en",
}


def applicant(world: World) -> dict[str, Any]:
    """Who applies, and for what."""
    return {"client": client(world), **product(world)}


APPLICATION: dict[str, Any] = {
    **application_of(0, 0, "01 March 2011", transactionProcessingStrategyCode="mifos-standard-strategy"),
    "clientId": lambda made: made["client"],
    "productId": lambda made: made["product"],
    "graceOnArrearsAgeing": 3,
}
del APPLICATION["transactionProcessingStrategyId"]


def some_charge(world: World) -> dict[str, Any]:
    return {"charge": charge(world)}


def periodic_accruals(_world: World) -> dict[str, Any]:
    return {"job": 3, "short_name": "LA_PACR"}


RANGE, BUCKET = {"rangeId": "range"}, {"bucketId": "bucket"}
PAUSE = {**SPELLING, "action": "pause", "startDate": "14 May 2012", "endDate": "20 May 2012"}


"""One provision a day."""
CATEGORY, CRITERIA, ENTRY = {"categoryId": "category"}, {"criteriaId": "criteria"}, {"entryId": "provision"}

TAX, TAXES = {"taxComponentId": "tax"}, {"taxGroupId": "taxes"}

CASES: tuple[Case, ...] = (
    Case("provisioningcategory_list", category),
    Case("provisioningcategory_retrieve", category, CATEGORY),
    Case("provisioningcategory_create", body={"categoryname": lambda _: unique("Loss")}),
    Case("provisioningcategory_update", category, CATEGORY, {"categorydescription": "Not paid for long"}),
    Case("provisioningcategory_delete", category, CATEGORY),
    Case("provisioningcriteria_list", criteria),
    Case("provisioningcriteria_retrieve", criteria, CRITERIA),
    Case(
        "provisioningcriteria_create",
        for_criteria,
        body={
            "locale": "en",
            "criteriaName": lambda _: unique("Rules"),
            "loanProducts": lambda made: of_criteria(made)["loanProducts"],
            "definitions": lambda made: of_criteria(made)["definitions"],
        },
    ),
    Case("provisioningcriteria_update", criteria, CRITERIA, {"criteriaName": lambda _: unique("Rules")}),
    Case("provisioningcriteria_delete", criteria, CRITERIA),
    Case("provisioningentries_list", provision),
    Case("provisioningentries_parts", provision, query=lambda made: f"entryId={made['provision']}"),
    Case("provisioningentries_retrieve", provision, ENTRY),
    Case("provisioningentries_create", body={**SPELLING, "date": lambda _: next(PROVIDED)}),
    Case("provisioningentries_post", provision, ENTRY),
    Case("provisioningentries_recreate", provision, ENTRY),
    Case("financialactivityaccounts_template"),
    Case("financialactivityaccounts_list", transfers_mapped),
    Case("financialactivityaccounts_retrieve", transfers_mapped, ACTIVITY),
    Case(
        "financialactivityaccounts_create",
        transfers,
        body={"financialActivityId": 100, "glAccountId": lambda made: made["first"]},
    ),
    Case(
        "financialactivityaccounts_update",
        transfers_mapped,
        ACTIVITY,
        {"glAccountId": lambda made: made["second"]},
    ),
    Case("financialactivityaccounts_delete", transfers_mapped, ACTIVITY),
    Case("taxcomponents_list", tax),
    Case("taxcomponents_retrieve", tax, TAX),
    Case("taxcomponents_create", body={**NEW_TAX, "name": lambda _: unique("VAT")}),
    Case("taxcomponents_update", tax, TAX, {**SPELLING, "percentage": "18", "startDate": "01 January 2012"}),
    Case("taxgroups_list", taxes),
    Case("taxgroups_retrieve", taxes, TAXES),
    Case(
        "taxgroups_create",
        tax,
        body={**SPELLING, "name": lambda _: unique("Taxes"), "taxComponents": of_tax},
    ),
    Case("taxgroups_update", taxes, TAXES, {"name": lambda _: unique("Taxes")}),
    Case("charges_list_today", some_charge),
    Case("charges_retrieve_today", some_charge, {"chargeId": "charge"}),
    Case("floatingrates_list", floating_rate),
    Case("floatingrates_retrieve", floating_rate, RATE),
    Case("floatingrates_create", body={**RATE_PERIODS, "name": lambda _: unique("Rate")}),
    Case("floatingrates_update", floating_rate, RATE, RATE_PERIODS),
    Case("delinquency_ranges_create", body=NEW_RANGE),
    Case("delinquency_ranges_update", age_range, RANGE, {"maximumAgeDays": 40, "locale": "en"}),
    Case("delinquency_ranges_delete", age_range, RANGE),
    Case("delinquency_ranges_list", age_range),
    Case("delinquency_ranges_retrieve", age_range, RANGE),
    Case(
        "delinquency_buckets_create",
        age_range,
        body={"name": lambda _: unique("Bucket"), "ranges": lambda made: [made["range"]]},
    ),
    Case("delinquency_buckets_update", bucket, BUCKET, {"name": lambda _: unique("Bucket")}),
    Case("delinquency_buckets_delete", bucket, BUCKET),
    Case("delinquency_buckets_list", bucket),
    Case("delinquency_buckets_retrieve", bucket, BUCKET),
    Case("loans_delinquency_tags", active, LOAN),
    Case("loans_delinquency_actions", active, LOAN),
    Case("loans_delinquency_action", active, LOAN, PAUSE),
    Case("jobs_inline", active, body={"loanIds": lambda made: [made["loan"]]}),
    Case("jobs_list"),
    Case("jobs_retrieve", periodic_accruals, {"jobId": "job"}),
    Case("jobs_retrieve_by_short_name", periodic_accruals, {"shortName": "short_name"}),
    Case("jobs_execute", periodic_accruals, {"jobId": "job"}),
    Case("jobs_execute_by_short_name", periodic_accruals, {"shortName": "short_name"}),
    Case("accruals_run", active, body={**SPELLING, "tillDate": "14 May 2012"}),
    Case("loans_catch_up"),
    Case("loans_is_catch_up_running"),
    Case("loans_oldest_cob_closed"),
    Case("jobs_names"),
    Case("jobs_steps"),
    Case("jobs_available_steps"),
    Case("jobs_arrange_steps", body={"businessSteps": STEPS}),
    Case("loans_charges_deactivate_overdue", active, LOAN, {**SPELLING, "dueDate": "14 May 2012"}),
    Case("loans_at_date", active, LOAN, query=AT_DAY),
    Case("journalentries_list_today", active, query="limit=5"),
    Case("paymenttypes_list", payment_type),
    Case("paymenttypes_create", body={"name": lambda _: unique("Card"), "isCashPayment": False}),
    Case("configs_list"),
    Case("configs_one", setting, CONFIG),
    Case("configs_by_name", setting, {"configName": "config_name"}),
    Case("configs_update_one", setting, CONFIG, {"enabled": False}),
    Case("configs_update_by_name", setting, {"configName": "config_name"}, {"enabled": False}),
    Case("charges_create", body=CHARGE),
    Case("charges_update", some_charge, {"chargeId": "charge"}, {"amount": "60", "locale": "en"}),
    Case("loans_create", applicant, body=APPLICATION),
    Case("loans_calculate", applicant, body=APPLICATION),
    Case("loans_update", submitted, LOAN, {"principal": "9,000", "locale": "en"}),
    Case("loans_retrieve", active, LOAN, query="associations=all"),
    Case("loans_list", active),
    Case("loans_transactions_list", repaid, LOAN),
    Case("loans_transaction_retrieve", repaid, TRANSACTION),
    Case("loans_disburse_today", approved, LOAN, {**PAID_OUT, "fixedEmiAmount": "1,200"}),
    Case("loans_disburse_without_down_payment", approved, LOAN, PAID_OUT),
    Case("loans_undo_last_disbursal", paid_out_twice, LOAN, {"note": "Not needed"}),
    Case("loans_approved_amount", approved, LOAN, {"amount": "9000", "locale": "en"}),
    Case("loans_available_disbursement_amount", approved, LOAN, {"amount": "8000", "locale": "en"}),
    Case(
        "loans_edit_disbursement",
        planned_in_tranches,
        {**LOAN, "disbursementId": "tranche"},
        {
            **SPELLING,
            "updatedExpectedDisbursementDate": "01 June 2011",
            "updatedPrincipal": 3000,
        },
    ),
    Case(
        "loans_edit_disbursements",
        in_tranches,
        LOAN,
        {
            **SPELLING,
            "disbursementData": TRANCHES,
        },
    ),
    Case(
        "loans_prepay_template",
        active,
        LOAN,
        query="command=prepayLoan&transactionDate=2012-05-14&dateFormat=yyyy-MM-dd&locale=en",
    ),
    Case("loans_foreclosure_template", active, LOAN, query="command=foreclosure"),
    *(
        Case(f"loans_template_{command}", active, LOAN, query=f"command={command}")
        for command in TRANSACTION_COMMANDS
    ),
    Case("loans_foreclose", active, LOAN, DAY),
    Case("loans_undo_waiver", waived, TRANSACTION, {"note": "A mistake"}),
    Case("rescheduleloans_create", with_reason, body=RESCHEDULE),
    Case("rescheduleloans_approve", requested, REQUEST, {**SPELLING, "approvedOnDate": "15 March 2011"}),
    Case("rescheduleloans_reject", requested, REQUEST, {**SPELLING, "rejectedOnDate": "15 March 2011"}),
    Case("rescheduleloans_retrieve", requested, REQUEST),
    Case("rescheduleloans_list", requested, query=lambda made: f"loanId={made['loan']}"),
    Case("loanproducts_create", body=NEW_PRODUCT),
    Case("loanproducts_update", product, PRODUCT, {"description": "Seasonal"}),
    Case("loanproducts_retrieve", product, PRODUCT),
    Case("loanproducts_template"),
    Case("loanproducts_list", product),
    *(
        Case(f"loans_transaction_{command}", active, LOAN, MONEY)
        for command in (
            *("repayment", "goodwillCredit", "merchantIssuedRefund", "payoutRefund"),
            *("interestPaymentWaiver", "downPayment"),
        )
    ),
    Case(
        "loans_transaction_creditBalanceRefund",
        overpaid,
        LOAN,
        {**MONEY, "transactionDate": "15 May 2013", "transactionAmount": "1.00"},
    ),
    Case("loans_transaction_refundByCash", repaid, LOAN, {**MONEY, "transactionAmount": "10.00"}),
    Case("loans_transaction_chargeback", repaid, TRANSACTION, {"transactionAmount": "100", "locale": "en"}),
    Case(
        "loans_transaction_interest_refund", refunded, TRANSACTION, {"transactionAmount": "1", "locale": "en"}
    ),
    Case("loans_transaction_charge_off", active, LOAN, DAY),
    Case("loans_transaction_undo_charge_off", charged_off, LOAN, {"note": "Not yet"}),
    Case("loans_transaction_write_off", active, LOAN, DAY),
    Case("loans_mark_as_fraud", active, LOAN, {"fraud": True}),
    Case(
        "loans_transaction_chargeRefund",
        charge_paid,
        LOAN,
        {"loanChargeId": lambda made: made["charge"], "transactionAmount": "1.00", "locale": "en"},
    ),
    Case(
        "loans_charges_adjustment",
        charged,
        {**LOAN, "chargeId": "charge"},
        {"amount": "5.00", "locale": "en"},
    ),
)
