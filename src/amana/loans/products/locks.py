"""Terms in which a product lets its loans make no difference."""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any

from amana.finance.terms import LoanTerms
from amana.kernel.refusals import Problem


class Lock(StrEnum):
    """What a product can keep to itself."""

    AMORTISATION = "amortisation"
    INTEREST_METHOD = "interest_method"
    INTEREST_PERIOD = "interest_period"
    STRATEGY = "strategy"
    ARREARS_TOLERANCE = "arrears_tolerance"
    REPAY_EVERY = "repay_every"
    PAYMENT_GRACES = "payment_graces"
    GRACE_ON_ARREARS_AGEING = "grace_on_arrears_ageing"
    BALLOONS = "balloons"
    CHARGES = "charges"
    """Charges that the product does not carry."""


_TERMS: dict[Lock, tuple[str, ...]] = {
    Lock.REPAY_EVERY: ("repay_every", "repay_unit"),
    Lock.PAYMENT_GRACES: ("grace_on_principal", "grace_on_interest_payment"),
    Lock.CHARGES: (),
}
"""Names of the terms behind a lock, where they are not its own."""

_USUAL = {one.name: one.default for one in fields(LoanTerms) if one.default is not MISSING}


def departures(product: Any, wanted: dict[str, Any]) -> Iterator[Problem]:
    """Where ``wanted`` departs from the product in terms that it locks. A term that products do not name has its usual
    value there.
    """
    for lock in product.locked:
        for name in _TERMS.get(lock, (str(lock),)):
            agreed = getattr(product, name, _USUAL.get(name))
            if name in wanted and wanted[name] != agreed:
                message = f"{name} cannot differ from the product's."
                yield Problem(field=name, kind="inconsistent", message=message, value=wanted[name])
