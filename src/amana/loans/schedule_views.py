"""What is shown of a schedule. Amounts are decimals in the loan's currency."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.components import Components
from amana.finance.money import Currency


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
class LoanYields:
    """What the loan earns by its schedule, charges included, in per cent to six decimals: see ``finance.yields``."""

    internal: Decimal | None
    """A repayment period: the internal rate of return over the rows of the schedule, whatever their days."""
    effective: Decimal | None
    """A year, compounded yearly, over the days themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleView:
    """Disbursements and instalments, each in order of date, and their sums as of ``on``."""

    currency: Currency
    on: date
    disbursements: Sequence[DisbursementRow]
    instalments: Sequence[InstalmentRow]
    preview: bool = False
    """Nothing is agreed yet: a calculation, not a loan's own schedule."""
    progressive: bool = False
    """Made instalment by instalment: what falls due on the day of a tranche comes before that."""
    foresees: bool = False
    """Whether there is an outlook: of active loans whose interest follows the money and is paid first."""

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

    @property
    def outlook(self) -> Sequence[InstalmentRow]:
        """The instalments from ``on`` on, were everything paid in time from now: the first has the arrears in it."""
        rows = [row for row in self.instalments if row.due_date >= self.on] if self.foresees else []
        before = Components()
        for row in self.instalments:
            before += row.outstanding if row.due_date < self.on else Components()
        return [replace(row, due=row.outstanding + before) if row is rows[0] else row for row in rows]

    def total(self, name: str) -> Components:
        """Sum over the instalments of ``original``, ``due``, ``paid``, ``waived``, ``written_off`` or
        ``outstanding``.
        """
        sums = Components()
        for row in self.instalments:
            sums += getattr(row, name)
        return sums
