"""A schedule told row by row: where its interest, its principal and its charges come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from amana.finance.charge_schedule import ChargePortion, charge_portions, waits_for_interest
from amana.finance.charges import ChargeBasis, ChargeTerms
from amana.finance.explaining.figures import Figure, Formula, Input, figure, multiples_of, part_by_days
from amana.finance.explaining.recording import Piece, PrincipalChoice, RecordedWalk
from amana.finance.money import DEFAULT_PRECISION, ZERO
from amana.finance.schedule import Instalment, Schedule
from amana.finance.terms import LoanTerms


class PrincipalRule(StrEnum):
    """Why a row repays what it repays."""

    INSTALMENT_LESS_INTEREST = "instalment_less_interest"
    AGREED_PART = "agreed_part"
    REST = "rest"
    NOTHING = "nothing"
    PAID_EARLY = "paid_early"
    DOWN_PAYMENT = "down_payment"
    FORECLOSED = "foreclosed"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestStory:
    """Interest of a row: what its own time bore, what earlier rows left for it, what it leaves for later ones.

    ``amount`` = sum of ``pieces`` + ``brought`` + ``early_end`` - ``left``. Flat interest is a part of that of the
    ``term``: a ``share`` of it and the ``remainder`` that the row takes beyond (or short of) it.
    """

    amount: Decimal
    pieces: tuple[Piece, ...] = ()
    brought: Decimal = ZERO
    left: Decimal = ZERO
    early_end: Decimal = ZERO
    """Interest of a row that an early payment cut short, found again in this one (recalculation only)."""
    term: Figure | None = None
    share: Figure | None = None
    taken_before: Decimal = ZERO
    remainder: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipalStory:
    """Principal of a row. ``regular`` is what it would repay but for the balance; the ``remainder`` is what rounding
    of the earlier rows left to it (or took from it).
    """

    amount: Decimal
    rule: PrincipalRule
    instalment: Decimal | None = None
    instalment_from: Figure | None = None
    part: Figure | None = None
    own_interest: Decimal = ZERO
    regular: Decimal | None = None
    balloon: Decimal = ZERO
    """What was agreed for this row beside the regular part."""
    remainder: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeStory:
    """One charge on a row."""

    charge: int
    penalty: bool
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStory:
    """One row of a schedule and where its figures come from; ``balance_before`` is the principal it starts with."""

    number: int
    from_date: date
    due_date: date
    balance_before: Decimal
    principal: PrincipalStory
    interest: InterestStory
    charges: tuple[ChargeStory, ...]
    balance: Decimal


class Unexplained(ValueError):
    """A row whose figures do not follow from what the engine recorded: a fault of ours."""


def told(
    terms: LoanTerms,
    charges: Sequence[ChargeTerms],
    schedule: Schedule,
    walk: RecordedWalk,
    *,
    foreclosed_on: date | None = None,
) -> tuple[RowStory, ...]:
    """The rows of ``schedule``, which ``walk`` has made; the last one ends on ``foreclosed_on``, where that is given.

    Raises Unexplained when a figure does not follow from the record.
    """
    teller = _Teller(terms, walk, foreclosed_on)
    on_rows = charge_stories(terms, charges, schedule, walk.record.charges)
    return tuple(teller.row(row, on_rows.get(row.number, ())) for row in schedule.instalments)


class _Teller:
    """Goes through the rows in order, keeping what is carried from one to the next."""

    def __init__(self, terms: LoanTerms, walk: RecordedWalk, foreclosed_on: date | None) -> None:
        self.terms = terms
        self.balloons = {one.number: one.amount for one in terms.balloons}
        self.foreclosed_on = foreclosed_on
        self.record = walk.record
        self.disbursements = list(walk.disbursements)
        self.balance = ZERO
        self.carried = ZERO
        self.share_before: Figure | None = None  # of flat interest
        self.part_before: Figure | None = None  # of principal
        self.taken = ZERO  # flat interest of the rows before

    def row(self, row: Instalment, charges: tuple[ChargeStory, ...]) -> RowStory:
        while self.disbursements and self.disbursements[0].on <= row.due_date:
            self.balance += self.disbursements.pop(0).amount
        before = self.balance
        self.balance -= row.principal
        choice = self._choice(row)
        return RowStory(
            number=row.number,
            from_date=row.from_date,
            due_date=row.due_date,
            balance_before=before,
            principal=self._principal(row, choice),
            interest=self._interest(row),
            charges=charges,
            balance=row.balance,
        )

    def _choice(self, row: Instalment) -> PrincipalChoice | None:
        """What stood when the row's principal was settled; None for a row beside the pattern."""
        for period, rows in self.record.periods:
            if rows >= row.number:
                return self.record.principal.get(period) if rows == row.number else None
        return None

    # -- interest ------------------------------------------------------------------------------------

    def _interest(self, row: Instalment) -> InterestStory:
        if row.down_payment:
            return InterestStory(amount=ZERO)
        if row.due_date == self.foreclosed_on:
            return self._foreclosed(row)
        if self.terms.spreads_interest and self.record.flat:
            return self._flat(row)
        brought = self.carried
        pieces = self.record.by_row.get(row.number, ())
        earned = sum((piece.figure.amount for piece in pieces), ZERO)
        self.carried = brought + earned - row.interest
        early_end = ZERO
        if self.carried < ZERO:
            if self.terms.recalculation is None:
                raise Unexplained(
                    f"row {row.number}: {row.interest} of interest, {brought + earned} recorded"
                )
            early_end, self.carried = -self.carried, ZERO
        return InterestStory(
            amount=row.interest, pieces=pieces, brought=brought, left=self.carried, early_end=early_end
        )

    def _foreclosed(self, row: Instalment) -> InterestStory:
        """The interest of the planned row, for the days until the end."""
        planned = self.record.by_row.get(row.number, ())
        ends = [piece.end for piece in planned]
        whole = sum((piece.figure.amount for piece in planned), ZERO)
        if not ends or whole == row.interest:
            return InterestStory(amount=row.interest, pieces=planned)
        made = part_by_days(self.terms, whole, row.days, (max(ends) - row.from_date).days)
        return InterestStory(
            amount=row.interest,
            pieces=(Piece(row.from_date, row.due_date, made),),
            early_end=row.interest - made.amount,
        )

    def _flat(self, row: Instalment) -> InterestStory:
        before = self.taken
        self.taken += row.interest
        share = self._share(row.interest) or self.share_before
        self.share_before = share
        regular = share.amount if share is not None else ZERO
        return InterestStory(
            amount=row.interest,
            term=self.record.flat[-1],
            share=share,
            taken_before=before,
            remainder=row.interest - regular,
        )

    def _share(self, amount: Decimal) -> Figure | None:
        """The equal share that came to ``amount``, if there was one."""
        for made in reversed(self.record.shares):
            if made.amount == amount:
                return made
        return None

    # -- principal -----------------------------------------------------------------------------------

    def _principal(self, row: Instalment, choice: PrincipalChoice | None) -> PrincipalStory:
        amount = row.principal
        if row.down_payment:
            return PrincipalStory(amount=amount, rule=PrincipalRule.DOWN_PAYMENT)
        if not amount:
            return PrincipalStory(amount=amount, rule=PrincipalRule.NOTHING)
        if row.due_date == self.foreclosed_on:
            return PrincipalStory(amount=amount, rule=PrincipalRule.FORECLOSED)
        if choice is None:
            return PrincipalStory(amount=amount, rule=PrincipalRule.PAID_EARLY)
        instalment = choice.instalment
        balloon = self.balloons.get(choice.period, ZERO)
        if instalment is None:
            return self._part(amount, balloon)
        regular = instalment - choice.own_interest
        remainder = amount - balloon - regular
        rule = PrincipalRule.REST if remainder else PrincipalRule.INSTALMENT_LESS_INTEREST
        return PrincipalStory(
            amount=amount,
            rule=rule,
            instalment=instalment,
            instalment_from=self._made(instalment),
            own_interest=choice.own_interest,
            regular=regular,
            balloon=balloon,
            remainder=remainder,
        )

    def _part(self, amount: Decimal, balloon: Decimal) -> PrincipalStory:
        share = self._share(amount - balloon)
        if share is not None:
            self.part_before = share
            return PrincipalStory(amount=amount, rule=PrincipalRule.AGREED_PART, part=share, balloon=balloon)
        if self.part_before is None:
            return PrincipalStory(amount=amount, rule=PrincipalRule.AGREED_PART, balloon=balloon)
        regular = self.part_before.amount
        return PrincipalStory(
            amount=amount,
            rule=PrincipalRule.REST,
            part=self.part_before,
            regular=regular,
            balloon=balloon,
            remainder=amount - balloon - regular,
        )

    def _made(self, instalment: Decimal) -> Figure | None:
        """The annuity behind an instalment; None when the terms fix it."""
        for made in reversed(self.record.instalments):
            if made.amount == instalment:
                return made
        return None


