"""A charge definition as a value: what is wrong with it, and the terms it gives to a loan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from amana.charges.kinds import (
    ALLOWED,
    ALWAYS_PENALTY,
    NEVER_PENALTY,
    ON_A_YEARLY_DAY,
    RECURRING,
    AppliesTo,
    ChargeTime,
    Every,
)
from amana.finance.charges import ChargeBasis, ChargeTerms
from amana.kernel.refusals import Problem

MAXIMUM_NAME_LENGTH = 100
LEAP_YEAR = 2000


@dataclass(frozen=True, kw_only=True)
class ChargeDefinition:
    """``amount`` is money in ``currency`` for a flat charge, else per cent; ``minimum`` and ``maximum`` bound the money
    that a percentage comes to. ``yearly_day`` is (month, day). The amount contains the taxes of ``tax_group``.
    """

    name: str
    applies_to: AppliesTo
    time: ChargeTime
    basis: ChargeBasis
    currency: str
    amount: Decimal
    penalty: bool = False
    active: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    yearly_day: tuple[int, int] | None = None
    every_unit: Every | None = None
    every_count: int | None = None
    tax_group: int | None = None

    def terms(self, key: int, *, amount: Decimal | None = None, due_on: date | None = None) -> ChargeTerms:
        """What a loan takes over, under the caller's ``key``; ``amount`` overrides the definition's.

        Raises ValueError for a charge that is not one of loans.
        """
        if self.applies_to is not AppliesTo.LOAN:
            raise ValueError(f"{self.name} is no charge of loans")
        return ChargeTerms(
            key=key,
            time=self.time.of_loan,
            basis=self.basis,
            amount=self.amount if amount is None else amount,
            penalty=self.penalty,
            due_on=due_on,
            minimum=self.minimum,
            maximum=self.maximum,
        )


def problems(charge: ChargeDefinition, digits: int) -> Iterator[Problem]:
    """Everything that is wrong with a definition; ``digits`` are the currency's decimals."""
    if not charge.name:
        yield Problem(field="name", kind="blank", message="The name is missing.")
    elif len(charge.name) > MAXIMUM_NAME_LENGTH:
        text = f"The name has at most {MAXIMUM_NAME_LENGTH} characters."
        yield Problem(field="name", kind="too_long", message=text, limit=MAXIMUM_NAME_LENGTH)
    yield from _of_kind(charge)
    yield from _of_amounts(charge, digits)
    yield from _of_recurrence(charge)


def _of_kind(charge: ChargeDefinition) -> Iterator[Problem]:
    times = ALLOWED[charge.applies_to]
    if charge.time not in times:
        yield _not_one_of("time", charge.time, f"a charge of {charge.applies_to} accounts", times)
    elif charge.basis not in times[charge.time]:
        yield _not_one_of("basis", charge.basis, f"a charge due at {charge.time}", times[charge.time])
    if charge.tax_group is not None and charge.applies_to != AppliesTo.LOAN:
        text = "Taxes are kept of charges of loans only."
        yield Problem(field="tax_group", kind="inconsistent", message=text, value=charge.tax_group)
    if charge.penalty and charge.time in NEVER_PENALTY:
        text = f"A charge due at {charge.time} cannot be a penalty."
        yield Problem(field="penalty", kind="inconsistent", message=text, value=True)
    if not charge.penalty and charge.time in ALWAYS_PENALTY:
        text = f"A charge due at {charge.time} has to be a penalty."
        yield Problem(field="penalty", kind="inconsistent", message=text, value=False)


def _not_one_of(field: str, value: Any, of_what: str, allowed: Any) -> Problem:
    listed = ", ".join(sorted(allowed))
    text = f"The {field} of {of_what} is one of {listed}."
    return Problem(field=field, kind="not_one_of", message=text, value=str(value), limit=listed)


def _of_amounts(charge: ChargeDefinition, digits: int) -> Iterator[Problem]:
    if charge.amount <= 0:
        yield Problem(
            field="amount", kind="not_positive", message="The amount has to be more than zero.", limit=0
        )
    money = [("minimum", charge.minimum), ("maximum", charge.maximum)]
    if charge.basis is ChargeBasis.FLAT:
        for field, value in money:
            if value is not None:
                text = f"A flat charge has no {field}."
                yield Problem(field=field, kind="inconsistent", message=text, value=value)
        money = [("amount", charge.amount)]
    for field, value in money:
        if value is not None and value < 0:
            text = f"The {field} cannot be negative."
            yield Problem(field=field, kind="too_small", message=text, value=value, limit=0)
        elif value is not None and value != round(value, digits):
            text = f"The {field} has at most {digits} decimals in {charge.currency}."
            yield Problem(field=field, kind="format", message=text, value=value)
    if charge.minimum is not None and charge.maximum is not None and charge.minimum > charge.maximum:
        text = "The minimum is more than the maximum."
        yield Problem(field="minimum", kind="inconsistent", message=text, value=charge.minimum)


def _of_recurrence(charge: ChargeDefinition) -> Iterator[Problem]:
    named = charge.yearly_day is not None
    if named != (charge.time in ON_A_YEARLY_DAY):
        text = f"A charge due at {charge.time} " + (
            "has no yearly day." if named else "needs its yearly day."
        )
        kind = "inconsistent" if named else "blank"
        yield Problem(field="yearly_day", kind=kind, message=text)
    elif charge.yearly_day is not None and not _is_day(*charge.yearly_day):
        yield Problem(field="yearly_day", kind="format", message="There is no such day of the year.")
    recurs = charge.time in RECURRING
    for field, value in (("every_unit", charge.every_unit), ("every_count", charge.every_count)):
        if value is not None and not recurs:
            text = f"A charge due at {charge.time} does not recur."
            yield Problem(field=field, kind="inconsistent", message=text, value=value)
    if charge.every_count is not None and charge.every_count < 1:
        yield Problem(
            field="every_count", kind="too_small", message="A charge recurs every 1 or more.", limit=1
        )
    if charge.time is ChargeTime.OVERDUE_INSTALMENT and (charge.every_unit is None) != (
        charge.every_count is None
    ):
        missing = "every_unit" if charge.every_unit is None else "every_count"
        yield Problem(field=missing, kind="blank", message="How often it recurs is told by unit and count.")


def _is_day(month: int, day: int) -> bool:
    try:
        date(LEAP_YEAR, month, day)
    except ValueError:
        return False
    return True
