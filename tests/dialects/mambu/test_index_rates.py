"""Market indices in Mambu's words, and loans that follow one."""

from datetime import date
from typing import Any

import pytest

from amana.dialects.mambu.dialect import mambu
from amana.floating_rates.create import CreateFloatingRate
from amana.floating_rates.store import AskedPeriod
from amana.jobs.follow_rates import FollowRates
from amana.kernel.context import Actor
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller, Reply
from tests.loans.test_floating import product
from tests.loans.world import START, D, Lender


@pytest.fixture
def lender(fresh_tenant: Tenant, administrator: Actor) -> Lender:
    return Lender(fresh_tenant, administrator)


def test_an_index_is_kept_up_and_loans_follow_it(lender: Lender) -> None:
    caller = Caller.of(mambu(), lender.tenant)
    lender.day(date(2014, 1, 1))
    first = AskedPeriod(starts_on=date(2014, 6, 1), rate=D(7))
    index = lender.do(CreateFloatingRate(name="Euribor", periods=(first,))).id
    lender.day(START)
    loan = lender.disbursed(product(lender, int(index or 0)), terms={"follows_rate": True})
    lender.day(date(2015, 1, 20))

    def entered(source: object, **rate: Any) -> Reply:
        return caller.post(f"indexratesources/{source}/indexrates", {"indexRate": rate})

    made = entered(index, rate="17", startDate="2015-01-11", notes="January").body
    assert (made["rate"], made["startDate"], made["rateSource"]["name"]) == (17, "2015-01-11", "Euribor")
    changed = entered(made["rateSource"]["encodedKey"], rate="16.5", startDate="2015-01-11").body
    assert (changed["rate"], changed["encodedKey"] == made["encodedKey"]) == (16.5, False)
    FollowRates().run(lender.tenant)
    first_interest = lender.instalments(loan)[0]["interest_due"]
    assert first_interest == D("27.40") + D("112.19")  # ten days at 10 %, 21 at 19.5 %

    (client,) = caller.get("clients").body
    (shown,) = caller.get(f"clients/{client['id']}/loans").body
    assert (shown["interestRateSource"], shown["interestSpread"]) == ("INDEX_INTEREST_RATE", "3")

    late = entered(index, rate="1", startDate="2015-01-10")
    assert (late.status, late.body["returnCode"]) == (400, 1302)
    assert late.body["returnStatus"] == "INVALID_INDEX_RATE_START_DATE"
    assert entered("no-such", rate="1", startDate="2015-02-10").status == 404
    assert entered(index, startDate="2015-02-10").status == 400
