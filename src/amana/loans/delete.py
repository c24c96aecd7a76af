"""Throwing an application away."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.records import identity
from amana.loans import rules
from amana.loans import statements as sql
from amana.loans.events import Deleted
from amana.loans.records import loan as loan_table
from amana.loans.rows import event_row
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore, as_json
from amana.storage.statement import Statement

_FORGET = Statement(sa.delete(loan_table).where(loan_table.c.id == sa.bindparam("loan")))
_FORGET_IDENTITY = Statement(
    sa.delete(identity).where(identity.c.kind == "loan", identity.c.id == sa.bindparam("loan"))
)


@dataclass(frozen=True, kw_only=True)
class DeleteLoan:
    """Delete an application that has not been approved."""

    loan: int


@handles(DeleteLoan, permission="DELETE_LOAN")
def handle(command: DeleteLoan, work: Work, loans: LoanStore) -> Outcome:
    """The loan is gone; its events stay, and say so."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.DELETE)
    last = loan.events[-1].seq
    event = loans.record(loan.header, Deleted(), work.business_date, last + 1)
    work.session.run(sql.ADD_EVENTS, events=as_json([event_row(command.loan, event)]))
    work.session.run(_FORGET, loan=command.loan)
    work.session.run(_FORGET_IDENTITY, loan=command.loan)
    return rules.outcome(loan.header)
