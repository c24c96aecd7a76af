"""Funds as their commands load and save them."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.funds.records import fund
from amana.kernel.context import Work
from amana.kernel.identities import identity_of
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound, Problem
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

KIND = "fund"
MAXIMUM_NAME_LENGTH = 255


@dataclass(frozen=True)
class StoredFund:
    """A fund."""

    id: int
    name: str


_LOAD = Statement(
    sa.select(fund.c.id, fund.c.name).where(fund.c.id == sa.bindparam("fund_id")).with_for_update()
)
_NAMED = Statement(sa.select(fund.c.id).where(fund.c.name == sa.bindparam("name")))
_EXISTS = Statement(sa.select(fund.c.id).where(fund.c.id == sa.bindparam("fund_id")))
_INSERT = Statement(sa.insert(fund).returning(fund.c.id), columns=["name"])
_RENAME = Statement(
    sa.update(fund).where(fund.c.id == sa.bindparam("fund_id")).values(name=sa.bindparam("new_name"))
)


class Funds:
    """Loads and saves funds."""

    def __init__(self, work: Work) -> None:
        self.session = work.session

    def load(self, fund_id: int) -> StoredFund:
        """Lock and load; raises NotFound."""
        found = self.session.one(_LOAD, StoredFund, fund_id=fund_id)
        if found is None:
            raise NotFound(kind=KIND, id=fund_id)
        return found

    def external_id(self, fund_id: int) -> str | None:
        """The institution's own id of a fund."""
        known = identity_of(self.session, KIND, fund_id)
        return known.external_id if known else None

    def require_good_name(self, name: Any, *, except_id: int | None = None) -> None:
        """Refuse a name that is empty, too long, or taken."""
        if not name:
            raise InvalidInput((Problem(field="name", kind="blank", message="The name is missing."),))
        if len(name) > MAXIMUM_NAME_LENGTH:
            text = f"The name has at most {MAXIMUM_NAME_LENGTH} characters."
            problem = Problem(field="name", kind="too_long", message=text, limit=MAXIMUM_NAME_LENGTH)
            raise InvalidInput((problem,))
        holder = self.session.scalar(_NAMED, name=name)
        if holder is not None and holder != except_id:
            raise Duplicate(kind=KIND, field="name", value=name)

    def add(self, name: str) -> int:
        """Insert and give the id."""
        return self.session.insert(_INSERT, name=name)

    def rename(self, fund_id: int, name: str) -> None:
        """Set another name."""
        self.session.run(_RENAME, fund_id=fund_id, new_name=name)


def require_fund(session: ReadSession, fund_id: int | None, *, field: str = "fund") -> None:
    """Refuse a reference to a fund that is not there; InvalidInput about ``field``."""
    if fund_id is not None and session.scalar(_EXISTS, fund_id=fund_id) is None:
        problem = Problem(field=field, kind="unknown", message=f"There is no fund {fund_id}.", value=fund_id)
        raise InvalidInput((problem,))
