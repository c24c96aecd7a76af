"""Tables of working days and holidays."""

import sqlalchemy as sa

from amana.storage.records import flag, identifier, metadata, reference

working_days = sa.Table(
    "working_days",
    metadata,
    sa.Column("single", sa.Boolean, sa.CheckConstraint("single", name="single_row"), primary_key=True),
    sa.Column("weekdays", sa.ARRAY(sa.SmallInteger), nullable=False, comment="0 = Monday ... 6 = Sunday"),
    sa.Column("non_working_day_rule", sa.Text, nullable=False),
    flag("extend_term_for_daily"),
    comment="One row: the working week, and where a due date goes that falls outside it.",
)

holiday = sa.Table(
    "holiday",
    metadata,
    identifier(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("repayments_move_to", sa.Date, comment="Null: to the next repayment date."),
    sa.Column("status", sa.Text, nullable=False),
    sa.CheckConstraint("first_day <= last_day", name="days"),
    sa.Index("ix_holiday_days", "first_day", "last_day"),
)

holiday_office = sa.Table(
    "holiday_office",
    metadata,
    sa.Column("holiday_id", sa.BigInteger, sa.ForeignKey("holiday.id", ondelete="CASCADE")),
    reference("office_id", "office.id", index=True),
    sa.PrimaryKeyConstraint("holiday_id", "office_id"),
    comment="Offices that keep the holiday.",
)
