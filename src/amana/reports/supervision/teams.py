"""Whose team may be looked at, and who is in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa

from amana.kernel.access.special import declares_permission
from amana.kernel.context import Actor, Reading
from amana.kernel.refusals import Family, NotFound, Refused
from amana.reports.supervision.views import Person
from amana.storage.statement import Statement

ALL_TEAMS = declares_permission("ALLTEAMS_SUPERVISORREPORT", "report")
"""The right of an administrator: every team of his offices, not only his own."""


@dataclass(eq=False, kw_only=True)
class OtherTeam(Refused):
    """A supervisor asked for somebody else's team."""

    code: ClassVar[str] = "supervision.other_team"
    family: ClassVar[Family] = Family.NOT_PERMITTED
    message: ClassVar[str] = "User {username} may only look at his own team."

    username: str


@dataclass(frozen=True)
class Supervisor:
    """A member of staff whose team is looked at, and the office subtree that it works in."""

    id: int
    first_name: str
    last_name: str
    email: str
    hierarchy: str

    @property
    def person(self) -> Person:
        """As it is shown."""
        return Person(id=self.id, first_name=self.first_name, last_name=self.last_name, email=self.email)


@dataclass(frozen=True)
class Officer:
    """A loan officer who reports to the supervisor, with the user that he logs in as."""

    id: int
    first_name: str
    last_name: str
    email: str
    active: bool
    disabled: bool
    last_login_at: datetime | None
    last_activity_at: datetime | None
    login_count: int
    unions: int

    @property
    def person(self) -> Person:
        """As it is shown."""
        return Person(id=self.id, first_name=self.first_name, last_name=self.last_name, email=self.email)


# The user of a member of staff is the first who is not deleted; several are possible, more than one is not shown.
_USER = """
LEFT JOIN LATERAL (
  SELECT u.id, u.email, u.disabled, u.last_login_at, u.login_count FROM app_user u
   WHERE u.staff_id = s.id AND NOT u.deleted ORDER BY u.id LIMIT 1) account ON true
"""
_SUPERVISOR = Statement(
    sa.text(
        f"""
SELECT s.id, s.first_name, s.last_name, coalesce(nullif(account.email, ''), s.email, '') AS email, o.hierarchy
  FROM staff s JOIN office o ON o.id = s.office_id {_USER}
 WHERE s.id = :supervisor
   AND (NOT s.is_loan_officer OR EXISTS (SELECT 1 FROM staff r WHERE r.supervisor_id = s.id))
"""  # noqa: S608 - put together from constants
    )
)
_OFFICERS = Statement(
    sa.text(
        f"""
SELECT s.id, s.first_name, s.last_name, coalesce(nullif(account.email, ''), s.email, '') AS email, s.active,
       coalesce(account.disabled, false) AS disabled, account.last_login_at,
       greatest(account.last_login_at,
                (SELECT max(n.last_used_at) FROM login_session n WHERE n.user_id = account.id)) AS last_activity_at,
       coalesce(account.login_count, 0) AS login_count,
       (SELECT count(*) FROM client_group g JOIN office o ON o.id = g.office_id
         WHERE g.staff_id = s.id AND g.level = 'centre' AND g.status <> 'closed'
           AND starts_with(o.hierarchy, :scope)) AS unions
  FROM staff s {_USER}
 WHERE s.supervisor_id = :supervisor AND s.is_loan_officer
 ORDER BY s.last_name, s.first_name, s.id
"""  # noqa: S608 - put together from constants
    )
)


def sees_all_teams(actor: Actor) -> bool:
    """Whether the actor is an administrator here."""
    return actor.may(ALL_TEAMS)


def supervisor_for(at: Reading, named: int | None) -> Supervisor:
    """Whose team is meant: the one named, otherwise the actor's own.

    Raises OtherTeam when somebody who is no administrator names another; NotFound for who is no supervisor, or is one
    of other offices.
    """
    if named is not None and named != at.actor.staff_id and not sees_all_teams(at.actor):
        raise OtherTeam(username=at.actor.username)
    wanted = at.actor.staff_id if named is None else named
    found = at.session.one(_SUPERVISOR, Supervisor, supervisor=wanted)
    if found is None:
        raise NotFound(kind="supervisor", id=wanted if wanted is not None else at.actor.username)
    if wanted != at.actor.staff_id:
        at.require_scope("supervisor", found.id, found.hierarchy)
    return found


def officers_of(at: Reading, supervisor: Supervisor) -> list[Officer]:
    """The team, by name; those not at work any more stay in it."""
    return at.session.all(_OFFICERS, Officer, supervisor=supervisor.id, scope=supervisor.hierarchy)
