"""What derivation makes of terms and events: values only.

What a derivation makes by the hundred is a ``msgspec.Struct``: a tenth of the time of a frozen dataclass of that size.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import msgspec

from amana.finance.components import NOTHING, Components
from amana.finance.dues import OpenInstalment
from amana.finance.generate import still_expected
from amana.finance.money import ZERO
from amana.finance.progressive.model import InterestModel
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.decided import Decided
from amana.loans.events import UNDECIDED
from amana.loans.kinds import INCOME_KEPT, LoanStatus, Standing, TransactionKind
from amana.loans.payment import PaymentDetail


class InstalmentState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One instalment and what became of it; amounts in the loan's currency."""

    number: int
    from_date: date
    due_date: date
    extra: bool
    original: Components
    due: Components
    paid: Components = NOTHING
    waived: Components = NOTHING
    written_off: Components = NOTHING
    accrued: Components = NOTHING
    balance: Decimal = ZERO
    in_advance: Decimal = ZERO
    late: Decimal = ZERO
    completed_on: date | None = None
    down_payment: bool = False
    """Due with the disbursement itself."""

    @property
    def outstanding(self) -> Components:
        """What is still owed of it."""
        return self.due - self.paid - self.waived - self.written_off

    @property
    def as_open(self) -> OpenInstalment:
        """As arithmetic sees it."""
        return OpenInstalment(
            self.number, self.from_date, self.due_date, self.due, self.paid, self.waived, self.written_off
        )


@dataclass(frozen=True, slots=True)
class ChargePartState:
    """The part of a charge that falls on one instalment (0: at disbursement)."""

    instalment: int
    amount: Decimal
    paid: Decimal = ZERO
    waived: Decimal = ZERO
    written_off: Decimal = ZERO

    @property
    def outstanding(self) -> Decimal:
        """What is still owed of it."""
        return self.amount - self.paid - self.waived - self.written_off


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeState:
    """A charge of the loan, what it comes to, and what became of it."""

    charge: LoanCharge
    percentage_of: Decimal
    parts: tuple[ChargePartState, ...]

    def total(self, name: str) -> Decimal:
        """Sum over the parts of ``amount``, ``paid``, ``waived`` or ``written_off``."""
        return sum((getattr(part, name) for part in self.parts), ZERO)

    @property
    def outstanding(self) -> Decimal:
        """What is still owed of it."""
        return sum((part.outstanding for part in self.parts), ZERO)