def charge_stories(
    terms: LoanTerms,
    charges: Sequence[ChargeTerms],
    schedule: Schedule,
    recorded: Mapping[int, tuple[ChargePortion, ...]],
) -> dict[int, tuple[ChargeStory, ...]]:
    """The charges of each row by its number: those ``recorded`` while it was made, and those put on it afterwards."""
    by_key = {one.key: one for one in charges}
    found: dict[int, list[ChargeStory]] = {}
    if terms.recalculation is None:
        portions = [(one.number, one) for one in charge_portions(charges, terms, schedule)]
    else:
        portions = [(number, one) for number, some in recorded.items() for one in some]
        at_end = [one for one in charges if waits_for_interest(one)]
        portions.extend((one.number, one) for one in charge_portions(at_end, terms, schedule))
    for number, portion in portions:
        made = charge_figure(by_key[portion.key], portion.base, terms)
        if made.amount != portion.amount:
            raise Unexplained(f"charge {portion.key} on row {number}: {portion.amount}, not {made.amount}")
        story = ChargeStory(charge=portion.key, penalty=portion.penalty, figure=made)
        found.setdefault(number, []).append(story)
    return {number: tuple(some) for number, some in found.items()}


def charge_figure(charge: ChargeTerms, base: tuple[Decimal, Decimal], terms: LoanTerms) -> Figure:
    """The amount of a charge on principal and interest ``base``."""
    if charge.basis is ChargeBasis.FLAT:
        formula, inputs = Formula.STATED, dict[str, Input](amount=charge.amount)
    else:
        principal, interest = base
        of = {
            ChargeBasis.PERCENT_OF_AMOUNT: principal,
            ChargeBasis.PERCENT_OF_DISBURSEMENT: principal,
            ChargeBasis.PERCENT_OF_INTEREST: interest,
            ChargeBasis.PERCENT_OF_AMOUNT_AND_INTEREST: principal + interest,
        }[charge.basis]
        formula, inputs = (
            Formula.PERCENTAGE,
            {"amount": of, "basis": str(charge.basis), "per_cent": charge.amount},
        )
        if charge.minimum is not None:
            inputs["minimum"] = charge.minimum
        if charge.maximum is not None:
            inputs["maximum"] = charge.maximum
    return figure(
        formula,
        inputs,
        digits=terms.currency.digits,
        precision=DEFAULT_PRECISION,
        rounding=terms.rounding,
        multiples_of=multiples_of(terms.currency),
    )
