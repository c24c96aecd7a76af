"""The engine with a recorder: the same walk over the periods, which also says what it worked out on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from amana.finance.charge_schedule import ChargePortion
from amana.finance.components import Components
from amana.finance.cumulative import Generation, Row
from amana.finance.explaining.figures import Figure, Formula, Input, figure, multiples_of
from amana.finance.generate import Walks
from amana.finance.interest import PERIODS_IN_YEAR, RATES_IN_YEAR, InterestRule
from amana.finance.late import Arrival
from amana.finance.recalculation import RecalculatedGeneration
from amana.finance.rest_generation import RestGeneration, RowStart
from amana.finance.terms import LoanTerms, RateUnit


@dataclass(frozen=True, slots=True)
class Piece:
    """Interest of a time in which neither balance nor rate changed."""

    start: date
    end: date
    figure: Figure


@dataclass(frozen=True, slots=True)
class PrincipalChoice:
    """What stood when the principal of a period was settled."""

    period: int
    instalment: Decimal | None
    own_interest: Decimal


@dataclass(slots=True)
class Record:
    """What a walk worked out, in order."""

    pieces: list[Piece] = field(default_factory=list)
    instalments: list[Figure] = field(default_factory=list)
    flat: list[Figure] = field(default_factory=list)
    shares: list[Figure] = field(default_factory=list)
    by_row: dict[int, tuple[Piece, ...]] = field(default_factory=dict)
    """The pieces that make a row's interest."""
    charges: dict[int, tuple[ChargePortion, ...]] = field(default_factory=dict)
    """With recalculation: the charges put on a row while it was made."""
    principal: dict[int, PrincipalChoice] = field(default_factory=dict)
    """By the number of the period of the pattern."""
    periods: list[tuple[int, int]] = field(default_factory=list)
    """For each step of the walk: the period it was for, and how many rows there were after it."""


