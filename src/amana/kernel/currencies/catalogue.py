"""The currencies that exist: ISO 4217, those in use and those of the past that old portfolios are kept in.

Codes come from pycountry and Babel, names and symbols from Babel (CLDR). The number of decimals is ISO 4217's minor
unit, not CLDR's, which tells how cash is handled rather than how accounts are kept.
"""

from dataclasses import dataclass
from functools import cache

import pycountry
from babel.numbers import get_currency_name, get_currency_symbol, list_currencies

LANGUAGE = "en"

NOT_MONEY = frozenset({"XXX", "XTS", "XBA", "XBB", "XBC", "XBD", "XAD"})

_WITHOUT_DECIMALS = (
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF BEF ESP ITL LUF MGF PTE TPE TRL"
)
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR_DECIMALS = "CLF UYW"
DECIMALS: dict[str, int] = {
    **dict.fromkeys(_WITHOUT_DECIMALS.split(), 0),
    **dict.fromkeys(_THREE_DECIMALS.split(), 3),
    **dict.fromkeys(_FOUR_DECIMALS.split(), 4),
}
"""ISO 4217 minor units that are not two."""


@dataclass(frozen=True, kw_only=True)
class KnownCurrency:
    """A currency. ``symbol`` is None where it has none but its code; ``digits`` are decimals of an amount."""

    code: str
    name: str
    digits: int
    symbol: str | None
    numeric: str | None
    """ISO 4217 number of a currency in use."""

    @property
    def name_code(self) -> str:
        """Key of the name for translators."""
        return f"currency.{self.code}"

    @property
    def label(self) -> str:
        """Name and symbol, ``US Dollar ($)``, or name and code, ``Albanian Lek [ALL]``."""
        return f"{self.name} ({self.symbol})" if self.symbol else f"{self.name} [{self.code}]"


@cache
def catalogue() -> dict[str, KnownCurrency]:
    """Every currency by code, in alphabetical order."""
    in_use = {one.alpha_3: one.numeric for one in pycountry.currencies}
    codes = sorted((set(in_use) | set(list_currencies(LANGUAGE))) - NOT_MONEY)
    return {code: _known(code, in_use.get(code)) for code in codes}


def _known(code: str, numeric: str | None) -> KnownCurrency:
    symbol = get_currency_symbol(code, locale=LANGUAGE)
    return KnownCurrency(
        code=code,
        name=get_currency_name(code, locale=LANGUAGE),
        digits=DECIMALS.get(code, 2),
        symbol=symbol if symbol != code else None,
        numeric=numeric,
    )
