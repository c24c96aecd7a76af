"""What interest does to the instalments of a progressive loan: the engine is told of money, rows follow it."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from amana.finance.components import Component
from amana.finance.free_allocation import Bucket, DueTime
from amana.finance.money import ZERO
from amana.finance.progressive.model import InterestModel
from amana.finance.terms import LoanTerms, PreClosure, RestUnit
from amana.loans.progressive.periods import engine_terms
from amana.loans.progressive.rows import Row

PRINCIPAL, INTEREST, _FEES, _PENALTIES = Component
_FOLLOWING = frozenset({PRINCIPAL, INTEREST})
"""What of an instalment interest that follows the money changes."""


class Interest:
    """The engine behind the rows of one loan. With recalculation it follows every payment."""

    def __init__(self, terms: LoanTerms, periods: Sequence[tuple[date, date]]) -> None:
        self.terms = terms
        self.model = InterestModel.planned(engine_terms(terms), periods)
        rule = terms.recalculation
        self.follows = rule is not None
        self._to_rest = rule is not None and rule.pre_closure is PreClosure.TILL_REST_DATE
        by_period = rule is not None and rule.rest.unit is RestUnit.SAME_AS_REPAYMENT
        self._to_due_date = self._to_rest and by_period
        """Whether what is overdue bears interest for whole periods: where closing the loan costs them, too."""
        self.stopped = False
        self.changed: set[Row] = set()
        """Rows that owe something else since they were last looked at."""
        self.closing_on: date | None = None
        """Where the payment at hand closes the loan on a later day than its own: that day."""

    @property
    def _is_moved(self) -> bool:
        """Whether money and time still change the interest: they do until it is stopped."""
        return self.follows and not self.stopped

    def disburse(self, on: date, amount: Decimal) -> None:
        """Principal is paid out."""
        self.model.disburse(on, amount)

    def is_over(self, on: date) -> bool:
        """Whether what is paid out on ``on`` bears no interest any more: all instalments were due before."""
        return on > self.model.matures_on

    def periods_with(self, disbursed: Iterable[tuple[date, Decimal]]) -> list[tuple[date, date]]:
        """All periods there will be: tranches over their own full term add some."""
        model = self.model.copy()
        for on, amount in disbursed:
            if on <= model.matures_on:
                model.disburse(on, amount)
        return [(one.from_date, one.due_date) for one in model.periods()]

    def run_until(self, on: date) -> bool:
        """Let what is overdue bear interest until ``on``; returns whether anything changed."""
        if not self._is_moved or not self.terms.progressive.past_due_interest:
            return False
        return self.model.bear_interest_on_overdue(on, to_due_date=self._to_due_date)

    def _pay_day(self, on: date) -> date:
        """The day from which a payment lowers the balance, and until which it pays interest."""
        return on if self.closing_on is None else self.closing_on

    def rest_day(self, rows: Iterable[Row], on: date) -> date | None:
        """The due date until which interest is paid where the loan is closed on ``on``, if the terms say so."""
        if not (self.follows and self._to_rest):
            return None
        return next(
            (row.due_date for row in rows if row.is_planned and row.from_date < on <= row.due_date), None
        )

    def ask(self, row: Row, bucket: Bucket, on: date) -> bool:
        """Before a payment in advance: the row asks for no more than there is on that day; returns whether it may
        have changed.
        """
        component = bucket.component
        if component not in _FOLLOWING or bucket.time is not DueTime.IN_ADVANCE:
            return False
        if not self._is_moved or not row.is_planned:
            return False
        dues = self.model.dues(row.from_date, row.due_date, self._pay_day(on))
        row.due[component] = dues.interest if component is INTEREST else dues.principal
        self.changed.add(row)
        return True

    def most(self, row: Row, bucket: Bucket, amount: Decimal) -> Decimal:
        """What of ``amount`` a row may take: of principal, what is left of it in all."""
        if not self._is_moved or not row.is_planned or bucket.component is not PRINCIPAL:
            return amount
        return min(amount, self.model.principal_left)

    def paid(self, row: Row, bucket: Bucket, on: date, amount: Decimal) -> bool:
        """Principal or interest was paid; returns whether the rows have to follow."""
        if not self._is_moved or not row.is_planned or bucket.component not in _FOLLOWING:
            return False
        day = self._pay_day(on)
        if bucket.component is PRINCIPAL:
            self.model.pay_principal(row.from_date, row.due_date, day, amount)
        else:
            self.model.pay_interest(row.from_date, row.due_date, day, amount)
        return True

    def put_on(self, rows: Iterable[Row], *, since: date | None = None) -> None:
        """Let the rows owe what the engine says, those due before ``since`` excepted; no less than was forgiven."""
        by_due = {row.due_date: row for row in rows if row.is_planned}
        for due_date, repaid, borne in self.model.due():
            row = by_due.get(due_date)
            if row is None or (since is not None and due_date < since):
                continue
            due = row.due
            principal = repaid + row.beside[0]
            interest = max(borne + row.beside[1], row.fates["waived"][INTEREST])
            if due[PRINCIPAL] != principal or due[INTEREST] != interest:
                due[PRINCIPAL], due[INTEREST] = principal, interest
                self.changed.add(row)

    def interest_due_by(self, on: date) -> Decimal:
        """Interest of the whole time until ``on``, paid or not."""
        paid = sum((period.paid_interest for period in self.model.periods()), ZERO)
        return paid + self.model.outstanding(on).interest

    def interest_left(self, rows: Iterable[Row], on: date, *, overdue: bool = False) -> Decimal:
        """Interest that closes the loan on ``on``; ``overdue``: what is overdue bears it until then."""
        model = self.model
        if overdue and self.terms.progressive.past_due_interest:
            model = model.copy()
            model.bear_interest_on_overdue(on, to_due_date=self._to_due_date)
        forgiven = ZERO  # which the engine knows nothing of
        for row in rows:
            waived = row.fates["waived"][INTEREST]
            if waived and row.is_planned and row.from_date < on:
                run = model.period_interest(row.from_date, row.due_date, on) - row.fates["paid"][INTEREST]
                forgiven += min(waived, max(run, ZERO))
        return max(model.outstanding(on).interest - forgiven, ZERO)

    def owe_until(self, rows: Sequence[Row], on: date) -> None:
        """Let ``rows`` owe interest that runs to ``on``, or to the end of its rest, only: the first ones first."""
        until = self.rest_day(rows, on) or on
        if self.run_until(until):
            self.put_on(rows)
        left = self.interest_left(rows, until)
        for row in rows:
            part = min(left, row.room(INTEREST))
            row.due[INTEREST] = row.settled(INTEREST) + part
            left -= part
        if left > ZERO:
            rows[-1].due[INTEREST] += left
