"""The currencies in use and those that could be."""

from dataclasses import dataclass

from amana.kernel.context import Reading
from amana.kernel.currencies.catalogue import KnownCurrency, catalogue
from amana.kernel.currencies.selection import selected
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound


@dataclass(frozen=True, kw_only=True)
class CurrencySelection:
    """The selected currencies in their order, and the remaining ones by name."""

    selected: list[KnownCurrency]
    others: list[KnownCurrency]


@dataclass(frozen=True, kw_only=True)
class GetCurrencySelection:
    """Which currencies the institution works in."""


@dataclass(frozen=True, kw_only=True)
class ListSelectedCurrencies:
    """The selected currencies alone."""


@dataclass(frozen=True, kw_only=True)
class GetCurrency:
    """One currency, selected or not."""

    code: str


@answers(GetCurrencySelection, permission="READ_CURRENCY")
def get_selection(_query: GetCurrencySelection, reading: Reading) -> CurrencySelection:
    """Selected and others."""
    chosen = selected_currencies(reading)
    codes = {one.code for one in chosen}
    others = [one for one in catalogue().values() if one.code not in codes]
    return CurrencySelection(selected=chosen, others=sorted(others, key=lambda one: one.name))


@answers(ListSelectedCurrencies, permission="READ_CURRENCY")
def list_selected(_query: ListSelectedCurrencies, reading: Reading) -> list[KnownCurrency]:
    """The selected ones."""
    return selected_currencies(reading)


@answers(GetCurrency, permission="READ_CURRENCY")
def get_currency(query: GetCurrency, _reading: Reading) -> KnownCurrency:
    """The currency."""
    found = catalogue().get(query.code)
    if found is None:
        raise NotFound(kind="currency", id=query.code)
    return found


def selected_currencies(reading: Reading) -> list[KnownCurrency]:
    """The selected currencies in their order, for another record's template."""
    return [catalogue()[code] for code in selected(reading.session)]
