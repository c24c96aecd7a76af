"""Play the institutions' test sheets through events and derivation."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from tests.unit.loans.sheet_cases import BUSINESS_DATE, charges, day, floating_rates, loan_terms
from tests.unit.loans.sheet_figures import (
    Differs,
    compare_journal,
    compare_schedule,
    compare_summary,
    compare_transactions,
    same,
)
from tests.unit.loans.sheet_rows import NotExpressible, pattern, row_change

from amana.finance.calendars import Holiday, NonWorkingDayRule
from amana.finance.charges import ChargeBasis, ChargeTerms, ChargeTime
from amana.finance.components import Component
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy, OpenInstalment
from amana.finance.generate import generate_schedule
from amana.finance.penalties import overdue_charges
from amana.finance.terms import Tranche, Variation, VariationKind
from amana.kernel.context import Moment
from amana.kernel.refusals import Refused
from amana.ledger.closures import booking_day
from amana.loans.accrual_upkeep import beyond_the_schedule, booked_anew, reversals
from amana.loans.agreeing import meeting_problems
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.days import require_working_day
from amana.loans.disburse import at_a_meeting, at_disbursement, split
from amana.loans.earning import ChargeEarnedOn, earned
from amana.loans.events import (
    UNDECIDED,
    Accrued,
    Approved,
    ChargeWaived,
    Disbursed,
    Foreclosed,
    InterestWaived,
    Recorded,
    Repaid,
    Rescheduled,
    Submitted,
    Withdrawn,
    WrittenOff,
)
from amana.loans.kinds import Accounting
from amana.loans.model import derive
from amana.loans.payoff import owed_on
from amana.loans.topping_up import TopUp, payoff
from amana.loans.upfront import accrued_charge, accrued_upfront

D = Decimal
ACCOUNTING = {
    "none": Accounting.NONE,
    "cash": Accounting.CASH,
    "accrual_periodic": Accounting.ACCRUAL_PERIODIC,
    "accrual_upfront": Accounting.ACCRUAL_UPFRONT,
}
NOON = datetime(2015, 4, 1, tzinfo=UTC)
MOMENT = Moment(
    business_date=BUSINESS_DATE,
    closing_day=BUSINESS_DATE - timedelta(days=1),
    now=NOON,
    configuration_version=1,
    access_version=1,
    settings={},
)
EVERYTHING = D(10) ** 12
STRATEGIES = {
    "mifos-standard": AllocationStrategy.MIFOS_STANDARD,
    "rbi-india": AllocationStrategy.RBI_INDIA,
}
RESCHEDULED = {
    "new_interest_rate": VariationKind.INTEREST_RATE_FROM_INSTALMENT,
    "grace_on_principal": VariationKind.GRACE_ON_PRINCIPAL,
    "grace_on_interest": VariationKind.GRACE_ON_INTEREST,
    "extra_installments": VariationKind.EXTEND_TERM,
}
NO_EFFECT_ON_FIGURES = {"apply"}


def recorded(seq, body, on):
    return Recorded(
        id=seq,
        seq=seq,
        value_date=on,
        business_date=BUSINESS_DATE,
        booked_at=NOON,
        command_id=1,
        user_id=1,
        body=body,
    )


def loan_charge(one):
    return LoanCharge(
        id=one.key,
        charge=one.key,
        name=str(one.key),
        time=one.time,
        basis=one.basis,
        amount=one.amount,
        penalty=one.penalty,
        due_on=one.due_on,
        instalment_due_on=one.instalment_due_on,
    )


class Sheet:
    """A loan of a sheet: its contract, and what happened in order of booking.

    Loans applied for after the first are sheets of their own (``others``, by number), each knowing the one before.
    """

    def __init__(self, case, number=0, previous=None):
        self.case = case
        self.number = number
        self.previous = previous
        self.others = {}
        self.terms = loan_terms(case)
        self.strategy = STRATEGIES[case["product"]["strategy"]]
        self.accounting = ACCOUNTING[case["product"].get("accounting", "none")]
        self.charges = charges(case)
        self.pending = list(self.terms.tranches)
        self.happened = []
        self.foreclosed_on = None
        self.closed_on = None
        self.accrues = False

    @property
    def disbursed(self):
        return [(on, body.amount) for body, on in self.happened if isinstance(body, Disbursed)]

    def contract(self):
        terms, paid = self.terms, self.disbursed
        if paid:
            terms = replace(terms, expected_disbursement_on=paid[0][0])
        if "floating" in self.case["product"]:
            rate, variations = floating_rates(self.case, terms.expected_disbursement_on)
            others = tuple(one for one in terms.variations if one.kind is not VariationKind.INTEREST_RATE)
            terms = replace(terms, interest_rate=rate, variations=(*others, *variations))
        if terms.multi_disburse:
            terms = replace(terms, tranches=(*(Tranche(*one) for one in paid), *self.pending))
        return LoanContract(
            terms=terms,
            strategy=self.strategy,
            term_length=terms.number_of_repayments * terms.repay_every,
            term_unit=terms.repay_unit,
            accounting=self.accounting,
            disbursed_at_meeting=bool(
                self.case["loan"].get(
                    "sync_disbursement_with_meeting", self.case["loan"].get("in_group_with_meeting")
                )
            ),
            charges=tuple(loan_charge(one) for one in self.charges),
            closes=self.previous.number if self.tops_up else None,
        )

    @property
    def tops_up(self):
        return self.previous is not None and self.case["loan"].get("topup_closes") == "previous_loan"

    def events(self):
        contract = self.contract()
        start, principal = contract.terms.expected_disbursement_on, contract.terms.principal
        applied = [
            (Submitted(contract=contract), start),
            (Approved(principal=principal, expected_disbursement_on=start), start),
        ]
        return [recorded(seq, *one) for seq, one in enumerate([*applied, *self.happened], 1)]

    def state(self):
        return derive(self.events(), BUSINESS_DATE, foreclosed_on=self.foreclosed_on)

    def rows(self):
        return self.state().instalments

    def open_rows(self):
        return [
            OpenInstalment(r.number, r.from_date, r.due_date, r.due, r.paid, r.waived, r.written_off)
            for r in self.rows()
        ]

    def book(self, body, on):
        self.happened.append((body, on))
        if isinstance(body, Accrued):
            return
        state = self.state()
        gone = beyond_the_schedule(state)
        self.happened.extend(reversals(gone, BUSINESS_DATE))
        if state.accrued_until is not None and self.terms.recalculation is not None:
            self.happened.extend(
                booked_anew(self.state(), state.accrued_until, gone, ChargeEarnedOn.DUE_DATE)
            )

    def play(self):
        for _ in self.steps():
            pass

    def steps(self):
        """The steps in order, each named before it is played."""
        for number, step in enumerate(self.case["steps"]):
            yield number, step["op"]
            self.account(step).take(step)

    def account(self, step):
        """The loan that a step is about; one that is applied for is there from then on."""
        number = step.get("account", 0)
        if number == 0:
            return self
        if number not in self.others:
            if "loan" not in step:
                raise NotExpressible("another account")
            before = self.others.get(number - 1, self)
            case = {**self.case, "loan": step["loan"], "product": step.get("product", before.case["product"])}
            self.others[number] = Sheet(case, number, before)
        return self.others[number]

    def take(self, step):
        """Play one step of this loan."""
        if step.get("refused"):
            if step["op"] in ("apply", "disburse") and not self.is_refused(step):
                raise Differs(f"{step['op']} is not refused: {step['refused']}")
            return
        if step["op"] in NO_EFFECT_ON_FIGURES:
            return
        method = getattr(self, step["op"], None)
        if method is None:
            raise NotExpressible(step["op"])
        method(step)

    def is_refused(self, step):
        """Whether the loan's own rules refuse the step as well."""
        contract = self.contract()
        if step["op"] == "apply":
            return any(meeting_problems(contract)) or self._cannot_top_up()
        on = day(step["on"])
        try:
            at_a_meeting(contract, on)
            booking_day(MOMENT, self.closed_on, on)
            holiday = contract.terms.calendar.holiday_on(on)
            require_working_day(MOMENT, "disbursement", on, holiday_then=holiday is not None, week=None)
        except Refused:
            return True
        return False

    def _cannot_top_up(self):
        try:
            self._payoff(self.terms.expected_disbursement_on, self.terms.principal)
        except Refused:
            return True
        return False

    def _payoff(self, on, amount):
        """What closes the loan that this one tops up; nothing where it tops up none."""
        if not self.tops_up:
            return D(0)
        older = self.previous
        return payoff(older.events(), older.state(), TopUp(older.number, on, amount))

    # -- operations

    def close_accounting(self, step):
        self.closed_on = day(step["on"])

    def withdraw_application(self, step):
        self.book(Withdrawn(), day(step["on"]))

    def approve(self, step):
        if "amount" in step:
            self.terms = replace(self.terms, principal=D(step["amount"]))
        if "expected_disbursement_on" in step:
            self.terms = replace(self.terms, expected_disbursement_on=day(step["expected_disbursement_on"]))
        for changed in step.get("tranches", ()):
            index = changed["tranche"] - 1
            old = self.pending[index] if index < len(self.pending) else Tranche(None, D(0))
            new = Tranche(
                day(changed.get("expected_on")) or old.expected_on, D(changed.get("principal", old.amount))
            )
            self.pending[index : index + 1] = [new]

    def disburse(self, step):
        amount = step.get("amount")
        if amount is None:
            amount = self.pending[0].amount if self.pending else self.terms.principal
        if self.pending:
            self.pending.pop(0)
        on = day(step["on"])
        first = not self.disbursed
        owed = self._payoff(on, D(amount))
        if owed:
            self.previous.book(Repaid(amount=owed, decided=UNDECIDED, transfer=self.number), on)
        for body in split(Disbursed(amount=D(amount)), self.contract().closes, owed):
            self.book(body, on)
        after = self.state()
        for body in at_disbursement(after, None):
            self.book(body, on)
        if first and self.accounting is Accounting.ACCRUAL_UPFRONT:
            for body in accrued_upfront(after):
                self.book(body, on)

    def _first_unpaid(self):
        return next(row for row in self.rows() if row.outstanding)

    def _offered(self, step, component=None):
        """Amount and day as typed, or as the form offered them: what the earliest unpaid row owes, on its day."""
        amount = step.get("amount")
        if step.get("amount_offered"):
            owed = self._first_unpaid().outstanding
            due = owed.total if component is None else owed.of(component)
            if amount is not None:
                same("amount offered", amount, due)
            amount = due
        offered_on = self._first_unpaid().due_date if step.get("on_offered") else BUSINESS_DATE
        return D(amount), day(step.get("on")) or offered_on

    def repay(self, step):
        amount, on = self._offered(step)
        self.book(Repaid(amount=amount, decided=UNDECIDED), on)

    def waive_interest(self, step):
        amount, on = self._offered(step, Component.INTEREST)
        self.book(InterestWaived(amount=amount, decided=UNDECIDED), on)

    def prepay(self, step):
        on = day(step["on"])
        owed = owed_on(self.events(), on).outstanding
        if step.get("amount_offered") and "amount" in step:
            same("payoff", step["amount"], owed)
        self.book(Repaid(amount=D(step.get("amount", owed)), decided=UNDECIDED), on)

    def collection_sheet(self, step):
        on = day(step["on"])
        due = [row.outstanding.total for row in self.rows() if row.due_date <= on]
        amount = D(step.get("amount", sum(due, D(0))))
        if amount:
            self.book(Repaid(amount=amount, decided=UNDECIDED), on)

    def set_non_working_day_rule(self, step):
        rule = {
            "move to next working day": NonWorkingDayRule.NEXT_WORKING_DAY,
            "move to next repayment meeting day": NonWorkingDayRule.NEXT_REPAYMENT_DAY,
            "same day": NonWorkingDayRule.SAME_DAY,
        }[step["rule"]]
        calendar = replace(self.terms.calendar, non_working_day_rule=rule)
        self.terms = replace(self.terms, calendar=calendar)

    def foreclose(self, step):
        on = day(step["on"])
        self.foreclosed_on = on
        self.book(Foreclosed(amount=self.state().outstanding, decided=UNDECIDED), on)

    def accrue_until(self, step):
        self._accrue(day(step["on"]))

    def _accrue(self, until):
        if self.accounting is Accounting.ACCRUAL_PERIODIC:
            self.accrues = True
            for body, on in earned(self.state(), until):
                self.book(body, on)

    def reschedule(self, step):
        start = day(step["from_installment_due_on"])
        found = []
        if "new_due_on" in step:
            found.append(Variation(VariationKind.DUE_DATE, start, new_date=day(step["new_due_on"])))
            start = day(step["new_due_on"])
        for name, kind in RESCHEDULED.items():
            if name in step:
                found.append(Variation(kind, start, D(step[name])))
        if "grace_on_principal" in step:
            found.append(Variation(VariationKind.EXTEND_TERM, start, D(step["grace_on_principal"])))
        self.book(Rescheduled(variations=tuple(found)), day(step["approved_on"]))

    def write_off(self, step):
        self.book(WrittenOff(amount=D(0), decided=UNDECIDED), day(step.get("on")) or BUSINESS_DATE)

    def waive_charge(self, step):
        if step["charge"] != "first_listed":
            raise NotExpressible("a charge by itself")
        first, instalment = self.charges[0], step.get("installment")
        on = first.due_on or self._first_unpaid().due_date
        self.book(
            ChargeWaived(charge=first.key, instalment=instalment, amount=EVERYTHING, decided=UNDECIDED), on
        )

    def edit_charge(self, step):
        first = self.charges[0]
        first = replace(
            first, amount=D(step.get("amount", first.amount)), due_on=day(step.get("due_on")) or first.due_on
        )
        self.charges = (first, *self.charges[1:])

    def modify(self, step):
        for name, value in step["changes"].items():
            if name == "sync_repayments_with_meeting":
                continue
            if name == "tranches":
                for one in value:
                    self.pending.append(Tranche(day(one["expected_on"]), D(one["principal"])))
                self.terms = replace(self.terms, tranches=tuple(self.pending))
                return
            if name in ("rate_differential", "floating", "interest_charged_from", "first_repayment_on"):
                self.case["loan"][name] = value
            else:
                raise NotExpressible(f"modify {name}")
        self.terms = loan_terms(self.case)

    def run_job(self, step):
        if step["job"] == "periodic_accrual":
            self._accrue(BUSINESS_DATE)
            return
        if step["job"] == "upfront_accrual":
            return
        if step["job"] != "penalty_on_overdue":
            raise NotExpressible(step["job"])
        for spec in self.case["product"].get("charges", ()):
            if spec["time"] == "overdue_installment":
                self._charge_overdue(spec)

    def _charge_overdue(self, spec):
        charge = ChargeTerms(
            key=-1,
            time=ChargeTime.OVERDUE_INSTALMENT,
            basis=ChargeBasis(spec["calculation"]),
            amount=D(spec["amount"]),
            penalty=spec["penalty"],
        )
        every, unit = spec.get("every", 0), PeriodUnit(spec.get("every_unit", "days"))
        found = overdue_charges(
            charge,
            self.open_rows(),
            BUSINESS_DATE,
            self.terms.currency,
            wait_days=2,  # the setting `penalty-wait-period` as delivered
            every=int(every),
            every_unit=unit,
            recurs_later=True,
        )
        for one in found:
            key = len(self.charges) + 100
            made = replace(
                charge,
                key=key,
                due_on=one.due_on,
                instalment_due_on=one.instalment_due_on,
                settled=one.settled,
            )
            self.charges += (made,)
            if self.accounting is Accounting.ACCRUAL_UPFRONT:
                [state] = [one for one in self.state().charges if one.charge.id == key]
                for body in accrued_charge(state):
                    self.book(body, one.due_on)

    def add_tranche(self, step):
        self.pending.append(Tranche(day(step["expected_on"]), D(step["principal"])))

    def delete_tranche(self, step):
        del self.pending[step["tranche"] - 1 - len(self.disbursed)]

    def edit_schedule(self, step):
        rows = [row.due_date for row in generate_schedule(self.terms).instalments]
        found = []
        inserted = set()
        for change in step["changes"]:
            if "delete_row" in change:
                found.append(Variation(VariationKind.DELETE_INSTALMENT, rows.pop(change["delete_row"] - 1)))
            elif "insert_after_row" in change:
                rows.insert(change["insert_after_row"], None)
                inserted.add(change["insert_after_row"])
            elif "pattern" in change:
                found += pattern(change["pattern"], rows)
            else:
                found += row_change(change, rows, change["row"] - 1 in inserted)
        self.terms = replace(self.terms, variations=(*self.terms.variations, *found))

    def create_holiday(self, step):
        if not step.get("activated"):
            return
        holiday = Holiday(day(step["from"]), day(step["to"]), day(step.get("repayments_moved_to")))
        calendar = self.terms.calendar
        self.terms = replace(self.terms, calendar=replace(calendar, holidays=(*calendar.holidays, holiday)))

    # -- expectations

    def expect_schedule(self, step):
        compare_schedule(self.state(), step)

    def expect_summary(self, step):
        compare_summary(self.state(), step)

    def expect_transactions(self, step):
        compare_transactions(self.state(), step, accruals=self.accrues)

    def expect_journal(self, step):
        compare_journal(self.state(), step, self.case["product"]["gl"])
