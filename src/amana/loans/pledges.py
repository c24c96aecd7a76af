"""What is pledged for a loan, as rows."""

from collections.abc import Iterable
from decimal import Decimal

import sqlalchemy as sa

from amana.finance.money import ZERO, Currency
from amana.kernel.codes.lookup import require_value
from amana.kernel.context import Work
from amana.kernel.refusals import invalid
from amana.loans.asked import AskedCollateral
from amana.loans.records import collateral
from amana.storage.statement import Statement

TYPES = "LoanCollateral"
"""The code whose values are the kinds of things that are pledged."""

ADD = Statement(
    sa.insert(collateral).returning(collateral.c.id),
    columns=["loan_id", "type_id", "value", "currency", "description"],
)
_FORGET = Statement(sa.delete(collateral).where(collateral.c.loan_id == sa.bindparam("loan")))


def require_sound(work: Work, kind: int | None, value: Decimal | None) -> None:
    """Refuse an unknown type and a negative value."""
    require_value(work.session, TYPES, kind, field="type")
    if value is not None and value < ZERO:
        raise invalid("value", "too_small", "The value cannot be negative.", value, 0)


def pledge(work: Work, loan: int, asked: Iterable[AskedCollateral], currency: Currency) -> None:
    """Store what comes with an application."""
    for one in asked:
        require_sound(work, one.type, one.value)
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
