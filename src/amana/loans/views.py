"""What is shown of loans. Amounts are decimals in the loan's currency; dates plain; dialects translate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.finance.delinquency import AgeRange
from amana.finance.duplum import room_in_duplum
from amana.finance.money import Currency
from amana.finance.terms import Variation, VariationKind
from amana.loans.contract import LoanContract
from amana.loans.kinds import GuarantorKind, LoanEnding, LoanStatus, LoanType, TransactionKind
from amana.loans.reference_views import BorrowerView, ByUser, Named, OfficerTerm, ProductRef
from amana.loans.schedule_views import LoanYields, ScheduleView
from amana.loans.tranche_charges import on_tranches
from amana.loans.transaction_views import TransactionDefaults, TransactionView
from amana.parties.notes.queries import NoteView


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


_WITH_DISBURSAL = (
    TransactionKind.DISBURSEMENT,
    TransactionKind.REPAYMENT_AT_DISBURSEMENT,
    TransactionKind.DOWN_PAYMENT,
)
"""What an undone disbursement takes with it."""


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
    loan: int
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
    """The same, with what the product lets go beyond the application."""
    range: AgeRange | None
    """How the loan was classified last."""
    instalment_ranges: Sequence[RangeShare]
    pauses: Sequence[PauseView]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedTotals:
    """What the transactions of each kind come to, those that count and those reversed, and what interest is unpaid.

    ``fees_owed_again`` and ``penalties_owed_again`` were paid and claimed back.
    """

    repaid: Decimal
    repaid_reversed: Decimal
    merchant_refunds: Decimal
    merchant_refunds_reversed: Decimal
    payout_refunds: Decimal
    payout_refunds_reversed: Decimal
    goodwill_credits: Decimal
    goodwill_credits_reversed: Decimal
    charge_adjustments: Decimal
    charge_adjustments_reversed: Decimal
    overpayment_refunds: Decimal
    overpayment_refunds_reversed: Decimal
    chargebacks: Decimal
    interest_payment_waivers: Decimal
    interest_refunds: Decimal
    recovered: Decimal
    fees_owed_again: Decimal
    penalties_owed_again: Decimal
    interest_due_unpaid: Decimal
    """Of instalments due by the day."""
    interest_running_unpaid: Decimal
    """Run by the day on the instalment due next."""


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
    ending: LoanEnding | None = None
    """How a closed loan came to its end, where that was not by its schedule."""
    last_closed_on: date | None = None
    """The last day that close of business has been through."""
    first_due_on: date | None = None
    """When the first instalment is due, but for down payments."""
    loan_cycle: int | None
    """Which loan of this borrower it is, counting from 1; None before disbursement."""
    timeline: Timeline
    fees_at_disbursement: Decimal
    summary: LoanSummary | None
    days_in_arrears: int
    arrears_go_on: bool = False
    """Whether it did not perform once, and its arrears have not come to an end since, where its product asks that."""
    created_at: datetime
    changed_at: datetime
    schedule: ScheduleView | None = None
    transactions: Sequence[TransactionView] | None = None
    charges: Sequence[LoanChargeView] | None = None
    guarantors: Sequence[GuarantorView] | None = None
    collateral: Sequence[CollateralView] | None = None
    collection: CollectionView | None = None
    moved: MovedTotals | None = None
    yields: LoanYields | None = None
    notes: Sequence[NoteView] | None = None
    officers: Sequence[OfficerTerm] | None = None
    payoff: TransactionDefaults | None = None

    @property
    def with_summary(self) -> "LoanView | None":
        """The loan itself once it was disbursed."""
        return None if self.summary is None else self

    @property
    def currency(self) -> Currency:
        """The loan's currency."""
        return self.contract.currency

    @property
    def instalments_agreed(self) -> list[Variation]:
        """Amounts of instalments agreed on with disbursements, or when the schedule was changed."""
        varied = self.contract.terms.variations
        return [one for one in varied if one.kind is VariationKind.INSTALMENT_AMOUNT]

    @property
    def topped_up(self) -> Decimal | None:
        """What of the money paid off another loan; known where the transactions were asked for."""
        moved = [one.amount for one in self.transactions or () if one.transfer and not one.reversed]
        return sum(moved, Decimal(0)) if moved and self.contract.closes is not None else None

    @property
    def listed_transactions(self) -> Sequence[TransactionView] | None:
        """The transactions without disbursements that were undone, what was undone with them, and sums of income that
        has come to nothing.
        """
        if self.transactions is None:
            return None
        made = [one for one in self.transactions if one.kind is TransactionKind.DISBURSEMENT]

        def stands(one: TransactionView) -> bool:
            before = [paid_out for paid_out in made if paid_out.id <= one.id]
            latest = max(before, key=lambda paid_out: paid_out.id, default=None)
            by_itself = one.kind not in _WITH_DISBURSAL and not all(paid_out.reversed for paid_out in before)
            return latest is None or not latest.reversed or by_itself

        shown = [one for one in self.transactions if not one.reversed or stands(one)]
        return [one for one in shown if one.kind is not TransactionKind.ACCRUAL_ACTIVITY or one.amount]

    @property
    def tranches(self) -> list[TrancheView]:
        """What was paid out and what is still planned, in that order; empty unless the schedule was asked for and the
        loan is paid out in parts. What was not planned was expected with the loan itself.
        """
        planned = self.contract.terms.tranches
        if self.schedule is None or not self.contract.terms.multi_disburse:
            return []
        made = [one for one in self.schedule.disbursements if not one.planned]
        shown = [
            TrancheView(
                place + 1,
                planned[place].expected_on
                if place < len(planned)
                else self.contract.terms.expected_disbursement_on,
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
        shown = [part for one in self.charges for part in self._by_tranche(one)]
        return sorted(shown, key=lambda one: (one.due_on or date.min, one.penalty, one.id))

    def _by_tranche(self, one: LoanChargeView) -> Sequence[LoanChargeView]:
        """A charge of every tranche as what each tranche paid; before the first is paid out, as what it will pay."""
        made = [tranche for tranche in self.tranches if tranche.disbursed_on is not None]
        tranches = made or self.tranches[:1]
        if one.time is not ChargeTime.TRANCHE_DISBURSEMENT or one.due_on is not None or not tranches:
            return [one]
        days = [(each.disbursed_on or each.expected_on, each.amount) for each in tranches]
        return [
            replace(one, due_on=on, amount=amount, paid=paid)
            for on, amount, paid in on_tranches(one.basis, one.asked, one.paid, days, self.currency)
        ]

    @property
    def open_instalments(self) -> int | None:
        """How many instalments were agreed on, as the schedule has them; None unless it was asked for."""
        if self.schedule is None:
            return None
        return sum(not (row.extra or row.down_payment) for row in self.schedule.instalments)

    @property
    def actual_maturity_on(self) -> date | None:
        """When it was closed, or will be by its schedule; None while what was paid too much is to be given back."""
        if self.status is LoanStatus.OVERPAID:
            return None
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
        return self.contract.is_non_performing(self.days_in_arrears, goes_on=self.arrears_go_on)

    @property
    def in_duplum(self) -> bool:
        """Whether overdue interest and charges have come to the outstanding principal, so that arrears bear no more."""
        rule, summary = self.contract.terms.recalculation, self.summary
        if rule is None or not rule.in_duplum or summary is None or not summary.principal.outstanding:
            return False
        unpaid = summary.interest.overdue + summary.fees.overdue + summary.penalties.overdue
        return not room_in_duplum(summary.principal.outstanding, unpaid)

    @property
    def term_length(self) -> int:
        """Length of the term in ``term_unit``."""
        return self.contract.term_length

    @property
    def term_unit(self) -> PeriodUnit:
        """Unit of the term."""
        return self.contract.term_unit
