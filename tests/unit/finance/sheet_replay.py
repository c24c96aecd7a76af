"""Play one test sheet through the pure engine and compare every figure it lists."""

from dataclasses import replace
from decimal import Decimal

from tests.unit.finance.e2e_cases import BUSINESS_DATE, charges, day, floating_rates, loan_terms

from amana.finance.account import LoanFacts, payoff, run_account
from amana.finance.accruals import accruals_until
from amana.finance.calendars import Holiday, NonWorkingDayRule
from amana.finance.charges import ChargeBasis, ChargeTerms, ChargeTime
from amana.finance.components import Component
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.generate import generate_schedule
from amana.finance.movements import Movement, MovementKind
from amana.finance.penalties import overdue_charges
from amana.finance.terms import Tranche, Variation, VariationKind

D = Decimal
COMPARE_ACCRUALS = True
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
NO_EFFECT_ON_FIGURES = {"apply", "close_accounting"}
PAYING = {MovementKind.REPAYMENT, MovementKind.CHARGE_PAYMENT}
COMPONENTS = ("principal", "interest", "fees", "penalties")


class NotExpressible(Exception):
    """A step that the pure engine has no notion of (refusals, savings, other loans)."""


class Differs(Exception):
    """A figure that is not as the sheet says."""


def same(what, want, got):
    if D(want) != D(got):
        raise Differs(f"{what}: want {want}, got {got}")


