"""Instalments and charges of a progressive loan at work: every method puts an amount somewhere and says where."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from amana.finance.charge_schedule import charge_portions
from amana.finance.components import NOTHING, Component, Components
from amana.finance.dates import add_periods
from amana.finance.dues import Portion
from amana.finance.free_allocation import (
    Bucket,
    RuledPayment,
    SplitRule,
    Splitting,
    default_rule,
    rule_for,
)
from amana.finance.money import HUNDRED, ZERO, Scale, arithmetic, round_amount
from amana.finance.schedule import Disbursement, Schedule
from amana.finance.terms import Variation, VariationKind
from amana.loans.charge_book import AT_DISBURSEMENT, ChargeBook
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.decided import ChargeShare, Decided
from amana.loans.progressive.interest import Interest
from amana.loans.progressive.periods import (
    RATE_CHANGES,
    bears_interest,
    due_in_the_end,
    names_instalments,
    planned_periods,
    rhythm_from,
)
from amana.loans.progressive.rows import (
    PRINCIPAL,
    TAKEN_BACK,
    PaidRow,
    Row,
    as_instalments,
    balances,
    keep_what_was_paid,
    share_out,
)
from amana.loans.state import ChargePartState, ChargeState, InstalmentState

_, INTEREST, FEES, PENALTIES = Component


class ProgressiveBook:
    """The rows of one loan, beginning on the day of its first disbursement with nothing paid out.

    ``coming`` are all disbursements that will be: each has its down payment. ``expected`` are tranches that have not
    been paid out; they show in the balances only.
    """

    def __init__(
        self,
        contract: LoanContract,
        coming: Sequence[tuple[date, Decimal]],
        expected: Sequence[tuple[date, Decimal]] = (),
    ) -> None:
        self.contract = contract
        self.terms = contract.terms
        self.expected = expected
        self.disbursed: list[tuple[date, Decimal]] = []
        self.replanned = False
        """Whether due dates or the term are not those of the beginning any more."""
        periods = planned_periods(self.terms, min(on for on, _ in coming))
        by_engine = bears_interest(self.terms) or names_instalments(self.terms)
        self.interest = Interest(self.terms, periods) if by_engine else None
        if self.interest is not None:
            periods = self.interest.periods_with(
                [(on, amount - self.down_payment(amount)) for on, amount in coming]
            )
        in_the_end = due_in_the_end(self.terms, [due for _, due in periods])
        rows = [(on, Row(0, start, due)) for on, (start, due) in zip(in_the_end, periods, strict=True)]
        if self.terms.down_payment_percentage is not None:
            rows.extend((day, Row(0, day, day, down_payment=True)) for day, _ in coming)
        rows.sort(key=lambda one: (one[0], one[1].from_date))
        self.rows = [row for _, row in rows]
        self._number()
        self.charges = ChargeBook(())
        self.bases: dict[tuple[int, int], list[tuple[Decimal, Decimal]]] = {}
        """By charge and instalment (0: at disbursement): principal and interest that the charge was taken of."""

    def _number(self) -> None:
        for number, row in enumerate(self.rows, 1):
            row.number = number

    @property
    def planned(self) -> list[Row]:
        """The instalments agreed on."""
        return [row for row in self.rows if row.is_planned]

    # -- what is due --------------------------------------------------------------------------------

    def disburse(self, on: date, amount: Decimal) -> bool:
        """Principal is paid out: its down payment is due at once, the rest with the instalments to come. Returns False
        where a tranche over its own full term follows a change of due dates or of the term, which is not known here.
        """
        if self.disbursed and self.replanned and self.terms.progressive.full_term_tranches:
            return False
        self.disbursed.append((on, amount))
        down = self.down_payment(amount)
        if down:
            row = next(
                one for one in self.rows if one.down_payment and one.due_date == on and not one.due[PRINCIPAL]
            )
            row.due[PRINCIPAL] = down
        rest = amount - down
        if rest > ZERO:
            if self.interest is None or self.interest.is_over(on):
                self._spread(on, rest)
            else:
                self.interest.disburse(on, rest)
                self.follow(on, since=on)
        for row in self.rows:
            row.mark(on)
            row.original = Components(row.due[PRINCIPAL], row.due[INTEREST])
        return True

    def down_payment(self, amount: Decimal) -> Decimal:
        """The part of a disbursement that is due on its day."""
        percentage = self.terms.down_payment_percentage
        if percentage is None:
            return ZERO
        part = arithmetic().divide(arithmetic().multiply(amount, percentage), HUNDRED)
        return self._rounded(part)

    def _rounded(self, amount: Decimal) -> Decimal:
        amount = round_amount(amount, self.terms.currency, self.terms.rounding)
        multiple = self.terms.instalment_multiples_of
        if multiple < 1:
            return amount
        whole = round_amount(amount, Scale(0, multiple), self.terms.rounding)
        return whole or amount

    def _spread(self, on: date, amount: Decimal) -> None:
        """Equal shares of principal for the instalments due after ``on``, the last taking the rest; where there are
        none, a row of its own.
        """
        rows = [row for row in self.planned if row.due_date > on] or [self._row_for_all(on)]
        before = sum((row.due[PRINCIPAL] - row.credited for row in rows), ZERO)
        share_out(before + amount, rows, self._rounded)

    def _row_for_all(self, on: date) -> Row:
        """Where principal goes that is paid out after the last due date but one."""
        last = self.planned[-1]
        return last if last.due_date == on else self.extra_row(on)

    def follow(self, on: date, *, since: date | None = None) -> None:
        """Let the rows owe what the engine of interest says."""
        if self.interest is None:
            return
        self.interest.put_on(self.rows, since=since)
        if not self.interest.follows:
            keep_what_was_paid(self.planned)
        for row in self.interest.changed:
            row.mark(on)
        self.interest.changed.clear()

    def run_interest_until(self, on: date) -> None:
        """Let what is overdue bear interest until ``on``."""
        if self.interest is not None and self.interest.run_until(on):
            self.interest.put_on(self.rows)

    def freeze_interest(self) -> None:
        """From now on interest follows the money no longer."""
        if self.interest is not None:
            self.interest.stopped = True

    def stop_interest(self, on: date) -> None:
        """Let interest run to ``on`` only: what is owed then closes the loan."""
        if self.interest is not None and self.interest.follows:
            self.interest.owe_until(self.planned, on)

    def interest_due_by(self, on: date) -> Decimal:
        """Interest of the whole time until ``on``, paid or not."""
        return self.interest.interest_due_by(on) if self.interest is not None else ZERO

    def closes_on(self, on: date) -> Decimal:
        """What is owed in all when interest runs to ``on``."""
        rows, interest = self.rows, self.interest
        owed = sum((row.room(part) for row in rows for part in (PRINCIPAL, FEES, PENALTIES)), ZERO)
        return owed if interest is None else owed + interest.interest_left(rows, on, overdue=True)

    def vary(self, variation: Variation) -> bool:
        """Change the terms for the instalments to come; returns False for a change that is not known here."""
        self.replanned |= variation.kind in (VariationKind.DUE_DATE, VariationKind.EXTEND_TERM)
        on, model = variation.applies_from, self.interest.model if self.interest is not None else None
        if variation.kind is VariationKind.DUE_DATE and variation.new_date is not None:
            if not self._move_due_dates(on, variation.new_date):
                return False
        elif variation.kind in RATE_CHANGES and variation.value is not None:
            if model is None:
                return False
            model.change_rate(on, variation.value)
        elif variation.kind is VariationKind.INSTALMENT_AMOUNT and variation.value is not None:
            if model is None:
                return False
            model.agree_instalment(on, variation.value)
        elif variation.kind is VariationKind.EXTEND_TERM and variation.value is not None:
            self._extend(on, int(variation.value))
        else:
            return False
        self.follow(on)
        keep_what_was_paid(self.planned)
        for row in self.rows:  # those that came with the change, too
            row.mark(on)
        return True

    def _move_due_dates(self, old: date, new: date) -> bool:
        """The instalment due on ``old`` falls due on ``new``, those after it follow the rhythm from there; not where a
        tranche still brings instalments of its own.
        """
        rows = [row for row in self.planned if row.due_date >= old]
        if self.interest is not None and self.interest.model.matures_on < rows[-1].due_date:
            return False
        dues = rhythm_from(new, self.terms, len(rows))
        if self.terms.progressive.fixed_length is not None and len(dues) > 1:
            dues[-1] = dues[-2] + (rows[-1].due_date - rows[-1].from_date)
        if self.interest is not None:
            self.interest.model.move_due_dates(old, dues)
        previous = None
        for row, due in zip(rows, dues, strict=True):
            row.from_date = previous or row.from_date
            row.due_date = previous = due
        self._needs_no_extra_row()
        return True

    def _needs_no_extra_row(self) -> bool:
        """Charges due after the last instalment are due with it once it falls due later itself; returns whether."""
        extra, last = self.rows[-1], self.planned[-1]
        paid = any(extra.settled(component) for component in Component)
        if not extra.extra or extra.due_date > last.due_date or extra.due[PRINCIPAL] or paid:
            return False
        home = next(row for row in self.planned if row.due_date >= extra.due_date)
        for component in (FEES, PENALTIES):
            home.due[component] += extra.due[component]
        self.charges.move(extra.number, home.number)
        self.rows.pop()
        return True

    def _extend(self, on: date, count: int) -> None:
        """``count`` more instalments in the rhythm of the last; those due from ``on`` on are worked out anew."""
        made, last = len(self.planned), self.planned[-1]
        every, unit = self.terms.repay_every, self.terms.repay_unit
        seed = self.planned[0].from_date
        if any(one.kind is VariationKind.DUE_DATE for one in self.terms.variations):
            seed, made = last.due_date, 0
        if self.interest is not None:
            self.interest.model.add_periods(on, count, seed=seed, seeded_periods=made)
        extra = self.rows.pop() if self.rows[-1].extra else None
        previous = last.due_date
        for number in range(made, made + count):
            due = add_periods(seed, (number + 1) * every, unit)
            self.rows.append(Row(0, previous, due))
            previous = due
        if extra is not None:
            self.rows.append(extra)
            self.charges.move(extra.number, len(self.rows))
        self._number()
        if extra is not None and not self._needs_no_extra_row():
            extra.due_date = max(extra.due_date, previous)
        if self.interest is None:
            rows = [row for row in self.planned if row.due_date >= on]
            share_out(sum((row.due[PRINCIPAL] - row.credited for row in rows), ZERO), rows, self._rounded)

    def extra_row(self, on: date) -> Row:
        """The row behind the last instalment, due on ``on`` or later."""
        last = self.rows[-1]
        if not last.extra:
            last = Row(last.number + 1, last.due_date, on, extra=True)
            self.rows.append(last)
        last.due_date = max(last.due_date, on)
        return last

    def row_after(self, on: date) -> Row:
        """The first instalment due after ``on``; on the last due date the last one; else a row behind it."""
        for row in self.rows:
            if not (row.extra or row.down_payment) and row.due_date > on:
                return row
        last = self.planned[-1]
        return last if last.due_date == on and not self.rows[-1].extra else self.extra_row(on)

    # -- charges ------------------------------------------------------------------------------------

    def join(self, charge: LoanCharge) -> Decimal:
        """A charge comes on the rows that its day or time names; returns what it comes to."""
        schedule = self.schedule()
        if charge.due_on is not None and charge.due_on > self.rows[-1].due_date:
            self.extra_row(charge.due_on)
            schedule = self.schedule()
        parts = []
        component = PENALTIES if charge.penalty else FEES
        by_number = {row.number: row for row in self.rows}
        for portion in charge_portions((charge.terms(),), self.terms, schedule):
            by_number[portion.number].due[component] += portion.amount
            by_number[portion.number].mark(charge.due_on or schedule.disbursements[0].on)
            parts.append(ChargePartState(portion.number, portion.amount))
            self.bases[charge.id, portion.number] = [portion.base]
        self.put_charge(charge, parts)
        return sum((part.amount for part in parts), ZERO)

    def work_out_anew(self, charge: LoanCharge) -> None:
        """A percentage of each instalment, after instalments have changed."""
        component = PENALTIES if charge.penalty else FEES
        by_number = {row.number: row for row in self.rows}
        for portion in charge_portions((charge.terms(),), self.terms, self.schedule()):
            part = next((one for one in self.charges.of(charge.id, portion.number)), None)
            row = by_number[portion.number]
            if part is None:
                part = self.charges.add_part(charge, portion.number)
            row.due[component] += portion.amount - part.amount
            part.amount = portion.amount
            self.bases[charge.id, portion.number] = [portion.base]

    def put_charge(self, charge: LoanCharge, parts: Iterable[ChargePartState]) -> None:
        """A charge with its parts; the rows owe it already, or never do (at disbursement)."""
        self.charges.add(ChargeState(charge=charge, percentage_of=ZERO, parts=tuple(parts)))

    def whole_schedule(self, disbursed: Sequence[tuple[date, Decimal]]) -> Schedule:
        """The rows with everything that is ever paid out."""
        all_of_it = tuple(Disbursement(on, amount) for on, amount in disbursed)
        return replace(self.schedule(), disbursements=all_of_it)

    def schedule(self) -> Schedule:
        """The rows as a schedule, without charges."""
        paid_out = tuple(Disbursement(on, amount) for on, amount in self.disbursed)
        return Schedule(self.terms.currency, paid_out, as_instalments(self.rows, self.balances()))

    # -- amounts ------------------------------------------------------------------------------------

    def pay(self, amount: Decimal, on: date, rule: SplitRule) -> Decided:
        """Split a payment by the rule for its kind."""
        interest = self.interest
        if interest is not None:
            self.run_interest_until(on)
            rest = interest.rest_day(self.rows, on)
            if rest is not None and amount >= self.closes_on(rest):
                interest.closing_on = rest
                self.run_interest_until(rest)

        def take(row: Row, bucket: Bucket, part: Decimal) -> Decimal:
            if interest is None or not part:
                return row.take(bucket.component, part)
            asked = interest.ask(row, bucket, on)
            taken = row.take(bucket.component, interest.most(row, bucket, part))
            if (taken and interest.paid(row, bucket, on, taken)) or asked:
                self.follow(on)
            return taken

        left, before = amount, ZERO
        while left > ZERO and left != before and not self.is_settled:
            before = left  # what is paid may leave instalments owe more
            splitting = self._splitting(on, take, self._may_ask())
            left = splitting.split(left, rule, self.terms.progressive.processing)
        if interest is not None:
            interest.closing_on = None
        return self._decided("paid", on, left)

    def take_back(self, amount: Decimal, on: date) -> Decided:
        """Undo what was paid, by the rule for refunds; where there is none, by the default the other way round."""
        rules = self.contract.allocation_rules
        rule = rule_for(rules, RuledPayment.CASH_REFUND) or default_rule(rules).reversed()
        paid = [PaidRow(row) for row in self.rows]

        def take(one: PaidRow, bucket: Bucket, part: Decimal) -> Decimal:
            return one.row.give_back(bucket.component, part)

        splitting = Splitting(paid, on, take, self.terms.currency, self.terms.rounding, latest_first=True)
        left = splitting.split(amount, rule, self.terms.progressive.processing)
        return self._decided(TAKEN_BACK, on, left)

    def _may_ask(self) -> list[Row]:
        """The instalments that are open before a payment. Where interest follows the money it moves principal to the
        earlier ones, while it is paid from the last one on.
        """
        interest = self.interest
        return [row for row in self.planned if row.is_open] if interest and interest.follows else []

    def _splitting(
        self, on: date, take: Callable[[Row, Bucket, Decimal], Decimal], may_ask: Sequence[Row]
    ) -> Splitting[Row]:
        return Splitting(self.rows, on, take, self.terms.currency, self.terms.rounding, may_ask=may_ask)

    def _decided(self, how: str, on: date, left: Decimal = ZERO) -> Decided:
        """What was put on the rows since the last time."""
        portions: list[Portion] = []
        shares: list[ChargeShare] = []
        for row in self.rows:
            portion = row.settle(how, on) if row.moved else None
            if portion is not None:
                portions.append(portion)
                if how == TAKEN_BACK:
                    shares.extend(self.charges.unshare(row.number, portion.components))
                else:
                    shares.extend(self.charges.share(row.number, portion.components, how))
        return Decided(tuple(portions), tuple(shares), left or ZERO)

    def waive_interest(self, amount: Decimal, on: date) -> Decided:
        """Forgive interest, from the first instalment that owes some."""
        left = amount
        for row in self.rows:
            left -= row.take(INTEREST, left, "waived")
        return self._decided("waived", on, left)

    def give_up(self, on: date) -> Decided:
        """Write off everything still owed."""
        for row in self.rows:
            for component in Component:
                row.take(component, row.room(component), "written_off")
        return self._decided("written_off", on)

    def owed(self) -> Decided:
        """Everything still owed, by instalment; nothing is done to it."""
        found = []
        for row in self.rows:
            parts = Components(*(max(row.room(component), ZERO) for component in Component))
            if parts:
                found.append(Portion(row.number, parts))
        return Decided(tuple(found))

    def owe_again(self, parts: Components, on: date) -> Row:
        """Add ``parts`` to what is due with the first instalment after ``on``."""
        row, interest = self.row_after(on), self.interest
        if interest is not None and interest.follows and row.is_planned:
            interest.model.credit_principal(on, parts.principal)
            interest.model.credit_interest(on, parts.interest)
            self.follow(on)
        else:
            row.due[PRINCIPAL] += parts.principal
            row.due[INTEREST] += parts.interest
            row.beside = (row.beside[0] + parts.principal, row.beside[1] + parts.interest)
        row.credited += parts.principal
        row.due[FEES] += parts.fees
        row.due[PENALTIES] += parts.penalties
        row.mark(on)
        return row

    def settle_at_once(self, row: Row, amount: Decimal, on: date) -> Decided:
        """Pay principal of one row."""
        taken = row.take(PRINCIPAL, amount)
        if taken and self.interest is not None and self.interest.paid(row, Bucket.DUE_PRINCIPAL, on, taken):
            self.follow(on)
        return self._decided("paid", on)

    def put_on_charge(
        self, charge: int, instalment: int | None, amount: Decimal, on: date, how: str
    ) -> tuple[Decided, Decimal]:
        """Put up to ``amount`` on one charge, ``how`` being paid or waived; returns what found no room as well."""
        component = PENALTIES if self.charges.is_penalty(charge) else FEES
        shares: list[ChargeShare] = []
        left = amount
        by_number = {row.number: row for row in self.rows}
        portions: list[Portion] = []
        for part in self.charges.of(charge, instalment):
            row = by_number.get(part.instalment)
            taken = part.take(left if row is None else min(left, row.room(component)), how)
            if not taken:
                continue
            left -= taken
            shares.append(ChargeShare(charge, part.instalment, taken))
            if row is not None:
                row.take(component, taken, how)
                portion = row.settle(how, on)
                if portion is not None:
                    portions.append(portion)
        return Decided(tuple(portions), tuple(shares)), left

    # -- adding up ----------------------------------------------------------------------------------

    def components_of(self, decided: Decided) -> Components:
        """What ``decided`` moved by component; what was put on charges at disbursement included."""
        total = sum((portion.components for portion in decided.portions), NOTHING)
        for share in decided.charges:
            if share.instalment == AT_DISBURSEMENT:
                total += self.charges.side(share.charge, share.amount)
        return total

    def settled(self, number: int) -> Components:
        """What was paid, forgiven or given up of an instalment so far."""
        row = self.rows[number - 1]
        return Components(*(row.settled(component) for component in Component))

    @property
    def is_settled(self) -> bool:
        """Whether no instalment owes anything."""
        return not any(row.is_open for row in self.rows)

    def balances(self) -> dict[int, Decimal]:
        """Principal left after each row, expected tranches included."""
        return balances(self.rows, [*self.disbursed, *self.expected])

    def frozen(self) -> tuple[InstalmentState, ...]:
        """The rows as values."""
        balances = self.balances()
        return tuple(row.frozen(balances[row.number]) for row in self.rows)
