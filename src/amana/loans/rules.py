"""Rules about days and amounts that several verbs share."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from amana.finance.money import ZERO, Currency, round_amount
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import invalid
from amana.loans.days import require_working_day
from amana.loans.kinds import TransactionKind
from amana.loans.refusals import (
    BeforeChargeOff,
    BorrowerNotActive,
    ChargeRefundedLater,
    ClaimedBack,
    DateBefore,
    DateInFuture,
    IsChargedOff,
)
from amana.loans.states import NOT_ONCE_CHARGED_OFF, Verb, require
from amana.loans.store import FullLoan, LoanHeader


def allow(loan: FullLoan, verb: Verb) -> None:
    """Refuse what the loan's state, or its charge-off, does not allow."""
    require(loan.status, verb)
    if verb in NOT_ONCE_CHARGED_OFF:
        not_charged_off(loan, verb)


def not_charged_off(loan: FullLoan, verb: Verb) -> None:
    """Refuse ``verb`` on a loan that is charged off."""
    if loan.state.life.charged_off is not None:
        raise IsChargedOff(verb=str(verb))


def not_in_future(work: Work, what: str, on: date) -> None:
    """Refuse a day after the business date."""
    if on > work.business_date:
        raise DateInFuture(what=what, on=on)


def not_before(what: str, on: date, limit_of: str, limit: date | None) -> None:
    """Refuse a day before ``limit`` (no limit: nothing)."""
    if limit is not None and on < limit:
        raise DateBefore(what=what, on=on, limit_of=limit_of, limit=limit)


def not_before_charge_off(what: str, on: date, charged_off: date | None) -> None:
    """Refuse a day before the loan was charged off."""
    if charged_off is not None and on < charged_off:
        raise BeforeChargeOff(what=what, on=on, charged_off=charged_off)


def working_day(work: Work, header: LoanHeader, what: str, on: date) -> None:
    """Refuse a day off; the loan has to be loaded for that day."""
    require_working_day(work.moment, what, on, holiday_then=header.on_holiday, week=list(header.weekdays))


def borrower_is_active(header: LoanHeader) -> None:
    """Refuse when the client, or the group, may not have dealings now."""
    for kind, party, status in (
        ("client", header.client, header.client_status),
        ("group", header.group, header.group_status),
    ):
        if party is not None and status != "active":
            raise BorrowerNotActive(kind=kind, id=party)


def positive(field: str, amount: Decimal, currency: Currency) -> None:
    """Refuse an amount that is zero, negative, or finer than the currency."""
    if amount <= ZERO:
        raise invalid(field, "not_positive", f"{field} has to be more than zero.", amount, 0)
    if amount != round_amount(amount, currency):
        raise invalid(field, "format", f"{field} is finer than the currency {currency.code}.", amount)


def not_claimed_back(loan: FullLoan, event: int) -> None:
    """Refuse to take back a transaction on which a chargeback stands."""
    for one in loan.state.transactions:
        if one.kind is TransactionKind.CHARGEBACK and one.related == event and not one.is_reversed:
            raise ClaimedBack


def no_charge_refunded_later(loan: FullLoan, on: date) -> None:
    """Refuse to change what was paid before a charge was refunded: the refund stands on what was paid of it."""
    for one in loan.state.transactions:
        if one.kind is TransactionKind.CHARGE_REFUND and not one.is_reversed and on < one.on:
            raise ChargeRefundedLater


def outcome(
    header: LoanHeader,
    kind: str = "loan",
    record: int | None = None,
    /,
    *,
    more: Mapping[str, object] | None = None,
    **changes: object,
) -> Outcome:
    """The outcome of a verb on a loan: what was made or changed, whose it is, and ``more`` that some dialects show."""
    return Outcome(
        kind=kind,
        id=header.id if record is None else record,
        office=header.office,
        client=header.client,
        group=header.group,
        loan=header.id,
        changes=changes or None,
        more=more or {},
    )