class Sheet:
    """The state of the one loan of a sheet."""

    def __init__(self, case):
        self.case = case
        self.terms = loan_terms(case)
        self.strategy = STRATEGIES[case["product"]["strategy"]]
        self.charges = charges(case)
        self.disbursed = []
        self.pending = list(self.terms.tranches)
        self.movements = []
        self.foreclosed_on = None
        self.accrued_until = None
        self.planned = generate_schedule(self.terms, charges=self.charges).interest

    def facts(self):
        terms = self.terms
        if self.disbursed:
            terms = replace(terms, expected_disbursement_on=self.disbursed[0][0])
        if "floating" in self.case["product"]:
            rate, variations = floating_rates(self.case, terms.expected_disbursement_on)
            others = tuple(one for one in terms.variations if one.kind is not VariationKind.INTEREST_RATE)
            terms = replace(terms, interest_rate=rate, variations=(*others, *variations))
        return LoanFacts(
            terms=terms,
            strategy=self.strategy,
            disbursed=tuple(self.disbursed),
            charges=self.charges,
            pending=tuple(self.pending) if terms.multi_disburse else None,
            planned_interest=self.planned,
            foreclosed_on=self.foreclosed_on,
        )

    def account(self):
        return run_account(self.facts(), self.movements, BUSINESS_DATE)

    def play(self):
        for step in self.case["steps"]:
            if step.get("account", 0) != 0:
                raise NotExpressible("another account")
            if step.get("refused"):
                if step["op"] in ("apply", "disburse"):
                    raise NotExpressible(f"refused {step['op']}")
                continue
            if step["op"] in NO_EFFECT_ON_FIGURES:
                continue
            method = getattr(self, step["op"], None)
            if method is None:
                raise NotExpressible(step["op"])
            method(step)

    # -- operations

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
        self.disbursed.append((day(step["on"]), D(amount)))

    def _first_unpaid(self):
        return next(row for row in self.account().instalments if row.outstanding)

    def repay(self, step, kind=MovementKind.REPAYMENT):
        amount = step.get("amount")
        if step.get("amount_offered"):
            offered = self._first_unpaid().outstanding
            due = offered.interest if kind is MovementKind.INTEREST_WAIVER else offered.total
            if amount is not None:
                same("amount offered", amount, due)
            amount = due
        offered_on = self._first_unpaid().due_date if step.get("on_offered") else BUSINESS_DATE
        on = day(step.get("on")) or offered_on
        self.movements.append(Movement(len(self.movements), on, D(amount), kind))

    def waive_interest(self, step):
        self.repay(step, MovementKind.INTEREST_WAIVER)

    def prepay(self, step):
        on = day(step["on"])
        owed = payoff(self.facts(), self.movements, on)
        if step.get("amount_offered") and "amount" in step:
            same("payoff", step["amount"], owed.total)
        amount = step.get("amount", owed.total)
        self.movements.append(Movement(len(self.movements), on, D(amount)))

    def collection_sheet(self, step):
        on = day(step["on"])
        due = [row.outstanding.total for row in self.account().instalments if row.due_date <= on]
        amount = D(step.get("amount", sum(due, D(0))))
        if amount:
            self.movements.append(Movement(len(self.movements), on, amount))

    def set_non_working_day_rule(self, step):
        rule = {
            "move to next working day": NonWorkingDayRule.NEXT_WORKING_DAY,
            "move to next repayment meeting day": NonWorkingDayRule.NEXT_REPAYMENT_DAY,
            "same day": NonWorkingDayRule.SAME_DAY,
        }[step["rule"]]
        calendar = replace(self.terms.calendar, non_working_day_rule=rule)
        self.terms = replace(self.terms, calendar=calendar)

    def foreclose(self, step):
        self.foreclosed_on = day(step["on"])
        owed = run_account(self.facts(), self.movements, BUSINESS_DATE).outstanding
        self.movements.append(Movement(len(self.movements), self.foreclosed_on, owed.total))

    def accrue_until(self, step):
        self.accrued_until = day(step["on"])

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
        self.terms = replace(self.terms, variations=(*self.terms.variations, *found))

    def write_off(self, step):
        on = day(step.get("on")) or BUSINESS_DATE
        self.movements.append(Movement(len(self.movements), on, D(0), MovementKind.WRITE_OFF))

    def waive_charge(self, step):
        if step["charge"] != "first_listed":
            raise NotExpressible("a charge by itself")
        first = self.charges[0]
        amount = D(10) ** 12
        on = first.due_on or self._first_unpaid().due_date
        self.movements.append(
            Movement(
                len(self.movements),
                on,
                amount,
                MovementKind.CHARGE_WAIVER,
                charge=first.key,
                instalment=step.get("installment"),
            )
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
                self.planned = generate_schedule(self.terms, charges=self.charges).interest
                return
            if name in ("rate_differential", "floating", "interest_charged_from", "first_repayment_on"):
                self.case["loan"][name] = value
            else:
                raise NotExpressible(f"modify {name}")
        self.terms = loan_terms(self.case)
        self.planned = generate_schedule(self.terms, charges=self.charges).interest

    def run_job(self, step):
        if step["job"] == "periodic_accrual":
            self.accrued_until = BUSINESS_DATE
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
            self.account().instalments,
            BUSINESS_DATE,
            self.terms.currency,
            wait_days=2,  # the setting `penalty-wait-period` as delivered
            every=int(every),
            every_unit=unit,
        )
        for one in found:
            self.charges += (
                replace(
                    charge,
                    key=len(self.charges) + 100,
                    due_on=one.due_on,
                    instalment_due_on=one.instalment_due_on,
                ),
            )

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
        self.planned = generate_schedule(self.terms, charges=self.charges).interest

    def create_holiday(self, step):
        if not step.get("activated"):
            return
        holiday = Holiday(day(step["from"]), day(step["to"]), day(step.get("repayments_moved_to")))
        calendar = self.terms.calendar
        self.terms = replace(self.terms, calendar=replace(calendar, holidays=(*calendar.holidays, holiday)))

    # -- expectations

    def expect_schedule(self, step):
        account = self.account()
        rows = [row for row in step["rows"] if "on" in row]
        instalments = account.schedule.instalments
        if len(rows) != len(instalments) and not step.get("partial"):
            raise Differs(f"{len(rows)} rows wanted, got {len(instalments)}")
        paid = [row for row in step["rows"] if "disbursed_on" in row]
        got = list(account.schedule.disbursements)
        if len(paid) > len(got):
            raise Differs(f"{len(paid)} disbursements wanted, got {len(got)}")
        for want, one in zip(paid, got, strict=False):
            if day(want["disbursed_on"]) != one.on:
                raise Differs(f"disbursed on {one.on}")
            same("disbursed", want["amount"], one.amount)
            same("fees at disbursement", want.get("fees", 0), one.fees)
        for want, row, dues in zip(rows, instalments, account.instalments, strict=False):
            self._compare_row(want, row, dues, account)

    def _compare_row(self, want, row, dues, account):
        name = f"row {want['n']}"
        if day(want["on"]) != row.due_date:
            raise Differs(f"{name}: due {want['on']}, got {row.due_date}")
        forgiven = {one.key for one in self.movements if one.kind not in PAYING}
        in_advance, late = row_timing(account, row.number, forgiven)
        figures = {
            "principal": row.principal,
            "interest": row.interest,
            "fees": row.fees,
            "penalties": row.penalties,
            "balance": row.balance,
            "due": row.total,
            "paid": dues.paid.total,
            "in_advance": in_advance,
            "late": late,
            "outstanding": dues.outstanding.total,
            "waived": dues.waived.total,
        }
        for key, value in figures.items():
            if key in want:
                same(f"{name} {key}", want[key], value)
        if "days" in want and int(want["days"]) != row.days:
            raise Differs(f"{name} days: want {want['days']}, got {row.days}")
        if "paid_on" in want and day(want["paid_on"]) != account.settled_on.get(row.number):
            raise Differs(f"{name} paid on {want['paid_on']}, got {account.settled_on.get(row.number)}")

    def expect_summary(self, step):
        account = self.account()
        for component in Component:
            want = step.get(component)
            if not want:
                continue
            rows = account.instalments
            at_disbursement = sum((one.fees for one in account.schedule.disbursements), D(0))
            extra = at_disbursement if component is Component.FEES else D(0)
            figures = {
                "original": sum((row.due.of(component) for row in rows), D(0)) + extra,
                "paid": sum((row.paid.of(component) for row in rows), D(0)) + extra,
                "waived": sum((row.waived.of(component) for row in rows), D(0)),
                "written_off": sum((row.written_off.of(component) for row in rows), D(0)),
                "outstanding": sum((row.outstanding.of(component) for row in rows), D(0)),
                "overdue": sum(
                    (row.outstanding.of(component) for row in rows if row.due_date < BUSINESS_DATE), D(0)
                ),
            }
            for key, value in figures.items():
                if key in want:
                    same(f"{component} {key}", want[key], value)

    def expect_transactions(self, step):
        account = self.account()
        got = []
        for movement in self.movements:
            allocation = account.allocations[movement.key]
            parts = allocation.components
            word = {
                MovementKind.REPAYMENT: "repayment",
                MovementKind.INTEREST_WAIVER: "waive interest",
                MovementKind.CHARGE_WAIVER: "waive loan charges",
                MovementKind.WRITE_OFF: "close (as written-off)",
            }[movement.kind]
            total = allocation.total if movement.kind is MovementKind.REPAYMENT else parts.total
            got.append((movement.on, word, total, *(parts.of(one) for one in Component)))
        got += [(on, "disbursement", amount) for on, amount in self.disbursed]
        if self.accrued_until and self.case["product"]["accounting"] == "accrual_periodic":
            terms = self.facts().terms
            for accrual in accruals_until(self.charges, terms, account.schedule, self.accrued_until):
                parts = accrual.components
                got.append((accrual.on, "accrual", parts.total, *(parts.of(one) for one in Component)))
        for want in step["rows"]:
            if want["type"] == "accrual" and (not COMPARE_ACCRUALS or not self.accrued_until):
                continue
            if want["type"].startswith("repayment (at"):
                continue
            key = (day(want["on"]), want["type"], D(want["amount"]))
            matching = [row for row in got if row[:3] == key]
            if not matching:
                raise Differs(f"no transaction {key} among {[tuple(map(str, r)) for r in got]}")
            if want["type"] in ("disbursement", "waive interest"):  # the screen shows a waiver without parts
                continue
            wanted = tuple(D(want[one]) for one in COMPONENTS if one in want)
            if len(wanted) == 4 and not any(row[3:] == wanted for row in matching):
                raise Differs(
                    f"{key}: want {tuple(map(str, wanted))}, got {tuple(map(str, matching[0][3:]))}"
                )

    def expect_journal(self, step):
        """Journals are the ledger's business."""


