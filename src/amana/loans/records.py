"""Tables of loans. ``loan_event`` is append-only and what all else can be rebuilt from; ``loan_position``,
``loan_instalment``, ``loan_transaction`` and ``loan_charge`` are projections of it.
"""

from typing import Any

import sqlalchemy as sa

from amana.kernel.extension_data.hosts import hosts_extension_data
from amana.kernel.names import named_by
from amana.kernel.references import numbered_by
from amana.parties.records import client, client_group
from amana.storage.records import (
    APPEND_ONLY,
    JSON,
    TIMESTAMP,
    amount,
    currency,
    flag,
    identifier,
    metadata,
    reference,
)

loan_number = sa.Sequence("loan_number", metadata=metadata)
loan_event_number = sa.Sequence("loan_event_number", metadata=metadata)
loan_charge_number = sa.Sequence("loan_charge_number", metadata=metadata)

loan = sa.Table(
    "loan",
    metadata,
    sa.Column("id", sa.BigInteger, loan_number, server_default=loan_number.next_value(), primary_key=True),
    sa.Column("account_no", sa.Text, nullable=False, unique=True),
    sa.Column("loan_type", sa.Text, nullable=False, comment="individual, group, joint_liability"),
    reference("client_id", "client.id", nullable=True, index=True),
    reference("group_id", "client_group.id", nullable=True, index=True),
    reference("product_id", "loan_product.id", index=True),
    reference("fund_id", "fund.id", nullable=True),
    reference("purpose_id", "code_value.id", nullable=True),
    reference("officer_id", "staff.id", nullable=True, index=True),
    sa.Column("contract", JSON, nullable=False, comment="The agreed terms as they stand: LoanContract."),
    sa.Column("created_at", TIMESTAMP, nullable=False),
    reference("created_by", "app_user.id"),
    sa.CheckConstraint("client_id IS NOT NULL OR group_id IS NOT NULL", name="borrower"),
    sa.Index(
        "ix_loan_floating_rate",
        sa.text("((contract -> 'floating' ->> 'rate'))"),
        postgresql_where=sa.text("(contract -> 'floating' ->> 'rate') IS NOT NULL"),
    ),
)
numbered_by("loan", loan.c.account_no)

named_by("loan", loan.c.account_no)
hosts_extension_data(
    "loan",
    loan,
    sa.func.coalesce(
        sa.select(client.c.office_id)
        .where(client.c.id == loan.c.client_id)
        .correlate(loan)
        .scalar_subquery(),
        sa.select(client_group.c.office_id)
        .where(client_group.c.id == loan.c.group_id)
        .correlate(loan)
        .scalar_subquery(),
    ),
)

