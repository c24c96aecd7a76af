"""What an explanation consists of. Amounts are decimals in the loan's currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.components import Component
from amana.finance.money import RoundingMode
from amana.loans.kinds import TransactionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class InputView:
    """One input of a formula."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """An amount, the formula that made it, its inputs, and its rounding.

    ``lost`` is what rounding took away (negative: what it added). Steps before it are kept to ``precision``
    significant digits, rounded by ``steps``.
    """

    formula: str
    words: str
    inputs: Sequence[InputView]
    exact: Decimal
    rounding: RoundingMode | None
    digits: int
    multiples_of: int
    amount: Decimal
    lost: Decimal
    precision: int
    steps: RoundingMode


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """One part of an amount: ``amount`` with its sign, what it is, the figure behind it where one was worked out."""

    amount: Decimal
    what: str
    from_date: date | None = None
    to_date: date | None = None
    charge: int | None = None
    figure: FigureView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountView:
    """One amount of an instalment: its parts add up to it; ``of`` is what a share is a share of."""

    component: Component
    amount: Decimal
    rule: str
    parts: Sequence[PartView]
    of: FigureView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentExplained:
    """One instalment: the principal it starts with, what falls due and why, the principal after it."""

    number: int
    from_date: date
    due_date: date
    balance_before: Decimal
    balance_after: Decimal
    amounts: Sequence[AmountView]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationStep:
    """What a transaction put on one component of one instalment, of how much that was open then."""

    instalment: int
    due_date: date
    timing: str
    """``in_advance``, ``on_due_date`` or ``late``."""
    component: Component
    open_before: Decimal
    taken: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingExplained:
    """One part of a transaction in the ledger: the posting rule, and why these accounts."""

    component: str
    amount: Decimal
    debit_role: str
    debit_account: int
    debit_code: str
    debit_name: str
    debit_because: str
    credit_role: str
    credit_account: int
    credit_code: str
    credit_name: str
    credit_because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedExplained:
    """One amount of an accrual: ``earned`` by its day, less what was ``booked_before``; below zero: taken back."""

    instalment: int
    charge: int | None
    earned: AmountView
    booked_before: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePartExplained:
    """The part of a charge on one instalment (0: taken with the disbursement)."""

    instalment: int
    due_date: date | None
    amount: Decimal
    parts: Sequence[PartView]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeExplained:
    """One charge: ``agreed`` is money or per cent of its ``basis``; its parts add up to ``amount``."""

    id: int
    name: str
    component: Component
    time: ChargeTime
    basis: ChargeBasis
    agreed: Decimal
    due_on: date | None
    amount: Decimal
    paid: Decimal
    waived: Decimal
    written_off: Decimal
    outstanding: Decimal
    parts: Sequence[ChargePartExplained]


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionExplained:
    """One transaction: how it was split, and how it is posted."""

    id: int
    kind: TransactionKind
    on: date
    amount: Decimal
    reversed_on: date | None
    strategy: str | None
    steps: Sequence[AllocationStep]
    at_disbursement: Decimal
    """Put on charges due at disbursement."""
    overpayment: Decimal
    earned: Sequence[EarnedExplained]
    """Of an accrual that was asked for by itself: what was earned, and how it was worked out."""
    postings: Sequence[PostingExplained]


class ScheduleTold(NamedTuple):
    """The yearly rate, the instalments and the charges of a loan."""

    rate: FigureView
    instalments: list[InstalmentExplained]
    charges: list[ChargeExplained]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanExplanation:
    """A loan told: ``annual_rate`` as it is applied, its instalments, charges and transactions, and the same in plain
    words.
    """

    loan: int
    account_no: str
    currency: str
    annual_rate: FigureView
    instalments: Sequence[InstalmentExplained]
    charges: Sequence[ChargeExplained]
    transactions: Sequence[TransactionExplained]
    text: str
