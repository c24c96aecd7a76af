"""What is shown of loans. Amounts are decimals in the loan's currency; dates plain; dialects translate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.components import Components
from amana.finance.dates import PeriodUnit
from amana.finance.delinquency import AgeRange
from amana.finance.money import Currency
from amana.kernel.codes.queries import CodeValueView
from amana.loans.contract import LoanContract
from amana.loans.kinds import GuarantorKind, LoanStatus, LoanType, TransactionKind
from amana.loans.payment import PaymentDetail


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something referred to by id and name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BorrowerView:
    """The client or group that borrows, and its office."""

    id: int
    account_no: str
    name: str
    office_id: int
    office_name: str
    external_id: str | None = None
    key: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRef:
    """The loan's product."""

    id: int
    name: str
    short_name: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ByUser:
    """Who did something."""

    username: str
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """When the loan went through its life, and who saw to it."""

    submitted_on: date
    submitted_by: ByUser | None = None
    approved_on: date | None = None
    approved_by: ByUser | None = None
    rejected_on: date | None = None
    rejected_by: ByUser | None = None
    withdrawn_on: date | None = None
    withdrawn_by: ByUser | None = None
    expected_disbursement_on: date | None = None
    disbursed_on: date | None = None
    disbursed_by: ByUser | None = None
    expected_maturity_on: date | None = None
    closed_on: date | None = None
    closed_by: ByUser | None = None
    written_off_on: date | None = None
    written_off_by: ByUser | None = None
    charged_off_on: date | None = None
    charged_off_by: ByUser | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentTotals:
    """One component over the whole loan. ``charged`` is what was ever due (for principal: what was disbursed)."""

    charged: Decimal
    paid: Decimal
    waived: Decimal
    written_off: Decimal
    outstanding: Decimal
    overdue: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanSummary:
    """The sums of a disbursed loan as of a day. Fees include those taken at disbursement."""

    currency: Currency
    principal: ComponentTotals
    interest: ComponentTotals
    fees: ComponentTotals
    penalties: ComponentTotals
    fees_at_disbursement: Decimal
    overpaid: Decimal
    overdue_since: date | None = None

    def _sum(self, name: str) -> Decimal:
        total: Decimal = sum(
            (getattr(one, name) for one in (self.principal, self.interest, self.fees, self.penalties)),
            Decimal(0),
        )
        return total

    charged_back: Decimal = Decimal(0)
    """Of the principal charged: what had been paid and is owed again."""

    @property
    def disbursed(self) -> Decimal:
        """Principal that was paid out."""
        return self.principal.charged - self.charged_back

    @property
    def expected_repayment(self) -> Decimal:
        """Everything that was ever to be paid."""
        return self._sum("charged")

    @property
    def repaid(self) -> Decimal:
        """Everything paid, without overpayment."""
        return self._sum("paid")

    @property
    def expected_cost(self) -> Decimal:
        """Interest, fees and penalties to be paid."""
        return self.expected_repayment - self.principal.charged

    @property
    def cost(self) -> Decimal:
        """Interest, fees and penalties paid so far."""
        return self.repaid - self.principal.paid

    @property
    def waived(self) -> Decimal:
        """Everything forgiven."""
        return self._sum("waived")

    @property
    def written_off(self) -> Decimal:
        """Everything given up."""
        return self._sum("written_off")

    @property
    def outstanding(self) -> Decimal:
        """Everything still owed."""
        return self._sum("outstanding")

    @property
    def overdue(self) -> Decimal:
        """Everything owed that was due before the day."""
        return self._sum("overdue")


@dataclass(frozen=True, slots=True, kw_only=True)
class DisbursementRow:
    """Money paid out (or planned to be), as a row of the schedule; ``fees`` were taken at that moment."""

    on: date
    amount: Decimal
    fees: Decimal
    fees_paid: Decimal
    balance: Decimal
    """Principal outstanding after the row."""
    planned: bool = False
    """Whether it is still to be paid out."""

    @property
    def fees_outstanding(self) -> Decimal:
        """Fees at disbursement not yet taken."""
        return self.fees - self.fees_paid


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalmentRow:
    """One instalment: what was planned at first, what is due, what became of it."""

    number: int
    from_date: date
    due_date: date
    original: Components
    due: Components
    paid: Components
    waived: Components
    written_off: Components
    balance: Decimal
    """Principal outstanding after the row, as planned."""
    paid_in_advance: Decimal
    paid_late: Decimal
    completed_on: date | None = None
    extra: bool = False
    """Stands for interest or a charge beyond the planned payments."""
    down_payment: bool = False
    """Due with the disbursement itself."""

    @property
    def days(self) -> int:
        """Days of the period."""
        return (self.due_date - self.from_date).days

    @property
    def outstanding(self) -> Components:
        """What is still owed of it."""
        return self.due - self.paid - self.waived - self.written_off

    def overdue(self, on: date) -> Decimal:
        """What is owed of it when it was due before ``on``."""
        return self.outstanding.total if self.due_date < on else Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleView:
    """Disbursements and instalments, each in order of date, and their sums as of ``on``."""

    currency: Currency
    on: date
    disbursements: Sequence[DisbursementRow]
    instalments: Sequence[InstalmentRow]
    preview: bool = False
    """Nothing is agreed yet: a calculation, not a loan's own schedule."""

    @property
    def term_in_days(self) -> int:
        """Days from the first disbursement to the last due date."""
        if not self.disbursements or not self.instalments:
            return 0
        return (self.instalments[-1].due_date - self.disbursements[0].on).days

    @property
    def disbursed(self) -> Decimal:
        """Principal of all disbursements."""
        return sum((row.amount for row in self.disbursements), Decimal(0))

    @property
    def fees_at_disbursement(self) -> Decimal:
        """Fees of all disbursements."""
        return sum((row.fees for row in self.disbursements), Decimal(0))

    def total(self, name: str) -> Components:
        """Sum over the instalments of ``original``, ``due``, ``paid``, ``waived``, ``written_off`` or
        ``outstanding``.
        """
        sums = Components()
        for row in self.instalments:
            sums += getattr(row, name)
        return sums


