"""What a charge of every tranche comes to on each of them."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from amana.finance.charges import ChargeBasis
from amana.finance.money import HUNDRED, Currency, round_amount


def on_tranches(
    basis: ChargeBasis,
    asked: Decimal,
    paid: Decimal,
    tranches: Sequence[tuple[date, Decimal]],
    currency: Currency,
) -> Iterator[tuple[date, Decimal, Decimal]]:
    """Day, amount and what of ``paid`` went to it, for each of ``tranches`` (day, amount); in the loan's currency.

    ``asked`` is money for a flat charge, else per cent of the tranche.
    """
    for on, principal in tranches:
        amount = asked
        if basis is not ChargeBasis.FLAT:
            amount = round_amount(asked * principal / HUNDRED, currency)
        part = min(amount, paid)
        paid -= part
        yield on, amount, part
