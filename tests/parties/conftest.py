"""Short words for the stories about parties: do a command, ask a query, by default as the administrator."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from amana.kernel.access.actors import actor_of, user_named
from amana.kernel.answer import Answer
from amana.kernel.context import Actor, Work
from amana.kernel.inquiry import ask
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.pipeline import Submission, submit
from amana.kernel.refusals import Refused
from amana.kernel.tenant import Tenant
from amana.parties.clients.create import CreateClient
from amana.parties.offices.create import CreateOffice
from amana.parties.staff.create import CreateStaff
from tests.tenant_fixtures import ADMINISTRATOR

HEAD_OFFICE = 1


class _Remember:
    """Keeps what became of a command; refusals are raised again."""

    def __init__(self) -> None:
        self.outcome: Outcome | None = None
        self.refusal: Refused | None = None

    def done(self, outcome: Outcome, work: Work) -> Answer:
        self.outcome = outcome
        return Answer(status=200, body=b"")

    def pending(self, pending: PendingApproval) -> Answer:
        raise AssertionError("waits for a checker")

    def refused(self, refusal: Refused) -> Answer:
        self.refusal = refusal
        return Answer(status=400, body=b"")


@dataclass
class Institution:
    """A tenant and who acts in it."""

    tenant: Tenant
    actor: Actor
    made: int = 0

    def do(self, command: Any) -> Outcome:
        """Put a command through the pipeline; a refusal is raised."""
        with self.tenant.database.reading() as session:
            version = session.scalar("SELECT access_version FROM tenant_state")
        heard = _Remember()
        actor = replace(self.actor, access_version=version)
        submit(self.tenant, Submission(command=command, actor=actor, source="test"), heard)
        if heard.refusal is not None:
            raise heard.refusal
        assert heard.outcome is not None
        return heard.outcome

    def make(self, command: Any) -> int:
        """The id of what the command made."""
        return int(self.do(command).id)

    def ask(self, query: Any) -> Any:
        """The answer to a query."""
        with self.tenant.database.reading() as session:
            version = session.scalar("SELECT access_version FROM tenant_state")
        return ask(self.tenant, replace(self.actor, access_version=version), query)

    def of_office(self, office: int) -> "Institution":
        """The same institution seen by somebody in this office."""
        with self.tenant.database.reading() as session:
            hierarchy = session.scalar("SELECT hierarchy FROM office WHERE id = %(office)s", office=office)
        return Institution(self.tenant, replace(self.actor, office_id=office, hierarchy=hierarchy))

    def today(self) -> date:
        """The business date."""
        with self.tenant.database.reading() as session:
            return self.tenant.moment(session).business_date

    def name(self, word: str) -> str:
        """A name that nothing else has."""
        with self.tenant.database.writing() as session:
            number = session.scalar("SELECT nextval('audit_number')")
        return f"{word} no. {number}"

    def office(self, parent: int = HEAD_OFFICE, opened_on: date = date(2010, 1, 1)) -> int:
        """A new office."""
        return self.make(CreateOffice(name=self.name("Branch"), opened_on=opened_on, parent=parent))

    def staff(self, office: int = HEAD_OFFICE, **more: Any) -> int:
        """A new loan officer."""
        wanted = {"first_name": "Mary", "last_name": "Doe", "is_loan_officer": True, **more}
        return self.make(CreateStaff(office=office, **wanted))

    def client(self, office: int = HEAD_OFFICE, **more: Any) -> int:
        """A new client, active since 4 March 2011."""
        wanted = {
            "first_name": "Petra",
            "last_name": "Yton",
            "active": True,
            "activated_on": date(2011, 3, 4),
            **more,
        }
        return self.make(CreateClient(office=office, **wanted))


def administrator_of(tenant: Tenant) -> Actor:
    with tenant.database.reading() as session:
        user = user_named(session, ADMINISTRATOR.username)
        assert user is not None
        return actor_of(session, user)


@pytest.fixture
def mfi(tenant: Tenant) -> Institution:
    """The shared tenant, as its administrator."""
    return Institution(tenant, administrator_of(tenant))


@pytest.fixture
def fresh_mfi(fresh_tenant: Tenant) -> Institution:
    """A tenant of this test's own, as its administrator."""
    return Institution(fresh_tenant, administrator_of(fresh_tenant))


Refusal = Callable[[type[Refused], Any], Refused]


@pytest.fixture
def refused(mfi: Institution) -> Refusal:
    """Put a command through and give the refusal, which has to be of the type named."""

    def check(kind: type[Refused], command: Any) -> Refused:
        with pytest.raises(kind) as caught:
            mfi.do(command)
        return caught.value

    return check
