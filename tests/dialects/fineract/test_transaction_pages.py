"""The transactions of a loan, a page at a time."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from amana.dialects.fineract.dialect import fineract
from tests.dialects.caller import Caller
from tests.dialects.fineract.test_loan_details import money, running
from tests.dialects.fineract.test_loan_products import SPELLING
from tests.dialects.golden.case import World
from tests.tenant_fixtures import copied


@pytest.fixture(scope="module")
def world(database_server: Callable[..., str], template_database: str) -> Iterator[World]:
    with copied(database_server, template_database) as tenant:
        yield World(Caller.of(fineract(), tenant), tenant)


def page(world: World, loan: int, **asked: object) -> dict[str, Any]:
    answer = world.caller.get(f"loans/{loan}/transactions?{urlencode(asked, doseq=True)}")
    assert answer.status == 200, answer.body
    return answer.body


def test_the_transactions_of_a_loan_are_paged_sorted_and_left_out_by_kind(world: World) -> None:
    loan = running(world)
    paid = [
        money(world, loan, "repayment", f"2013-01-{day}", transactionAmount=amount)
        for day, amount in (("20", 30), ("21", 10), ("22", 20))
    ]
    waived = money(world, loan, "goodwillCredit", "2013-01-23", transactionAmount=5)
    [disbursed] = {one["id"] for one in page(world, loan)["content"]} - {*paid, waived}

    def ids(**asked: object) -> list[int]:
        return [one["id"] for one in page(world, loan, **asked)["content"]]

    assert ids() == [disbursed, *paid, waived]
    assert ids(sort="amount,desc") == [disbursed, paid[0], paid[2], paid[1], waived]
    assert ids(sort="date,desc", size=2) == [waived, paid[2]]
    assert ids(size=2, page=1) == paid[1:]
    assert ids(excludedTypes="REPAYMENT,GOODWILL_CREDIT") == [disbursed]
    assert ids(excludedTypes=["repayment", "goodwillCredit", "reage"]) == [disbursed]
    second = page(world, loan, size=2, page=1, sort="transactionDate")
    assert (second["totalElements"], second["totalPages"], second["number"]) == (5, 3, 1)
    assert (second["first"], second["last"], second["numberOfElements"]) == (False, False, 2)
    assert page(world, loan, page=9)["empty"] is True
    first = second["content"][0]
    assert first == world.caller.get(f"loans/{loan}/transactions/{first['id']}").body


def test_a_page_shows_who_claimed_a_payment_back_on_another_page(world: World) -> None:
    loan = running(world)
    paid = money(world, loan, "repayment", "2013-01-20", transactionAmount=30)
    body = {**SPELLING, "transactionAmount": 10}
    back = world.caller.post(f"loans/{loan}/transactions/{paid}?command=chargeback", body)
    assert back.status == 200, back.body
    [one] = page(world, loan, size=1, page=1)["content"]
    assert [relation["toLoanTransaction"] for relation in one["transactionRelations"]] == [
        back.body["resourceId"]
    ]


@pytest.mark.parametrize("wrong", ["sort=colour", "sort=date,sideways", "page=x", "excludedTypes=GIFT"])
def test_a_page_that_cannot_be_is_refused(world: World, wrong: str) -> None:
    assert world.caller.get(f"loans/{running(world)}/transactions?{wrong}").status == 400