class RecordingRule(InterestRule):
    """The interest convention of a loan, noting each figure it makes."""

    __slots__ = ("record",)

    def __init__(self, terms: LoanTerms, seed: date, record: Record) -> None:
        super().__init__(terms, seed)
        self.record = record

    def _figure(self, formula: Formula, inputs: dict[str, Input], *, to_multiple: bool = False) -> Figure:
        terms = self.terms
        return figure(
            formula,
            inputs,
            digits=terms.currency.digits,
            precision=terms.precision,
            rounding=terms.rounding,
            multiples_of=terms.instalment_multiples_of if to_multiple else multiples_of(terms.currency),
        )

    def annual(self) -> Figure:
        """The agreed rate as a yearly one, in per cent."""
        terms = self.terms
        formula, inputs = Formula.STATED, dict[str, Input](amount=terms.interest_rate)
        if terms.interest_rate_unit is RateUnit.MONTH:
            formula, inputs = Formula.ANNUAL_RATE_OF_MONTHS, {"monthly_rate": terms.interest_rate}
        elif terms.interest_rate_unit in RATES_IN_YEAR:
            formula = Formula.ANNUAL_RATE_OF_PERIODS
            inputs = {"rate": terms.interest_rate, "periods_in_year": RATES_IN_YEAR[terms.interest_rate_unit]}
        elif terms.interest_rate_unit is RateUnit.WHOLE_TERM:
            formula = Formula.ANNUAL_RATE_OF_TERM
            inputs = {
                "rate": terms.interest_rate,
                "periods_in_year": PERIODS_IN_YEAR[terms.repay_unit],
                "periods": terms.number_of_repayments * terms.repay_every,
            }
        return figure(formula, inputs, digits=terms.currency.digits, precision=terms.precision, rounding=None)

    def interest(
        self, balance: Decimal, annual: Decimal, start: date, end: date, *, part: bool = False
    ) -> Decimal:
        """Interest on ``balance``, noted."""
        units, of = self.time(start, end, part=part)
        made = self._figure(
            Formula.INTEREST_ON_BALANCE,
            {
                "balance": balance,
                "annual_rate": annual,
                "from": start,
                "to": end,
                "units": units,
                "of": of,
                "units_in_year": self.units_in_year,
                "day_count": self.day_count,
            },
        )
        self.record.pieces.append(Piece(start, end, made))
        return super().interest(balance, annual, start, end, part=part)

    def flat_interest(
        self, principal: Decimal, annual: Decimal, start: date, end: date, term: int
    ) -> Decimal:
        """Interest for the whole term, noted."""
        units, of = self.flat_time(start, end, term)
        made = self._figure(
            Formula.INTEREST_OF_TERM,
            {
                "balance": principal,
                "annual_rate": annual,
                "from": start,
                "to": end,
                "units": units,
                "of": of,
                "units_in_year": self.units_in_year,
                "day_count": self.day_count,
            },
        )
        self.record.flat.append(made)
        return super().flat_interest(principal, annual, start, end, term)

    def interest_of_plan(self, total: Decimal) -> Decimal:
        """Interest of the term as the declining balance bears it, noted."""
        self.record.flat.append(self._figure(Formula.INTEREST_OF_PLAN, {"amount": total}))
        return super().interest_of_plan(total)

    def instalment(self, balance: Decimal, annual: Decimal, count: int, *, each: int = 1) -> Decimal:
        """The equal instalment, noted."""
        made = self._figure(
            Formula.ANNUITY,
            {
                "balance": balance,
                "annual_rate": annual,
                "units": self.regular_units * each,
                "units_in_year": self.units_in_year,
                "instalments": count,
            },
            to_multiple=self.terms.instalment_multiples_of >= 1,
        )
        self.record.instalments.append(made)
        return super().instalment(balance, annual, count, each=each)

    def forgone(self, more: Decimal, room: Decimal) -> Figure:
        """Interest that is not charged, as an amount to take off."""
        return self._figure(Formula.FORGONE_IN_DUPLUM, {"interest_on_arrears": more, "room": room})

    def share(self, amount: Decimal, parts: int) -> Decimal:
        """An equal share, noted."""
        self.record.shares.append(self._figure(Formula.EQUAL_SHARE, {"amount": amount, "parts": parts}))
        return super().share(amount, parts)

    def percentage(self, amount: Decimal, per_cent: Decimal) -> Decimal:
        """A percentage, noted."""
        inputs: dict[str, Input] = {"amount": amount, "per_cent": per_cent}
        self.record.shares.append(self._figure(Formula.PERCENTAGE, inputs))
        return super().percentage(amount, per_cent)


class RecordedWalk(Generation):
    """Put before a walk in the order of bases: notes what the walk decides."""

    def __init__(self, *args: Any, **more: Any) -> None:
        self.record = Record()
        self.last_pieces: tuple[Piece, ...] = ()  # of the last stretch of time
        self.row_pieces: tuple[Piece, ...] = ()  # of the row at hand
        super().__init__(*args, **more)

    def interest_rule(self, seed: date) -> RecordingRule:
        """The rule that notes what it makes."""
        self.recording = RecordingRule(self.terms, seed, self.record)
        return self.recording

    def step(self, *, first: bool) -> None:
        """One step, and which rows came of it."""
        period = self.number
        super().step(first=first)
        self.record.periods.append((period, len(self.rows)))

    def interest_between(self, start: date, end: date, deferred: Decimal) -> tuple[Decimal, Decimal]:
        """Interest of a stretch of time, and its pieces."""
        before = len(self.record.pieces)
        found = super().interest_between(start, end, deferred)
        self.last_pieces = tuple(self.record.pieces[before:])
        return found

    def row_interest(self, start: date, due: date) -> tuple[Decimal, Decimal]:
        """Interest of the row at hand, and its pieces."""
        self.last_pieces = ()
        found = super().row_interest(start, due)
        self.row_pieces = self.last_pieces
        return found

    def period_principal(self, interest: Decimal, repaid: Decimal) -> Decimal:
        """Principal of the row, and what it was settled from."""
        principal = super().period_principal(interest, repaid)
        self.record.principal[self.number] = PrincipalChoice(self.number, self.amortiser.instalment, interest)
        return principal


