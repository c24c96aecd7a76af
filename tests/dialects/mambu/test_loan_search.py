"""Loan accounts searched by what they are and how they stand."""

from collections.abc import Callable
from typing import Any

import pytest

from amana.dialects.mambu.codec import PRODUCT_KEY
from amana.dialects.mambu.dialect import mambu
from amana.dialects.mambu.fields.loans_search import FIELDS
from amana.loans.asking import GetLoan
from tests.dialects.caller import Caller
from tests.loans.world import D, Lender
from tests.tenant_fixtures import administrator_of, copied


class Accounts:
    """An institution with an application, a loan paid in time, one that is late, and one late within its grace."""

    def __init__(self, lender: Lender) -> None:
        self.lender = lender
        self.caller = Caller.of(mambu(), lender.tenant)
        self.product = lender.product()
        self.applied = lender.submit(self.product, terms={"principal": D(2500)})
        self.in_time = lender.disbursed(self.product)
        for day in ("2015-02-01", "2015-03-01", "2015-04-01"):
            lender.repay(self.in_time, day, "888.49")
        self.late = lender.disbursed(self.product)
        self.forgiven = lender.disbursed(lender.product(grace_on_arrears_ageing=90))

    def found(self, *constraints: dict[str, Any], query: str = "", **more: Any) -> list[int]:
        reply = self.caller.post(f"loans/search{query}", {"filterConstraints": list(constraints), **more})
        assert reply.status == 200, reply.text
        return [self.numbered[one["id"]] for one in reply.body]

    @property
    def numbered(self) -> dict[str, int]:
        loans = (self.applied, self.in_time, self.late, self.forgiven)
        return {self.lender.ask(GetLoan(loan=loan)).account_no: loan for loan in loans}


@pytest.fixture(scope="module")
def accounts(database_server: Callable[..., str], template_database: str) -> Any:
    with copied(database_server, template_database) as tenant:
        yield Accounts(Lender(tenant, administrator_of(tenant)))


def where(field: str, operator: str, *values: str) -> dict[str, Any]:
    named = (
        {"values": list(values)}
        if operator == "IN"
        else dict(zip(("value", "secondValue"), values, strict=False))
    )
    return {"filterSelection": field, "filterElement": operator, **named}


def test_by_the_state_that_is_shown(accounts: Accounts) -> None:
    assert accounts.found(where("ACCOUNT_STATE", "EQUALS", "PENDING_APPROVAL")) == [accounts.applied]
    assert accounts.found(where("ACCOUNT_STATE", "EQUALS", "ACTIVE")) == [accounts.in_time, accounts.forgiven]
    assert accounts.found(where("ACCOUNT_STATE", "EQUALS", "ACTIVE_IN_ARREARS")) == [accounts.late]
    running = where("ACCOUNT_STATE", "IN", "ACTIVE", "ACTIVE_IN_ARREARS")
    assert accounts.found(running) == [accounts.in_time, accounts.late, accounts.forgiven]
    assert accounts.found(running, query="?limit=1&offset=1") == [accounts.late]
    assert accounts.found(where("ACCOUNT_STATE", "DIFFERENT_THAN", "ACTIVE")) == [
        accounts.applied,
        accounts.late,
    ]


def test_every_state_is_the_one_shown(accounts: Accounts) -> None:
    every = accounts.caller.post("loans/search", {"filterConstraints": []}).body
    for one in every:
        found = accounts.found(where("ACCOUNT_STATE", "EQUALS", one["accountState"]))
        assert accounts.numbered[one["id"]] in found


def test_by_amounts_days_and_keys(accounts: Accounts) -> None:
    product = PRODUCT_KEY.write(accounts.product)
    small = where("LOAN_AMOUNT", "LESS_THAN", "10000")
    assert accounts.found(where("PRODUCT_KEY", "IN", product), small) == [accounts.applied]
    assert accounts.found(where("PRINCIPAL_PAID", "MORE_THAN", "0")) == [accounts.in_time]
    assert accounts.found(where("PRINCIPAL_BALANCE", "EQUALS", "10000")) == [accounts.late, accounts.forgiven]
    assert accounts.found(where("APPROVAL_DATE", "EMPTY")) == [accounts.applied]
    assert accounts.found(where("FIRST_REPAYMENT_DATE", "BETWEEN", "2015-01-01", "2015-01-31")) == []
    holder = accounts.caller.get("clients").body[0]
    everything = accounts.found(where("ACCOUNT_HOLDER_KEY", "EQUALS", holder["encodedKey"]))
    assert everything == accounts.found(where("ACCOUNT_HOLDER_ID", "EQUALS", holder["id"]))
    assert len(everything) == 4
    order = {"sortingColumn": "PRINCIPAL_PAID", "sortingOrder": "DESC"}
    assert accounts.found(sortDetails=order)[0] == accounts.in_time


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_looked_at(accounts: Accounts, field: str) -> None:
    filled, empty = (accounts.found(where(field, operator)) for operator in ("NOT_EMPTY", "EMPTY"))
    assert sorted([*filled, *empty]) == sorted(accounts.numbered.values())


@pytest.mark.parametrize(
    "constraint",
    [
        where("TAX_PAID", "MORE_THAN", "1"),
        where("ACCOUNT_STATE", "EQUALS", "LOCKED"),
        {**where("AMOUNT", "EQUALS", "100"), "dataItemType": "TRANCHE"},
        {**where("CREATION_DATE", "ON", "2015-10-19"), "dataItemType": "CLIENT"},
    ],
)
def test_what_is_not_there_is_refused(accounts: Accounts, constraint: dict[str, Any]) -> None:
    reply = accounts.caller.post("loans/search", {"filterConstraints": [constraint]})
    assert reply.status == 400
    assert "filterConstraints[0]" in reply.body["errorSource"]
