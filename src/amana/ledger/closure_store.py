"""Closures as their commands load and save them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Work
from amana.kernel.refusals import NotFound
from amana.ledger.closures import closed_through
from amana.ledger.records import gl_closure
from amana.storage.statement import Statement


@dataclass(frozen=True)
class StoredClosure:
    """A closure with what decides about it."""

    id: int
    office_id: int
    closed_on: date
    comments: str | None
    hierarchy: str
    latest: date


@dataclass(frozen=True)
class OfficeToClose:
    """An office and its latest closing day."""

    id: int
    hierarchy: str
    closed_through: date | None


_LOCK_OFFICE = Statement(
    sa.select(office.c.id).where(office.c.id == sa.bindparam("office_id")).with_for_update()
)
_OFFICE = Statement(
    sa.select(office.c.id, office.c.hierarchy, closed_through(office.c.id).label("closed_through")).where(
        office.c.id == sa.bindparam("office_id")
    )
)
_OFFICE_OF = Statement(sa.select(gl_closure.c.office_id).where(gl_closure.c.id == sa.bindparam("closure_id")))
_LOAD = Statement(
    sa.select(
        gl_closure.c.id,
        gl_closure.c.office_id,
        gl_closure.c.closed_on,
        gl_closure.c.comments,
        office.c.hierarchy,
        closed_through(office.c.id).label("latest"),
    )
    .select_from(gl_closure.join(office, office.c.id == gl_closure.c.office_id))
    .where(gl_closure.c.id == sa.bindparam("closure_id"))
)
_INSERT = Statement(
    sa.insert(gl_closure)
    .values(
        office_id=sa.bindparam("office_id"),
        closed_on=sa.bindparam("closed_on"),
        comments=sa.bindparam("comments"),
        created_by=sa.bindparam("created_by"),
        # Not when the command began: it may have waited for postings that were booked after that.
        created_at=sa.func.clock_timestamp(),
    )
    .returning(gl_closure.c.id)
)
# The closing balances of the closure before, and what has been posted since.
_KEEP_BALANCES = """
WITH before AS (
  SELECT id, closed_on FROM gl_closure
   WHERE office_id = %(office_id)s AND closed_on < %(closed_on)s ORDER BY closed_on DESC LIMIT 1),
moved AS (
  SELECT account_id, currency, debit, credit
    FROM gl_closure_balance WHERE closure_id = (SELECT id FROM before)
  UNION ALL
  SELECT account_id, currency,
         CASE side WHEN 'debit' THEN amount ELSE 0 END, CASE side WHEN 'credit' THEN amount ELSE 0 END
    FROM journal_line
   WHERE office_id = %(office_id)s AND value_date <= %(closed_on)s
     AND value_date > coalesce((SELECT closed_on FROM before), '-infinity'))
INSERT INTO gl_closure_balance (closure_id, account_id, currency, debit, credit)
SELECT %(closure_id)s, account_id, currency, sum(debit), sum(credit) FROM moved GROUP BY account_id, currency
"""
_COMMENT = Statement(
    sa.update(gl_closure)
    .where(gl_closure.c.id == sa.bindparam("closure_id"))
    .values(
        comments=sa.bindparam("new_comments"),
        updated_by=sa.bindparam("user_id"),
        updated_at=sa.bindparam("at"),
    )
)
_DELETE = Statement(sa.delete(gl_closure).where(gl_closure.c.id == sa.bindparam("closure_id")))


class Closures:
    """Loads and saves closures."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    def lock_office(self, office_id: int) -> OfficeToClose:
        """Lock the office against postings (their foreign keys wait for us) and load it; raises NotFound."""
        self._session.run(_LOCK_OFFICE, office_id=office_id)
        found = self._session.one(_OFFICE, OfficeToClose, office_id=office_id)
        self._work.require_scope("office", office_id, found.hierarchy if found else None)
        if found is None:
            raise NotFound(kind="office", id=office_id)
        return found

    def load(self, closure_id: int) -> StoredClosure:
        """Lock the closure's office and load the closure; raises NotFound."""
        self._session.run(
            _LOCK_OFFICE, office_id=self._session.scalar(_OFFICE_OF, closure_id=closure_id) or 0
        )
        found = self._session.one(_LOAD, StoredClosure, closure_id=closure_id)
        self._work.require_scope("gl_closure", closure_id, found.hierarchy if found else None)
        if found is None:
            raise NotFound(kind="gl_closure", id=closure_id)
        return found

    def add(self, office_id: int, closed_on: date, comments: str | None) -> int:
        """Insert a closure with its closing balances and give the id."""
        made = self._session.insert(
            _INSERT,
            office_id=office_id,
            closed_on=closed_on,
            comments=comments,
            created_by=self._work.actor.user_id,
        )
        self._session.run(_KEEP_BALANCES, closure_id=made, office_id=office_id, closed_on=closed_on)
        return made

    def comment(self, closure_id: int, comments: str | None) -> None:
        """Set the comments."""
        values: dict[str, Any] = {"user_id": self._work.actor.user_id, "at": self._work.now}
        self._session.run(_COMMENT, closure_id=closure_id, new_comments=comments, **values)

    def delete(self, closure_id: int) -> None:
        """Remove a closure and its balances."""
        self._session.run(_DELETE, closure_id=closure_id)
