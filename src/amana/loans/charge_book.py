"""The charges of a loan while amounts are put on them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from amana.finance.charges import ChargeTime
from amana.finance.components import NOTHING, Components
from amana.finance.money import ZERO
from amana.loans.contract import LoanCharge
from amana.loans.decided import ChargeShare, Decided
from amana.loans.state import ChargePartState, ChargeState

AT_DISBURSEMENT = 0
"""Number that stands for the moment of disbursement where a charge's instalment is asked for."""


class ChargePart:
    """The part of one charge on one instalment, at work."""

    __slots__ = ("amount", "charge", "fates", "instalment")

    def __init__(self, charge: int, part: ChargePartState) -> None:
        self.charge = charge
        self.instalment = part.instalment
        self.amount = part.amount
        self.fates = {"paid": part.paid, "waived": part.waived, "written_off": part.written_off}

    @property
    def open(self) -> Decimal:
        """What is still owed of it."""
        return self.amount - sum(self.fates.values(), ZERO)

    def give_back(self, amount: Decimal) -> Decimal:
        """Undo up to ``amount`` of what was paid of it; returns as much as it was."""
        part = min(amount, self.fates["paid"])
        self.fates["paid"] -= part
        return part

    def take(self, amount: Decimal, how: str) -> Decimal:
        """Put up to ``amount`` on it; returns what was taken."""
        part = min(amount, self.open)
        if part > ZERO:
            self.fates[how] += part
            return part
        return ZERO


class ChargeBook:
    """The charges of a loan at work, found by charge or by instalment."""

    def __init__(self, charges: Iterable[ChargeState]) -> None:
        self.states: dict[int, ChargeState] = {}
        self.parts: dict[int, list[ChargePart]] = {}
        self._on_instalment: dict[tuple[int, bool], list[ChargePart]] = {}
        for state in sorted(charges, key=lambda one: (one.charge.due_on or date.min, one.charge.id)):
            self.add(state)

    def add(self, state: ChargeState) -> None:
        """One more charge; of several on an instalment the one added first is paid first."""
        self.states[state.charge.id] = state
        parts = [ChargePart(state.charge.id, part) for part in state.parts]
        self.parts[state.charge.id] = parts
        for part in parts:
            self._on_instalment.setdefault((part.instalment, state.charge.penalty), []).append(part)

    def add_part(self, charge: LoanCharge, instalment: int) -> ChargePart:
        """One more instalment that a charge falls on, with nothing of it yet."""
        part = ChargePart(charge.id, ChargePartState(instalment, ZERO))
        self.parts[charge.id].append(part)
        self._on_instalment.setdefault((instalment, charge.penalty), []).append(part)
        return part

    def move(self, old: int, new: int) -> None:
        """What falls on one instalment falls on another."""
        for penalty in (False, True):
            parts = self._on_instalment.pop((old, penalty), [])
            for part in parts:
                part.instalment = new
            self._on_instalment.setdefault((new, penalty), []).extend(parts)

    def share(self, number: int, parts: Components, how: str) -> Iterable[ChargeShare]:
        """Spread fees and penalties put on an instalment over its charges, earliest due first."""
        for amount, penalty in ((parts.fees, False), (parts.penalties, True)):
            left = amount
            if not left:
                continue
            for part in self._on_instalment.get((number, penalty), ()):
                taken = part.take(left, how)
                if taken:
                    left -= taken
                    yield ChargeShare(part.charge, number, taken)

    def unshare(self, number: int, parts: Components) -> Iterable[ChargeShare]:
        """Undo fees and penalties paid on an instalment, of the charge paid last first."""
        for amount, penalty in ((parts.fees, False), (parts.penalties, True)):
            left = amount
            for part in reversed(self._on_instalment.get((number, penalty), ())):
                back = part.give_back(left)
                if back:
                    left -= back
                    yield ChargeShare(part.charge, number, back)

    def of(self, charge: int, instalment: int | None) -> list[ChargePart]:
        """The parts of a charge, of one instalment or all."""
        parts = self.parts.get(charge, [])
        return parts if instalment is None else [one for one in parts if one.instalment == instalment]

    def due_by(self, day: date) -> Components:
        """What is still owed of charges with a due date of their own that fall due by ``day``."""
        total = NOTHING
        for key, state in self.states.items():
            due_on = state.charge.due_on
            if due_on is not None and due_on <= day:
                total += self.side(key, sum((part.open for part in self.parts[key]), ZERO))
        return total

    def frozen(self) -> tuple[ChargeState, ...]:
        """The charges as values, in order of their ids."""
        return tuple(
            ChargeState(
                charge=state.charge,
                percentage_of=state.percentage_of,
                parts=tuple(
                    ChargePartState(part.instalment, part.amount, **part.fates) for part in self.parts[key]
                ),
            )
            for key, state in sorted(self.states.items())
        )

    def pay_at_disbursement(self, decided: Decided) -> Decided:
        """Take all charges that fall due when the loan is paid out; of those of tranches as much as was ``decided``."""
        meant = {share.charge: share.amount for share in decided.charges}
        shares = []
        for key, parts in self.parts.items():
            by_tranche = self.states[key].charge.time is ChargeTime.TRANCHE_DISBURSEMENT
            for part in parts:
                if part.instalment == AT_DISBURSEMENT:
                    taken = part.take(meant.get(key, ZERO) if by_tranche else part.open, "paid")
                    if taken:
                        shares.append(ChargeShare(part.charge, AT_DISBURSEMENT, taken))
        return Decided((), tuple(shares))

    def is_penalty(self, charge: int) -> bool:
        """Whether a charge of the book is a penalty; one that has left the loan counts as a fee."""
        state = self.states.get(charge)
        return state is not None and state.charge.penalty

    def side(self, charge: int, amount: Decimal) -> Components:
        """``amount`` as the component its charge belongs to."""
        return Components(penalties=amount) if self.is_penalty(charge) else Components(fees=amount)
