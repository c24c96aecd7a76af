"""Opening an office below another."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel import identities
from amana.kernel.access.records import office
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate
from amana.parties.refs import office_ref
from amana.storage.session import ReadSession
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class CreateOffice:
    """An office; only the head office, which is there from the start, has no parent."""

    name: str
    opened_on: date
    parent: int
    external_id: str | None = None


_INSERT = Statement(
    sa.insert(office).returning(office.c.id),
    columns=[*("name", "parent_id", "opened_on", "hierarchy"), *("created_at", "changed_at")],
)
_SET_HIERARCHY = Statement(
    sa.update(office).where(office.c.id == sa.bindparam("office_id")).values(hierarchy=sa.bindparam("path"))
)
_TAKEN = Statement(sa.select(office.c.id).where(office.c.name == sa.bindparam("name")))


@handles(CreateOffice, permission="CREATE_OFFICE", grouping="organisation")
def create(command: CreateOffice, work: Work) -> Outcome:
    """Refuses a taken name or external id and an unknown parent."""
    parent = office_ref(work, command.parent)
    require_name_free(work.session, command.name)
    made = work.session.insert(
        _INSERT,
        name=command.name,
        parent_id=parent.id,
        opened_on=command.opened_on,
        hierarchy=parent.hierarchy,
        created_at=work.now,
        changed_at=work.now,
    )
    work.session.run(_SET_HIERARCHY, office_id=made, path=f"{parent.hierarchy}{made}.")
    identities.register(work.session, "office", made, command.external_id)
    return Outcome(kind="office", id=made, office=made)


def require_name_free(session: ReadSession, name: str) -> None:
    """Refuse the name of another office."""
    if session.scalar(_TAKEN, name=name) is not None:
        raise Duplicate(kind="office", field="name", value=name)
