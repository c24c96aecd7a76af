"""What is pledged for a loan, as rows."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

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
_PRESENT = Statement(sa.select(collateral.c.id).where(collateral.c.loan_id == sa.bindparam("loan")))
_FORGET = Statement(
    sa.delete(collateral).where(
        collateral.c.loan_id == sa.bindparam("loan"),
        collateral.c.id != sa.all_(sa.bindparam("kept", type_=sa.ARRAY(sa.BigInteger))),
    )
)


def require_sound(work: Work, kind: int | None, value: Decimal | None) -> None:
    """Refuse an unknown type and a negative value."""
    require_value(work.session, TYPES, kind, field="type")
    if value is not None and value < ZERO:
        raise invalid("value", "too_small", "The value cannot be negative.", value, 0)


def pledge(work: Work, loan: int, asked: Iterable[AskedCollateral], currency: Currency) -> None:
    """Store what comes with an application; refuses what is said to be there already."""
    for one in asked:
        if one.id is not None:
            raise _unknown(one.id)
        require_sound(work, one.type, one.value)
        work.session.run(ADD, loan_id=loan, currency=currency.code, **_values(one))


def replace_pledges(work: Work, loan: int, asked: Sequence[AskedCollateral], currency: Currency) -> None:
    """Store another list instead of the present one: what is named by id is kept, with what is said of it now."""
    kept = {one.id: one for one in asked if one.id is not None}
    present = {row[0] for row in work.session.tuples(_PRESENT, loan=loan)}
    for number, one in kept.items():
        if number not in present:
            raise _unknown(number)
        require_sound(work, one.type, one.value)
        work.session.run(sa.update(collateral).where(collateral.c.id == number).values(**_values(one)))
    work.session.run(_FORGET, loan=loan, kept=list(kept))
    pledge(work, loan, [one for one in asked if one.id is None], currency)


def _values(asked: AskedCollateral) -> dict[str, Any]:
    return {"type_id": asked.type, "value": asked.value, "description": asked.description}


def _unknown(number: int) -> Exception:
    return invalid("collateral", "unknown", f"The application has no collateral {number}.", number)
