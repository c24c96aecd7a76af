"""How far loans have come in following a floating rate."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.floating_rates.records import floating_rate
from amana.floating_rates.store import rate_table
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.loans.kinds import LoanStatus
from amana.loans.records import loan, loan_position
from amana.storage.statement import Statement

_FLOATING = loan.c.contract["floating"]
FOLLOWING = sa.and_(
    _FLOATING["rate"].astext.is_not(None),
    sa.or_(
        loan_position.c.status == str(LoanStatus.SUBMITTED),
        loan_position.c.status == str(LoanStatus.APPROVED),
        sa.and_(
            loan_position.c.status == str(LoanStatus.ACTIVE),
            _FLOATING["follows"].astext == sa.literal("true"),
        ),
    ),
)
"""Of a loan and its position: it takes up what becomes of its floating rate."""
BEHIND = sa.cast(_FLOATING["version"].astext, sa.BigInteger) < floating_rate.c.version
"""Of a loan and its floating rate: the loan knows an earlier state of it."""

_JOINED = loan.join(loan_position, loan_position.c.loan_id == loan.c.id).join(
    floating_rate, _FLOATING["rate"].astext == sa.cast(floating_rate.c.id, sa.Text)
)
BEHIND_AFTER = Statement(
    sa.select(loan.c.id)
    .select_from(_JOINED)
    .where(FOLLOWING, BEHIND, loan.c.id > sa.bindparam("after"))
    .order_by(loan.c.id)
    .limit(sa.bindparam("batch"))
)
"""Loans that are behind their rate, a batch in order of number."""
_COUNTED = Statement(
    sa.select(sa.func.count(), sa.func.count().filter(BEHIND))
    .select_from(_JOINED)
    .where(FOLLOWING, floating_rate.c.id == sa.bindparam("rate"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateProgress:
    """Loans that follow a floating rate, and how many of them still know an earlier state of it."""

    rate: int
    following: int
    behind: int


@dataclass(frozen=True, kw_only=True)
class GetRateProgress:
    """How far the loans of a floating rate have come since it changed: ``RateProgress``."""

    rate: int


@answers(GetRateProgress, permission="READ_FLOATINGRATE")
def progress(query: GetRateProgress, reading: Reading) -> RateProgress:
    """Over all offices. Raises NotFound."""
    table = rate_table(reading.session, query.rate)
    [(following, behind)] = reading.session.tuples(_COUNTED, rate=table.id)
    return RateProgress(rate=table.id, following=following, behind=behind)
