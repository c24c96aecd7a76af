"""Why something cannot be done to a loan."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from amana.kernel.refusals import NotSupported, Refused


@dataclass(eq=False, kw_only=True)
class NoSchedule(Refused):
    """The terms lead to no repayment schedule."""

    code: ClassVar[str] = "loan.no_schedule"
    message: ClassVar[str] = "No repayment schedule follows from these terms: {reason}."

    reason: str


@dataclass(eq=False, kw_only=True)
class ProductClosed(Refused):
    """Loans of the product are no longer given."""

    code: ClassVar[str] = "loan.product_closed"
    message: ClassVar[str] = "The loan product {product} is closed."

    product: int


@dataclass(eq=False, kw_only=True)
class DateBefore(Refused):
    """A day lies before another one that it has to follow."""

    code: ClassVar[str] = "loan.date_before"
    message: ClassVar[str] = "The day of the {what}, {on}, is before the {limit_of} on {limit}."

    what: str
    on: date
    limit_of: str
    limit: date


@dataclass(eq=False, kw_only=True)
class BeforeChargeOff(Refused):
    """A day lies before the one on which the loan was charged off."""

    code: ClassVar[str] = "loan.date_before_charge_off"
    message: ClassVar[str] = "The day of the {what}, {on}, is before the charge-off on {charged_off}."

    what: str
    on: date
    charged_off: date


@dataclass(eq=False, kw_only=True)
class DateInFuture(Refused):
    """A day lies after the business date."""

    code: ClassVar[str] = "loan.date_in_future"
    message: ClassVar[str] = "The day of the {what}, {on}, is in the future."

    what: str
    on: date


@dataclass(eq=False, kw_only=True)
class BorrowerNotActive(Refused):
    """The client or group is not active, or was not yet."""

    code: ClassVar[str] = "loan.borrower_not_active"
    message: ClassVar[str] = "The {kind} {id} is not active."

    kind: str
    id: int


@dataclass(eq=False, kw_only=True)
class AmountBelow(Refused):
    """Less than there has to be."""

    code: ClassVar[str] = "loan.amount_below"
    message: ClassVar[str] = "The {what}, {amount}, is less than the {limit_of}, {limit}."

    what: str
    amount: Decimal
    limit_of: str
    limit: Decimal


@dataclass(eq=False, kw_only=True)
class LengthTooShort(Refused):
    """A loan whose agreed length ends before its last repayment begins."""

    code: ClassVar[str] = "loan.length_too_short"
    message: ClassVar[str] = (
        "A length of {length} has no room for {repayments} repayments, one every {every}."
    )

    length: int
    repayments: int
    every: int


@dataclass(eq=False, kw_only=True)
class NotOfProduct(Refused):
    """Something asked for that loans of this product do not have."""

    code: ClassVar[str] = "loan.not_of_product"
    message: ClassVar[str] = "Loans of this product have no {what}."

    what: str


@dataclass(eq=False, kw_only=True)
class AmountExceeds(Refused):
    """More than there is to put it on."""

    code: ClassVar[str] = "loan.amount_exceeds"
    message: ClassVar[str] = "The {what} of {amount} is more than the {limit_of}, {limit}."

    what: str
    amount: Decimal
    limit_of: str
    limit: Decimal


@dataclass(eq=False, kw_only=True)
class NotThePayoff(Refused):
    """Not what closes the loan."""

    code: ClassVar[str] = "loan.not_the_payoff"
    message: ClassVar[str] = "What pays the loan off on {on} is {payoff}, not {amount}."

    amount: Decimal
    on: date
    payoff: Decimal


@dataclass(eq=False, kw_only=True)
class ChargeNotPaid(Refused):
    """More of a charge than was paid of it, and not given back, cannot be given back."""

    code: ClassVar[str] = "loan.charge_not_paid"
    message: ClassVar[str] = "{amount} is more than was paid of the charge and not given back, {limit}."

    amount: Decimal
    limit: Decimal


@dataclass(eq=False, kw_only=True)
class StillOwed(Refused):
    """The loan owes more than can be let go."""

    code: ClassVar[str] = "loan.still_owed"
    message: ClassVar[str] = "The loan owes {outstanding}, more than its tolerance of {tolerance}."

    outstanding: Decimal
    tolerance: Decimal


@dataclass(eq=False, kw_only=True)
class NotAdjustable(Refused):
    """This kind of transaction cannot be corrected or undone by itself."""

    code: ClassVar[str] = "loan.transaction_not_adjustable"
    message: ClassVar[str] = "A transaction of kind {kind} cannot be changed."

    kind: str


class TakesNoMoney(Refused):
    """Nothing is owed, and the institution wants no more booked on such a loan."""

    code = "loan.transaction_not_allowed_on_closed_or_overpaid"
    message = "The loan is closed or overpaid and takes no more money."


class AlreadyReversed(Refused):
    """The transaction was reversed before."""

    code = "loan.transaction_already_reversed"
    message = "The transaction was reversed before."


@dataclass(eq=False, kw_only=True)
class OtherDay(Refused):
    """Two transactions have to be of one day."""

    code: ClassVar[str] = "loan.refund_of_another_day"
    message: ClassVar[str] = "The interest is given back on the day of its refund, {limit}, not on {on}."

    on: date
    limit: date


class InterestRefundedAlready(Refused):
    """The interest of a refund is given back once."""

    code = "loan.interest_refunded_already"
    message = "The interest of this refund was given back before."


class ClaimedBack(Refused):
    """A chargeback stands on the transaction."""

    code = "loan.transaction_claimed_back"
    message = "The transaction was claimed back, in part or whole; it stays."


class ChargeRefundedLater(Refused):
    """What a charge had brought was given back after the day of a payment."""

    code = "loan.charge_refunded_later"
    message = "A charge was refunded after that day; what was paid before stays as it is."


@dataclass(eq=False, kw_only=True)
class IsChargedOff(Refused):
    """Something that is not done to a loan after it was charged off."""

    code: ClassVar[str] = "loan.is_charged_off"
    message: ClassVar[str] = "The loan is charged off; it allows no {verb}."

    verb: str


class ChargedOffAlready(Refused):
    """A loan is charged off once."""

    code = "loan.charged_off_already"
    message = "The loan was charged off before."


class NotLast(Refused):
    """Only the latest transaction of the loan could be undone."""

    code = "loan.charge_off_is_not_the_last_user_transaction"
    message = "The loan went on after its charge-off; undo what followed first."


class NotChargedOff(Refused):
    """There is no charge-off to undo."""

    code = "loan.not_charged_off"
    message = "The loan is not charged off."


class RecoveredAlready(Refused):
    """Recoveries stand on the write-off."""

    code = "loan.recovery_without_write_off"
    message = "Money was recovered after the write-off; undo the recovery first."


class PaidBackAlready(Refused):
    """Less would be left of what was paid than was paid back."""

    code = "loan.more_paid_back_than_paid"
    message = "More was paid back on the loan than would be left of what was paid; undo that refund first."


@dataclass(eq=False, kw_only=True)
class WrongOfficer(Refused):
    """The officer to be replaced is not the one in charge."""

    code: ClassVar[str] = "loan.other_officer_in_charge"
    message: ClassVar[str] = "Staff member {officer} is not in charge of the loan."

    officer: int | None


@dataclass(eq=False, kw_only=True)
class NotAnOfficer(Refused):
    """The staff member may not be put in charge of loans."""

    code: ClassVar[str] = "loan.not_a_loan_officer"
    message: ClassVar[str] = "Staff member {officer} is not an active loan officer."

    officer: int


@dataclass(eq=False, kw_only=True)
class ProductsExclude(Refused):
    """The borrower has a loan of a product that excludes this one."""

    code: ClassVar[str] = "loan.product_mix"
    message: ClassVar[str] = (
        "The borrower has an open loan of product {product}, which may not be held together with it."
    )

    product: int


@dataclass(eq=False, kw_only=True)
class NotCharged(Refused):
    """The charge cannot be put on this loan."""

    code: ClassVar[str] = "loan.charge_not_applicable"
    message: ClassVar[str] = "Charge {charge} cannot be put on this loan: {reason}."

    charge: int
    reason: str


class NotPayable(Refused):
    """Nothing is owed of the charge."""

    code = "loan.charge_not_owed"
    message = "Nothing is owed of the charge."


@dataclass(eq=False, kw_only=True)
class OnHoliday(Refused):
    """The day is a holiday or no working day."""

    code: ClassVar[str] = "loan.not_a_working_day"
    message: ClassVar[str] = "The day of the {what}, {on}, is a holiday or no working day."

    what: str
    on: date


@dataclass(eq=False, kw_only=True)
class NotAtMeeting(Refused):
    """The loan is paid out at meetings, and there is none on that day."""

    code: ClassVar[str] = "loan.not_at_a_meeting"
    message: ClassVar[str] = "The disbursement date {on} does not fall on a meeting."

    on: date


@dataclass(eq=False, kw_only=True)
class NotAsExpected(Refused):
    """The loan is paid out on the expected day alone."""

    code: ClassVar[str] = "loan.not_disbursed_as_expected"
    message: ClassVar[str] = "The disbursement date {on} is not the expected one, {expected}."

    on: date
    expected: date


def impossible(problem: str) -> Refused:
    """The refusal behind a problem that a derivation found."""
    if problem == "owed_again_with_recalculation":
        return NotSupported(what="Money owed again on a loan whose interest follows the money")
    if problem == "unsupported_variation":
        return NotSupported(what="This change of the terms of a progressive loan")
    return _FOUND[problem]()


_FOUND: dict[str, type[Refused]] = {
    "recovery_without_write_off": RecoveredAlready,
    "more_paid_back_than_paid": PaidBackAlready,
}


@dataclass(eq=False, kw_only=True)
class NoLoanToClose(Refused):
    """The loan to be topped up is none of the borrower's that is open."""

    code: ClassVar[str] = "loan.top_up.none_to_close"
    message: ClassVar[str] = "The borrower has no active loan {loan}."

    loan: int


