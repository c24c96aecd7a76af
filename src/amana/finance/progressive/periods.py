"""Periods and the sub-periods they are cut into: the working state of a progressive loan.

A period is cut where a disbursement, a correction of the balance, a change of rate or a pause falls. What
changes the balance is kept on the sub-period that ends that day.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from amana.finance.money import ZERO
from amana.finance.progressive.factors import NO_INTEREST, Factors
from amana.finance.progressive.terms import ProgressiveTerms


class SubPeriod:
    """Days of a period with one balance and one rate.

    `balance` bears interest during them; `disbursed` and `correction` change it at their end.
    """

    __slots__ = (
        "balance",
        "correction",
        "credited_interest",
        "credited_principal",
        "disbursed",
        "due_date",
        "factors",
        "from_date",
        "paused",
    )

    def __init__(self, from_date: date, due_date: date, *, paused: bool = False) -> None:
        self.from_date = from_date
        self.due_date = due_date
        self.paused = paused
        self.factors: Factors = NO_INTEREST
        self.balance = ZERO
        self.disbursed = ZERO
        self.correction = ZERO
        self.credited_principal = ZERO
        self.credited_interest = ZERO

    def copy(self) -> SubPeriod:
        """An independent copy."""
        made = SubPeriod(self.from_date, self.due_date, paused=self.paused)
        made.factors = self.factors
        made.balance = self.balance
        made.disbursed = self.disbursed
        made.correction = self.correction
        made.credited_principal = self.credited_principal
        made.credited_interest = self.credited_interest
        return made

    @property
    def days(self) -> int:
        """Days it lasts."""
        return (self.due_date - self.from_date).days

    @property
    def closing_balance(self) -> Decimal:
        """The balance after what changes it at its end."""
        return self.balance + self.disbursed + self.correction

    def interest_on(self, base: Decimal, period_due: date, terms: ProgressiveTerms) -> Decimal:
        """Unrounded interest on `base` during its days, with interest charged back in it."""
        if self.paused:
            return self.credited_interest
        days_to_due = (period_due - self.from_date).days
        earned = ZERO
        if days_to_due and base:
            context = terms.context
            earned = context.multiply(base, self.factors.to_due)
            earned = context.divide(earned, Decimal(days_to_due))
            earned = context.multiply(earned, Decimal(self.days))
        return max(terms.context.add(self.credited_interest, earned), ZERO)


class Annuity(NamedTuple):
    """What an equal instalment was worked out from, and what came out before rounding."""

    balance: Decimal
    factors_plus_one: tuple[Decimal, ...]
    exact: Decimal


class Period:
    """One instalment in the making.

    `instalment` is what it comes to before charge-backs, `agreed_instalment` the one it was last planned
    with. `deferred_interest` is interest of later days that this period carries because the later ones are
    paid. What is due follows from the rest by `work_out`.
    """

    __slots__ = (
        "agreed_instalment",
        "annuity",
        "calculated_interest",
        "credited_interest_moved",
        "credited_principal_moved",
        "deferred_interest",
        "disbursed_before",
        "due_date",
        "fixed_interest",
        "from_date",
        "holds_early_payments",
        "instalment",
        "interest_due",
        "interest_grace",
        "interest_moved_down",
        "interest_moved_up",
        "paid_interest",
        "paid_principal",
        "principal_due",
        "principal_grace",
        "reaged",
        "sub_periods",
    )

    def __init__(self, from_date: date, due_date: date, instalment: Decimal = ZERO) -> None:
        self.from_date = from_date
        self.due_date = due_date
        self.sub_periods = [SubPeriod(from_date, due_date)]
        self.instalment = instalment
        self.agreed_instalment = instalment
        self.annuity: Annuity | None = None
        self.paid_principal = ZERO
        self.paid_interest = ZERO
        self.disbursed_before = ZERO
        self.fixed_interest = ZERO
        self.deferred_interest = ZERO
        self.credited_principal_moved = ZERO
        self.credited_interest_moved = ZERO
        self.interest_moved_up = False
        self.interest_moved_down = False
        self.interest_grace = False
        self.principal_grace = False
        self.reaged = False
        self.holds_early_payments = False
        self.calculated_interest = ZERO
        self.interest_due = ZERO
        self.principal_due = ZERO

    def copy(self) -> Period:
        """An independent copy."""
        made = Period.__new__(Period)
        for name in Period.__slots__:
            setattr(made, name, getattr(self, name))
        made.sub_periods = [one.copy() for one in self.sub_periods]
        return made

    @property
    def dates(self) -> tuple[date, date]:
        """First day and due date."""
        return self.from_date, self.due_date

    @property
    def credited_principal(self) -> Decimal:
        """Principal charged back in it."""
        found = [one.credited_principal for one in self.sub_periods if one.credited_principal]
        return max(sum(found, ZERO), ZERO) if found else ZERO  # hardly ever is there any

    @property
    def credited_interest(self) -> Decimal:
        """Interest charged back in it."""
        found = [one.credited_interest for one in self.sub_periods if one.credited_interest]
        return max(sum(found, ZERO), ZERO) if found else ZERO

    @property
    def credited(self) -> Decimal:
        """All that was charged back in it and was not moved to other periods since."""
        moved = self.credited_principal_moved + self.credited_interest_moved
        return self.credited_principal + self.credited_interest - moved

    @property
    def to_pay(self) -> Decimal:
        """The instalment with what was charged back and what it carries of later interest."""
        return self.instalment + self.credited + self.deferred_interest

    @property
    def paid(self) -> Decimal:
        """What was paid towards it."""
        return self.paid_principal + self.paid_interest

    @property
    def fully_paid(self) -> bool:
        """Whether exactly what it comes to was paid."""
        return self.to_pay == self.paid

    @property
    def unrecognised_interest(self) -> Decimal:
        """Interest that found no room in the instalment and goes to the next one."""
        return max(self.calculated_interest - self.interest_due, ZERO)

    @property
    def outstanding_principal(self) -> Decimal:
        """Principal due and not paid."""
        return max(self.principal_due - self.paid_principal, ZERO)

    @property
    def outstanding_interest(self) -> Decimal:
        """Interest due and not paid."""
        return max(self.interest_due - self.paid_interest, ZERO)

    @property
    def balance(self) -> Decimal:
        """Principal left after it."""
        closing = self.sub_periods[-1].closing_balance
        return max(closing + self.paid_principal - self.principal_due, ZERO)

    @property
    def disbursed_within(self) -> Decimal:
        """What was disbursed from its first to its due date."""
        return sum((one.disbursed for one in self.sub_periods), ZERO)

    @property
    def owed_within(self) -> Decimal:
        """Principal that came up in it: disbursed or charged back."""
        return sum((one.disbursed + one.credited_principal for one in self.sub_periods), ZERO)

    def disbursed_until(self, sub_period: SubPeriod | None) -> Decimal:
        """What was disbursed in all before `sub_period` began (None: before the period ended).

        What a first day's empty sub-period holds is in `disbursed_before` already.
        """
        total = self.disbursed_before
        for one in self.sub_periods:
            if one is sub_period:
                break
            if one.due_date != self.from_date:
                total += one.disbursed
        return total

    def sub_period_on(self, day: date, *, first: bool) -> SubPeriod | None:
        """The last sub-period that `day` falls in (its due date included, its first day not, unless it
        opens the loan).
        """
        found = None
        for index, one in enumerate(self.sub_periods):
            if one.from_date < day <= one.due_date or (first and index == 0 and day == one.from_date):
                found = one
        return found

    def work_out(self, carried: Decimal, terms: ProgressiveTerms) -> None:
        """Interest and principal due, from its balances; `carried` is interest the period before had no
        room for.
        """
        interest = ZERO
        if not self.interest_moved_up and not self.interest_moved_down:
            flat = terms.flat
            for one in self.sub_periods:
                base = self.disbursed_until(one) if flat else one.balance
                interest += one.interest_on(base, self.due_date, terms)
            interest = terms.rounded(interest)
        interest = max(interest + self.fixed_interest + self.deferred_interest + carried, ZERO)
        to_pay = self.to_pay
        due = self.paid_interest
        if not self.interest_grace and self.paid_principal <= max(to_pay - interest, ZERO):
            due = max(min(interest, to_pay), due)
        self.calculated_interest = interest
        self.interest_due = due
        self.principal_due = max(to_pay - due, ZERO, self.paid_principal)
