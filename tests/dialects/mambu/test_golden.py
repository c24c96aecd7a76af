"""Answers against the contract's samples: same keys, same JSON types. What differs is listed with its reason."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from amana.dialects.mambu.dialect import mambu
from amana.finance.charges import ChargeBasis, ChargeTime
from amana.floating_rates.create import CreateFloatingRate
from amana.kernel.tenant import Tenant
from amana.loans.approve import ApproveLoan
from amana.loans.asked import AskedCharge
from amana.loans.disburse import DisburseLoan
from amana.parties.groups.create import CreateCentre
from amana.parties.staff.create import CreateStaff
from tests.dialects.caller import Caller, Reply
from tests.dialects.golden.case import unique
from tests.dialects.golden.compare import differences
from tests.dialects.golden.contract import operations
from tests.dialects.mambu.exceptions import AT_MOST, EXCEPTIONS
from tests.loans.world import TODAY, D, Lender
from tests.tenant_fixtures import SHARED, administrator_of, copied

CONTRACT = SHARED / "contracts" / "mambu.json"
needs_contract = pytest.mark.skipif(not CONTRACT.is_file(), reason=f"{CONTRACT} is not there")


class World:
    """An institution with one of everything, its fields filled in."""

    def __init__(self, tenant: Tenant) -> None:
        self.lender = Lender(tenant, administrator_of(tenant))
        self.caller = Caller.of(mambu(), tenant)
        do = self.lender.do
        self.staff = do(
            CreateStaff(office=1, first_name="Ann", last_name=unique("Officer"), is_loan_officer=True)
        ).id
        do(CreateCentre(name=unique("Centre"), office=1, active=True, activated_on=date(2014, 1, 1)))
        (self.branch,) = self.caller.get("branches").body
        (self.centre,) = self.caller.get("centres").body
        self.client = self.full_client()
        self.group = self.caller.post("groups", self.new_group()).body
        self.loan = self.lent()

    def full_client(self) -> dict[str, Any]:
        sample = operations(CONTRACT)["create-or-update-client"].request(1)
        body = {**sample, "customInformation": []}
        body["client"] = {
            **sample["client"],
            "birthDate": "1989-04-29",
            "mobilePhone2": "122222222",
            "notes": "plumbuses",
            "preferredLanguage": "ENGLISH",
            "assignedBranchKey": self.branch["encodedKey"],
            "assignedCentreKey": self.centre["encodedKey"],
        }
        body["idDocuments"] = [
            {
                **without(paper, "identificationDocumentTemplateKey"),
                "documentType": kind,
                "documentId": unique(),
            }
            for paper, kind in zip(sample["idDocuments"], ("Id", "Passport"), strict=True)
        ]
        reply = self.caller.post("clients", body)
        assert reply.status == 200, reply.text
        return reply.body["client"]

    def new_group(self) -> dict[str, Any]:
        sample = operations(CONTRACT)["create-new-group"].request(0)
        details = without(sample["group"], "creationDate", "lastModifiedDate", "clientRole")
        return {
            "group": {
                **details,
                "id": unique(),
                "groupName": unique("Secret Group"),
                "assignedUserKey": str(self.staff),
                "assignedCentreKey": self.centre["encodedKey"],
                "assignedBranchKey": self.branch["id"],
                "emailAddress": "apachegroup@yougotma.il",
                "mobilePhone1": "+35131429818014",
                "homePhone": "+350305551155",
                "preferredLanguage": "ENGLISH",
            },
            "addresses": [without(sample["addresses"][0], "indexInList")],
            "groupMembers": [
                {"clientKey": self.client["encodedKey"], "creationDate": "2014-12-17T11:38:00+0000"}
            ],
        }

    def lent(self) -> dict[str, Any]:
        lender = self.lender
        borrower = self.caller.get("clients").body[0]
        charge = lender.charge(time=ChargeTime.DISBURSEMENT, basis=ChargeBasis.FLAT, amount=D(10))
        young = lender.submit(
            lender.product(),
            client=lender.client + 1,
            submitted_on=TODAY,
            terms={"expected_disbursement_on": TODAY},
        )
        lender.do(ApproveLoan(loan=young, on=TODAY))
        lender.do(DisburseLoan(loan=young, on=TODAY))
        loan = lender.disbursed(lender.product(), charges=(AskedCharge(charge=charge),))
        lender.repay(loan, "2015-02-01", "900")
        (shown,) = self.caller.get(f"clients/{borrower['id']}/loans").body
        return {**shown, "client": borrower["id"]}


def without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name not in names}


@pytest.fixture(scope="module")
def world(database_server: Callable[..., str], template_database: str) -> Any:
    with copied(database_server, template_database) as tenant:
        yield World(tenant)


@dataclass(frozen=True)
class Exchange:
    """An operation, how it is called, and which samples (of it, or of an operation with the same shape) it equals."""

    id: str
    send: Callable[[World], Reply]
    samples: tuple[int, ...]
    of: str = ""

    @property
    def name(self) -> str:
        return f"{self.id}-{self.samples[0]}"


SEARCH = {"filterConstraints": [{"filterSelection": "GENDER", "filterElement": "EQUALS", "value": "MALE"}]}


def of_client(world: World) -> str:
    return f"clients/{world.client['id']}"


INDEX_RATE = {"startDate": "2015-04-16", "rate": "-0.03256", "notes": "Euribor Apr 2015"}


def index_of(world: World) -> str:
    source = world.lender.do(CreateFloatingRate(name=unique("Euribor"))).id
    return f"indexratesources/{source}/indexrates"


EXCHANGES = (
    Exchange(
        "create-or-update-index-rates",
        lambda w: w.caller.post(index_of(w), {"indexRate": INDEX_RATE}),
        (0,),
    ),
    Exchange("get-client-types", lambda w: w.caller.get("clienttypes"), (0,)),
    Exchange("get-group-role-names", lambda w: w.caller.get("grouprolenames"), (0,)),
    Exchange("get-currency-by-iso-code", lambda w: w.caller.get("currencies/USD"), (0,)),
    Exchange("get-all-branches", lambda w: w.caller.get("branches"), (1,)),
    Exchange("get-branch-by-id", lambda w: w.caller.get(f"branches/{w.branch['encodedKey']}"), (1,)),
    Exchange("get-all-centres", lambda w: w.caller.get("centres?branchID=1"), (0,)),
    Exchange(
        "get-centre-by-id", lambda w: w.caller.get(f"centres/{w.centre['id']}"), (0,), "get-all-centres"
    ),
    Exchange("get-all-clients", lambda w: w.caller.get("clients?lastName=Alexander"), (0,)),
    Exchange(
        "search-for-clients", lambda w: w.caller.post("clients/search", SEARCH), (0,), "get-all-clients"
    ),
    Exchange("get-client-by-id", lambda w: w.caller.get(of_client(w)), (0,)),
    Exchange("get-client-by-id", lambda w: w.caller.get(f"{of_client(w)}?fullDetails=true"), (1,)),
    Exchange(
        "patch-client-record",
        lambda w: w.caller.call("PATCH", of_client(w), {"client": {"notes": "more plumbuses"}}),
        (0,),
    ),
    Exchange(
        "update-client",
        lambda w: w.caller.post(of_client(w), {"client": {"firstName": "Max"}}),
        (1,),
        "get-client-by-id",
    ),
    Exchange("create-new-group", lambda w: w.caller.post("groups", w.new_group()), (0,), "get-group-by-id"),
    Exchange("get-all-groups", lambda w: w.caller.get("groups"), (0,)),
    Exchange("get-all-groups", lambda w: w.caller.get("groups?fullDetails=true"), (1,)),
    Exchange("get-group-by-id", lambda w: w.caller.get(f"groups/{w.group['id']}"), (0,)),
    Exchange(
        "update-group-info",
        lambda w: w.caller.call("PATCH", f"groups/{w.group['id']}", {"group": {"notes": "some_notes"}}),
        (0,),
    ),
    Exchange(
        "get-all-loan-accounts-for-a-client",
        lambda w: w.caller.get(f"clients/{w.loan['client']}/loans/{w.loan['id']}?fullDetails=true"),
        (0,),
    ),
    Exchange("get-loan-repayments", lambda w: w.caller.get(f"loans/{w.loan['id']}/repayments"), (0,)),
)


def document() -> dict[str, Any]:
    return json.loads(CONTRACT.read_text())


def in_a_schema(path: str) -> bool:
    """Whether the contract's tables name the property, where the sample happens not to show it."""
    name = path.rpartition(".")[2]
    tables = ("ClientApiV1", "GroupApiV1", "GroupExpandedApiV1", "CentreApiV1", "BranchFullDetailsApiV1")
    return any(name in document()["schemas"][table] for table in tables)


