"""A supervisor with two officers, their centres, groups and members, and loans to those."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from amana.kernel.access.create_user import CreateUser
from amana.kernel.context import Actor
from amana.loans.kinds import LoanType
from amana.parties.clients.create import CreateClient
from amana.parties.groups.create import CreateCentre, CreateGroup
from amana.parties.staff.create import CreateStaff
from tests.kernel.access.people import PASSWORD, role_with, unique
from tests.loans.world import HEAD_OFFICE, START, Lender
from tests.submitting import actor_named

SUPERVISOR_RIGHTS = ("CREATE_SUPERVISORREPORT", "READ_SUPERVISORREPORT", "DELETE_SUPERVISORREPORT")
D = Decimal


@dataclass
class Union:
    """A centre with one group."""

    id: int
    group: int
    members: list[int] = field(default_factory=list)


@dataclass
class Team:
    """A supervisor (a member of staff and a user) and his officers."""

    lender: Lender
    office: int = HEAD_OFFICE

    def __post_init__(self) -> None:
        self.product = self.lender.product(interest_rate=D(0), principal=D(1000))
        self.supervisor = self.staff("Ada", "Obi")
        self.user = self.login(self.supervisor, *SUPERVISOR_RIGHTS)

    def staff(self, first: str, last: str, *, supervisor: int | None = None, officer: bool = False) -> int:
        command = CreateStaff(
            office=self.office,
            first_name=first,
            last_name=last,
            is_loan_officer=officer,
            supervisor=supervisor,
            email=f"{first}.{last}@example.org".lower(),
        )
        return int(self.lender.do(command).id)

    def officer(self, first: str = "Ben", last: str = "Eze") -> int:
        return self.staff(first, last, supervisor=self.supervisor, officer=True)

    def login(self, staff: int | None, *rights: str) -> Actor:
        role = role_with(self.lender.tenant, self.lender.actor, *rights)
        name = unique("person")
        command = CreateUser(
            username=name,
            first_name="Ada",
            last_name="Obi",
            email=f"{name}@example.org",
            office=self.office,
            roles=(role,),
            staff=staff,
            mail_password=False,
            password=PASSWORD,
            password_repeated=PASSWORD,
        )
        self.lender.do(command)
        return actor_named(self.lender.tenant, name)

    def union(self, officer: int, members: int = 0, on: date = START) -> Union:
        centre = int(
            self.lender.do(
                CreateCentre(
                    name=unique("Union "), office=self.office, staff=officer, active=True, activated_on=on
                )
            ).id
        )
        group = int(
            self.lender.do(
                CreateGroup(
                    name=unique("Group "), office=self.office, centre=centre, active=True, activated_on=on
                )
            ).id
        )
        made = Union(centre, group)
        for _ in range(members):
            self.member(made, on)
        return made

    def member(self, union: Union, on: date = START, *, verified: bool = True) -> int:
        command = CreateClient(
            office=self.office,
            first_name="Kofi",
            last_name=unique("Member"),
            group=union.group,
            active=verified,
            activated_on=on if verified else None,
            submitted_on=on,
        )
        union.members.append(int(self.lender.do(command).id))
        return union.members[-1]

    def borrower(self, client: int, **more: object) -> dict[str, object]:
        return {"loan_type": LoanType.INDIVIDUAL, "client": client, **more}