loan_event = sa.Table(
    "loan_event",
    metadata,
    sa.Column(
        "loan_id", sa.BigInteger, primary_key=True, comment="No foreign key: events outlive a deleted loan."
    ),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column(
        "id", sa.BigInteger, nullable=False, unique=True, comment="Shown to clients as the transaction's id."
    ),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("version", sa.SmallInteger, nullable=False, comment="Shape of the body."),
    sa.Column("engine", sa.Text, nullable=False, comment="Version of the arithmetic that decided it."),
    sa.Column("value_date", sa.Date, nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("booked_at", TIMESTAMP, nullable=False),
    sa.Column("command_id", sa.BigInteger, nullable=False, comment="The audit row of the command."),
    reference("user_id", "app_user.id"),
    sa.Column("body", JSON, nullable=False),
    sa.Column(
        "changed",
        JSON,
        nullable=False,
        server_default="[]",
        comment="Transactions that came out differently.",
    ),
    info=APPEND_ONLY,
    comment="Everything that happened to loans, in order per loan.",
)


def _fates(component: str, *names: str) -> list[sa.Column[Any]]:
    return [amount(f"{component}_{name}", default="0") for name in names]


def _step(verb: str) -> list[sa.Column[Any]]:
    return [sa.Column(f"{verb}_on", sa.Date), reference(f"{verb}_by", "app_user.id", nullable=True)]


TRANSACTION_IDENTITY = "loan_transaction"
"""Under which kind external ids of transactions are kept."""

SUMS = ("charged", "paid", "waived", "written_off")
COMPONENT_NAMES = ("principal", "interest", "fees", "penalties")

loan_position = sa.Table(
    "loan_position",
    metadata,
    sa.Column("loan_id", sa.BigInteger, sa.ForeignKey("loan.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("last_seq", sa.Integer, nullable=False),
    sa.Column("derived_on", sa.Date, nullable=False, comment="Business date of the last derivation."),
    sa.Column("changed_at", TIMESTAMP, nullable=False, comment="Booking time of the last event."),
    sa.Column("status", sa.Text, nullable=False),
    currency(),
    *_step("submitted"),
    *_step("approved"),
    *_step("rejected"),
    *_step("withdrawn"),
    *_step("disbursed"),
    *_step("closed"),
    *_step("written_off"),
    *_step("charged_off"),
    sa.Column("expected_disbursement_on", sa.Date, nullable=False),
    sa.Column("expected_maturity_on", sa.Date),
    sa.Column("last_money_on", sa.Date, comment="Latest value date of a transaction that counts."),
    sa.Column("accrued_until", sa.Date),
    amount("proposed_principal"),
    amount("approved_principal", nullable=True),
    *(column for name in COMPONENT_NAMES for column in _fates(name, *SUMS)),
    amount("fees_at_disbursement", default="0"),
    amount("fees_at_disbursement_paid", default="0"),
    amount("overpaid", default="0"),
    amount("recovered", default="0"),
    amount("charged_back", default="0"),
    flag("fraud"),
    reference("charge_off_reason_id", "code_value.id", nullable=True),
    sa.Index("ix_loan_position_status", "status"),
    sa.Index("ix_loan_position_changed_at", "changed_at"),
    sa.Index("ix_loan_position_disbursed_on", "disbursed_on"),
    comment="One row per loan: what a current-dated posting decides from.",
)

loan_instalment = sa.Table(
    "loan_instalment",
    metadata,
    sa.Column("loan_id", sa.BigInteger, sa.ForeignKey("loan.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("from_date", sa.Date, nullable=False),
    sa.Column("due_date", sa.Date, nullable=False),
    flag("extra"),
    currency(),
    *(
        column
        for name in COMPONENT_NAMES
        for column in _fates(name, "original", "due", "paid", "waived", "written_off")
    ),
    *(column for name in COMPONENT_NAMES[1:] for column in _fates(name, "accrued")),
    amount("balance", default="0"),
    amount("in_advance", default="0"),
    amount("late", default="0"),
    sa.Column("completed_on", sa.Date),
    flag("down_payment"),
    sa.Index("ix_loan_instalment_open", "due_date", postgresql_where=sa.text("completed_on IS NULL")),
)

loan_transaction = sa.Table(
    "loan_transaction",
    metadata,
    sa.Column("loan_id", sa.BigInteger, sa.ForeignKey("loan.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("id", sa.BigInteger, primary_key=True, comment="The event's id."),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("value_date", sa.Date, nullable=False),
    sa.Column("business_date", sa.Date, nullable=False),
    sa.Column("booked_at", TIMESTAMP, nullable=False),
    reference("user_id", "app_user.id"),
    currency(),
    amount("amount"),
    *(amount(name, default="0") for name in COMPONENT_NAMES),
    amount("overpayment", default="0"),
    amount("balance", default="0"),
    sa.Column("reversed_on", sa.Date),
    sa.Column("payment", JSON),
    sa.Column("decided", JSON, nullable=False, comment="Where it was put: Decided."),
    *(amount(f"recognised_{name}", default="0") for name in COMPONENT_NAMES[1:]),
    sa.Column("standing", sa.Text, nullable=False, server_default="regular"),
    flag("replaced"),
    sa.Column("related_id", sa.BigInteger, comment="The transaction that it belongs to."),
    sa.Column("transfer_loan_id", sa.BigInteger, comment="The loan at the other end of a top-up."),
    sa.Column("of_charge_id", sa.BigInteger, comment="The loan_charge that it takes back."),
    reference("reason_id", "code_value.id", nullable=True),
    sa.Column(
        "replays",
        sa.Integer,
        nullable=False,
        server_default="0",
        comment="How often it came out differently after it was booked.",
    ),
    sa.Index("ix_loan_transaction_id", "id"),
    sa.Index("ix_loan_transaction_value_date", "value_date"),
)

loan_charge = sa.Table(
    "loan_charge",
    metadata,
    sa.Column("loan_id", sa.BigInteger, sa.ForeignKey("loan.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("id", sa.BigInteger, primary_key=True),
    reference("charge_id", "charge.id", index=True),
    currency(),
    sa.Column("terms", JSON, nullable=False, comment="LoanCharge"),
    flag("penalty"),
    sa.Column("due_on", sa.Date),
    amount("percentage_of", default="0"),
    amount("amount"),
    amount("paid", default="0"),
    amount("waived", default="0"),
    amount("written_off", default="0"),
    sa.Column("parts", JSON, nullable=False, comment="[ChargePartState]"),
)

guarantor = sa.Table(
    "loan_guarantor",
    metadata,
    identifier(),
    reference("loan_id", "loan.id", index=True, ondelete="CASCADE"),
    sa.Column("kind", sa.Text, nullable=False, comment="customer, staff, external"),
    sa.Column("person_id", sa.BigInteger, comment="The client or staff member; null for one from outside."),
    reference("relationship_id", "code_value.id", nullable=True),
    sa.Column("first_name", sa.Text),
    sa.Column("last_name", sa.Text),
    sa.Column("birth_date", sa.Date),
    sa.Column("address_line_1", sa.Text),
    sa.Column("address_line_2", sa.Text),
    sa.Column("city", sa.Text),
    sa.Column("state", sa.Text),
    sa.Column("zip", sa.Text),
    sa.Column("country", sa.Text),
    sa.Column("mobile_number", sa.Text),
    sa.Column("house_phone_number", sa.Text),
    sa.Column("comment", sa.Text),
)

collateral = sa.Table(
    "loan_collateral",
    metadata,
    identifier(),
    reference("loan_id", "loan.id", index=True, ondelete="CASCADE"),
    reference("type_id", "code_value.id"),
    amount("value", nullable=True),
    currency(),
    sa.Column("description", sa.Text),
)

reschedule_request = sa.Table(
    "loan_reschedule_request",
    metadata,
    identifier(),
    reference("loan_id", "loan.id", index=True, ondelete="CASCADE"),
    sa.Column("status", sa.Text, nullable=False, comment="pending, approved, rejected"),
    sa.Column("changes", JSON, nullable=False, comment="RescheduleTerms"),
    reference("reason_id", "code_value.id", nullable=True),
    sa.Column("comment", sa.Text),
    *_step("submitted"),
    *_step("decided"),
    sa.Index("ix_loan_reschedule_request_status", "status"),
    comment="What borrowers ask to pay otherwise, and what became of it.",
)

VERSION_GUARD = """
CREATE FUNCTION loan_position_moves_on() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  IF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'loan %% was changed by somebody else', OLD.loan_id USING ERRCODE = '40001';
  END IF;
  RETURN NEW;
END $body$
"""
VERSION_TRIGGER = """
CREATE TRIGGER loan_position_version BEFORE UPDATE ON loan_position
FOR EACH ROW EXECUTE FUNCTION loan_position_moves_on()
"""


def _install_version_guard(_table: sa.Table, connection: sa.Connection, **_options: object) -> None:
    connection.exec_driver_sql(VERSION_GUARD)
    connection.exec_driver_sql(VERSION_TRIGGER)


sa.event.listen(loan_position, "after_create", _install_version_guard)
