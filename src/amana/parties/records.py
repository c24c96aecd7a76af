"""Tables of the parties."""

import sqlalchemy as sa

from amana.storage.records import flag, identifier, metadata, reference

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
    sa.Column("joined_on", sa.Date),
    reference("supervisor_id", "staff.id", nullable=True, index=True),
)