def row_timing(account, number, unpaid):
    """What was paid on a row before and after its due date."""
    in_advance = late = D(0)
    for key, allocation in account.allocations.items():
        if key in unpaid:
            continue
        for portion in allocation.portions:
            if portion.number == number:
                in_advance += portion.components.total if portion.in_advance else 0
                late += portion.components.total if portion.late else 0
    return in_advance, late


def row_change(change, rows, inserted):
    index = change["row"] - 1
    old = rows[index]
    new = day(change.get("due_on")) or old
    rows[index] = new
    amount = change.get("installment_amount", change.get("principal"))
    kind = (
        VariationKind.INSTALMENT_AMOUNT if "installment_amount" in change else VariationKind.PRINCIPAL_AMOUNT
    )
    value = None if amount is None else D(amount)
    if inserted:
        return [Variation(VariationKind.INSERT_INSTALMENT, new, value, this_instalment_only=True)]
    found = []
    if new != old:
        found.append(Variation(VariationKind.DUE_DATE, old, new_date=new, this_instalment_only=True))
    if value is not None:
        found.append(Variation(kind, new, value, this_instalment_only=True))
    return found


def pattern(spec, rows):
    found = []
    step = int(spec.get("months_step", 1))
    first, last = day(spec["from"]), day(spec["to"])
    for index, old in enumerate(rows):
        if not first <= old <= last:
            continue
        change = {"row": index + 1}
        if "day_of_month" in spec:
            change["due_on"] = old.replace(day=int(spec["day_of_month"])).isoformat()
        if step != 1:
            raise NotExpressible("a pattern of several months")
        change |= {key: spec[key] for key in ("installment_amount", "principal") if key in spec}
        found += row_change(change, rows, inserted=False)
    return found
