"""What is pledged for a loan, as rows."""

from collections.abc import Iterable

import sqlalchemy as sa

from amana.finance.money import ZERO, Currency
from amana.kernel.context import Work
from amana.kernel.refusals import invalid
from amana.loans.asked import AskedCollateral
from amana.loans.records import collateral
from amana.storage.statement import Statement

ADD = Statement(
    sa.insert(collateral).returning(collateral.c.id),
    columns=["loan_id", "type_id", "value", "currency", "description"],
)
_FORGET = Statement(sa.delete(collateral).where(collateral.c.loan_id == sa.bindparam("loan")))


def pledge(work: Work, loan: int, asked: Iterable[AskedCollateral], currency: Currency) -> None:
    """Store what comes with an application."""
    for one in asked:
        if one.value is not None and one.value < ZERO:
            raise invalid("collateral", "too_small", "The value cannot be negative.", one.value, 0)
        work.session.run(
            ADD,
            loan_id=loan,
            type_id=one.type,
            value=one.value,
            currency=currency.code,
            description=one.description,
        )


def replace_pledges(work: Work, loan: int, asked: Iterable[AskedCollateral], currency: Currency) -> None:
    """Store another list instead of the present one."""
    work.session.run(_FORGET, loan=loan)
    pledge(work, loan, asked, currency)
