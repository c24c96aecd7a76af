"""Notes that come along with a verb."""

import sqlalchemy as sa

from amana.kernel.context import Work
from amana.parties.records import note
from amana.storage.statement import Statement

_ADD = Statement(
    sa.insert(note),
    columns=["subject", "subject_id", "text", "created_by", "created_at", "updated_by", "updated_at"],
)

LOAN, TRANSACTION = "loan", "loan_transaction"


class Notes:
    """Writes notes about loans and their transactions."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def about_loan(self, loan: int, text: str | None) -> None:
        """A note about the loan, where there is something to say."""
        self._add(LOAN, loan, text)

    def about_transaction(self, event: int, text: str | None) -> None:
        """A note about a transaction, where there is something to say."""
        self._add(TRANSACTION, event, text)

    def _add(self, subject: str, subject_id: int, text: str | None) -> None:
        if not text or not text.strip():
            return
        work = self._work
        work.session.run(
            _ADD,
            subject=subject,
            subject_id=subject_id,
            text=text,
            created_by=work.actor.user_id,
            created_at=work.now,
            updated_by=work.actor.user_id,
            updated_at=work.now,
        )