class RecordedGeneration(RecordedWalk, Generation):
    """The walk without recalculation."""

    def step(self, *, first: bool) -> None:
        """One step; the pieces belong to the row it ends with."""
        before = len(self.rows)
        super().step(first=first)
        if len(self.rows) > before:
            self.record.by_row[self.rows[-1].number] = self.row_pieces


class RecordedRests(RecordedWalk, RestGeneration):
    """The plan of a loan with recalculation."""

    last_charges: tuple[ChargePortion, ...] = ()

    def charges_of(self, row: Row) -> tuple[ChargePortion, ...]:
        """The charges of a row (or of a part of one that is only looked at)."""
        self.last_charges = super().charges_of(row)
        return self.last_charges

    def charge(self, row: Row) -> Components:
        """Put charges on a row, and note them."""
        waived = super().charge(row)
        self.record.charges[row.number] = self.last_charges
        return waived

    def _close_with_row(self, due: date, arrived: list[Arrival], *, partial: bool) -> None:
        before = len(self.rows)
        super()._close_with_row(due, arrived, partial=partial)
        row = self.rows[-1] if len(self.rows) > before else self.closed_by
        if row is not None:
            self.record.by_row[row.number] = (*self.record.by_row.get(row.number, ()), *self.row_pieces)


class RecordedRecalculation(RecordedRests, RecalculatedGeneration):
    """The schedule of a loan with recalculation after its payments."""

    def __init__(self, *args: Any, **more: Any) -> None:
        self.run_on: list[Piece] = []  # interest after the last due date, not yet in a row
        super().__init__(*args, **more)

    def _row_until(self, on: date, due: date) -> Row:
        self.last_pieces = ()
        row = super()._row_until(on, due)
        self.record.by_row[row.number] = self.last_pieces
        return row

    def _close_at(self, row: Row, due: date, on: date, start: RowStart) -> Decimal:
        planned = row.due_date
        spared = super()._close_at(row, due, on, start)
        if row.due_date != planned:
            self.row_pieces = self.last_pieces
            self.record.charges[row.number] = self.last_charges
        return spared

    def without_arrears(self, start: date, end: date, deferred: Decimal) -> tuple[Decimal, Decimal]:
        """Only looked at, so not noted."""
        before = len(self.record.pieces)
        found = super().without_arrears(start, end, deferred)
        del self.record.pieces[before:]
        return found

    def forgo(self, start: date, end: date, more: Decimal, room: Decimal) -> None:
        """Note what is not charged in duplum."""
        self.record.pieces.append(Piece(start, end, self.recording.forgone(more, room)))

    def _interest_piece(self, until: date) -> Decimal:
        interest = super()._interest_piece(until)
        self.run_on.extend(self.last_pieces)
        return interest

    def _interest_row(self, start: date, end: date, interest: Decimal) -> None:
        super()._interest_row(start, end, interest)
        self.record.by_row[self.rows[-1].number] = tuple(self.run_on)
        self.run_on = []


class Recorder:
    """Walks that leave their record behind."""

    def __init__(self) -> None:
        self._walk: RecordedWalk | None = None

    @property
    def walk(self) -> RecordedWalk:
        """The last walk that was made."""
        if self._walk is None:
            raise ValueError("nothing was generated yet")
        return self._walk

    @property
    def walks(self) -> Walks:
        """What to give to the engine."""
        return Walks(
            self._made(RecordedGeneration), self._made(RecordedRests), self._made(RecordedRecalculation)
        )

    def _made(self, kind: type[RecordedWalk]) -> Callable[..., Generation]:
        def make(*args: Any, **more: Any) -> Generation:
            self._walk = kind(*args, **more)
            return self._walk

        return make