@dataclass(eq=False, kw_only=True)
class TopUpNotActive(Refused):
    """The loan to be topped up is not active, or no longer counted on."""

    code: ClassVar[str] = "loan.top_up.not_active"
    message: ClassVar[str] = "The loan {loan}, which was to be closed, is not active."

    loan: int


@dataclass(eq=False, kw_only=True)
class OtherCurrency(Refused):
    """The loan to be topped up is in another currency."""

    code: ClassVar[str] = "loan.top_up.other_currency"
    message: ClassVar[str] = "The loan {loan}, which was to be closed, is in another currency."

    loan: int


@dataclass(eq=False, kw_only=True)
class TopUpAppliedForTooEarly(Refused):
    """A top-up is applied for before the older loan was paid out, or on that day."""

    code: ClassVar[str] = "loan.top_up.applied_for_too_early"
    message: ClassVar[str] = (
        "The application of {on} has to follow the disbursement of the loan to be closed on {limit}."
    )

    on: date
    limit: date


@dataclass(eq=False, kw_only=True)
class TopUpPaidOutTooEarly(Refused):
    """A top-up is to be paid out before the older loan was moved last, or on that day."""

    code: ClassVar[str] = "loan.top_up.paid_out_too_early"
    message: ClassVar[str] = (
        "The disbursement of {on} has to follow the last transaction of the loan to be closed on {limit}."
    )

    on: date
    limit: date


@dataclass(eq=False, kw_only=True)
class TopUpTooSmall(Refused):
    """The older loan owes more than the new one brings."""

    code: ClassVar[str] = "loan.top_up.too_small"
    message: ClassVar[str] = "The loan to be closed owes {outstanding}, more than {amount}."

    amount: Decimal
    outstanding: Decimal


class TopUpStands(Refused):
    """A disbursement that paid off another loan is not taken back unless that one is opened again."""

    code = "loan.top_up.stands"
    message = "The disbursement paid off another loan; it is undone only together with that."


@dataclass(eq=False, kw_only=True)
class PartOfTopUp(Refused):
    """A transaction stands together with one of another loan."""

    code: ClassVar[str] = "loan.top_up.part"
    message: ClassVar[str] = "The transaction belongs to a top-up together with the loan {loan}."

    loan: int
