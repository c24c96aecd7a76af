"""What a loan was agreed on: arithmetic terms, strategy, charges, and what else the events are read against."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.charges import ChargeBasis, ChargeTerms, ChargeTime
from amana.finance.components import Component
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import AllocationRule
from amana.finance.money import HUNDRED, ZERO, Currency, round_amount
from amana.finance.terms import LoanTerms, RepaymentStart, ScheduleType
from amana.loans.floating.terms import FloatingTerms
from amana.loans.kinds import Accounting, ChargeOffBehaviour, OverApplied, RefundWithInterest


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeTax:
    """A tax that a charge contains: ``percentage`` of each amount of it, owed on the ledger ``account``."""

    component: int
    percentage: Decimal
    account: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanCharge:
    """A charge of this loan. ``amount`` is money for a flat basis, else per cent; ``charge`` the definition."""

    id: int
    charge: int
    name: str
    time: ChargeTime
    basis: ChargeBasis
    amount: Decimal
    penalty: bool = False
    due_on: date | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    instalment_due_on: date | None = None
    """For a penalty on an overdue instalment: the due date of the one it punishes."""
    settled: tuple[Decimal, Decimal] = (ZERO, ZERO)
    """Principal and interest of that one which no percentage is taken of: they were settled when it was charged."""
    taxes: tuple[ChargeTax, ...] = ()
    """As they were when it was put on the loan."""

    def terms(self) -> ChargeTerms:
        """The charge as arithmetic sees it."""
        return ChargeTerms(
            key=self.id,
            time=self.time,
            basis=self.basis,
            amount=self.amount,
            penalty=self.penalty,
            due_on=self.due_on,
            minimum=self.minimum,
            maximum=self.maximum,
            instalment_due_on=self.instalment_due_on,
            settled=self.settled,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanContract:
    """The agreed terms. Amounts are in ``terms.currency``; ``terms.principal`` is the amount applied for, later
    the amount approved.
    """

    terms: LoanTerms
    strategy: AllocationStrategy
    term_length: int
    term_unit: PeriodUnit
    accounting: Accounting = Accounting.NONE
    arrears_tolerance: Decimal = ZERO
    grace_on_arrears_ageing: int = 0
    npa_after_days: int | None = None
    npa_until_paid: bool = False
    """Whether a loan that does not perform performs again only when nothing is overdue any more."""
    maximum_outstanding: Decimal | None = None
    maximum_tranches: int | None = None
    over_applied_by: OverApplied | None = None
    over_applied: Decimal = ZERO
    allocation_rules: tuple[AllocationRule, ...] = ()
    """Of the free strategy: how each kind of payment is split."""
    chargeback_order: tuple[Component, ...] = ()
    """Components a chargeback gives back first; none: principal alone."""
    due_notice_days: int | None = None
    overdue_notice_days: int | None = None
    """Days before a due date, and after it, on which a repayment is announced."""
    charge_off_behaviour: ChargeOffBehaviour = ChargeOffBehaviour.REGULAR
    interest_refunds: tuple[RefundWithInterest, ...] = ()
    """Refunds that give back the interest of what they refund."""
    repayment_start: RepaymentStart = RepaymentStart.DISBURSEMENT
    automatic_down_payment: bool = False
    """Whether the down payment is taken when the money is paid out."""
    disbursed_at_meeting: bool = False
    disbursed_as_expected: bool = False
    """Whether it is paid out first on the day that was expected, and no other."""
    penalties_stopped: bool = False
    """Whether overdue instalments bring no penalties."""
    accrual_activity: bool = False
    """Whether what was accrued is summed up on each due date."""
    instalment_delinquency: bool = False
    """Whether each instalment is classified as the loan is."""
    closes: int | None = None
    """A loan of the same borrower that this one tops up: its disbursement pays that one off."""
    floating: FloatingTerms | None = None
    """Of a loan whose rate is one of the institution's that moves: which, and what it comes to."""
    charges: tuple[LoanCharge, ...] = ()

    def as_of_start(self, start: date) -> "LoanContract":
        """The contract of a loan paid out on ``start``: with the floating rate of that day on, where it has one."""
        if self.floating is None:
            return self
        return replace(self, terms=self.floating.over(self.terms, start))

    @property
    def is_progressive(self) -> bool:
        """Whether the schedule is made instalment by instalment from what happens."""
        return self.terms.schedule_type is ScheduleType.PROGRESSIVE

    def most_lent(self, proposed: Decimal, agreed: Decimal) -> Decimal:
        """The most that may be approved and paid out: what was ``agreed``, or by how much more than ``proposed`` the
        product lets it go.
        """
        if self.over_applied_by is None:
            return agreed
        if self.over_applied_by is OverApplied.FLAT:
            return proposed + self.over_applied
        more = proposed * self.over_applied / HUNDRED
        return round_amount(proposed + more, self.currency, self.terms.rounding)

    def days_in_arrears(self, overdue: Decimal, since: date | None, on: date) -> int:
        """Days since the first due date not met, where that counts as arrears: more is overdue than is tolerated, for
        longer than the days of grace. Zero where it does not.
        """
        days = (on - since).days if since is not None else 0
        return days if overdue > self.arrears_tolerance and days > self.grace_on_arrears_ageing else 0

    def is_non_performing(self, days_in_arrears: int, *, goes_on: bool) -> bool:
        """Whether the loan has been in arrears for longer than its product lets pass; ``goes_on``: it once was, and the
        arrears have not come to an end.
        """
        if self.npa_after_days is None:
            return False
        return days_in_arrears > self.npa_after_days or (
            self.npa_until_paid and goes_on and days_in_arrears > 0
        )

    @property
    def currency(self) -> Currency:
        """The loan's currency as its product uses it."""
        return self.terms.currency
