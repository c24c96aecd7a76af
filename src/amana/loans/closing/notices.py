"""Repayments that come near, and that were missed: told once, on the day the product names."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from amana.loans.state import InstalmentState, LoanState

DUE, OVERDUE = "loan.repayment_due", "loan.repayment_overdue"


def notices(state: LoanState, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Kind and facts of each message that ``today`` brings; nothing for instalments that are settled."""
    contract = state.contract
    for row in state.instalments:
        if not row.outstanding:
            continue
        days = (row.due_date - today).days
        if contract.due_notice_days == days:
            yield DUE, _facts(row, state)
        if contract.overdue_notice_days is not None and contract.overdue_notice_days == -days:
            yield OVERDUE, _facts(row, state)


def _facts(row: InstalmentState, state: LoanState) -> dict[str, Any]:
    return {
        "instalment": row.number,
        "due_on": row.due_date.isoformat(),
        "amount": str(row.outstanding.total),
        "currency": state.contract.currency.code,
    }
