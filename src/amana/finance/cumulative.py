"""The cumulative schedule: one period after another, each from the balance the one before left.

The rules are those of Mifos X: the instalment is fixed first, interest of a period is rounded, principal
is the difference, the last row takes the rest. `Generation` is the walk without recalculation of
interest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from amana.finance.amortisation import Amortiser
from amana.finance.dates import add_periods
from amana.finance.flat import FlatInterest
from amana.finance.interest import InterestRule
from amana.finance.money import HUNDRED, ZERO
from amana.finance.rhythm import Rhythm
from amana.finance.schedule import Disbursement, Instalment, Schedule
from amana.finance.terms import InterestMethod, LoanTerms, Variation, VariationKind
from amana.finance.variations import VariationBook

MAX_ROWS = 5000


class ScheduleError(ValueError):
    """Terms from which no schedule follows (an instalment below its interest, dates out of order)."""


@dataclass(slots=True)
class Row:
    """An instalment under construction."""

    number: int
    from_date: date
    due_date: date
    principal: Decimal
    interest: Decimal
    balance: Decimal
    fees: Decimal = ZERO
    penalties: Decimal = ZERO
    extra: bool = False
    down_payment: bool = False

    def frozen(self) -> Instalment:
        """The row as a value."""
        return Instalment(
            self.number,
            self.from_date,
            self.due_date,
            self.principal,
            self.interest,
            self.balance,
            self.fees,
            self.penalties,
            self.extra,
            self.down_payment,
        )


class Generation:
    """One walk over the periods of a loan. Use `run` once."""

    def __init__(
        self, terms: LoanTerms, disbursements: Sequence[Disbursement], agreed: Decimal | None = None
    ) -> None:
        """`agreed` is the principal in all when it is more than `disbursements` (tranches passed over)."""
        if not disbursements:
            raise ScheduleError("a schedule needs a disbursement")
        self.terms = terms
        self.start = disbursements[0].on
        self.disbursements = tuple(disbursements)
        first_due = terms.first_repayment_on or self._earliest_first_due()
        self.rhythm = Rhythm(
            self.start,
            terms.repay_every,
            terms.repay_unit,
            first_due,
            terms.calendar,
            seed=terms.counted_from if first_due == self._regular_first_due() else None,
            offset=terms.first_repayment_offset,
            due_on=terms.due_on,
        )
        self.rule = self.interest_rule(self.rhythm.seed)
        self.annual = self.rule.annual_rate()
        self.variations = VariationBook(terms.variations)
        self.repayments = terms.number_of_repayments
        self.amortiser = Amortiser(terms, self.rule, self.repayments + self.variations.rows_added)
        self.tranches: dict[date, Decimal] = {}  # still to come, less their down payments
        self.paid_out: set[date] = set()
        self.down_payments: dict[date, list[Decimal]] = {}
        first = ZERO
        for one in self.disbursements:
            down = self._down_payment(one.amount)
            if down:
                self.down_payments.setdefault(one.on, []).append(down)
            if one.on == self.start:
                first += one.amount - down
            else:
                self.tranches[one.on] = self.tranches.get(one.on, ZERO) + one.amount - down
        self.scheduled = first  # principal to repay, as far as paid out by the period at hand
        self.balance = first
        self.bearing = first  # the balance that bears interest
        whole = sum((one.amount for one in self.disbursements), ZERO) if agreed is None else agreed
        paid_out = sum((one.amount for one in self.disbursements if not one.expected), ZERO)
        self.lent = paid_out or whole  # what flat interest is fixed on
        self.whole = whole - self._down_payment(whole)
        self.rows: list[Row] = []
        self.number = 1  # period of the pattern
        self.period_start = self.start
        self.rhythm_at = self.start
        self.repaid = ZERO
        self.interest_so_far = ZERO
        self.deferred = ZERO  # interest of grace periods, to be paid later
        self.carried = ZERO  # interest that an instalment could not take, where that is allowed
        self.left = ZERO  # interest of periods since it was due last, where it is due with every n-th only
        self.free = False  # whether the period at hand lies before interest is charged
        self.flat = FlatInterest(self.rule, self.amortiser)

    def interest_rule(self, seed: date) -> InterestRule:
        """The interest convention of the walk."""
        return InterestRule(self.terms, seed)

    def _regular_first_due(self) -> date:
        """The first due date that the periods and the offset give, but for a calendar."""
        terms = self.terms
        periods = terms.repay_every * (1 + terms.first_repayment_offset)
        return add_periods(terms.counted_from or self.start, periods, terms.repay_unit)

    def _earliest_first_due(self) -> date | None:
        """The first due date where due dates are not counted from the disbursement, or the regular one would
        come too soon after it. Those stay as agreed on where the loan is paid out earlier than expected.
        """
        terms = self.terms
        paid_out = self.start
        if terms.counted_from is not None:
            paid_out = max(paid_out, terms.expected_disbursement_on)
        earliest = paid_out + timedelta(days=terms.minimum_days_to_first_repayment)
        regular = self._regular_first_due()
        if earliest > regular:
            return earliest
        return regular if terms.counted_from is not None else None

    def _down_payment(self, amount: Decimal) -> Decimal:
        """The part of a disbursement that is paid back on its day."""
        terms = self.terms
        if terms.down_payment_percentage is None:
            return ZERO
        part = self.rule.rounded(amount * terms.down_payment_percentage / HUNDRED)
        return self.rule.to_multiple(part) if terms.instalment_multiples_of >= 1 else part

    # -- the walk ---------------------------------------------------------------------------------

    def run(self) -> Schedule:
        """Generate every row. Raises ScheduleError when the terms lead nowhere."""
        self.prepare()
        first = True
        while self.balance != ZERO or self.tranches:
            if len(self.rows) > MAX_ROWS:
                raise ScheduleError(f"no end after {MAX_ROWS} rows")
            self.step(first=first)
            first = False
        self.finish()
        self._set_balances()
        return Schedule(self.terms.currency, self.disbursements, tuple(row.frozen() for row in self.rows))

    def _set_balances(self) -> None:
        """Principal left after each row, of what was paid out by then."""
        paid_out = list(self.disbursements)
        balance = ZERO
        for row in self.rows:
            while paid_out and paid_out[0].on <= row.due_date:
                balance += paid_out.pop(0).amount
            balance -= row.principal
            row.balance = balance

    def prepare(self) -> None:
        """Fix the amounts that hold for the whole term."""
        terms = self.terms
        planned = self.whole
        if terms.multi_disburse and terms.tranches:
            planned = terms.principal - self._down_payment(terms.principal)
        self.pay_down(self.start)
        first_due = self.rhythm.following(self.start, first=True)
        self.first_due = first_due
        self.ideal_start = self.rhythm.ideal_start(first_due)
        self.amortiser.set_amount(planned, self.annual, 1)
        if terms.interest_method is InterestMethod.FLAT:
            last_due = self.rhythm.last_of(self.repayments)
            self.flat.fix(self.lent, self.annual, self._flat_start(), last_due)
        elif terms.equal_amortisation:
            plain = Generation(replace(terms, equal_amortisation=False), self.disbursements)
            self.flat.spread(plain.run().interest)

    def step(self, *, first: bool) -> None:
        """One period: its dates, its interest, its principal, its row."""
        previous = self.rhythm_at
        adjusted = self.rhythm.adjusted(self.rhythm.following(previous, first=first))
        self.rhythm_at = adjusted.goes_on_from
        due, skipped = self.vary(adjusted.due, previous)
        if skipped:
            return
        if due < self.period_start:
            raise ScheduleError(f"due date {due} lies before the period's start {self.period_start}")
        self.pay_out_until(due)
        interest_from = self.interest_start()
        self.free = self.within_free_time(interest_from, due)
        interest, own = self.carry_interest(*self.row_interest(interest_from, due))
        principal = self.period_principal(own, self.repaid)
        self.balance -= principal
        if self.balance < ZERO:
            principal += self.balance
            self.balance = ZERO
        self.rows.append(Row(len(self.rows) + 1, self.period_start, due, principal, interest, self.balance))
        self.bearing = self.bearing - principal + self.tranches_until(due)
        self.close_period(due, principal, interest)

    def close_period(self, due: date, principal: Decimal, interest: Decimal) -> None:
        """Move on to the next period."""
        self.repaid += principal
        self.interest_so_far += interest
        self.period_start = due
        self.number += 1
        amortiser = self.amortiser
        if amortiser.period_instalment is not None or amortiser.period_principal is not None:
            amortiser.period_instalment = amortiser.period_principal = None
            self.set_amounts_again(self.number)

    def finish(self) -> None:
        """Interest still deferred by a grace joins the last row."""
        if self.deferred and self.rows:
            self.rows[-1].interest += self.deferred
            self.interest_so_far += self.deferred
            self.deferred = ZERO

    # -- parts of a period -------------------------------------------------------------------------

    def interest_start(self) -> date:
        """The day from which the period at hand bears interest."""
        start = self.period_start
        charged_from = self.terms.interest_charged_from
        if start < self.ideal_start or start < self.first_due:
            if charged_from is not None:
                return charged_from if start == self.start or start < charged_from else start
            if start == self.start and not self.terms.interest_from_disbursement:
                return self.ideal_start
        return start

    def pay_out_until(self, due: date) -> None:
        """Tranches of the period raise the principal to repay."""
        for on, amount in self.tranches.items():
            if self.period_start < on <= due and on not in self.paid_out:
                self.paid_out.add(on)
                self.pay_down(on)
                self.balance += amount
                self.scheduled += amount

    def pay_down(self, on: date) -> None:
        """The rows of the down payments due with the disbursements on `on`."""
        for amount in self.down_payments.pop(on, ()):
            self.add_row(Row(len(self.rows) + 1, on, on, amount, ZERO, ZERO, down_payment=True))

    def add_row(self, row: Row) -> None:
        """Put a finished row on the schedule."""
        self.rows.append(row)

    def tranches_until(self, due: date) -> Decimal:
        """Take the tranches up to `due` off the list; their sum bears interest from now on."""
        total = ZERO
        for on in [on for on in self.tranches if on <= due]:
            total += self.tranches.pop(on)
        return total

    def balance_moves(self) -> dict[date, Decimal]:
        """Changes of the interest-bearing balance that are not yet in it, by day."""
        return dict(self.tranches)

    def row_interest(self, start: date, due: date) -> tuple[Decimal, Decimal]:
        """Interest of the row, and the period's own interest, deferred or not, which is what principal
        gives way to.
        """
        deferred = self.deferred
        if self.terms.spreads_interest:
            interest, self.deferred = self.flat.period(self.number, self.interest_so_far, deferred)
        else:
            interest, self.deferred = self.interest_between(start, due, deferred)
        interest += self.carried
        own = (interest if interest > ZERO else self.deferred) - deferred
        self.carried = ZERO
        if self.amortiser.periods_of_interest > 1:
            own = self._of_whole_cycle(own)
        return interest, own

    def _of_whole_cycle(self, own: Decimal) -> Decimal:
        """With interest every n-th instalment only: a period's own and that of those that left theirs to it."""
        self.left += own
        if self.amortiser.leaves_interest(self.number):
            return own
        own, self.left = self.left, ZERO
        return own

    def carry_interest(self, interest: Decimal, own: Decimal) -> tuple[Decimal, Decimal]:
        """Where the terms allow interest above the instalment, leave the excess to the next row."""
        instalment = self.amortiser.instalment
        last = self.number >= self.amortiser.count
        if not self.terms.interest_may_exceed_instalment or instalment is None or last or own <= instalment:
            return interest, own
        self.carried = own - instalment
        return interest - self.carried, instalment

    def interest_between(self, start: date, end: date, deferred: Decimal) -> tuple[Decimal, Decimal]:
        """Interest on the declining balance, piece by piece between its moves; and what stays deferred."""
        if end < start:
            return ZERO, deferred  # interest has not begun yet
        moves = self.balance_moves()
        rates = self.variations.rate_changes(start, end)
        days = [on for on in sorted(moves.keys() | rates.keys()) if on <= end]
        part = any(start < on < end for on in days)
        interest = ZERO
        balance = self.bearing
        at = start
        for on in days:
            if on > at:
                piece, deferred = self.piece(balance, at, on, deferred, part=part)
                interest += piece
                at = on
            balance += moves.get(on, ZERO)
            self.annual = rates.get(on, self.annual)
        if at < end or at == start:
            piece, deferred = self.piece(balance, at, end, deferred, part=part)
            interest += piece
        return interest, deferred

    def piece(
        self, balance: Decimal, start: date, end: date, deferred: Decimal, *, part: bool
    ) -> tuple[Decimal, Decimal]:
        """Interest of a time with one balance and rate, after graces; `part` when it is not a whole
        period.
        """
        number = self.number
        if number <= self.terms.grace_on_interest_charged:
            return ZERO, deferred
        if self.free:
            charged_from = self.terms.interest_charged_from or start
            start, part = max(start, charged_from), part or start < charged_from
            if end <= start:
                return ZERO, deferred
        # what compounding and late money move about may pass below nothing, where no interest is owed to
        # the borrower
        interest = self.rule.interest(max(balance, ZERO), self.annual, start, end, part=part)
        if self.free or self.amortiser.spares_interest(number):
            return ZERO, deferred + interest
        if interest > ZERO:
            return interest + deferred, ZERO
        return interest, deferred

    def within_free_time(self, start: date, due: date) -> bool:
        """Whether the row lies in the time before interest is charged (a period begun is free as a whole)."""
        charged_from = self.terms.interest_charged_from
        if charged_from is None:
            return False
        return due <= charged_from or start < charged_from

    def period_principal(self, interest: Decimal, repaid: Decimal) -> Decimal:
        """Principal of the row, whose own interest (deferred or not) is `interest`."""
        amortiser = self.amortiser
        instalment = amortiser.instalment
        if instalment is not None and instalment < interest and not amortiser.spares_principal(self.number):
            raise ScheduleError(f"the instalment {instalment} does not cover its interest {interest}")
        principal = amortiser.principal(self.bearing, self.annual, interest, self.number, self.scheduled)
        principal += amortiser.balloon(self.number)
        return amortiser.last_row_adjusted(principal, repaid + principal, self.scheduled, self.number)

    def _flat_start(self) -> date:
        charged_from = self.terms.interest_charged_from
        return self.start if charged_from is None else max(self.start, charged_from)

    # -- variations --------------------------------------------------------------------------------

    def vary(self, due: date, previous: date) -> tuple[date, bool]:
        """Apply the variations that concern the row due on `due`; returns its due date and whether it is
        left out.
        """
        moved = self.variations.new_due_date(due)
        if moved is not None and moved.new_date is not None:
            due = moved.new_date
            if not moved.this_instalment_only:
                self.rhythm_at = due
        rate = self.variations.rate_from_instalment(due)
        if rate is not None:
            self.annual = rate
            if self.terms.interest_method is InterestMethod.FLAT:
                last_due = self.rhythm.last_of(self.repayments)
                rest = self.whole - self.repaid
                self.flat.fix(
                    rest,
                    rate,
                    self._flat_start(),
                    last_due,
                    before=self.number - 1,
                    interest_before=self.interest_so_far,
                )
            elif self.terms.fixed_instalment is None:
                self.amortiser.fixed_instalment = None
        skipped = False
        while (variation := self.variations.take(due)) is not None:
            if variation.kind is VariationKind.INSERT_INSTALMENT:
                self.rhythm_at = previous
                due = variation.applies_from
                self._set_for_row(variation)
            elif variation.kind is VariationKind.DELETE_INSTALMENT:
                skipped = skipped or variation.applies_from == due
            else:
                self._vary_amounts(variation)
        return due, skipped

    def _set_for_row(self, variation: Variation) -> None:
        if variation.value is None:
            return
        if self.amortiser.declining and self.amortiser.equal_instalments:
            self.amortiser.period_instalment = variation.value
        else:
            self.amortiser.period_principal = variation.value

    def _vary_amounts(self, variation: Variation) -> None:
        amortiser, value = self.amortiser, variation.value
        if value is None and variation.kind is VariationKind.INSTALMENT_AMOUNT:
            amortiser.fixed_instalment = self.terms.fixed_instalment
            self.set_amounts_again(self.number)
            return
        if value is None:
            raise ScheduleError(f"a variation of kind {variation.kind} needs a value")
        only = variation.this_instalment_only
        if variation.kind is VariationKind.INSTALMENT_AMOUNT:
            if only:
                amortiser.period_instalment = value
            else:
                amortiser.fixed_instalment = value
        elif variation.kind is VariationKind.PRINCIPAL_AMOUNT:
            if only:
                amortiser.period_principal = value
            else:
                amortiser.fixed_principal = value
        elif variation.kind is VariationKind.EXTEND_TERM:
            self.repayments += int(value)
            amortiser.count += int(value)
            self.flat.extend(self.number - 1, self.interest_so_far)
            self.set_amounts_again(self.number)
        elif variation.kind is VariationKind.GRACE_ON_PRINCIPAL:
            amortiser.spare_principal(self.number, int(value))
        elif variation.kind is VariationKind.GRACE_ON_INTEREST:
            amortiser.interest_grace |= set(range(self.number, self.number + int(value)))
            self.flat.accounted = self.interest_so_far

    def set_amounts_again(self, number: int, repaid: Decimal | None = None) -> None:
        """Spread what is not yet repaid over the rows from `number` on."""
        rest = self.whole - (self.repaid if repaid is None else repaid)
        if rest > ZERO:
            self.amortiser.reset_amount()
            self.amortiser.set_amount(rest, self.annual, number)
