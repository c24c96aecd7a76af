"""Flags: of features that are not there, and of terms that a product lets its loans change."""

from collections.abc import Mapping
from typing import Any

from amana.dialects.base.codecs import BOOLEAN, Schema, Spelling
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.json_in import JsonIn
from amana.loans.products.locks import Lock


class Off:
    """A feature that is not there: what switches it off is read and has nothing to do, anything else is refused."""

    def read(self, wire: JsonIn, spelling: Spelling) -> dict[str, Any]:
        if wire in (False, [], "false") or _is_zero(wire):
            return {}
        raise Unreadable(FaultKind.UNSUPPORTED)

    def write(self, value: Any) -> bool:
        return False

    def schema(self) -> Schema:
        return {"const": False}


def _is_zero(wire: JsonIn) -> bool:
    """A number, or text that stands for one, that comes to nothing."""
    return isinstance(wire, str) and wire.strip() != "" and not set(wire.strip()) - set("0.")


class Overrides:
    """An object of flags, one for each term that a loan may change (true) or not (false).

    What is left out may be changed. ``off`` are flags of what no loan can change anyhow: true is refused.
    """

    def __init__(self, locks: Mapping[str, Lock], *, off: tuple[str, ...] = ()) -> None:
        self.locks, self.off = locks, off

    def read(self, wire: JsonIn, spelling: Spelling) -> tuple[Lock, ...]:
        if not isinstance(wire, dict) or not set(wire) <= {*self.locks, *self.off}:
            raise Unreadable(FaultKind.NOT_AN_OBJECT)
        flags = {name: BOOLEAN.read(flag, spelling) for name, flag in wire.items()}
        if any(flags.get(name) for name in self.off):
            raise Unreadable(FaultKind.UNSUPPORTED)
        return tuple(lock for name, lock in self.locks.items() if flags.get(name) is False)

    def write(self, value: Any) -> dict[str, bool]:
        return {name: lock not in value for name, lock in self.locks.items()} | dict.fromkeys(self.off, False)

    def schema(self) -> Schema:
        flags: Schema = {name: {"type": "boolean"} for name in (*self.locks, *self.off)}
        return {"type": "object", "properties": flags}


LOCKS = {
    "amortizationType": Lock.AMORTISATION,
    "interestType": Lock.INTEREST_METHOD,
    "interestCalculationPeriodType": Lock.INTEREST_PERIOD,
    "inArrearsTolerance": Lock.ARREARS_TOLERANCE,
    "repaymentEvery": Lock.REPAY_EVERY,
    "graceOnPrincipalAndInterestPayment": Lock.PAYMENT_GRACES,
    "graceOnArrearsAgeing": Lock.GRACE_ON_ARREARS_AGEING,
}
"""What every relative names alike."""
