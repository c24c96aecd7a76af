"""Releasing what was pledged."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotFound
from amana.loans import rules
from amana.loans.records import collateral
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore
from amana.storage.statement import Statement

_REMOVE = Statement(
    sa.delete(collateral)
    .where(collateral.c.id == sa.bindparam("collateral"), collateral.c.loan_id == sa.bindparam("loan"))
    .returning(collateral.c.id)
)


@dataclass(frozen=True, kw_only=True)
class RemoveCollateral:
    """Remove a pledge, before the loan is approved."""

    loan: int
    collateral: int


@handles(RemoveCollateral, permission="DELETE_COLLATERAL")
def handle(command: RemoveCollateral, work: Work, loans: LoanStore) -> Outcome:
    """The pledge is gone."""
    header = loans.header(command.loan)
    require(header.status, Verb.PLEDGE)
    if not work.session.touched(_REMOVE, collateral=command.collateral, loan=command.loan):
        raise NotFound(kind="collateral", id=command.collateral)
    return rules.outcome(header, "collateral", command.collateral)
