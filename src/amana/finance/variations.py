"""Variations in the order in which a schedule meets them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from amana.finance.terms import Variation, VariationKind

_RATES = (VariationKind.INTEREST_RATE, VariationKind.INTEREST_RATE_FROM_INSTALMENT)


class VariationBook:
    """The variations of one loan, each used once."""

    __slots__ = ("_by_date", "_dates", "_from_instalment", "_rates", "rows_added")

    def __init__(self, variations: Sequence[Variation]) -> None:
        by_kind = {kind: [one for one in variations if one.kind is kind] for kind in VariationKind}
        self._rates = sorted(by_kind[VariationKind.INTEREST_RATE], key=lambda one: one.applies_from)
        self._from_instalment = sorted(
            by_kind[VariationKind.INTEREST_RATE_FROM_INSTALMENT], key=lambda one: one.applies_from
        )
        self._dates = {one.applies_from: one for one in by_kind[VariationKind.DUE_DATE]}
        self._by_date = sorted(
            (one for one in variations if one.kind not in (*_RATES, VariationKind.DUE_DATE)),
            key=lambda one: one.applies_from,
        )
        self.rows_added = len(by_kind[VariationKind.INSERT_INSTALMENT]) - len(
            by_kind[VariationKind.DELETE_INSTALMENT]
        )

    def rate_changes(self, start: date, end: date) -> dict[date, Decimal]:
        """Yearly rates that begin in the period (`start`, `end`], by day."""
        return {
            one.applies_from: one.value
            for one in self._rates
            if start < one.applies_from <= end and one.value is not None
        }

    def new_due_date(self, due: date) -> Variation | None:
        """The change of the due date `due`, used up."""
        return self._dates.pop(due, None)

    def rate_from_instalment(self, due: date) -> Decimal | None:
        """The rate that begins with the instalment due on `due` (or an earlier one), used up."""
        rate = None
        while self._from_instalment and self._from_instalment[0].applies_from <= due:
            rate = self._from_instalment.pop(0).value
        return rate

    def take(self, due: date) -> Variation | None:
        """The next variation that concerns an instalment due on or before `due`, used up."""
        if self._by_date and self._by_date[0].applies_from <= due:
            return self._by_date.pop(0)
        return None
