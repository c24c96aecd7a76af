"""An institution behind the Musoni API, and what an exchange with it is."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from amana.dialects.musoni.dialect import musoni
from amana.kernel.tenant import Tenant
from amana.loans.repay import RepayLoan
from amana.parties.groups.create import CreateCentre
from amana.parties.groups.members import AssociateGroups
from amana.parties.staff.create import CreateStaff
from tests.dialects.caller import Caller, Reply
from tests.dialects.golden.case import unique
from tests.loans.world import START, D, Lender
from tests.tenant_fixtures import SHARED, administrator_of

CONTRACT = SHARED / "contracts" / "musoni.json"
NOT_THERE_YET = ("savingsProductId", "tagIds", "clientNonPersonDetails", "address")
DAYS = {"locale": "en", "dateFormat": "dd MMMM yyyy"}


class World:
    """An institution with one of everything."""

    def __init__(self, tenant: Tenant) -> None:
        self.lender = Lender(tenant, administrator_of(tenant))
        self.caller = self.admin = Caller.of(musoni(), tenant)
        self.client = self.made("clients", self.new_client())
        self.group = self.made("groups", self.new_group())
        centre = CreateCentre(name=unique("Centre"), office=1, active=True, activated_on=date(2010, 7, 1))
        made = self.lender.do(centre)
        self.lender.do(AssociateGroups(centre=int(made.id), groups=(self.group,)))
        officer = CreateStaff(office=1, first_name="Ann", last_name=unique("Officer"), is_loan_officer=True)
        self.officer = int(self.lender.do(officer).id)
        self.product = self.lender.product(short_name="M001", description="Mobile loan")
        self.loan = self.made("loans", self.new_loan(fundId=None))
        self.lender.ready(self.loan)
        self.lender.do(RepayLoan(loan=self.loan, on=START, amount=D(100)))
        member = self.made("loans", self.new_loan(loanType="jlg", groupId=self.group))
        joint = self.made("loans", self.new_loan(loanType="group", groupId=self.group, clientId=None))
        for loan in (member, joint):
            self.lender.ready(loan)

    def made(self, path: str, body: Any) -> int:
        reply = self.admin.post(path, body)
        assert reply.status == 200, reply.text.decode()
        return int(reply.body["resourceId"])

    def new_client(self, **more: Any) -> dict[str, Any]:
        sample = samples()["clients.create"]["request_example"]
        kept = {name: value for name, value in sample.items() if name not in NOT_THERE_YET}
        names = ("fullname", "groupId", "staffId", "genderId", "clientTypeId", "clientClassificationId")
        kept = {name: value for name, value in kept.items() if name not in names}
        kept |= {
            "activationDate": "01 July 2010",
            "submittedOnDate": "01 July 2010",
        }  # the office opened in 2009
        return {**kept, "active": True, "accountNo": unique(), "externalId": unique(), **more}

    def new_group(self) -> dict[str, Any]:
        sample = samples()["groups.create"]["request_example"]
        return {
            **sample,
            "name": unique("Group"),
            "accountNo": unique(),
            "externalId": unique(),
            "active": True,
            "activationDate": "01 July 2010",
            "submittedOnDate": "01 July 2010",
            "clientMembers": [self.client],
        }

    def new_loan(self, **more: Any) -> dict[str, Any]:
        sample = samples()["loans.create"]["request_example"]
        left_out = (
            *("groupId", "calendarId", "syncDisbursementWithMeeting", "repaymentFrequencyNthDayType"),
            *("repaymentFrequencyDayOfWeekType", "linkAccountId", "fundId", "loanOfficerId", "loanPurposeId"),
            *(
                "charges",
                "collateral",
                "createStandingInstructionAtDisbursement",
                "repaymentsStartingFromDate",
            ),
            *("interestChargedFromDate", "graceOnPrincipalPayment", "graceOnInterestPayment"),
        )
        body = {name: value for name, value in sample.items() if name not in left_out}
        body |= {
            "productId": self.product,
            "loanOfficerId": self.officer,
            "clientId": self.client,
            "principal": 10000,
            "loanTermFrequency": 12,
            "numberOfRepayments": 12,
            "interestRatePerPeriod": 1,
            "expectedDisbursementDate": "01 January 2015",
            "submittedOnDate": "01 January 2015",
            "accountNo": unique(),
            "externalId": unique(),
            **more,
        }
        return {name: value for name, value in body.items() if value is not None}


def samples() -> dict[str, Any]:
    return {one["id"]: one for one in json.loads(CONTRACT.read_text())["operations"]}


@dataclass(frozen=True)
class Exchange:
    """An operation and how it is called."""

    id: str
    send: Callable[[World], Reply]


def pending(world: World) -> int:
    body = {**world.new_client(), "active": False, "submittedOnDate": "01 July 2010"}
    body.pop("activationDate")
    return world.made("clients", body)
