"""What a rescheduling asks for, and the departures from the schedule that it comes to; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from amana.finance.money import ZERO
from amana.finance.terms import Amortisation, InterestMethod, Variation, VariationKind
from amana.kernel.refusals import InvalidInput, Problem
from amana.loans.state import LoanState


class RescheduleStatus(StrEnum):
    """What became of a request."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class RescheduleTerms:
    """What changes from the instalment due on ``from_due_date`` on. Graces and extra instalments are numbers of
    instalments, ``new_interest_rate`` is per cent a year. ``new_instalment`` is what falls due until the day
    ``instalment_until``; what is left then is spread over the instalments after it.
    """

    from_due_date: date
    new_due_date: date | None = None
    grace_on_principal: int | None = None
    grace_on_interest: int | None = None
    extra_instalments: int | None = None
    new_interest_rate: Decimal | None = None
    new_instalment: Decimal | None = None
    instalment_until: date | None = None


_NUMBERS = {
    "grace_on_principal": VariationKind.GRACE_ON_PRINCIPAL,
    "grace_on_interest": VariationKind.GRACE_ON_INTEREST,
    "extra_instalments": VariationKind.EXTEND_TERM,
}


def variations(asked: RescheduleTerms) -> tuple[Variation, ...]:
    """The departures from the schedule; a grace on principal makes the term longer by as much."""
    found = []
    start = asked.from_due_date
    if asked.new_due_date is not None:
        found.append(Variation(VariationKind.DUE_DATE, start, new_date=asked.new_due_date))
        start = asked.new_due_date
    for name, kind in _NUMBERS.items():
        number = getattr(asked, name)
        if number:
            found.append(Variation(kind, start, Decimal(number)))
    if asked.new_interest_rate is not None:
        kind = VariationKind.INTEREST_RATE_FROM_INSTALMENT
        found.append(Variation(kind, start, asked.new_interest_rate))
    if asked.grace_on_principal:
        found.append(Variation(VariationKind.EXTEND_TERM, start, Decimal(asked.grace_on_principal)))
    if asked.new_instalment is not None and asked.instalment_until is not None:
        found.append(Variation(VariationKind.INSTALMENT_AMOUNT, start, asked.new_instalment))
        found.append(Variation(VariationKind.INSTALMENT_AMOUNT, asked.instalment_until + timedelta(days=1)))
    return tuple(found)


def require_sound(asked: RescheduleTerms, state: LoanState) -> None:
    """Refuse a request that changes nothing, or from no instalment that is still to be paid."""
    found = list(_problems(asked, state))
    if found:
        raise InvalidInput(tuple(found))


def _problems(asked: RescheduleTerms, state: LoanState) -> Iterator[Problem]:
    rows = [row for row in state.instalments if not row.extra]
    named = next((row for row in rows if row.due_date == asked.from_due_date), None)
    rate_alone = asked == RescheduleTerms(
        from_due_date=asked.from_due_date, new_interest_rate=asked.new_interest_rate
    )
    if state.contract.is_progressive and rate_alone:
        pass  # where interest runs by the day, the rate may change on any
    elif named is None:
        message = "No instalment is due on that day."
        yield Problem(field="from_due_date", kind="unknown", message=message, value=asked.from_due_date)
    elif named.completed_on is not None:
        message = "The instalment is paid already."
        yield Problem(field="from_due_date", kind="inconsistent", message=message, value=asked.from_due_date)
    if not variations(asked):
        yield Problem(field="from_due_date", kind="inconsistent", message="Nothing is to be changed.")
    before = named.from_date if named is not None else asked.from_due_date
    if asked.new_due_date is not None and asked.new_due_date <= before:
        message = "The new due date is not after the instalment before."
        yield Problem(field="new_due_date", kind="too_small", message=message, value=asked.new_due_date)
    yield from _of_instalment(asked, state)
    for name in (*_NUMBERS, "new_interest_rate"):
        number = getattr(asked, name)
        if number is not None and number < ZERO:
            yield Problem(
                field=name, kind="too_small", message=f"{name} cannot be negative.", value=number, limit=0
            )


def _of_instalment(asked: RescheduleTerms, state: LoanState) -> Iterator[Problem]:
    amount, until = asked.new_instalment, asked.instalment_until
    if amount is None and until is None:
        return
    for name, value in (("new_instalment", amount), ("instalment_until", until)):
        if value is None:
            yield Problem(field=name, kind="blank", message=f"{name} is missing.")
    if amount is not None and amount <= ZERO:
        message = "The instalment has to be more than zero."
        yield Problem(field="new_instalment", kind="too_small", message=message, value=amount, limit=0)
    start = asked.new_due_date or asked.from_due_date
    if until is not None and until < start:
        message = "The last day of the instalment lies before its first."
        yield Problem(field="instalment_until", kind="too_small", message=message, value=until, limit=start)
    terms = state.contract.terms
    declining = terms.interest_method is InterestMethod.DECLINING
    equal = declining and terms.amortisation is Amortisation.EQUAL_INSTALMENTS
    if state.contract.is_progressive or not equal:
        message = "The loan has no equal instalments that another amount could take the place of."
        yield Problem(field="new_instalment", kind="inconsistent", message=message, value=amount)
