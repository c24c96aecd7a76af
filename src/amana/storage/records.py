"""Shared metadata and the column types every table is declared with."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.compiler import compiles

SQL_NAMES = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

metadata = sa.MetaData(naming_convention=SQL_NAMES)

AMOUNT_DOMAIN = (
    "CREATE DOMAIN amount AS NUMERIC CONSTRAINT finite "
    "CHECK (VALUE <> 'NaN' AND VALUE <> 'Infinity' AND VALUE <> '-Infinity')"
)


class Amount(sa.Numeric[Any]):
    """Unbounded NUMERIC that can hold neither NaN nor infinity; the scale is enforced by ``Money``."""

    cache_ok = True


@compiles(Amount, "postgresql")
def _amount_in_ddl(_type: Amount, _compiler: Any, **_options: Any) -> str:
    return "amount"


sa.event.listen(metadata, "before_create", sa.DDL(AMOUNT_DOMAIN))  # type: ignore[no-untyped-call]

APPEND_ONLY = {"append_only": True}
"""``info`` of tables to which the application's role may only add."""

TIMESTAMP = sa.DateTime(timezone=True)
JSON = pg.JSONB()


def identifier() -> sa.Column[int]:
    """The record's own number: never reused, never renumbered."""
    return sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True)


def amount(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[Any]:
    """A money or rate column; the currency stands on the same row."""
    return sa.Column(name, Amount(), nullable=nullable, server_default=default)


def currency(name: str = "currency") -> sa.Column[str]:
    """ISO 4217 code of the amounts on the row."""
    return sa.Column(name, sa.String(3), nullable=False)


def reference(
    name: str, target: str, *, nullable: bool = False, index: bool = False, ondelete: str | None = None
) -> sa.Column[int]:
    """A foreign key to ``target`` ("table.id")."""
    return sa.Column(
        name, sa.BigInteger, sa.ForeignKey(target, ondelete=ondelete), nullable=nullable, index=index
    )


def flag(name: str, *, default: bool = False) -> sa.Column[bool]:
    """A boolean that is never null."""
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.true() if default else sa.false())
