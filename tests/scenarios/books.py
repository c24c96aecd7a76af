"""What every institution of the stories has, and what its books look like afterwards."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from amana.ledger.records import gl_account, journal_entry, journal_line
from amana.loans.records import loan_instalment, loan_position, loan_transaction
from amana.parties.records import client, group_member
from tests.loans.products.products import unique
from tests.loans.world import Lender
from tests.scenarios.story import Step

TERMS = {"principal": "10000", "repayments": 12, "rate": 2}
ON_CASH = (
    *("fund_source", "loan_portfolio", "interest_on_loan", "income_from_fee", "income_from_penalty"),
    *("income_from_recovery", "write_off", "overpayment_liability"),
)
ON_ACCRUAL = (*ON_CASH, "receivable_interest", "receivable_fee", "receivable_penalty")
BY_ACCOUNTING: dict[str, tuple[str, ...]] = {
    "none": (),
    "cash": ON_CASH,
    "accrual": ON_ACCRUAL,
    "accrual_upfront": ON_ACCRUAL,
}


def accounts_of(step: Step) -> tuple[str, ...]:
    """The roles for which a product names an account; each account is named like its role."""
    return (*BY_ACCOUNTING[step["accounting"]], *step["roles"])


OWN = {
    "loan_id",
    "id",
    "version",
    "last_seq",
    "changed_at",
    "booked_at",
    "decided",
    "currency",
    "seq",
    "related_id",
}
"""Columns that say which record it is, or when it was written, not what happened."""

__all__ = ["TERMS", "Books", "accounts_of", "unique"]


class Books:
    """What stands in the tables: compared between dialects."""

    def __init__(self, lender: Lender) -> None:
        self.lender = lender

    def of(self, records: dict[str, int], steps: Iterable[Step]) -> dict[str, Any]:
        """Everything that was made by the steps, by the names the story gave."""
        found: dict[str, Any] = {}
        for step in steps:
            if step.word in KEPT:
                found[step.made] = getattr(self, KEPT[step.word])(records[step.made])
        return found

    def loan(self, loan: int) -> dict[str, Any]:
        """Balances, schedule, transactions and journal."""
        return {
            "position": self._rows(loan_position, loan),
            "schedule": self._rows(loan_instalment, loan, loan_instalment.c.number),
            "transactions": self._rows(loan_transaction, loan, loan_transaction.c.id),
            "journal": self.journal(loan),
        }

    def journal(self, loan: int) -> list[list[tuple[str, ...]]]:
        """Value date, account, side and amount of each line, entry by entry."""
        query = (
            sa.select(
                journal_entry.c.id,
                journal_entry.c.value_date,
                gl_account.c.name,
                journal_line.c.side,
                journal_line.c.amount,
            )
            .join(journal_line, journal_line.c.entry_id == journal_entry.c.id)
            .join(gl_account, gl_account.c.id == journal_line.c.account_id)
            .where(journal_entry.c.source_kind == "loan", journal_entry.c.source_id == loan)
        )
        entries: dict[int, list[tuple[str, ...]]] = {}
        for row in self.lender.rows(query):
            entry, *line = row.values()
            entries.setdefault(entry, []).append(tuple(str(value) for value in line))
        return [sorted(entries[entry]) for entry in sorted(entries)]

    def client(self, made: int) -> dict[str, Any]:
        """Who it is and where it stands."""
        names = ("first_name", "last_name", "status", "activated_on", "submitted_on", "office_id")
        [row] = self.lender.rows(sa.select(*(client.c[name] for name in names)).where(client.c.id == made))
        return row

    def group(self, made: int) -> list[Any]:
        """The names of its members."""
        query = (
            sa.select(client.c.last_name)
            .join(group_member, group_member.c.client_id == client.c.id)
            .where(group_member.c.group_id == made)
            .order_by(client.c.last_name)
        )
        return self.lender.rows(query)

    def _rows(self, table: sa.Table, loan: int, *order: Any) -> list[dict[str, Any]]:
        rows = self.lender.rows(sa.select(table).where(table.c.loan_id == loan).order_by(*order))
        return [{name: value for name, value in row.items() if name not in OWN} for row in rows]


def differing(found: Any, expected: Any, where: str = "") -> list[str]:
    """Where two states of the books differ."""
    if isinstance(found, dict) and isinstance(expected, dict) and set(found) == set(expected):
        return [said for name in found for said in differing(found[name], expected[name], f"{where}/{name}")]
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        both = enumerate(zip(found, expected, strict=True))
        return [said for place, pair in both for said in differing(*pair, f"{where}[{place}]")]
    return [] if found == expected else [f"{where}: {found!r} instead of {expected!r}"]


KEPT = {
    "apply for a loan": "loan",
    "register a client": "client",
    "enrol a client": "client",
    "form a group": "group",
}
