"""What today's clients are told when something cannot be done to a loan."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from amana.dialects.fineract.dialect import fineract
from tests.dialects.caller import Caller
from tests.dialects.fineract.test_loan_details import money, running
from tests.dialects.fineract.test_loan_products import SPELLING, applied, product
from tests.dialects.golden.case import World
from tests.dialects.golden.cases.loan_products import charge
from tests.tenant_fixtures import copied


@pytest.fixture(scope="module")
def world(database_server: Callable[..., str], template_database: str) -> Iterator[World]:
    with copied(database_server, template_database) as tenant:
        yield World(Caller.of(fineract(), tenant), tenant)


def refused(world: World, target: str, **body: Any) -> str:
    answer = world.caller.post(target, {**SPELLING, **body})
    assert answer.status in (400, 403), answer.body
    return str(answer.body["errors"][0]["userMessageGlobalisationCode"])


@pytest.mark.parametrize(
    ("paid", "amount", "day", "code"),
    [
        (100, 10, "2013-02-02", "error.msg.loan.credit.balance.refund.account.is.not.overpaid"),
        (5000, 9000, "2013-02-02", "error.msg.transactionAmount.invalid.must.be.>zero.and<=overpaidamount"),
        (5000, 10, "2099-02-02", "error.msg.transaction.date.cannot.be.in.the.future"),
        (5000, -1, "2013-02-02", "validation.msg.loan.transaction.transactionAmount.not.greater.than.zero"),
    ],
)
def test_refunds_beyond_what_is_overpaid(world: World, paid: int, amount: int, day: str, code: str) -> None:
    loan = running(world)
    money(world, loan, "repayment", "2013-02-01", transactionAmount=paid)
    target = f"loans/{loan}/transactions?command=creditBalanceRefund"
    assert refused(world, target, transactionDate=day, transactionAmount=amount) == code


def test_more_is_approved_than_was_applied_for(world: World) -> None:
    loan = applied(world, product(world)).body["loanId"]
    day = {"approvedOnDate": "2013-01-01", "approvedLoanAmount": 9000}
    code = refused(world, f"loans/{loan}?command=approve", **day)
    assert code == "error.msg.loan.approval.amount.can't.be.greater.than.loan.amount.demanded"


@pytest.mark.parametrize("more", [0, 1])
def test_tranches_have_a_number_and_a_sum(world: World, more: int) -> None:
    kind = product(world, multiDisburseLoan=True, maxTrancheCount=2)
    plan = [{"expectedDisbursementDate": "2013-01-01", "principal": 600}]
    loan = applied(world, kind, disbursementData=plan).body["loanId"]
    plan = [
        {"expectedDisbursementDate": f"2013-0{month}-01", "principal": 300 if more else 600}
        for month in range(1, 3 + more)
    ]
    day = {"approvedOnDate": "2013-01-01", "expectedDisbursementDate": "2013-01-01"}
    code = refused(world, f"loans/{loan}?command=approve", **day, disbursementData=plan)
    assert code == (
        "error.msg.disbursementData.exceeding.max.tranche.count"
        if more
        else "validation.msg.loan.principal."
        "sum.of.multi.disburse.amounts.must.be.equal.to.or.lesser.than.approved.principal"
    )


def test_what_a_charged_off_loan_does_not_allow(world: World) -> None:
    loan = running(world)
    money(world, loan, "charge-off", "2013-03-01")
    fee = {"chargeId": charge(world), "amount": 5, "dueDate": "2013-04-01"}
    assert refused(world, f"loans/{loan}/charges", **fee) == "error.msg.loan.is.charged.off"
    assert refused(world, f"loans/{loan}?command=undodisbursal") == "error.msg.loan.is.charged.off"
    money(world, loan, "repayment", "2013-02-28", transactionAmount=10)
    money(world, loan, "repayment", "2013-03-02", transactionAmount=10)
    code = refused(world, f"loans/{loan}/transactions?command=undo-charge-off")
    assert code == "error.msg.loan.charge.off.is.not.the.last.user.transaction"


def test_closed_loans_take_money_unless_the_institution_wants_none(world: World) -> None:
    loan = running(world)
    money(world, loan, "repayment", "2013-02-01", transactionAmount=5000)
    more = {"transactionDate": "2013-02-02", "transactionAmount": 10}
    setting = "configurations/name/block-transactions-on-closed-overpaid-loans"
    assert world.caller.put(setting, {"enabled": True}).status == 200
    try:
        for command in ("repayment", "goodwillCredit", "waiveinterest"):
            code = refused(world, f"loans/{loan}/transactions?command={command}", **more)
            assert code == "error.msg.loan.transaction.not.allowed.on.closed.or.overpaid"
        money(world, loan, "creditBalanceRefund", "2013-02-02", transactionAmount=10)
    finally:
        assert world.caller.put(setting, {"enabled": False}).status == 200
    money(world, loan, "repayment", "2013-02-03", transactionAmount=10)


def test_only_a_waiver_is_taken_back_as_one(world: World) -> None:
    loan = running(world)
    paid = money(world, loan, "repayment", "2013-02-01", transactionAmount=100)
    answer = world.caller.put(f"loans/{loan}/transactions/{paid}", SPELLING)
    assert answer.status == 403
    assert answer.body["errors"][0]["defaultUserMessage"] == "Transaction is not a waive charge type."


def test_free_allocation_is_asked_for_of_a_product_that_has_no_rules(world: World) -> None:
    kind = product(
        world,
        transactionProcessingStrategyCode="mifos-standard-strategy",
        loanScheduleType="CUMULATIVE",
        paymentAllocation=[],
    )
    answer = applied(world, kind, transactionProcessingStrategyCode="advanced-payment-allocation-strategy")
    code = answer.body["errors"][0]["userMessageGlobalisationCode"]
    assert code == "strategy.cannot.be.advanced.payment.allocation.if.not.configured"


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 40, "%C2%B2", "0", "-1", "seven"])
def test_what_is_no_number_of_a_loan_takes_no_money(world: World, number: str) -> None:
    target = f"loans/{number}/transactions?command=repayment"
    answer = world.caller.post(target, {**SPELLING, "transactionDate": "2013-02-01", "transactionAmount": 1})
    assert answer.status in (400, 404), answer.body


@pytest.mark.parametrize(("said", "status"), [(True, 200), (False, 400)])
def test_rescheduling_always_works_interest_out_anew(world: World, said: bool, status: int) -> None:
    loan = running(world)
    reasons = next(one for one in world.get("codes") if one["name"] == "LoanRescheduleReason")
    reason = world.make(f"codes/{reasons['id']}/codevalues", {"name": f"Flood {said}"})
    due = next(
        row["dueDate"]
        for row in world.get(f"loans/{loan}?associations=repaymentSchedule")["repaymentSchedule"]["periods"]
        if row.get("period") == 2
    )
    body = {
        **SPELLING,
        "loanId": loan,
        "rescheduleFromDate": "{:04}-{:02}-{:02}".format(*due),
        "submittedOnDate": "2013-02-02",
        "extraTerms": 1,
        "rescheduleReasonId": reason,
        "recalculateInterest": said,
    }
    answer = world.caller.post("rescheduleloans", body)
    assert answer.status == status, answer.body
