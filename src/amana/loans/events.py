"""What happened to a loan: frozen, typed facts, stored as JSON and never changed.

A new kind is a new class here and a name in ``stored_events``, a function in ``lifecycle`` or, for money, in ``fold``,
and a row in ``postings``.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from amana.finance.calendars import RepaymentCalendar
from amana.finance.components import NOTHING, Components
from amana.finance.floating import RatePeriod
from amana.finance.money import ZERO
from amana.finance.terms import Tranche, Variation
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.decided import ChargeShare, Decided
from amana.loans.kinds import TransactionKind
from amana.loans.payment import PaymentDetail

ENGINE = "1"
"""Version of the arithmetic that decided an event's allocation."""


UNDECIDED = Decided()


class Event:
    """Base of all event bodies. ``kind`` names it in the database, ``version`` its shape."""

    __slots__ = ()
    kind: ClassVar[str]
    version: ClassVar[int] = 1
    is_transaction: ClassVar[bool] = False


class MoneyEvent(Event, ABC):
    """An event that is a transaction: clients see it under its event id."""

    __slots__ = ()
    is_transaction: ClassVar[bool] = True

    @property
    @abstractmethod
    def transaction(self) -> TransactionKind:
        """What clients see it as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Event):
    """The loan was applied for."""

    kind: ClassVar[str] = "submitted"
    contract: LoanContract
    officer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Modified(Event):
    """The application was changed; ``contract`` is what is asked for now."""

    kind: ClassVar[str] = "modified"
    contract: LoanContract


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted(Event):
    """The application was thrown away."""

    kind: ClassVar[str] = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved(Event):
    """The application was approved for ``principal``."""

    kind: ClassVar[str] = "approved"
    principal: Decimal
    expected_disbursement_on: date
    tranches: tuple[Tranche, ...] | None = None
    """How it is to be paid out, where that was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalUndone(Event):
    """The loan is an application again."""

    kind: ClassVar[str] = "approval_undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedAmountChanged(Event):
    """Another ``principal`` is approved."""

    kind: ClassVar[str] = "approved_amount_changed"
    principal: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TranchesChanged(Event):
    """It is to be paid out otherwise; the tranches that were paid out come first."""

    kind: ClassVar[str] = "tranches_changed"
    tranches: tuple[Tranche, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescheduled(Event):
    """What is still to be paid is paid otherwise from now on; ``request`` is the one that was approved."""

    kind: ClassVar[str] = "rescheduled"
    variations: tuple[Variation, ...]
    request: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFollowed(Event):
    """The loan's floating rate came to something else: ``rates`` over time, margin included, state ``version``."""

    kind: ClassVar[str] = "rate_followed"
    version_of_rate: int
    rates: tuple[RatePeriod, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected(Event):
    """The institution declined."""

    kind: ClassVar[str] = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Event):
    """The loan that came to nothing is an application again."""

    kind: ClassVar[str] = "reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Event):
    """The applicant declined."""

    kind: ClassVar[str] = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disbursed(MoneyEvent):
    """Principal was paid out."""

    kind: ClassVar[str] = "disbursed"
    transaction: ClassVar[TransactionKind] = TransactionKind.DISBURSEMENT
    amount: Decimal
    payment: PaymentDetail | None = None
    calendar: RepaymentCalendar | None = None
    """Where holidays or working days have changed since the application: what due dates follow now."""
    transfer: int | None = None
    """The loan that this part of the money paid off; the rest was paid out with it, by an event of its own."""
    instalment: Decimal | None = None
    """Of a loan that is paid out at once: the instalment agreed on with it."""
    variations: tuple[Variation, ...] = ()
    """Of a tranche: what was agreed on with it for the schedule from then on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepaidAtDisbursement(MoneyEvent):
    """Charges due at disbursement were taken out of what was paid out."""

    kind: ClassVar[str] = "repaid_at_disbursement"
    transaction: ClassVar[TransactionKind] = TransactionKind.REPAYMENT_AT_DISBURSEMENT
    amount: Decimal
    decided: Decided
    payment: PaymentDetail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisbursalUndone(Event):
    """The disbursement and everything after it is void."""

    kind: ClassVar[str] = "disbursal_undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaid(MoneyEvent):
    """Money was received."""

    kind: ClassVar[str] = "repaid"
    transaction: ClassVar[TransactionKind] = TransactionKind.REPAYMENT
    amount: Decimal
    decided: Decided
    payment: PaymentDetail | None = None
    transfer: int | None = None
    """The loan whose disbursement paid it: a top-up of this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited(MoneyEvent):
    """Something other than a repayment reduced what is owed as one does: ``credit``, one of ``CREDITS``.

    ``related`` is the event of another transaction that it belongs to (an interest refund to its refund), ``charge``
    the charge that an adjustment or refund takes back.
    """

    kind: ClassVar[str] = "credited"
    credit: TransactionKind
    amount: Decimal
    decided: Decided
    payment: PaymentDetail | None = None
    related: int | None = None
    charge: int | None = None

    @property
    def transaction(self) -> TransactionKind:
        """The credit's own kind."""
        return self.credit


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedBack(MoneyEvent):
    """The payment behind event ``related`` was claimed back, in part or whole: it is owed again."""

    kind: ClassVar[str] = "charged_back"
    transaction: ClassVar[TransactionKind] = TransactionKind.CHARGEBACK
    amount: Decimal
    decided: Decided
    related: int
    payment: PaymentDetail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedOff(MoneyEvent):
    """The institution no longer counts on what is owed; the borrower owes it still. ``reason`` is a code value."""

    kind: ClassVar[str] = "charged_off"
    transaction: ClassVar[TransactionKind] = TransactionKind.CHARGE_OFF
    amount: Decimal
    decided: Decided
    reason: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FraudMarked(Event):
    """The loan was marked as fraud, or cleared of it."""

    kind: ClassVar[str] = "fraud_marked"
    fraud: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltiesStopped(Event):
    """From now on overdue instalments bring no penalties, or do so again."""

    kind: ClassVar[str] = "penalties_stopped"
    stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreclosed(MoneyEvent):
    """The loan was ended before its term by a payment of all that was owed by then."""

    kind: ClassVar[str] = "foreclosed"
    transaction: ClassVar[TransactionKind] = TransactionKind.REPAYMENT
    amount: Decimal
    decided: Decided
    payment: PaymentDetail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestWaived(MoneyEvent):
    """Interest was forgiven."""

    kind: ClassVar[str] = "interest_waived"
    transaction: ClassVar[TransactionKind] = TransactionKind.INTEREST_WAIVER
    amount: Decimal
    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeAdded(Event):
    """A charge joined the loan."""

    kind: ClassVar[str] = "charge_added"
    charge: LoanCharge


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeChanged(Event):
    """A charge was changed; ``charge`` is what it is now."""

    kind: ClassVar[str] = "charge_changed"
    charge: LoanCharge


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRemoved(Event):
    """A charge left the loan."""

    kind: ClassVar[str] = "charge_removed"
    charge: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeWaived(MoneyEvent):
    """A charge (or the part of one instalment) was forgiven."""

    kind: ClassVar[str] = "charge_waived"
    transaction: ClassVar[TransactionKind] = TransactionKind.CHARGE_WAIVER
    charge: int
    instalment: int | None
    amount: Decimal
    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePaid(MoneyEvent):
    """One charge (or the part of one instalment) was paid by itself."""

    kind: ClassVar[str] = "charge_paid"
    transaction: ClassVar[TransactionKind] = TransactionKind.CHARGE_PAYMENT
    charge: int
    instalment: int | None
    amount: Decimal
    decided: Decided
    payment: PaymentDetail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOff(MoneyEvent):
    """Everything still owed was given up; ``reason`` is a code value."""

    kind: ClassVar[str] = "written_off"
    transaction: ClassVar[TransactionKind] = TransactionKind.WRITE_OFF
    amount: Decimal
    decided: Decided
    reason: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered(MoneyEvent):
    """Money was received after the write-off."""

    kind: ClassVar[str] = "recovered"
    transaction: ClassVar[TransactionKind] = TransactionKind.RECOVERY
    amount: Decimal
    payment: PaymentDetail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverpaymentRefunded(MoneyEvent):
    """Money paid too much was given back. Where the payment turns out not to have been, it is owed again."""

    kind: ClassVar[str] = "overpayment_refunded"
    transaction: ClassVar[TransactionKind] = TransactionKind.OVERPAYMENT_REFUND
    amount: Decimal
    decided: Decided = UNDECIDED
    payment: PaymentDetail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidBack(MoneyEvent):
    """Money that had been paid on a running loan was given back."""

    kind: ClassVar[str] = "paid_back"
    transaction: ClassVar[TransactionKind] = TransactionKind.CASH_REFUND
    amount: Decimal
    payment: PaymentDetail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetGo(MoneyEvent):
    """The loan was closed by hand with a rest within its tolerance, which was let go."""

    kind: ClassVar[str] = "let_go"
    transaction: ClassVar[TransactionKind] = TransactionKind.WRITE_OFF
    amount: Decimal
    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedAsRescheduled(MoneyEvent):
    """The rest goes on in another contract."""

    kind: ClassVar[str] = "closed_as_rescheduled"
    transaction: ClassVar[TransactionKind] = TransactionKind.RESCHEDULED
    amount: Decimal
    decided: Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionReversed(Event):
    """A transaction counts no more; ``replaced_by`` names the one booked instead, when it was adjusted."""

    kind: ClassVar[str] = "transaction_reversed"
    event: int
    replaced_by: int | None = None
    decided: Decided | None = None
    balance: Decimal | None = None
    """How it counted until then, and the principal outstanding after it."""
    recognised: Components = NOTHING
    """Of what was forgiven: as far as it had been booked as income."""
    upkeep: bool = False
    """Nobody asked for it: what was booked by itself is booked otherwise now, or fell with what it belonged to."""


@dataclass(frozen=True, slots=True)
class AccruedPart:
    """Income earned on one instalment."""

    number: int
    interest: Decimal = ZERO
    fees: Decimal = ZERO
    penalties: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Accrued(MoneyEvent):
    """Income earned up to the end of the value date was booked; ``adjusts``: taken back, as less is earned by then.
    ``suspended`` is the interest in it that is taken back as the loan does not perform, or counted again.
    """

    kind: ClassVar[str] = "accrued"
    parts: tuple[AccruedPart, ...]
    charges: tuple[ChargeShare, ...] = ()
    adjusts: bool = False
    suspended: Decimal = ZERO

    @property
    def transaction(self) -> TransactionKind:
        """An accrual, or what takes accruals back."""
        return TransactionKind.ACCRUAL_ADJUSTMENT if self.adjusts else TransactionKind.ACCRUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPosted(MoneyEvent):
    """The income of the instalment due on the value date was summed up; ``final``: all income not summed up before,
    as the loan was closed. The amounts follow the loan.
    """

    kind: ClassVar[str] = "activity_posted"
    transaction: ClassVar[TransactionKind] = TransactionKind.ACCRUAL_ACTIVITY
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerAssigned(Event):
    """Another officer is in charge; None: nobody."""

    kind: ClassVar[str] = "officer_assigned"
    officer: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event in its envelope. ``seq`` counts within the loan, ``booked_at`` is when it became known."""

    id: int
    seq: int
    value_date: date
    business_date: date
    booked_at: datetime
    command_id: int
    user_id: int
    body: Event
    engine: str = ENGINE
    changed: tuple[int, ...] = ()
    """Earlier transactions that came out differently when it was booked, by event id."""
