"""The transactions of a loan, a page at a time."""

from typing import Any

import sqlalchemy as sa

from amana.kernel.context import Reading
from amana.kernel.queries import Page, answers
from amana.loans.asking import ListLoanTransactions
from amana.loans.kinds import TransactionKind
from amana.loans.parts import TRANSACTIONS, transaction_views
from amana.loans.records import loan_transaction
from amana.loans.selecting import loan_view
from amana.loans.transaction_views import TransactionView
from amana.parties.listing import part, sorting
from amana.storage.statement import Statement

_SORTED_BY: dict[str, sa.ColumnElement[Any]] = {
    "id": loan_transaction.c.id,
    "on": loan_transaction.c.value_date,
    "submitted_on": loan_transaction.c.business_date,
    "booked_at": loan_transaction.c.booked_at,
    "amount": loan_transaction.c.amount,
    "kind": loan_transaction.c.kind,
}
_CLAIMS = Statement(
    sa.select(loan_transaction.c.related_id, loan_transaction.c.id)
    .where(
        loan_transaction.c.loan_id == sa.bindparam("loan"),
        loan_transaction.c.kind == TransactionKind.CHARGEBACK.value,
        ~loan_transaction.c.replaced,
        loan_transaction.c.related_id == sa.any_(sa.bindparam("chosen", type_=sa.ARRAY(sa.BigInteger))),
    )
    .order_by(loan_transaction.c.value_date, loan_transaction.c.seq)
)


@answers(ListLoanTransactions, permission="READ_LOAN")
def list_transactions(query: ListLoanTransactions, reading: Reading) -> Page[TransactionView]:
    """What stands, and what was reversed on request; not what was replaced by itself."""
    view = loan_view(reading, query.loan)
    session, page = reading.session, query.page
    wanted = [~loan_transaction.c.replaced]
    if query.without:
        wanted.append(loan_transaction.c.kind.not_in(sorted(query.without)))
    order = sorting(page, _SORTED_BY, loan_transaction.c.value_date, loan_transaction.c.seq)
    listed = TRANSACTIONS.where(*wanted).order_by(None).add_columns(*order.columns())
    rows = session.records(part(listed, page, order), loan=view.id)
    end = order.taken_from(rows)
    if page.holds_all(len(rows)):
        total = len(rows)
    else:
        count = sa.select(sa.func.count()).where(loan_transaction.c.loan_id == view.id, *wanted)
        total = session.scalar(count)
    claims: dict[int, list[int]] = {}
    for claimed, by in session.tuples(_CLAIMS, loan=view.id, chosen=[row["id"] for row in rows]):
        claims.setdefault(claimed, []).append(by)
    return Page(items=transaction_views(reading, view, rows, claims), total=total, end=end)
