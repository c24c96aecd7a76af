"""What an explanation consists of. Amounts are decimals in the loan's currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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

    ``lost`` is what rounding took away (negative: what it added).
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
    debit_because: str
    credit_role: str
    credit_account: int
    credit_code: str
    credit_because: str


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
    postings: Sequence[PostingExplained]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanExplanation:
    """A loan told: ``annual_rate`` as it is applied, its instalments, its transactions, and the same in plain words."""

    loan: int
    account_no: str
    currency: str
    annual_rate: FigureView
    instalments: Sequence[InstalmentExplained]
    transactions: Sequence[TransactionExplained]
    text: str
