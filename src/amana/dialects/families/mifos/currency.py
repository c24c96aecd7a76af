"""How the Mifos family shows a currency: ``{code, name, decimalPlaces, inMultiplesOf?, displaySymbol?, ...}``."""

from typing import Any

from amana.dialects.base.codecs import Schema, Spelling
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn
from amana.finance.money import Currency
from amana.kernel.currencies.catalogue import KnownCurrency, catalogue

SPELLED: dict[str, tuple[str, str | None]] = {
    "AFN": ("Afghanistan Afghani", None),
    "KES": ("Kenyan Shilling", "KSh"),
    "UGX": ("Uganda Shilling", "USh"),
    "XOF": ("CFA Franc BCEAO", "CFA"),
    "ZWD": ("Zimbabwe Dollar", None),
}
"""Names and symbols that the wire spells in another way than the catalogue."""


def spelled(code: str) -> tuple[str, str | None]:
    """Name and symbol as the wire has them; a currency that is no longer known is called by its code."""
    known = catalogue().get(code)
    return SPELLED.get(code) or ((known.name, known.symbol) if known else (code, None))


class CurrencyObject:
    """Writes a currency, with a product's own digits where it comes from one; never read."""

    def read(self, wire: JsonIn, spelling: Spelling) -> Any:
        raise Unreadable(FaultKind.NOT_TEXT)

    def write(self, value: Currency | KnownCurrency) -> dict[str, Any]:
        name, symbol = spelled(value.code)
        body: dict[str, Any] = {"code": value.code, "name": name, "decimalPlaces": value.digits}
        multiples = getattr(value, "in_multiples_of", 0)
        if multiples:
            body["inMultiplesOf"] = multiples
        if symbol:
            body["displaySymbol"] = symbol
        body["nameCode"] = f"currency.{value.code}"
        body["displayLabel"] = f"{name} ({symbol})" if symbol else f"{name} [{value.code}]"
        return body

    def schema(self) -> Schema:
        texts = ("code", "name", "displaySymbol", "nameCode", "displayLabel")
        return {
            "type": "object",
            "title": "Currency",
            "properties": {
                **{name: {"type": "string"} for name in texts},
                "decimalPlaces": {"type": "integer"},
                "inMultiplesOf": {"type": "integer"},
            },
        }


CURRENCY = CurrencyObject()
