"""Issuing an account number: the record's id with leading zeros, after a prefix where the format says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from amana.kernel.account_numbers.records import account_number_format
from amana.storage.session import Pending, ReadSession
from amana.storage.statement import Statement

DEFAULT_DIGITS = 9


class AccountKind(StrEnum):
    """What carries an account number."""

    CLIENT = "client"
    LOAN = "loan"
    SAVINGS = "savings"
    CENTRE = "centre"
    GROUP = "group"
    SHARES = "shares"


class Prefix(StrEnum):
    """Which word may stand before the number."""

    OFFICE_NAME = "office_name"
    CLIENT_TYPE = "client_type"
    PRODUCT_SHORT_NAME = "product_short_name"


PREFIXES: dict[AccountKind, tuple[Prefix, ...]] = {
    AccountKind.CLIENT: (Prefix.OFFICE_NAME, Prefix.CLIENT_TYPE),
    AccountKind.LOAN: (Prefix.OFFICE_NAME, Prefix.PRODUCT_SHORT_NAME),
    AccountKind.SAVINGS: (Prefix.OFFICE_NAME, Prefix.PRODUCT_SHORT_NAME),
    AccountKind.SHARES: (Prefix.OFFICE_NAME, Prefix.PRODUCT_SHORT_NAME),
    AccountKind.CENTRE: (Prefix.OFFICE_NAME,),
    AccountKind.GROUP: (Prefix.OFFICE_NAME,),
}
"""The prefixes that make sense for each kind."""


@dataclass(frozen=True)
class NumberFormat:
    """How the numbers of one kind look."""

    prefix: str | None = None
    digits: int = DEFAULT_DIGITS

    def number(self, record_id: int, words: Mapping[str, str | None]) -> str:
        """The number of the record with this id; ``words`` offers a text for each prefix."""
        plain = str(record_id).zfill(self.digits)
        word = words.get(self.prefix) if self.prefix is not None else None
        return f"{word}{plain}" if word else plain


_FORMAT = Statement(
    sa.select(account_number_format.c.prefix, account_number_format.c.digits).where(
        account_number_format.c.account_kind == sa.bindparam("kind")
    )
)


def ask_format(session: ReadSession, kind: AccountKind) -> "Pending[NumberFormat]":
    """Send the question for the format of a kind, to travel with others; see ``format_or_default``."""
    return session.ask(_FORMAT, NumberFormat, kind=str(kind))


def format_or_default(asked: "Pending[NumberFormat]") -> NumberFormat:
    """The format asked for, or nine plain digits."""
    return asked.one() or NumberFormat()