class RelationKind(StrEnum):
    """What one transaction is to another."""

    CHARGEBACK = "chargeback"
    """The first is claimed back by the second."""
    RELATED = "related"
    """The first belongs to the second."""
    REPLAYED = "replayed"
    """It came out differently after it was booked."""


@dataclass(frozen=True, slots=True)
class TransactionRelation:
    """Two transactions and what the first is to the second."""

    of: int
    to: int
    kind: RelationKind


_WITH_DISBURSAL = (
    TransactionKind.DISBURSEMENT,
    TransactionKind.REPAYMENT_AT_DISBURSEMENT,
    TransactionKind.DOWN_PAYMENT,
)
"""What an undone disbursement takes with it."""


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
    charge: int | None = None
    """The charge of the loan that it takes back."""
    replays: int = 0
    """How often it came out differently after it was booked."""

    @property
    def portions(self) -> Components:
        """What it settled or claimed of what is owed; money paid out does neither, nor does a charge forgiven."""
        neither = (TransactionKind.DISBURSEMENT, TransactionKind.CHARGE_WAIVER)
        return Components() if self.kind in neither else self.components

    @property
    def relations(self) -> list[TransactionRelation]:
        """What it has to do with the transaction that it belongs to, or with what it was itself."""
        found = []
        if self.replays:
            found.append(TransactionRelation(self.id, self.id, RelationKind.REPLAYED))
        if self.related is not None and self.kind is TransactionKind.CHARGEBACK:
            found.append(TransactionRelation(self.related, self.id, RelationKind.CHARGEBACK))
        elif self.related is not None:
            found.append(TransactionRelation(self.id, self.related, RelationKind.RELATED))
        return found

    @property
    def with_payment(self) -> "TransactionView | None":
        """The transaction itself where it is known how money changed hands."""
        return None if self.payment is None else self


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargePart:
    """The part of an instalment fee that falls on one instalment."""

    instalment: int
    due_on: date
    amount: Decimal
    paid: Decimal
    waived: Decimal
    written_off: Decimal

    @property
    def outstanding(self) -> Decimal:
        """What is still owed of it."""
        return self.amount - self.paid - self.waived - self.written_off


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanChargeView:
    """A charge of the loan: ``asked`` is the amount or percentage, ``amount`` the money it comes to in all."""

    id: int
    charge: int
    name: str
    time: ChargeTime
    basis: ChargeBasis
    penalty: bool
    due_on: date | None
    currency: Currency
    asked: Decimal
    percentage: Decimal
    """Zero for a flat charge."""
    percentage_of: Decimal
    """What the percentage was taken of; zero for a flat charge."""
    amount: Decimal
    paid: Decimal
    waived: Decimal
    written_off: Decimal
    parts: Sequence[ChargePart] = ()

    @property
    def outstanding(self) -> Decimal:
        """What is still owed of it."""
        return self.amount - self.paid - self.waived - self.written_off


@dataclass(frozen=True, slots=True, kw_only=True)
class GuarantorView:
    """Somebody who answers for the borrower."""

    id: int
    loan: int
    kind: GuarantorKind
    person: int | None
    relationship: Named | None
    first_name: str
    last_name: str
    office_name: str | None = None
    joined_on: date | None = None
    birth_date: date | None = None
    address_line_1: str | None = None
    address_line_2: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    mobile_number: str | None = None
    house_phone_number: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CollateralView:
    """Something pledged."""

    id: int
    loan: int
    type: Named
    value: Decimal | None
    description: str | None
    currency: Currency


@dataclass(frozen=True, slots=True)
class PauseView:
    """Days in which delinquency does not grow, and whether today is one of them."""

    first: date
    last: date
    active: bool