def samples_of(exchange: Exchange) -> Any:
    contract = document()
    entries = {one["id"]: one for one in contract["operations"] + contract["guide_operations"]}
    shown = entries[exchange.of or exchange.id]["response_examples"]
    found = shown[exchange.samples[0]]["body"]
    return [found] if exchange.of == "get-all-centres" and isinstance(found, dict) else found


def sample_for(exchange: Exchange, actual: Any) -> Any:
    """The sample; one element of a sample list where the answer is a single record."""
    found = samples_of(exchange)
    return found[0] if isinstance(found, list) and isinstance(actual, dict) else found


@needs_contract
@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda one: one.name)
def test_answers_are_as_the_contract_has_them(exchange: Exchange, world: World) -> None:
    reply = exchange.send(world)
    assert reply.status == 200, reply.text.decode()
    found = {
        str(one)
        for one in differences(reply.body, sample_for(exchange, reply.body))
        if one.what != "not in the sample" or not in_a_schema(one.path)
    }
    listed = {f"{path}: {what}" for name, path, what, _ in EXCEPTIONS if name == exchange.name}
    assert found - listed == set(), "\n".join(sorted(found - listed))
    assert listed - found == set(), "no longer an exception"


def test_exceptions_only_shrink() -> None:
    assert len(EXCEPTIONS) <= AT_MOST
