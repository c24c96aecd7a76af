"""The life of a loan account in Mambu's words."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from amana.dialects.mambu.codec import PRODUCT_KEY
from tests.dialects.mambu.orders import KINDS, active, applied, approved, asked, new_account, ordered
from tests.dialects.mambu.test_golden import World, needs_contract
from tests.tenant_fixtures import copied

D = Decimal
pytestmark = needs_contract


@pytest.fixture(scope="module")
def world(database_server: Callable[..., str], template_database: str) -> Iterator[World]:
    with copied(database_server, template_database) as tenant:
        yield World(tenant)


def test_an_account_is_opened_approved_paid_out_repaid_and_written_off(world: World) -> None:
    product = PRODUCT_KEY.write(world.lender.product())
    body = new_account(world, productTypeKey=product, repaymentInstallments=5, notes="for a cow")
    made = world.caller.post("loans", body).body["loanAccount"]
    assert (made["accountState"], made["loanAmount"], made["repaymentInstallments"]) == (
        "PENDING_APPROVAL",
        "2500",
        5,
    )
    assert made["accountHolderKey"] == world.client["encodedKey"]
    account = made["encodedKey"]
    assert asked(world, account, "APPROVAL").body["accountState"] == "APPROVED"
    assert ordered(world, account, "UNDO_APPROVAL").body["accountState"] == "PENDING_APPROVAL"
    assert ordered(world, account, "APPROVAL", notes="at last").body["accountState"] == "APPROVED"
    paid_out = ordered(world, account, "DISBURSEMENT", receiptNumber="D-1").body
    assert (paid_out["accountState"], paid_out["principalBalance"]) == ("ACTIVE", "2500")
    assert paid_out["disbursementDetails"]["disbursementDate"] == "2015-04-01T00:00:00+0000"
    paid = ordered(world, account, "REPAYMENT", amount="500.50", notes="cash", checkNumber="C-9").body
    assert (paid["type"], paid["amount"], paid["comment"], paid["parentAccountKey"]) == (
        "REPAYMENT",
        "500.5",
        "cash",
        account,
    )
    assert D(paid["principalPaid"]) + D(paid["interestPaid"]) == D("500.50")
    assert D(paid["balance"]) == 2500 - D(paid["principalPaid"])
    lost = asked(world, account, "WRITE_OFF").body
    assert lost["type"] == "WRITE_OFF"
    assert world.caller.get(f"loans/{account}").body["accountState"] == "CLOSED_WRITTEN_OFF"


@pytest.mark.parametrize(("kind", "state"), [("REJECT", "CLOSED_REJECTED"), ("WITHDRAW", "CLOSED_WITHDRAWN")])
def test_an_application_comes_to_nothing(kind: str, state: str, world: World) -> None:
    assert ordered(world, applied(world), kind, date="2015-02-01").body["accountState"] == state


@pytest.mark.parametrize(("kind", "state", "fields"), KINDS, ids=[kind for kind, *_ in KINDS])
def test_query_and_json_do_the_same(kind: str, state: object, fields: dict[str, str], world: World) -> None:
    assert callable(state)
    by_query, by_json = (
        asked(world, state(world), kind, **fields),
        ordered(world, state(world), kind, **fields),
    )
    assert (by_query.status, set(by_query.body)) == (200, set(by_json.body))
    for told in ("accountState", "amount", "entryDate", "principalPaid", "comment"):
        assert by_query.body.get(told) == by_json.body.get(told)


def test_what_is_not_understood_is_refused(world: World) -> None:
    account = active(world)
    unknown = ordered(world, account, "INTEREST_APPLIED")
    assert (unknown.status, unknown.body["returnStatus"]) == (400, "INVALID_PARAMETERS")
    assert "REPAYMENT" in unknown.body["errorSource"]
    assert ordered(world, account, "REPAYMENT").status == 400
    assert ordered(world, account, "REPAYMENT", amount="1", method="CASH").body["returnCode"] == 27
    assert ordered(world, approved(world), "REPAYMENT", amount="1").status == 400
    nowhere = ordered(world, "0123456789abcdef0123456789abcdef", "APPROVAL")
    assert (nowhere.status, nowhere.body["returnCode"]) == (400, 100)
    group = new_account(world, accountHolderType="GROUP")
    assert world.caller.post("loans", group).status == 400


def test_terms_that_are_agreed_on_are_told(world: World) -> None:
    product = world.lender.product(multi_disburse=True, maximum_tranches=2)
    parts = [
        {"amount": "1500", "expectedDisbursementDate": "2015-04-01"},
        {"amount": "1000", "expectedDisbursementDate": "2015-05-01"},
    ]
    body = new_account(
        world, productTypeKey=PRODUCT_KEY.write(product), tranches=parts, principalRepaymentInterval=3
    )
    made = world.caller.post("loans", body).body["loanAccount"]
    told = [(one["amount"], one["expectedDisbursementDate"][:10]) for one in made["tranches"]]
    assert told == [("1500", "2015-04-01"), ("1000", "2015-05-01")]
    assert made["principalRepaymentInterval"] == 3
    fixed = world.caller.post("loans", new_account(world, periodicPayment="400")).body["loanAccount"]
    assert fixed["periodicPayment"] == "400"
    due = world.caller.get(f"loans/{fixed['encodedKey']}/repayments").body
    assert D(due[0]["principalDue"]) + D(due[0]["interestDue"]) == 400


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"accountHolderType": "GROUP"}, "accountHolderType"),
        ({"interestSpread": "1"}, "interestSpread"),
        ({"principalRepaymentInterval": 0}, "principalRepaymentInterval"),
        ({"tranches": [{"amount": "1"}]}, "tranches[0].expectedDisbursementDate"),
    ],
)
def test_an_account_that_cannot_be_so_is_refused(said: dict[str, object], named: str, world: World) -> None:
    reply = world.caller.post("loans", new_account(world, **said))
    assert reply.status == 400, reply.text
    assert named in str(reply.body["errorSource"])
