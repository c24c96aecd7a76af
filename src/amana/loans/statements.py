"""The SQL of loading and saving a loan, declared once."""

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.codes.payment_types import PAYMENT_TYPES
from amana.kernel.codes.records import code, code_value
from amana.ledger.closures import closed_through
from amana.ledger.mappings import loaded_with
from amana.loans.days import is_holiday, weekdays
from amana.loans.products.product import PRODUCT_KIND
from amana.loans.products.records import loan_product
from amana.loans.records import (
    loan,
    loan_charge,
    loan_charge_number,
    loan_event,
    loan_event_number,
    loan_instalment,
    loan_number,
    loan_position,
    loan_transaction,
)
from amana.parties.records import client, client_group
from amana.storage.statement import Statement

OFFICE_ID = sa.func.coalesce(client.c.office_id, client_group.c.office_id)
"""The office that answers for a loan: the client's, or the group's."""


def _numbers(sequence: sa.Sequence, how_many: str) -> sa.ScalarSelect[object]:
    """As many new numbers of ``sequence`` as the parameter says, as an array."""
    series = sa.func.generate_series(1, sa.bindparam(how_many, type_=sa.Integer)).table_valued("n")
    return sa.select(sa.func.array_agg(sequence.next_value())).select_from(series).scalar_subquery()


def _is_payment_type(value: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        code_value.c.id == value,
        code_value.c.active,
        code.c.id == code_value.c.code_id,
        code.c.name == PAYMENT_TYPES,
    )


LOCK = Statement(
    sa.select(loan_position.c.loan_id)
    .where(loan_position.c.loan_id == sa.bindparam("loan"))
    .with_for_update()
)
"""Lock first, then load: a statement of its own, so that the load sees what the wait was for."""

HEADER = Statement(
    sa.select(
        loan.c.account_no,
        loan.c.loan_type,
        loan.c.client_id,
        loan.c.group_id,
        loan.c.product_id,
        loan.c.fund_id,
        loan.c.purpose_id,
        loan.c.officer_id,
        loan.c.contract,
        client.c.status.label("client_status"),
        client.c.activated_on.label("client_activated_on"),
        client_group.c.status.label("group_status"),
        client_group.c.activated_on.label("group_activated_on"),
        office.c.id.label("office_id"),
        office.c.hierarchy,
        loan_product.c.include_in_borrower_cycle.label("counts_cycle"),
        loan_product.c.terms["delinquency_bucket"].as_integer().label("delinquency_bucket"),
        closed_through(office.c.id).label("closed_through"),
        loaded_with(PRODUCT_KIND, loan.c.product_id).label("accounts"),
        _numbers(loan_event_number, "events").label("event_ids"),
        is_holiday(office.c.id, sa.bindparam("on", type_=sa.Date)).label("on_holiday"),
        weekdays().label("weekdays"),
        _is_payment_type(sa.bindparam("payment_type", type_=sa.BigInteger)).label("payment_type_known"),
        *loan_position.c,
    )
    .select_from(
        loan.join(loan_position, loan_position.c.loan_id == loan.c.id)
        .join(loan_product, loan_product.c.id == loan.c.product_id)
        .outerjoin(client, client.c.id == loan.c.client_id)
        .outerjoin(client_group, client_group.c.id == loan.c.group_id)
        .join(office, office.c.id == OFFICE_ID)
    )
    .where(loan.c.id == sa.bindparam("loan"))
)

EVENTS = Statement(
    sa.select(*loan_event.c).where(loan_event.c.loan_id == sa.bindparam("loan")).order_by(loan_event.c.seq)
)

_first_open = (
    sa.select(sa.func.min(loan_instalment.c.number))
    .where(loan_instalment.c.loan_id == sa.bindparam("loan"), loan_instalment.c.completed_on.is_(None))
    .scalar_subquery()
)
OPEN_INSTALMENTS = Statement(
    sa.select(*loan_instalment.c)
    .where(loan_instalment.c.loan_id == sa.bindparam("loan"), loan_instalment.c.number >= _first_open - 1)
    .order_by(loan_instalment.c.number)
)
"""From the one before the first open one on: strategies look back by one."""

