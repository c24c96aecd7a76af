"""Terms as an applicant asks for them: what is left out comes from the product (or stays as it is)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.calendars import Meeting, NthWeekday
from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.terms import (
    Amortisation,
    Balloon,
    InterestMethod,
    InterestPeriod,
    Processing,
    RateUnit,
    RepaymentStart,
    Tranche,
)
from amana.kernel.unset import UNSET, UnsetType


@dataclass(frozen=True, kw_only=True)
class AskedTerms:
    """Overrides of the product's terms. Rates are per cent per the product's rate unit unless one is given."""

    principal: Decimal | UnsetType = UNSET
    term_length: int | UnsetType = UNSET
    term_unit: PeriodUnit | UnsetType = UNSET
    number_of_repayments: int | UnsetType = UNSET
    repay_every: int | UnsetType = UNSET
    repay_unit: PeriodUnit | UnsetType = UNSET
    interest_rate: Decimal | UnsetType = UNSET
    interest_rate_unit: RateUnit | UnsetType = UNSET
    rate_differential: Decimal | UnsetType = UNSET
    """Of a product linked to a floating rate: what is added to it and the product's margin, in per cent a year."""
    follows_rate: bool | UnsetType = UNSET
    """Whether the rate goes on moving with the floating rate once the loan is paid out."""
    interest_method: InterestMethod | UnsetType = UNSET
    amortisation: Amortisation | UnsetType = UNSET
    interest_period: InterestPeriod | UnsetType = UNSET
    partial_period_interest: bool | UnsetType = UNSET
    strategy: AllocationStrategy | UnsetType = UNSET
    grace_on_principal: int | UnsetType = UNSET
    grace_on_interest_payment: int | UnsetType = UNSET
    grace_on_interest_charged: int | UnsetType = UNSET
    interest_charged_from: date | UnsetType | None = UNSET
    first_repayment_on: date | UnsetType | None = UNSET
    recurring_moratorium_on_principal: int | UnsetType = UNSET
    repay_principal_every: int | UnsetType = UNSET
    repay_interest_every: int | UnsetType = UNSET
    equal_amortisation: bool | UnsetType = UNSET
    first_repayment_offset: int | UnsetType = UNSET
    due_on: NthWeekday | UnsetType | None = UNSET
    """The day of the month on which instalments of a monthly loan are due."""
    fixed_principal_percentage: Decimal | UnsetType | None = UNSET
    fixed_principal: Decimal | UnsetType | None = UNSET
    balloons: tuple[Balloon, ...] | UnsetType = UNSET
    fixed_instalment: Decimal | UnsetType | None = UNSET
    arrears_tolerance: Decimal | UnsetType = UNSET
    grace_on_arrears_ageing: int | UnsetType = UNSET
    instalment_delinquency: bool | UnsetType = UNSET
    maximum_outstanding: Decimal | UnsetType | None = UNSET
    processing: Processing | UnsetType = UNSET
    fixed_length: int | UnsetType | None = UNSET
    full_term_tranches: bool | UnsetType = UNSET
    interest_from_disbursement_day: bool | UnsetType = UNSET
    repayment_start: RepaymentStart | UnsetType = UNSET
    down_payment_percentage: Decimal | UnsetType | None = UNSET
    automatic_down_payment: bool | UnsetType = UNSET
    down_payment: bool | UnsetType = UNSET
    """True asks for the down payment of the product (or for that of ``down_payment_percentage``)."""
    tranches: tuple[Tranche, ...] | UnsetType = UNSET
    expected_disbursement_on: date | UnsetType = UNSET
    meeting: Meeting | UnsetType | None = UNSET
    """The meetings at which the loan is repaid."""
    meetings: int | UnsetType | None = UNSET
    """The number of the group's meetings (or its centre's), whose rule is taken up as ``meeting``."""
    disbursed_at_meeting: bool | UnsetType = UNSET
    """Whether it may be paid out at a meeting only."""


@dataclass(frozen=True, kw_only=True)
class AskedCharge:
    """A charge to put on the loan. Without ``amount`` the definition's is taken, and so are ``time`` and ``basis``;
    ``id`` names a charge that is on the application already (modification).
    """

    charge: int
    time: ChargeTime | None = None
    basis: ChargeBasis | None = None
    amount: Decimal | None = None
    due_on: date | None = None
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class AskedCollateral:
    """Something pledged. ``value`` is in the loan's currency; ``type`` a value of code LoanCollateral; ``id`` names a
    pledge that is on the application already (modification).
    """

    type: int
    id: int | None = None
    value: Decimal | None = None
    description: str | None = None
