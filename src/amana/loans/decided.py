"""What an amount was put on, as it was decided when it was booked."""

from decimal import Decimal

import msgspec

from amana.finance.components import Components
from amana.finance.dues import Portion
from amana.finance.money import ZERO


class ChargeShare(msgspec.Struct, frozen=True, gc=False):
    """Part of an amount that concerns one charge; ``instalment`` 0 is the moment of disbursement."""

    charge: int
    instalment: int
    amount: Decimal


class Decided(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What an amount was put on: by instalment and component, by charge, and what found no room.

    Kept with every transaction, so what is nothing is left out of its stored form.
    """

    portions: tuple[Portion, ...] = ()
    charges: tuple[ChargeShare, ...] = ()
    overpayment: Decimal = ZERO
    settled: Components | None = None
    """Where more was put on the instalments than moved: what of it the overpayment paid at once."""
