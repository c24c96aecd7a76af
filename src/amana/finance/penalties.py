"""Charges for instalments that are overdue: on which days they fall and what they amount to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from amana.finance.charge_schedule import charge_amount
from amana.finance.charges import ChargeTerms
from amana.finance.dates import PeriodUnit, add_periods
from amana.finance.dues import OpenInstalment
from amana.finance.money import ZERO, Currency, RoundingMode


@dataclass(frozen=True, slots=True)
class OverdueCharge:
    """A charge that the overdue instalment `number` (due on `instalment_due_on`) brings about, due on
    `due_on`; `settled` is the principal and interest of the instalment that no percentage is taken of any more.
    """

    number: int
    instalment_due_on: date
    due_on: date
    amount: Decimal
    settled: tuple[Decimal, Decimal] = (ZERO, ZERO)


def overdue_charges(
    charge: ChargeTerms,
    instalments: Iterable[OpenInstalment],
    today: date,
    currency: Currency,
    *,
    wait_days: int = 0,
    every: int = 0,
    every_unit: PeriodUnit = PeriodUnit.DAYS,
    recurs_later: bool = False,
    rounding: RoundingMode = RoundingMode.HALF_EVEN,
) -> tuple[OverdueCharge, ...]:
    """Charges of `charge` on instalments overdue on `today` for more than `wait_days` days.

    The charge falls due with the instalment, and again `every` periods while it stays overdue (0 = once),
    as far back as the wait allows: with `recurs_later` a day later than the first, as in Mifos X. A percentage is
    taken of the principal or interest, or both, that the instalment still owes.
    """
    found = []
    wait = timedelta(days=wait_days)
    for row in instalments:
        if not row.outstanding or row.due_date + wait >= today:
            continue
        owed = row.outstanding
        amount = charge_amount(charge, owed.principal, owed.interest, currency, rounding)
        settled = (row.due.principal - owed.principal, row.due.interest - owed.interest)
        on, times = row.due_date, 0
        while amount > ZERO:
            found.append(OverdueCharge(row.number, row.due_date, on, amount, settled))
            times += 1
            on = add_periods(row.due_date, times * every, every_unit)
            if every <= 0 or on + wait + timedelta(days=recurs_later) >= today:
                break
    return tuple(found)
