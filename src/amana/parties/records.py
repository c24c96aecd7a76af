"""Tables of the parties. The office tree itself is in ``kernel.access.records``."""

from typing import Any

import sqlalchemy as sa

from amana.kernel.extension_data.hosts import hosts_extension_data
from amana.kernel.names import named_by
from amana.kernel.references import numbered_by
from amana.storage.records import TIMESTAMP, flag, identifier, metadata, reference

staff = sa.Table(
    "staff",
    metadata,
    identifier(),
    reference("office_id", "office.id", index=True),
    sa.Column("first_name", sa.Text, nullable=False),
    sa.Column("last_name", sa.Text, nullable=False),
    sa.Column("display_name", sa.Text, nullable=False, comment="last, first"),
    flag("is_loan_officer"),
    flag("active", default=True),
    sa.Column("mobile_no", sa.Text),
    sa.Column("email", sa.Text),
    sa.Column("joined_on", sa.Date),
    reference("supervisor_id", "staff.id", nullable=True, index=True),
    comment="People who work for the institution; a loan officer may be put in charge of clients and loans.",
)
numbered_by("office", None)
numbered_by("staff", None)


def _step(verb: str) -> list[sa.Column[Any]]:
    """When a step of the life cycle took effect, and which user did it."""
    return [sa.Column(f"{verb}_on", sa.Date), reference(f"{verb}_by", "app_user.id", nullable=True)]


ADDRESS_PARTS = ("line_1", "line_2", "city", "region", "postcode", "country")

client_number = sa.Sequence("client_number", metadata=metadata)

client = sa.Table(
    "client",
    metadata,
    sa.Column(
        "id", sa.BigInteger, client_number, server_default=client_number.next_value(), primary_key=True
    ),
    sa.Column("account_no", sa.Text, nullable=False, unique=True),
    sa.Column("status", sa.Text, nullable=False),
    reference("office_id", "office.id", index=True),
    reference("staff_id", "staff.id", nullable=True, index=True),
    sa.Column("legal_form", sa.Text, comment="person or entity, where it was said"),
    sa.Column("first_name", sa.Text),
    sa.Column("middle_name", sa.Text),
    sa.Column("last_name", sa.Text),
    sa.Column("full_name", sa.Text, comment="of an entity, or of a person with a single name"),
    sa.Column("display_name", sa.Text, nullable=False),
    sa.Column("mobile_no", sa.Text),
    sa.Column("mobile_no_2", sa.Text),
    sa.Column("home_phone", sa.Text),
    sa.Column("email", sa.Text),
    sa.Column("birth_date", sa.Date),
    reference("gender_id", "code_value.id", nullable=True),
    reference("client_type_id", "code_value.id", nullable=True),
    reference("classification_id", "code_value.id", nullable=True),
    flag("is_staff"),
    sa.Column(
        "remarks", sa.Text, comment="Free text about the client, as some dialects carry it on the record."
    ),
    sa.Column("preferred_language", sa.Text),
    sa.Column("registered_on", sa.Date, nullable=False, comment="Business day on which the record was made."),
    *_step("submitted"),
    *_step("activated"),
    *_step("closed"),
    reference("closure_reason_id", "code_value.id", nullable=True),
    *_step("rejected"),
    reference("rejection_reason_id", "code_value.id", nullable=True),
    *_step("withdrawn"),
    reference("withdrawal_reason_id", "code_value.id", nullable=True),
    *_step("reactivated"),
    *_step("reopened"),
    reference("transfer_office_id", "office.id", nullable=True),
    sa.Column("transfer_proposed_on", sa.Date),
    sa.Column("created_at", TIMESTAMP, nullable=False),
    sa.Column("changed_at", TIMESTAMP, nullable=False),
    sa.Index("ix_client_display_name", sa.text("lower(display_name) text_pattern_ops")),
    sa.Index("ix_client_changed_at", "changed_at"),
    comment="Those whom the institution serves: persons and entities.",
)
named_by("client", client.c.display_name)
hosts_extension_data("client", client, client.c.office_id)
numbered_by("client", client.c.account_no)

