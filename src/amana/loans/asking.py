"""The questions that can be asked about loans."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from amana.kernel.queries import ListQuery, PageRequest
from amana.loans.asked import AskedCharge, AskedTerms
from amana.loans.kinds import TransactionKind


class LoanPart(StrEnum):
    """Collections that come with a loan when asked for."""

    SCHEDULE = "schedule"
    TRANSACTIONS = "transactions"
    CHARGES = "charges"
    GUARANTORS = "guarantors"
    COLLATERAL = "collateral"
    COLLECTION = "collection"
    MOVED = "moved"
    YIELDS = "yields"
    NOTES = "notes"
    OFFICERS = "officers"
    PAYOFF = "payoff"


_FIRST_PAGE = PageRequest()
ALL_PARTS = frozenset(
    {
        LoanPart.SCHEDULE,
        LoanPart.TRANSACTIONS,
        LoanPart.CHARGES,
        LoanPart.GUARANTORS,
        LoanPart.COLLATERAL,
    }
)
"""What a loan is made of; the other parts are worked out on top of it, or stand beside it."""


@dataclass(frozen=True, kw_only=True)
class GetLoan:
    """One loan: a ``LoanView``.

    ``as_of`` shows it with what counted by the end of that day; ``known_at`` with what was booked by that moment.
    """

    loan: int
    parts: frozenset[LoanPart] = frozenset()
    as_of: date | None = None
    known_at: datetime | None = None
    latest: int | None = None
    """How many transactions at most come with it: the last ones."""


@dataclass(frozen=True, kw_only=True)
class ListLoans(ListQuery):
    """Loans that the actor may see: a page of ``LoanView`` without collections."""

    office: int | None = None
    under_hierarchy: str | None = None
    account_no: str | None = None
    external_id: str | None = None
    client: int | None = None
    group: int | None = None
    officer: int | None = None
    product: int | None = None
    disbursed_from: date | None = None
    disbursed_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class PreviewSchedule:
    """The schedule that terms would give: a ``ScheduleView``; nothing is stored.

    ``client`` or ``group`` say whose office's holidays count.
    """

    product: int
    terms: AskedTerms
    charges: tuple[AskedCharge, ...] | None = None
    client: int | None = None
    group: int | None = None


@dataclass(frozen=True, kw_only=True)
class ListLoanTransactions:
    """The transactions of a loan but those of the kinds ``without``, in order of value date unless the page says
    otherwise: a page of ``TransactionView``.
    """

    loan: int
    without: frozenset[TransactionKind] = frozenset()
    page: PageRequest = _FIRST_PAGE


@dataclass(frozen=True, kw_only=True)
class GetLoanTransaction:
    """One transaction of a loan: a ``TransactionView``."""

    loan: int
    transaction: int


@dataclass(frozen=True, kw_only=True)
class GetTransactionDefaults:
    """What a form for a new transaction of ``kind`` offers: ``TransactionDefaults``."""

    loan: int
    kind: TransactionKind = TransactionKind.REPAYMENT
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ListLoanCharges:
    """The charges of a loan: a list of ``LoanChargeView``."""

    loan: int


@dataclass(frozen=True, kw_only=True)
class GetLoanCharge:
    """One charge of a loan: a ``LoanChargeView``."""

    loan: int
    loan_charge: int


@dataclass(frozen=True, kw_only=True)
class ListGuarantors:
    """The guarantors of a loan: a list of ``GuarantorView``."""

    loan: int


@dataclass(frozen=True, kw_only=True)
class GetGuarantor:
    """One guarantor of a loan: a ``GuarantorView``."""

    loan: int
    guarantor: int


@dataclass(frozen=True, kw_only=True)
class ListCollateral:
    """What was pledged for a loan: a list of ``CollateralView``."""

    loan: int


@dataclass(frozen=True, kw_only=True)
class GetCollateral:
    """One pledge of a loan: a ``CollateralView``."""

    loan: int
    collateral: int


@dataclass(frozen=True, kw_only=True)
class LoansOfClient:
    """The loans of a client in short form: ``PartyLoans``."""

    client: int


@dataclass(frozen=True, kw_only=True)
class LoansOfGroup:
    """The loans of a group and of its members in short form: ``PartyLoans``."""

    group: int
