"""What today's clients are shown of a loan beyond Mifos X 1.9."""

from collections.abc import Callable, Iterator

import pytest

from amana.dialects.fineract.dialect import fineract
from tests.dialects.caller import Caller
from tests.dialects.fineract.test_loan_products import SPELLING, applied, product
from tests.dialects.golden.case import World
from tests.dialects.golden.cases.loan_products import charge
from tests.dialects.mifos.test_access import PASSWORD, new_role, new_user
from tests.tenant_fixtures import copied


@pytest.fixture(scope="module")
def world(database_server: Callable[..., str], template_database: str) -> Iterator[World]:
    with copied(database_server, template_database) as tenant:
        yield World(Caller.of(fineract(), tenant), tenant)


def running(world: World) -> int:
    """A loan of 1000 paid out on the first of January 2013."""
    loan = int(applied(world, product(world)).body["loanId"])
    day = {**SPELLING, "approvedOnDate": "2013-01-01"}
    assert world.caller.post(f"loans/{loan}?command=approve", day).status == 200
    day = {**SPELLING, "actualDisbursementDate": "2013-01-01"}
    assert world.caller.post(f"loans/{loan}?command=disburse", day).status == 200
    return loan


def money(world: World, loan: int, command: str, day: str, **more: object) -> int:
    body = {**SPELLING, "transactionDate": day, **more}
    answer = world.caller.post(f"loans/{loan}/transactions?command={command}", body)
    assert answer.status == 200, answer.body
    return int(answer.body["resourceId"])


def test_a_payment_says_which_charges_it_settled(world: World) -> None:
    loan = running(world)
    fee = charge(world)
    body = {**SPELLING, "chargeId": fee, "amount": 30, "dueDate": "2013-01-20"}
    added = world.caller.post(f"loans/{loan}/charges", body).body["resourceId"]
    assert world.caller.get(f"loans/{loan}/charges/{added}").body["loanId"] == loan
    paid = money(world, loan, "repayment", "2013-02-01", transactionAmount=50)
    shown = world.caller.get(f"loans/{loan}/transactions/{paid}").body
    assert shown["loanChargePaidByList"] == [{"chargeId": added, "installmentNumber": 1, "amount": 30}]
    back = {**SPELLING, "amount": 10}
    answer = world.caller.post(f"loans/{loan}/charges/{added}?command=adjustment", back).body
    taken = world.caller.get(f"loans/{loan}/transactions/{answer['subResourceId']}").body
    [relation] = taken["transactionRelations"]
    assert relation["toLoanCharge"] == added
    assert relation["relationType"] == "CHARGE_ADJUSTMENT"


def test_a_loan_that_was_foreclosed_says_so_until_its_payment_is_undone(world: World) -> None:
    loan = running(world)
    ended = money(world, loan, "foreclosure", "2013-02-15")
    assert world.caller.get(f"loans/{loan}").body["subStatus"]["value"] == "Foreclosed"
    day = {**SPELLING, "transactionDate": "2013-02-16", "transactionAmount": 0}
    assert world.caller.post(f"loans/{loan}/transactions/{ended}", day).status == 200
    assert "subStatus" not in world.caller.get(f"loans/{loan}").body


def test_all_of_a_loan_holds_what_collectors_look_at(world: World) -> None:
    loan = running(world)
    shown = world.caller.get(f"loans/{loan}?associations=all").body
    assert shown["delinquent"]["pastDueDate"] == [2013, 2, 1]
    assert "delinquent" not in world.caller.get(f"loans/{loan}?associations=charges").body


def test_a_payment_knows_what_was_claimed_back_of_it(world: World) -> None:
    loan = running(world)
    paid = money(world, loan, "repayment", "2013-02-01", transactionAmount=50)
    target = f"loans/{loan}/transactions/{paid}"
    body = {**SPELLING, "transactionAmount": 20}
    back = world.caller.post(f"{target}?command=chargeback", body).body["resourceId"]
    for shown in (
        world.caller.get(target).body,
        *(
            one
            for one in world.caller.get(f"loans/{loan}?associations=transactions").body["transactions"]
            if one["id"] == paid
        ),
    ):
        [relation] = shown["transactionRelations"]
        assert (relation["toLoanTransaction"], relation["relationType"]) == (back, "CHARGEBACK")
    assert world.caller.get(f"loans/{loan}/transactions/{back}").body["transactionRelations"] == []


def test_the_form_of_a_repayment_says_what_it_will_settle(world: World) -> None:
    loan = running(world)
    form = world.caller.get(f"loans/{loan}/transactions/template?command=repayment").body
    assert form["amount"] == form["principalPortion"] + form["interestPortion"]
    assert form["principalPortion"] > 0


CLERKS_DAY = (
    (
        "POST",
        "loans/{loan}/transactions?command=repayment",
        {"transactionDate": "2013-01-13", "transactionAmount": 50},
    ),
    ("POST", "loans/{loan}/charges", {"chargeId": "{charge}", "amount": 5, "dueDate": "2013-01-20"}),
)


@pytest.mark.parametrize(("method", "path", "body"), CLERKS_DAY)
def test_days_that_are_over_are_closed_before_a_loan_is_changed_once_any_was(
    world: World, method: str, path: str, body: dict[str, object]
) -> None:
    def last_closed(loan: int) -> object:
        return world.caller.get(f"loans/{loan}").body.get("lastClosedBusinessDate")

    def business_date(day: str) -> None:
        world.caller.post("businessdate", {**SPELLING, "type": "BUSINESS_DATE", "date": day})

    def change(caller: Caller, loan: int) -> None:
        sent = {**SPELLING, **{k: fee if v == "{charge}" else v for k, v in body.items()}}
        reply = caller.call(method, path.format(loan=loan), sent)
        assert reply.status == 200, reply.body

    _, name = new_user(world, new_role(world, "REPAYMENT_LOAN", "CREATE_LOANCHARGE", "READ_LOAN"))
    clerk = world.caller.as_user(name, PASSWORD)
    fee = charge(world)
    business_date("2013-01-10")
    closed, never, left = running(world), running(world), running(world)
    world.caller.post("jobs/LOAN_COB/inline", {"loanIds": [closed, left]})
    business_date("2013-01-13")
    change(clerk, closed)
    change(clerk, never)
    change(world.caller, left)
    assert last_closed(closed) == [2013, 1, 12]
    assert last_closed(never) is None
    assert last_closed(left) == [2013, 1, 9], "a super user works on loans as they are"
