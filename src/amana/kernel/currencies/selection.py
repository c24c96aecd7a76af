"""Which currencies the institution works in: the check for those who use one, and its change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.currencies.catalogue import KnownCurrency, catalogue
from amana.kernel.currencies.records import selected_currency
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem, Refused, invalid
from amana.kernel.seeding import seeds
from amana.storage.session import ReadSession, WriteSession
from amana.storage.statement import Statement

FIRST_CURRENCY = "USD"


@dataclass(eq=False, kw_only=True)
class CurrencyInUse(Refused):
    """Products or entries are kept in it."""

    code: ClassVar[str] = "currency_in_use"
    message: ClassVar[str] = "The currency {currency} is in use and stays selected."

    currency: str


@dataclass(frozen=True, kw_only=True)
class SelectCurrencies:
    """Work in exactly these currencies (ISO 4217 codes), in this order."""

    currencies: tuple[str, ...]


CurrencyUser = Callable[[ReadSession, str], bool]
_USERS: list[CurrencyUser] = []

_SELECTED = Statement(sa.select(selected_currency.c.code).order_by(selected_currency.c.position))
_IS_SELECTED = Statement(
    sa.select(selected_currency.c.code).where(selected_currency.c.code == sa.bindparam("currency"))
)
_CLEAR = Statement(sa.delete(selected_currency))
_INSERT = Statement(sa.insert(selected_currency), columns=["code", "position"])


def uses_currencies(user: CurrencyUser) -> CurrencyUser:
    """Register a function that says whether a slice keeps anything in a currency."""
    _USERS.append(user)
    return user


def selected(session: ReadSession) -> list[str]:
    """The codes of the selected currencies."""
    return [code for (code,) in session.tuples(_SELECTED)]


def require_selected(session: ReadSession, currency: str, *, field: str = "currency") -> KnownCurrency:
    """The currency; InvalidInput about ``field`` where the institution does not work in it."""
    if session.scalar(_IS_SELECTED, currency=currency) is None:
        raise invalid(field, "unknown", f"{currency} is no currency of this institution.", currency)
    return catalogue()[currency]


@handles(SelectCurrencies, permission="UPDATE_CURRENCY", grouping="configuration")
def select(command: SelectCurrencies, work: Work) -> Outcome:
    """Refuses codes that do not exist, an empty list, and leaving out a currency that is used."""
    wanted = list(dict.fromkeys(command.currencies))
    if not wanted:
        raise invalid("currencies", "blank", "At least one currency has to be selected.")
    unknown = [code for code in wanted if code not in catalogue()]
    if unknown:
        raise InvalidInput(tuple(_unknown(code) for code in unknown))
    before = selected(work.session)
    for code in before:
        if code not in wanted and any(uses(work.session, code) for uses in _USERS):
            raise CurrencyInUse(currency=code)
    work.session.run(_CLEAR)
    for position, code in enumerate(wanted):
        work.session.run(_INSERT, code=code, position=position)
    return Outcome(
        kind="currency",
        id=0,
        changes={} if before == wanted else {"currencies": wanted},
        more={"currencies": wanted},
    )


def _unknown(code: str) -> Problem:
    return Problem(field="currencies", kind="unknown", message=f"There is no currency {code}.", value=code)


@seeds(15)
def seed_currency(session: WriteSession) -> None:
    """A new institution starts with one currency."""
    if not selected(session):
        session.run(insert(selected_currency).values(code=FIRST_CURRENCY, position=0))


def forget(user: CurrencyUser) -> None:
    """Take a registration back (tests that play a slice)."""
    _USERS.remove(user)
