"""A guarantor steps back."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotFound
from amana.loans import rules
from amana.loans.records import guarantor
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore
from amana.storage.statement import Statement

_REMOVE = Statement(
    sa.delete(guarantor)
    .where(guarantor.c.id == sa.bindparam("guarantor"), guarantor.c.loan_id == sa.bindparam("loan"))
    .returning(guarantor.c.id)
)


@dataclass(frozen=True, kw_only=True)
class RemoveGuarantor:
    """Remove a guarantor, before the loan is approved."""

    loan: int
    guarantor: int


@handles(RemoveGuarantor, permission="DELETE_GUARANTOR")
def handle(command: RemoveGuarantor, work: Work, loans: LoanStore) -> Outcome:
    """The guarantor is gone."""
    header = loans.header(command.loan)
    require(header.status, Verb.PLEDGE)
    if not work.session.touched(_REMOVE, guarantor=command.guarantor, loan=command.loan):
        raise NotFound(kind="guarantor", id=command.guarantor)
    return rules.outcome(header, "guarantor", command.guarantor)