OPEN_CHARGES = Statement(
    sa.select(*loan_charge.c)
    .where(
        loan_charge.c.loan_id == sa.bindparam("loan"),
        loan_charge.c.amount > loan_charge.c.paid + loan_charge.c.waived + loan_charge.c.written_off,
    )
    .order_by(loan_charge.c.id)
)

NEW_NUMBERS = Statement(
    sa.select(
        loan_number.next_value().label("loan"),
        loan_event_number.next_value().label("event"),
        _numbers(loan_charge_number, "charges").label("charges"),
    )
)
EVENT_NUMBER = Statement(sa.select(loan_event_number.next_value()))
CHARGE_NUMBERS = Statement(sa.select(_numbers(loan_charge_number, "charges")))


def _populate(table: sa.Table, param: str) -> str:
    source = f"jsonb_populate_recordset(NULL::{table.name}, CAST(:{param} AS jsonb))"
    return f"INSERT INTO {table.name} SELECT * FROM {source}"  # noqa: S608 - names from our own declarations


def _upsert(table: sa.Table, param: str) -> str:
    keys = ", ".join(column.name for column in table.primary_key)
    rest = [column.name for column in table.columns if not column.primary_key]
    setting = ", ".join(f"{name} = EXCLUDED.{name}" for name in rest)
    return f"{_populate(table, param)} ON CONFLICT ({keys}) DO UPDATE SET {setting}"


SAVE = Statement(
    sa.text(
        f"WITH positions AS ({_upsert(loan_position, 'positions')}),\n"
        f"instalments AS ({_upsert(loan_instalment, 'instalments')}),\n"
        f"charges AS ({_upsert(loan_charge, 'charges')}),\n"
        f"transactions AS ({_upsert(loan_transaction, 'transactions')})\n"
        f"{_populate(loan_event, 'events')}"
    )
)
"""Everything that a command changes of one loan, each parameter a JSON list of complete rows. The version trigger of
``loan_position`` refuses a save that was decided on an older state.
"""

ADD_EVENTS = Statement(sa.text(_populate(loan_event, "events")))

DROP_BEYOND = Statement(
    sa.text(
        "WITH rows AS (DELETE FROM loan_instalment WHERE loan_id = :loan AND number > :last)\n"
        "DELETE FROM loan_charge WHERE loan_id = :loan AND NOT (id = ANY(CAST(:charges AS bigint[])))"
    )
)
"""What a derivation no longer has: instalments after the last, charges that were removed."""

ADD_LOAN = Statement(sa.insert(loan), columns=[column.name for column in loan.columns])

SET_CONTRACT = Statement(
    sa.update(loan)
    .where(loan.c.id == sa.bindparam("of_loan"))
    .values(
        contract=sa.bindparam("new_contract", type_=loan.c.contract.type),
        officer_id=sa.bindparam("new_officer"),
    )
)

POSTED = Statement(
    sa.text(
        "SELECT e.transaction_ref, l.account_id, l.office_id, l.currency,\n"
        "       sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) AS net\n"
        "  FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id\n"
        " WHERE e.source_kind = 'loan' AND e.source_id = :loan\n"
        "   AND e.transaction_ref = ANY(CAST(:refs AS text[]))\n"
        " GROUP BY 1, 2, 3, 4 HAVING sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) <> 0"
    )
)
"""What stands in the journal for transactions: debits positive, credits negative."""

STANDING = Statement(
    sa.text(
        "SELECT e.transaction_ref, e.id, l.account_id, l.office_id, l.currency, l.side, l.amount\n"
        "  FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id\n"
        " WHERE e.source_kind = 'loan' AND e.source_id = :loan\n"
        "   AND e.transaction_ref = ANY(CAST(:refs AS text[])) AND e.reverses IS NULL\n"
        "   AND NOT EXISTS (SELECT 1 FROM journal_entry r WHERE r.reverses = e.id)\n"
        " ORDER BY l.id"
    )
)
"""The lines of the entries of transactions that neither were taken back nor take one back."""
