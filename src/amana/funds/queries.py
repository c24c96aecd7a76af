"""Funds as they are shown."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.funds.records import fund
from amana.funds.store import KIND
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.records import identity
from amana.kernel.refusals import NotFound


@dataclass(frozen=True, kw_only=True)
class FundView:
    """A fund."""

    id: int
    name: str
    external_id: str | None


@dataclass(frozen=True, kw_only=True)
class ListFunds:
    """Every fund, by name."""


@dataclass(frozen=True, kw_only=True)
class GetFund:
    """One fund."""

    fund: int


def _select() -> sa.Select[Any]:
    named = (identity.c.kind == KIND) & (identity.c.id == fund.c.id)
    return sa.select(fund.c.id, fund.c.name, identity.c.external_id).select_from(
        fund.outerjoin(identity, named)
    )


@answers(ListFunds, permission="READ_FUND")
def list_funds(_query: ListFunds, reading: Reading) -> list[FundView]:
    """Funds belong to the institution: every reader sees all of them."""
    return reading.session.all(_select().order_by(fund.c.name), FundView)


@answers(GetFund, permission="READ_FUND")
def get_fund(query: GetFund, reading: Reading) -> FundView:
    """Raises NotFound."""
    found = reading.session.one(_select().where(fund.c.id == query.fund), FundView)
    if found is None:
        raise NotFound(kind=KIND, id=query.fund)
    return found