@dataclass(frozen=True, slots=True)
class RangeShare:
    """What is outstanding of the instalments classified alike."""

    range: AgeRange
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionView:
    """Amounts are in the loan's currency. ``past_due_days`` count from the first due date not met, ``delinquent_days``
    from when the days of grace had passed.
    """

    past_due_days: int
    past_due_on: date | None
    delinquent_days: int
    delinquent_on: date | None
    delinquent_amount: Decimal
    next_due_on: date | None
    next_due_amount: Decimal
    last_payment: TransactionView | None
    last_repayment: TransactionView | None
    available: Decimal
    """What was approved and neither paid out nor planned."""
    available_with_over_applied: Decimal
    range: AgeRange | None
    """How the loan was classified last."""
    instalment_ranges: Sequence[RangeShare]
    pauses: Sequence[PauseView]
    """The same, with what the product lets go beyond the application."""


@dataclass(frozen=True, slots=True)
class TrancheView:
    """One disbursement of a loan paid out in parts, planned or made; ``number`` counts them from 1."""

    number: int
    expected_on: date
    amount: Decimal
    disbursed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanView:
    """A loan in full. The collections are None unless they were asked for."""

    id: int
    key: UUID
    account_no: str
    external_id: str | None
    status: LoanStatus
    loan_type: LoanType
    client: BorrowerView | None
    group: BorrowerView | None
    office: Named
    product: ProductRef
    fund: Named | None
    purpose: Named | None
    officer: Named | None
    contract: LoanContract
    principal: Decimal
    """What was disbursed; before that, what was approved; before that, what was applied for."""
    proposed_principal: Decimal
    approved_principal: Decimal | None
    annual_rate: Decimal
    fraud: bool
    charge_off_reason: Named | None
    last_closed_on: date | None = None
    """The last day that close of business has been through."""
    loan_cycle: int | None
    """Which loan of this borrower it is, counting from 1; None before disbursement."""
    timeline: Timeline
    fees_at_disbursement: Decimal
    summary: LoanSummary | None
    days_in_arrears: int
    created_at: datetime
    changed_at: datetime
    schedule: ScheduleView | None = None
    transactions: Sequence[TransactionView] | None = None
    charges: Sequence[LoanChargeView] | None = None
    guarantors: Sequence[GuarantorView] | None = None
    collateral: Sequence[CollateralView] | None = None
    collection: CollectionView | None = None

    @property
    def currency(self) -> Currency:
        """The loan's currency."""
        return self.contract.currency

    @property
    def listed_transactions(self) -> Sequence[TransactionView] | None:
        """The transactions without disbursements that were undone, and what was undone with them."""
        if self.transactions is None:
            return None
        made = [one for one in self.transactions if one.kind is TransactionKind.DISBURSEMENT]

        def stands(one: TransactionView) -> bool:
            before = [paid_out for paid_out in made if paid_out.id <= one.id]
            latest = max(before, key=lambda paid_out: paid_out.id, default=None)
            by_itself = one.kind not in _WITH_DISBURSAL and not all(paid_out.reversed for paid_out in before)
            return latest is None or not latest.reversed or by_itself

        return [one for one in self.transactions if not one.reversed or stands(one)]

    @property
    def tranches(self) -> list[TrancheView]:
        """What was paid out and what is still planned, in that order; empty unless the schedule was asked for and the
        loan is paid out in parts.
        """
        planned = self.contract.terms.tranches
        if self.schedule is None or not self.contract.terms.multi_disburse:
            return []
        made = [one for one in self.schedule.disbursements if not one.planned]
        shown = [
            TrancheView(
                place + 1,
                planned[place].expected_on if place < len(planned) else one.on,
                one.amount,
                one.on,
            )
            for place, one in enumerate(made)
        ]
        return shown + [
            TrancheView(place, one.expected_on, one.amount)
            for place, one in enumerate(planned[len(made) :], len(made) + 1)
        ]

    @property
    def charges_by_day(self) -> Sequence[LoanChargeView] | None:
        """The charges in order of their days, those without a day first."""
        if self.charges is None:
            return None
        return sorted(self.charges, key=lambda one: (one.due_on or date.min, one.penalty, one.id))

    @property
    def open_instalments(self) -> int | None:
        """How many instalments were agreed on, as the schedule has them; None unless it was asked for."""
        if self.schedule is None:
            return None
        return sum(not (row.extra or row.down_payment) for row in self.schedule.instalments)

    @property
    def actual_maturity_on(self) -> date | None:
        """When it was closed, or will be by its schedule."""
        return self.timeline.closed_on or self.timeline.expected_maturity_on

    @property
    def charged_off(self) -> bool:
        """Whether it has been charged off."""
        return self.timeline.charged_off_on is not None

    @property
    def in_arrears(self) -> bool:
        """Whether more is overdue than is tolerated, for longer than the days of grace."""
        return self.days_in_arrears > 0

    @property
    def non_performing(self) -> bool:
        """Whether the loan has been in arrears for longer than its product lets pass."""
        after = self.contract.npa_after_days
        return after is not None and self.days_in_arrears > after

    @property
    def term_length(self) -> int:
        """Length of the term in ``term_unit``."""
        return self.contract.term_length

    @property
    def term_unit(self) -> PeriodUnit:
        """Unit of the term."""
        return self.contract.term_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionDefaults:
    """What a form for a new transaction offers."""

    kind: TransactionKind
    on: date
    amount: Decimal
    components: Components
    currency: Currency
    payment_types: Sequence[CodeValueView] = ()
