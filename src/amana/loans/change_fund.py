"""Lending from another fund."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.funds.store import require_fund
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.records import loan
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore
from amana.storage.statement import Statement

_CHANGE = Statement(
    sa.update(loan).where(loan.c.id == sa.bindparam("of")).values(fund_id=sa.bindparam("fund"))
)


@dataclass(frozen=True, kw_only=True)
class ChangeLoanFund:
    """The money comes from ``fund``."""

    loan: int
    fund: int


@handles(ChangeLoanFund, permission="UPDATEFUNDSOURCE_LOAN")
def handle(command: ChangeLoanFund, work: Work, loans: LoanStore) -> Outcome:
    """As long as the loan has not come to its end."""
    header = loans.header(command.loan)
    require(header.status, Verb.CHANGE_FUND)
    require_fund(work.session, command.fund)
    work.session.run(_CHANGE, of=command.loan, fund=command.fund)
    return rules.outcome(header, fund=command.fund)
