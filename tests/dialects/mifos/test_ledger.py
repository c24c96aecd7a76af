"""The ledger, charges and funds through Mifos X: what each field does beyond what the contract's samples show."""

from typing import Any

import pytest

from tests.dialects.golden.case import World, unique
from tests.dialects.golden.cases.ledger import account, closure, entry, office, one_account, tag

SPELLED = {"dateFormat": "dd MMMM yyyy", "locale": "en"}
CHARGE = {
    "chargeAppliesTo": 1,
    "currencyCode": "USD",
    "amount": "1,000.50",
    "chargeTimeType": 2,
    "chargeCalculationType": 1,
    "active": True,
    "locale": "en",
}


def refusal(world: World, method: str, path: str, body: Any = None) -> tuple[int, str, str]:
    """Status, code and parameter of the first error."""
    reply = world.caller.call(method, path, body)
    first = reply.body["errors"][0]
    return reply.status, first["userMessageGlobalisationCode"], first["parameterName"]


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, {"amount": 1000.5, "active": True, "penalty": False}),
        ({"active": False}, {"active": False}),
        ({"active": None}, {"active": False}),
        (
            {"chargeCalculationType": 2, "amount": "2.5", "minCap": "5", "maxCap": "1,500"},
            {"amount": 2.5, "minCap": 5, "maxCap": 1500},
        ),
        (
            {"chargeTimeType": 9, "penalty": True, "feeFrequency": 1, "feeInterval": "2"},
            {
                "penalty": True,
                "feeFrequency": {
                    "id": 1,
                    "code": "feeFrequencyperiodFrequencyType.weeks",
                    "value": "Weeks",
                },
                "feeInterval": 2,
            },
        ),
        (
            {
                "chargeAppliesTo": 2,
                "chargeTimeType": 6,
                "feeOnMonthDay": "29 Feb",
                "monthDayFormat": "dd MMM",
            },
            {"feeOnMonthDay": [2, 29]},
        ),
    ],
)
def test_what_a_charge_keeps(world: World, fields: dict[str, Any], shown: dict[str, Any]) -> None:
    number = world.make("charges", {**CHARGE, "name": unique("charge"), **fields})
    found = world.get(f"charges/{number}")
    assert {name: found[name] for name in shown} == shown


@pytest.mark.parametrize(
    ("fields", "code", "parameter"),
    [
        ({"chargeTimeType": 7}, "is.not.one.of.expected.enumerations", "chargeTimeType"),
        ({"chargeCalculationType": 5}, "is.not.one.of.expected.enumerations", "chargeCalculationType"),
        ({"chargeTimeType": 9}, "is.inconsistent", "penalty"),
        ({"amount": "0"}, "not.greater.than.zero", "amount"),
        ({"amount": "1.005"}, "is.invalid", "amount"),
        ({"minCap": "1"}, "is.inconsistent", "minCap"),
        ({"feeInterval": 1}, "is.inconsistent", "feeInterval"),
        ({"currencyCode": "CHF"}, "is.invalid", "currencyCode"),
    ],
)
def test_charges_that_make_no_sense(world: World, fields: dict[str, Any], code: str, parameter: str) -> None:
    body = {**CHARGE, "name": unique("charge"), **fields}
    assert refusal(world, "POST", "charges", body) == (
        400,
        f"validation.msg.charge.{parameter}.{code}",
        parameter,
    )


def test_a_charges_options_come_with_template(world: World) -> None:
    number = world.make("charges", {**CHARGE, "name": unique("charge")})
    plain, full = world.get(f"charges/{number}"), world.get(f"charges/{number}?template=true")
    assert set(full) - set(plain) == {
        "currencyOptions",
        "chargeCalculationTypeOptions",
        "chargeAppliesToOptions",
        "chargeTimeTypeOptions",
    }


def test_accounts_are_found_by_every_filter(world: World) -> None:
    tagged = tag(world)
    parent = account(world, usage=2)
    number = account(
        world, parentId=parent, tagId=tagged, manualEntriesAllowed=False, disabled=True, name=unique("Petty")
    )
    name = world.get(f"glaccounts/{number}")["name"]
    for query in (
        f"parentId={parent}",
        f"tagId={tagged}",
        f"parentId={parent}&type=1&usage=1&disabled=true&manualEntriesAllowed=false",
        f"searchParam={name[-8:].upper()}",
    ):
        assert [one["id"] for one in world.get(f"glaccounts?{query}")] == [number]
    assert world.get(f"glaccounts?parentId={parent}&disabled=false") == []
    assert world.get(f"glaccounts?parentId={parent}&type=2") == []


def test_changes_of_an_account_are_told_as_sent(world: World) -> None:
    parent, tagged = account(world, "liability", 2), tag(world, "liability")
    number = one_account(world)["account"]
    sent = {
        "type": 2,
        "tagId": tagged,
        "parentId": parent,
        "description": "",
        "usage": "1",
        "disabled": "true",
    }
    answer = world.put(f"glaccounts/{number}", sent)
    assert answer["changes"] == {
        "tagId": tagged,
        "parentId": parent,
        "description": "",
        "disabled": True,
    }
    template = world.get(f"glaccounts/{number}?template=true")
    assert template["parentId"] == parent
    assert {"accountTypeOptions", "usageOptions"} <= set(template)


