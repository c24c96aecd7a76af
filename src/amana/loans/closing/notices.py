"""Repayments that come near, and that were missed: told once, on the day the product or else the institution names."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.context import Moment
from amana.kernel.records import setting
from amana.kernel.seeding import seeds
from amana.loans.state import InstalmentState, LoanState
from amana.storage.session import WriteSession

DUE, OVERDUE = "loan.repayment_due", "loan.repayment_overdue"
SETTINGS = {DUE: "days-before-repayment-is-due", OVERDUE: "days-after-repayment-is-overdue"}


def due_notices(moment: Moment, state: LoanState, today: date) -> Iterator[dict[str, Any]]:
    """The facts of each repayment that is announced ``today``; nothing for instalments that are settled."""
    before = _days(moment, DUE, state.contract.due_notice_days)
    return iter(()) if before is None else _owed(state, today, before)


def overdue_notices(moment: Moment, state: LoanState, today: date) -> Iterator[dict[str, Any]]:
    """The facts of each repayment that is told of as missed ``today``."""
    after = _days(moment, OVERDUE, state.contract.overdue_notice_days)
    return iter(()) if after is None else _owed(state, today, -after)


def _owed(state: LoanState, today: date, ahead: int) -> Iterator[dict[str, Any]]:
    """Of what is due so many days ahead."""
    for row in state.instalments:
        if (row.due_date - today).days == ahead and row.outstanding:
            yield _facts(row, state)


def _days(moment: Moment, kind: str, agreed: int | None) -> int | None:
    """What was agreed on; else what the setting says, where it is on."""
    usual = moment.settings.get(SETTINGS[kind])
    if agreed is not None or usual is None or not usual.enabled:
        return agreed
    return usual.value if isinstance(usual.value, int) else None


def _facts(row: InstalmentState, state: LoanState) -> dict[str, Any]:
    return {
        "instalment": row.number,
        "due_on": row.due_date.isoformat(),
        "amount": str(row.outstanding.total),
        "currency": state.contract.currency.code,
    }


@seeds(20)
def seed_settings(session: WriteSession) -> None:
    """Off: nobody is told unless a product wants it."""
    rows = [
        {"name": SETTINGS[kind], "description": text, "value": Jsonb(1)}
        for kind, text in (
            (
                DUE,
                "Days before a due date on which a repayment is announced, where its product says nothing.",
            ),
            (
                OVERDUE,
                "Days after a due date on which a missed repayment is, where its product says nothing.",
            ),
        )
    ]
    session.run(insert(setting).values(rows).on_conflict_do_nothing())