group_number = sa.Sequence("group_number", metadata=metadata)

client_group = sa.Table(
    "client_group",
    metadata,
    sa.Column("id", sa.BigInteger, group_number, server_default=group_number.next_value(), primary_key=True),
    sa.Column(
        "level", sa.Text, sa.CheckConstraint("level IN ('centre', 'group')", name="level"), nullable=False
    ),
    sa.Column("account_no", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    reference("office_id", "office.id", index=True),
    reference("staff_id", "staff.id", nullable=True, index=True),
    reference("parent_id", "client_group.id", nullable=True, index=True),
    sa.Column(
        "hierarchy", sa.Text, nullable=False, comment="Path of ids: .8. for a centre, .8.9. for a group in it"
    ),
    sa.Column("mobile_no", sa.Text),
    sa.Column("home_phone", sa.Text),
    sa.Column("email", sa.Text),
    sa.Column(
        "remarks", sa.Text, comment="Free text about the group, as some dialects carry it on the record."
    ),
    sa.Column("preferred_language", sa.Text),
    sa.Column("registered_on", sa.Date, nullable=False, comment="Business day on which the record was made."),
    *_step("submitted"),
    *_step("activated"),
    *_step("closed"),
    reference("closure_reason_id", "code_value.id", nullable=True),
    sa.Column("created_at", TIMESTAMP, nullable=False),
    sa.Column("changed_at", TIMESTAMP, nullable=False),
    sa.Index("ix_client_group_name", sa.text("lower(name) text_pattern_ops")),
    comment="Groups of clients, and centres: groups of groups. Both share one sequence of ids.",
)
named_by("group", client_group.c.name)
hosts_extension_data("group", client_group, client_group.c.office_id)
numbered_by("group", client_group.c.account_no, where=client_group.c.level == "group")
numbered_by("centre", client_group.c.account_no, identity="group", where=client_group.c.level == "centre")

group_member = sa.Table(
    "group_member",
    metadata,
    reference("group_id", "client_group.id"),
    reference("client_id", "client.id", index=True, ondelete="CASCADE"),
    sa.Column("joined_on", sa.Date, nullable=False),
    sa.PrimaryKeyConstraint("group_id", "client_id"),
)

client_identifier = sa.Table(
    "client_identifier",
    metadata,
    identifier(),
    reference("client_id", "client.id", index=True, ondelete="CASCADE"),
    reference("document_type_id", "code_value.id"),
    sa.Column("document_key", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("issued_by", sa.Text),
    sa.Column("valid_until", sa.Date),
    sa.UniqueConstraint("document_type_id", "document_key"),
    comment="Identity papers: no two clients have the same number of the same type.",
)

client_image = sa.Table(
    "client_image",
    metadata,
    sa.Column("client_id", sa.BigInteger, sa.ForeignKey("client.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("stored_at", TIMESTAMP, nullable=False),
)

address = sa.Table(
    "address",
    metadata,
    identifier(),
    sa.Column("subject", sa.Text, nullable=False, comment="client, group"),
    sa.Column("subject_id", sa.BigInteger, nullable=False),
    *(sa.Column(name, sa.Text) for name in ADDRESS_PARTS),
    sa.UniqueConstraint("subject", "subject_id"),
    comment="Where a party can be found: one postal address each.",
)

note = sa.Table(
    "note",
    metadata,
    identifier(),
    sa.Column("subject", sa.Text, nullable=False, comment="client, group, loan, ..."),
    sa.Column("subject_id", sa.BigInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    reference("created_by", "app_user.id"),
    sa.Column("created_at", TIMESTAMP, nullable=False),
    reference("updated_by", "app_user.id"),
    sa.Column("updated_at", TIMESTAMP, nullable=False),
    sa.Index("ix_note_subject", "subject", "subject_id"),
)