class TransactionState(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A transaction as it counts now; of a reversed one, as it was booked."""

    id: int
    seq: int
    kind: TransactionKind
    on: date
    business_date: date
    booked_at: datetime
    user_id: int
    amount: Decimal
    components: Components = NOTHING
    decided: Decided = UNDECIDED
    balance: Decimal = ZERO
    reversed_on: date | None = None
    payment: PaymentDetail | None = None
    recognised: Components = NOTHING
    """Of a waiver or write-off: the part that had been booked as income before (accrual accounting)."""
    standing: Standing = Standing.REGULAR
    related: int | None = None
    """The event of the transaction that it belongs to (a chargeback to its payment)."""
    charge: int | None = None
    """The charge of the loan that it takes back."""
    transfer: int | None = None
    """The loan that the money went to, or came from: one topped up the other."""
    reason: int | None = None
    """Why it was charged or written off: a code value."""
    charged_off_for: int | None = None
    """Why the loan had been charged off by then."""
    suspended: Decimal = ZERO
    """Interest that an accrual counts again, or its adjustment takes back, as the loan does not perform."""
    replays: int = 0
    """How often it came out differently after it was booked."""
    replaced: bool = False
    """Reversed without anybody asking for it: it is booked otherwise now."""

    @property
    def reasons(self) -> tuple[int, ...]:
        """The code values that may pick an account of their own, its own first."""
        return tuple(one for one in (self.reason, self.charged_off_for) if one is not None)

    @property
    def is_reversed(self) -> bool:
        """Whether it counts no more."""
        return self.reversed_on is not None

    @property
    def accrues(self) -> int:
        """1: it books income, -1: it takes some back, 0: neither."""
        return _ACCRUES.get(self.kind, 0)


_ACCRUES = {TransactionKind.ACCRUAL: 1, TransactionKind.ACCRUAL_ADJUSTMENT: -1}


class Step(msgspec.Struct, frozen=True, gc=False):
    """When a step of the life was taken (value date) and by which user."""

    on: date
    by: int


class Life(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The steps of the life that stand."""

    submitted: Step
    approved: Step | None = None
    rejected: Step | None = None
    withdrawn: Step | None = None
    disbursed: Step | None = None
    closed: Step | None = None
    written_off: Step | None = None
    charged_off: Step | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """One component over the whole loan."""

    charged: Decimal = ZERO
    paid: Decimal = ZERO
    waived: Decimal = ZERO
    written_off: Decimal = ZERO

    @property
    def outstanding(self) -> Decimal:
        """What is still owed."""
        return self.charged - self.paid - self.waived - self.written_off


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanState:
    """A loan as its events make it."""

    contract: LoanContract
    status: LoanStatus
    life: Life
    officer: int | None
    proposed_principal: Decimal
    approved_principal: Decimal | None
    disbursements: tuple[tuple[date, Decimal], ...]
    instalments: tuple[InstalmentState, ...]
    charges: tuple[ChargeState, ...]
    transactions: tuple[TransactionState, ...]
    principal: Totals
    interest: Totals
    fees: Totals
    penalties: Totals
    fees_at_disbursement: Decimal
    fees_at_disbursement_paid: Decimal
    overpaid: Decimal
    recovered: Decimal
    charged_back: Decimal = ZERO
    """Of the principal charged: what was paid and is owed again, beyond what was disbursed."""
    fraud: bool = False
    charge_off_reason: int | None = None
    last_seq: int
    last_money_on: date | None
    """Latest value date of a transaction that counts."""
    accrued_until: date | None = None
    charged_on: Mapping[int, date] = field(default_factory=dict, compare=False)
    """By charge that was added to it: the business day on which that was."""
    interest_model: InterestModel | None = field(default=None, compare=False, repr=False)
    """Of a progressive loan with interest: what tells the interest of any day."""
    derived_on: date
    problems: tuple[str, ...] = field(default=())
    """What cannot be (more refunded than was overpaid); such a history is refused before it is saved."""

    @property
    def is_disbursed(self) -> bool:
        """Whether money was paid out."""
        return bool(self.disbursements)

    @property
    def most_to_lend(self) -> Decimal:
        """The most that may be paid out in all: what is approved, or more where the contract allows for it."""
        return self.contract.most_lent(self.proposed_principal, self.contract.terms.principal)

    @property
    def paid_out(self) -> Decimal:
        """Principal of all disbursements."""
        return sum((amount for _, amount in self.disbursements), ZERO)

    @property
    def expected(self) -> Decimal:
        """Principal of the tranches still to be paid out."""
        pending = still_expected(self.contract.terms, self.disbursements)
        return sum((one.amount for one in pending), ZERO)

    @property
    def last_moved_on(self) -> date | None:
        """Latest value date of a transaction that moved money or what is owed; accruals do neither."""
        days = (one.on for one in self.transactions if not one.is_reversed and one.kind not in INCOME_KEPT)
        return max(days, default=None)

    @property
    def accrued(self) -> Components:
        """All income booked on its instalments."""
        total = NOTHING
        for row in self.instalments:
            total += row.accrued
        return total

    @property
    def outstanding(self) -> Decimal:
        """Everything still owed."""
        return (
            self.principal.outstanding
            + self.interest.outstanding
            + self.fees.outstanding
            + self.penalties.outstanding
        )

    @property
    def matures_on(self) -> date | None:
        """The last planned due date."""
        planned = [row.due_date for row in self.instalments if not row.extra] or [
            row.due_date for row in self.instalments
        ]
        return planned[-1] if planned else None
