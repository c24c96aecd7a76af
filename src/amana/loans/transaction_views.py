"""What is shown of transactions. Amounts are decimals in the loan's currency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from amana.finance.components import Components
from amana.finance.money import Currency
from amana.kernel.codes.queries import CodeValueView
from amana.loans.decided import ChargeShare
from amana.loans.kinds import TransactionKind
from amana.loans.payment import PaymentDetail
from amana.loans.reference_views import ByUser


class RelationKind(StrEnum):
    """What one transaction is to another."""

    CHARGEBACK = "chargeback"
    """The first is claimed back by the second."""
    RELATED = "related"
    """The first belongs to the second."""
    REPLAYED = "replayed"
    """It came out differently after it was booked."""
    CHARGE_ADJUSTMENT = "charge_adjustment"
    """It takes back a charge."""


@dataclass(frozen=True, slots=True)
class TransactionRelation:
    """A transaction and what it is to another, or to a charge of the loan."""

    of: int
    to: int | None
    kind: RelationKind
    charge: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionView:
    """One transaction. ``id`` is the id of its event; ``components`` what it moved, ``overpayment`` beyond them."""

    id: int
    loan: int
    kind: TransactionKind
    on: date
    amount: Decimal
    components: Components
    overpayment: Decimal
    recognised: Components
    """Of a waiver or write-off under periodic accruals the part that had been booked as income; else all of it."""
    balance: Decimal
    """Principal outstanding after it."""
    currency: Currency
    reversed: bool = False
    reversed_on: date | None = None
    booked_at: datetime
    submitted_on: date
    """Business day on which it was booked."""
    by: ByUser | None = None
    payment: PaymentDetail | None = None
    payment_type_name: str | None = None
    office_id: int
    office_name: str
    external_id: str | None = None
    note: str | None = None
    related: int | None = None
    """The transaction that it belongs to: a chargeback to the payment that was claimed back."""
    transfer: int | None = None
    """The loan that the money went to, or came from, where one tops up the other."""
    chargebacks: Sequence[int] = ()
    """The transactions by which it was claimed back."""
    charge: int | None = None
    """The charge of the loan that it takes back."""
    replays: int = 0
    """How often it came out differently after it was booked."""
    shares: Sequence[ChargeShare] = ()
    """What of it went to single charges."""

    @property
    def of_charges(self) -> Sequence[ChargeShare]:
        """What of it went to single charges; what was given back of one goes the other way."""
        if self.kind is TransactionKind.CHARGE_REFUND and self.charge is not None:
            return (*self.shares, ChargeShare(self.charge, 0, -self.amount))
        return self.shares

    @property
    def portions(self) -> Components:
        """What it settled or claimed of what is owed; money paid out does neither, a charge forgiven as far as it had
        been booked as income.
        """
        if self.kind is TransactionKind.DISBURSEMENT:
            return Components()
        return self.recognised if self.kind is TransactionKind.CHARGE_WAIVER else self.components

    @property
    def unrecognised(self) -> Decimal:
        """Of a charge forgiven: what had not been booked as income."""
        forgiven = self.kind is TransactionKind.CHARGE_WAIVER
        return self.amount - self.recognised.total if forgiven else Decimal(0)

    @property
    def relations(self) -> list[TransactionRelation]:
        """What it has to do with the transaction that it belongs to, or with what it was itself."""
        found = []
        if self.replays:
            found.append(TransactionRelation(self.id, self.id, RelationKind.REPLAYED))
        found += [TransactionRelation(self.id, one, RelationKind.CHARGEBACK) for one in self.chargebacks]
        if self.related is not None and self.kind is not TransactionKind.CHARGEBACK:
            found.append(TransactionRelation(self.id, self.related, RelationKind.RELATED))
        if self.charge is not None and self.kind is TransactionKind.CHARGE_ADJUSTMENT:
            found.append(TransactionRelation(self.id, None, RelationKind.CHARGE_ADJUSTMENT, self.charge))
        return found

    @property
    def with_payment(self) -> "TransactionView | None":
        """The transaction itself where it is known how money changed hands."""
        return None if self.payment is None else self


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionDefaults:
    """What a form for a new transaction offers."""

    kind: TransactionKind
    on: date
    amount: Decimal
    components: Components
    currency: Currency
    payment_types: Sequence[CodeValueView] = ()
