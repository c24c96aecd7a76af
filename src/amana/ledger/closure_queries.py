"""Closures as they are shown."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from amana.kernel.access.records import app_user, office
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.ledger.records import gl_closure

_CREATOR, _CHANGER = app_user.alias("creator"), app_user.alias("changer")


@dataclass(frozen=True, kw_only=True)
class ClosureView:
    """A closure; made and last changed by whom."""

    id: int
    office_id: int
    office_name: str
    closed_on: date
    comments: str | None
    created_at: datetime
    created_by: int
    created_by_username: str
    updated_at: datetime
    updated_by: int
    updated_by_username: str
    deleted: bool = False
    """A closure that is taken back is gone: none that is shown is deleted."""


@dataclass(frozen=True, kw_only=True)
class ListClosures:
    """Closures of the actor's offices, or of one; latest first."""

    office: int | None = None


@dataclass(frozen=True, kw_only=True)
class GetClosure:
    """One closure."""

    closure: int


def _select(reading: Reading) -> sa.Select[tuple[object, ...]]:
    return (
        sa.select(
            gl_closure.c.id,
            gl_closure.c.office_id,
            office.c.name.label("office_name"),
            gl_closure.c.closed_on,
            gl_closure.c.comments,
            gl_closure.c.created_at,
            gl_closure.c.created_by,
            _CREATOR.c.username.label("created_by_username"),
            sa.func.coalesce(gl_closure.c.updated_at, gl_closure.c.created_at).label("updated_at"),
            _CHANGER.c.id.label("updated_by"),
            _CHANGER.c.username.label("updated_by_username"),
        )
        .select_from(
            gl_closure.join(office, office.c.id == gl_closure.c.office_id)
            .join(_CREATOR, _CREATOR.c.id == gl_closure.c.created_by)
            .join(
                _CHANGER,
                _CHANGER.c.id == sa.func.coalesce(gl_closure.c.updated_by, gl_closure.c.created_by),
            )
        )
        .where(office.c.hierarchy.startswith(reading.actor.hierarchy))
        .order_by(gl_closure.c.closed_on.desc(), gl_closure.c.id.desc())
    )


@answers(ListClosures, permission="READ_GLCLOSURE")
def list_closures(query: ListClosures, reading: Reading) -> list[ClosureView]:
    """Within the actor's offices."""
    clause = _select(reading)
    if query.office is not None:
        clause = clause.where(gl_closure.c.office_id == query.office)
    return reading.session.all(clause, ClosureView)


@answers(GetClosure, permission="READ_GLCLOSURE")
def get_closure(query: GetClosure, reading: Reading) -> ClosureView:
    """Raises NotFound."""
    found = reading.session.one(_select(reading).where(gl_closure.c.id == query.closure), ClosureView)
    if found is None:
        raise NotFound(kind="gl_closure", id=query.closure)
    return found
