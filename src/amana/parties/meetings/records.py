"""Table of the meetings of groups and centres."""

import sqlalchemy as sa

from amana.storage.records import identifier, metadata, reference

group_meeting = sa.Table(
    "group_meeting",
    metadata,
    identifier(),
    reference("group_id", "client_group.id", index=True, ondelete="CASCADE"),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("recurrence", sa.Text, nullable=False, comment="RFC 5545: FREQ=WEEKLY;INTERVAL=1;BYDAY=FR"),
    comment="When groups and centres meet; loans keep the rule they were applied for with.",
)