def test_what_the_chart_refuses(world: World) -> None:
    made = entry(world)
    used = made["first"]
    code = world.get(f"glaccounts/{used}")["glCode"]
    body = {
        "name": "x",
        "glCode": code,
        "type": 1,
        "usage": 1,
        "manualEntriesAllowed": True,
    }
    assert refusal(world, "POST", "glaccounts", body) == (400, "error.msg.duplicate", "glCode")
    assert refusal(world, "PUT", f"glaccounts/{used}", {"type": 2})[:2] == (
        403,
        "error.msg.gl.account.has.entries",
    )
    assert refusal(world, "DELETE", f"glaccounts/{used}")[:2] == (403, "error.msg.gl.account.has.entries")


def test_entries_and_reversals_stop_at_a_closure(world: World) -> None:
    made = closure(world)
    cash, rent = account(world), account(world, "expense")
    body = {
        "officeId": made["office"],
        "transactionDate": "06 December 2012",
        "debits": [{"glAccountId": rent, "amount": "5,000"}],
        "credits": [{"glAccountId": cash, "amount": 5000}],
        **SPELLED,
    }
    closed = "error.msg.accounting.period.closed"
    assert refusal(world, "POST", "journalentries", body)[:2] == (403, closed)
    assert world.post("journalentries", {**body, "transactionDate": "07 December 2012"})
    assert refusal(world, "POST", "glclosures", {**body_of_closure(made), "closingDate": "06 December 2012"})[
        :2
    ] == (403, "error.msg.gl.closure.not.after.latest")


def body_of_closure(made: dict[str, Any]) -> dict[str, Any]:
    return {"officeId": made["office"], **SPELLED}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"debits": [{"glAccountId": 1, "amount": 4999}]},
            (403, "error.msg.journal.entry.unbalanced", "id"),
        ),
        ({"debits": []}, (400, "validation.msg.GLJournalEntry.debits.cannot.be.blank", "debits")),
        (
            {"debits": [{"glAccountId": 1, "amount": 5000, "colour": 1}]},
            (400, "error.msg.parameter.unsupported", "debits[0].colour"),
        ),
        (
            {"debits": [{"glAccountId": 1}]},
            (400, "validation.msg.GLJournalEntry.debits[0].amount.cannot.be.blank", "debits[0].amount"),
        ),
        (
            {"transactionDate": "06 December 2999"},
            (403, "error.msg.journal.entry.in.future", "id"),
        ),
        (
            {"currencyCode": "CHF"},
            (400, "validation.msg.GLJournalEntry.currencyCode.is.invalid", "currencyCode"),
        ),
    ],
)
def test_entries_that_are_refused(
    world: World, fields: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    body = {
        "officeId": 1,
        "transactionDate": "06 December 2012",
        "debits": [{"glAccountId": account(world, "expense"), "amount": 5000}],
        "credits": [{"glAccountId": account(world), "amount": 5000}],
        **SPELLED,
        **fields,
    }
    for line in body["debits"]:
        line["glAccountId"] = account(world, "expense")
    assert refusal(world, "POST", "journalentries", body) == expected


def test_entries_are_found_and_show_what_was_said(world: World) -> None:
    where, cash, rent = office(world)["office"], account(world), account(world, "expense")
    body = {
        "officeId": where,
        "transactionDate": "06 December 2012",
        "debits": [{"glAccountId": rent, "amount": "5,000.25", "comments": "May"}],
        "credits": [{"glAccountId": cash, "amount": "5000.25"}],
        "comments": "Rent",
        "referenceNumber": "547",
        "currencyCode": "USD",
        **SPELLED,
    }
    reference = world.post("journalentries", body)["transactionId"]
    mirror = world.post(f"journalentries/{reference}?command=reverse", {"comments": "Wrong month"})

    def found(query: str) -> list[dict[str, Any]]:
        page = world.get(f"journalentries?officeId={where}&{query}")
        assert page["totalFilteredRecords"] == len(page["pageItems"])
        items: list[dict[str, Any]] = page["pageItems"]
        return items

    assert [(one["comments"], one["amount"]) for one in found(f"transactionId={reference}")] == [
        ("May", 5000.25),
        ("Rent", 5000.25),
    ]
    assert {(one["referenceNumber"], one["reversed"]) for one in found(f"transactionId={reference}")} == {
        ("547", True)
    }
    reversal = found(f"transactionId={mirror['transactionId']}")
    assert {(one["comments"], one["transactionDate"][0]) for one in reversal} == {("Wrong month", 2012)}
    assert len(found("manualEntriesOnly=true")) == 4
    assert len(found(f"glAccountId={cash}")) == 2
    days = "dateFormat=dd MMMM yyyy&locale=en"
    assert found(f"fromDate=07 December 2012&{days}") == []
    assert len(found(f"fromDate=06 December 2012&toDate=06 December 2012&{days}")) == 4
    ordered = [one["glAccountId"] for one in found("orderBy=glAccountId&sortBy=DESC")]
    assert ordered == sorted(ordered, reverse=True)


def test_funds_carry_an_external_id(world: World) -> None:
    own = unique("fund")
    number = world.make("funds", {"name": own, "externalId": own})
    assert world.get(f"funds/{number}") == {"id": number, "name": own, "externalId": own}
    assert refusal(world, "POST", "funds", {"name": unique(), "externalId": own})[:2] == (
        400,
        "error.msg.duplicate",
    )
    world.put(f"funds/{number}", {"externalId": ""})
    assert world.get(f"funds/{number}") == {"id": number, "name": own}
