"""Play the numeric cases of shared/oracles/classical through the pure engine, as far as it can express
them.
"""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.unit.loans.sheet_cases import day
from tests.unit.loans.sheet_figures import Differs, paid_out, same
from tests.unit.loans.sheet_rows import NotExpressible
from tests.unit.loans.sheets import loan_charge, recorded
from tests.unit.oracles import SHARED

from amana.finance.charges import ChargeBasis, ChargeTerms, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.money import Currency
from amana.finance.terms import (
    Amortisation,
    Compounding,
    DaysInMonth,
    DaysInYear,
    EarlyPayment,
    InterestMethod,
    InterestPeriod,
    LoanTerms,
    PreClosure,
    RateUnit,
    Recalculation,
    RestFrequency,
    RestUnit,
    Tranche,
    Variation,
    VariationKind,
)
from amana.loans.contract import LoanContract
from amana.loans.events import UNDECIDED, Approved, Disbursed, InterestWaived, Repaid, Rescheduled, Submitted
from amana.loans.model import derive

D = Decimal
TODAY = date(2024, 3, 15)
S = AllocationStrategy
STRATEGIES = {
    "mifos-standard-strategy": S.MIFOS_STANDARD,
    "rbi-india-strategy": S.RBI_INDIA,
    "interest-principal-penalties-fees-order-strategy": S.INTEREST_PRINCIPAL_PENALTIES_FEES,
    "due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee-strategy": (
        S.DUE_FIRST_INTEREST_IN_ADVANCE
    ),
    "due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest-strategy": (
        S.DUE_FIRST_PRINCIPAL_IN_ADVANCE
    ),
}
EARLY = {
    "RESCHEDULE_NEXT_REPAYMENTS": EarlyPayment.RESCHEDULE_NEXT_REPAYMENTS,
    "REDUCE_EMI_AMOUNT": EarlyPayment.REDUCE_INSTALMENT_AMOUNT,
    "REDUCE_NUMBER_OF_INSTALLMENTS": EarlyPayment.REDUCE_NUMBER_OF_INSTALMENTS,
}
CLOSING = {
    "TILL_PRE_CLOSURE_DATE": PreClosure.TILL_PRECLOSURE_DATE,
    "TILL_REST_FREQUENCY_DATE": PreClosure.TILL_REST_DATE,
}
RESTS = {
    "SAME_AS_REPAYMENT_PERIOD": RestUnit.SAME_AS_REPAYMENT,
    "DAILY": RestUnit.DAILY,
    "WEEKLY": RestUnit.WEEKLY,
    "MONTHS": RestUnit.DAILY,  # its number (2), read in the wrong list; the figures are those of daily rests
}
NO_EFFECT = {
    "expect_transactions",
    "expect_journal",
    "expect_journal_on_date",
    "expect_loan_charge",
    "expect_accrual",
    "delinquency_action",
    "update_loan_product",
    "run_periodic_accruals",
    "cob_date",
    "create_savings_product",
    "apply_savings",
    "approve_account",
    "activate_account",
}


def cases():
    return json.loads((SHARED / "oracles/classical/loans.json").read_text())["cases"]


def frequency(product, kind, start):
    def get(name):
        return product.get(f"recalculation_{kind}_frequency_{name}")

    if get("type") is None:
        return RestFrequency(starts_on=start)
    # The rest days of these cases show the weekday of the first day, whatever the product says.
    weekday = get("day_of_week_type") and start.isoweekday()
    on_day = get("on_day_type")
    return RestFrequency(
        unit=RESTS[get("type")],
        interval=int(get("interval") or 1),
        weekday=None if weekday is None else int(weekday) - 1,
        day_of_month=None if on_day is None else int(on_day),
        starts_on=start,
    )


def recalculation(product, start):
    if not product.get("is_interest_recalculation_enabled"):
        return None
    return Recalculation(
        compounding=Compounding(product.get("interest_recalculation_compounding_method", "NONE").lower()),
        early_payment=EARLY[product.get("reschedule_strategy_method", "REDUCE_EMI_AMOUNT")],
        pre_closure=CLOSING[
            product.get("pre_closure_interest_calculation_strategy", "TILL_PRE_CLOSURE_DATE")
        ],
        rest=frequency(product, "rest", start),
        compounding_frequency=frequency(product, "compounding", start),
    )


def loan_terms(product, loan):
    def term(name, default=None):
        return loan.get(name, product.get(name, default))

    if product.get("repayment_start_date_type") == "SUBMITTED_ON_DATE":
        raise NotExpressible("term runs from the application")
    start = day(loan["expected_disbursement_date"])
    calculation = {"DAILY": "daily", "DAYS": "daily", "SAME_AS_REPAYMENT_PERIOD": "same_as_repayment"}
    unit = product["interest_rate_frequency_type"]
    percentage = term("fixed_principal_percentage_per_installment")
    down = product.get("disbursed_amount_percentage_for_down_payment")
    multiples = product.get("installment_amount_in_multiples_of", 0)
    multi = bool(product.get("multi_disburse_loan"))
    plan = loan.get("disbursement_data") or ()
    fixed = loan.get("fixed_emi_amount")
    return LoanTerms(
        currency=Currency("USD", product["digits_after_decimal"], product.get("in_multiples_of", 0)),
        principal=D(term("principal")),
        number_of_repayments=term("number_of_repayments"),
        repay_every=term("repayment_every"),
        repay_unit=PeriodUnit(term("repayment_frequency_type").lower()),
        interest_rate=D(term("interest_rate_per_period")),
        interest_rate_unit={"MONTHS": RateUnit.MONTH, "YEARS": RateUnit.YEAR}[unit],
        interest_method=InterestMethod(term("interest_type").lower().replace("_balance", "")),
        amortisation=Amortisation(term("amortization_type").lower().replace("install", "instal")),
        interest_period=InterestPeriod(calculation[term("interest_calculation_period_type")]),
        expected_disbursement_on=start,
        partial_period_interest=bool(product.get("allow_partial_period_interest_calculation")),
        days_in_year=DaysInYear(product["days_in_year_type"].lower()),
        days_in_month=DaysInMonth(product["days_in_month_type"].lower()),
        grace_on_principal=int(term("grace_on_principal_payment", 0)),
        grace_on_interest_payment=int(term("grace_on_interest_payment", 0)),
        interest_charged_from=day(loan.get("interest_charged_from_date")),
        first_repayment_on=day(loan.get("repayments_starting_from_date")),
        minimum_days_to_first_repayment=int(
            product.get("minimum_days_between_disbursal_and_first_repayment", 0)
        ),
        fixed_instalment=None if fixed is None else D(fixed),
        fixed_principal_percentage=None if percentage is None else D(percentage),
        last_instalment_threshold=D(
            product.get("principal_threshold_for_last_installment", 50 if multi else 0)
        ),
        instalment_multiples_of=int(multiples),
        down_payment_percentage=D(down) if down and product.get("enable_down_payment") else None,
        multi_disburse=multi,
        tranches=tuple(Tranche(day(one["expected_disbursement_date"]), D(one["principal"])) for one in plan),
        recalculation=recalculation(product, start),
    )


class Case:
    """The loans of one case."""

    def __init__(self, case):
        self.steps = case["steps"]
        self.today = TODAY
        self.products = {}
        self.charge_specs = {}
        self.loan = None
        self.interest_first = False
        self.checked = 0

    def play(self):
        for step in self.steps:
            if step.get("expect_error"):
                continue
            op = step["op"]
            if op in NO_EFFECT:
                continue
            method = getattr(self, op, None)
            if method is None:
                raise NotExpressible(op)
            method(step)

    def config(self, step):
        if step["key"] == "is-interest-to-be-recovered-first-when-greater-than-emi":
            self.interest_first = bool(step["value"].get("enabled", True))
        if step["key"] == "is-principal-compounding-disabled-for-overdue-loans":
            raise NotExpressible(step["key"])

    def business_date(self, step):
        self.today = day(step["date"])

    def create_loan_product(self, step):
        self.products[step["id"]] = step

    def create_charge(self, step):
        self.charge_specs[step["id"]] = step

    def apply_loan(self, step):
        if self.loan is not None:
            raise NotExpressible("a second loan")
        if step["product_id"] not in self.products:
            raise NotExpressible("a product from elsewhere")
        self.product = self.products[step["product_id"]]
        if self.product.get("installment_amount_in_multiples_of") and self.product.get(
            "is_equal_amortization"
        ):
            raise NotExpressible("equal amortisation")
        self.loan = step["id"]
        self.terms = loan_terms(self.product, step)
        self.strategy = STRATEGIES[
            step.get("transaction_processing_strategy_code")
            or self.product["transaction_processing_strategy_code"]
        ]
        self.charges = []
        for spec in step.get("charges") or ():
            self._charge(spec, spec.get("due_date"), spec.get("amount"))
        self.happened = []
        self.pending = list(self.terms.tranches)

    def _charge(self, spec, due_on, amount):
        charge = self.charge_specs.get(spec["charge_id"])
        if charge is None:
            raise NotExpressible("a charge from elsewhere")
        times = {"INSTALMENT_FEE": "instalment", "OVERDUE_INSTALLMENT": "overdue_instalment"}
        time = charge["charge_time_type"]
        self.charges.append(
            ChargeTerms(
                key=len(self.charges),
                time=ChargeTime(times.get(time, time.lower())),
                basis=ChargeBasis(charge["charge_calculation_type"].lower()),
                amount=D(amount if amount is not None else charge["amount"]),
                penalty=bool(charge.get("penalty")),
                due_on=day(due_on),
            )
        )

    def add_loan_charge(self, step):
        self._charge(step, step.get("due_date"), step.get("amount"))

    def approve(self, step):
        if "amount" in step:
            self.terms = replace(self.terms, principal=D(step["amount"]))
        if "disbursement_data" in step:
            self.pending = [
                Tranche(day(one["expected_disbursement_date"]), D(one["principal"]))
                for one in step["disbursement_data"]
            ]
        if "expected_disbursement_date" in step:
            self.terms = replace(self.terms, expected_disbursement_on=day(step["expected_disbursement_date"]))

    def disburse(self, step):
        if "adjust_repayment_date" in step:
            self.terms = replace(self.terms, first_repayment_on=day(step["adjust_repayment_date"]))
        amount = D(step["amount"]) if "amount" in step else self.terms.principal
        if self.pending:
            expected = self.pending.pop(0)
            if "amount" not in step:
                amount = expected.amount
        on = day(step["date"])
        self.happened.append((Disbursed(amount=amount), on))
        automatic = self.product.get("enable_auto_repayment_for_down_payment")
        if self.terms.down_payment_percentage is not None and automatic:
            rows = self.state().instalments
            down = next(row for row in reversed(rows) if row.from_date == row.due_date == on)
            self.happened.append((Repaid(amount=down.due.principal, decided=UNDECIDED), on))

    @property
    def disbursed(self):
        return [(on, body.amount) for body, on in self.happened if isinstance(body, Disbursed)]

    def repay(self, step):
        if isinstance(step["amount"], dict):
            raise NotExpressible("an amount read from an answer")
        self.happened.append((Repaid(amount=D(step["amount"]), decided=UNDECIDED), day(step["date"])))

    merchant_issued_refund = goodwill_credit = payout_refund = repay

    def waive_interest(self, step):
        self.happened.append((InterestWaived(amount=D(step["amount"]), decided=UNDECIDED), day(step["date"])))

    def create_reschedule(self, step):
        start = day(step["reschedule_from_date"])
        found = []
        if "adjusted_due_date" in step:
            found.append(Variation(VariationKind.DUE_DATE, start, new_date=day(step["adjusted_due_date"])))
            start = day(step["adjusted_due_date"])
        kinds = {
            "new_interest_rate": VariationKind.INTEREST_RATE_FROM_INSTALMENT,
            "grace_on_principal": VariationKind.GRACE_ON_PRINCIPAL,
            "grace_on_interest": VariationKind.GRACE_ON_INTEREST,
            "extra_terms": VariationKind.EXTEND_TERM,
        }
        for name, kind in kinds.items():
            if name in step:
                found.append(Variation(kind, start, D(step[name])))
        if "grace_on_principal" in step:
            found.append(Variation(VariationKind.EXTEND_TERM, start, D(step["grace_on_principal"])))
        if "emi" in step:
            raise NotExpressible("an instalment for a time")
        self.rescheduled = found

    def approve_reschedule(self, step):
        self.happened.append((Rescheduled(variations=tuple(self.rescheduled)), self.today))

    def contract(self):
        terms = replace(self.terms, interest_may_exceed_instalment=self.interest_first)
        paid = self.disbursed
        if paid:
            terms = replace(terms, expected_disbursement_on=paid[0][0])
        if terms.tranches and paid:
            terms = replace(terms, tranches=(*(Tranche(*one) for one in paid), *self.pending))
        return LoanContract(
            terms=terms,
            strategy=self.strategy,
            term_length=terms.number_of_repayments * terms.repay_every,
            term_unit=terms.repay_unit,
            charges=tuple(loan_charge(one) for one in self.charges),
        )

    def state(self):
        contract = self.contract()
        start, principal = contract.terms.expected_disbursement_on, contract.terms.principal
        applied = [
            (Submitted(contract=contract), start),
            (Approved(principal=principal, expected_disbursement_on=start), start),
        ]
        events = [recorded(seq, *one) for seq, one in enumerate([*applied, *self.happened], 1)]
        return derive(events, self.today)

    def expect_schedule(self, step):
        state = self.state()
        paid = [row for row in step["rows"] if row.get("type") == "disbursement"]
        rows = [row for row in step["rows"] if row.get("type") != "disbursement"]
        if len(rows) != len(state.instalments):
            raise Differs(f"{len(rows)} rows wanted, got {len(state.instalments)}")
        for want, (_, amount, _) in zip(paid, paid_out(state), strict=False):
            same("disbursed", want["amount"], amount)
        for want, row in zip(rows, state.instalments, strict=True):
            names = {"fee_due": "fee_charges_due", "penalty_due": "penalty_charges_due"}
            self._compare({names.get(k, k): v for k, v in want.items()}, row)

    def read(self, step):
        periods = (step.get("expect") or {}).get("periods")
        if step["what"] != "account" or not periods:
            return
        state = self.state()
        listed = sorted(
            [(on, 0, index, None) for index, (on, *_) in enumerate(paid_out(state))]
            + [(row.due_date, 1, row.number, row) for row in state.instalments],
            key=lambda one: one[:3],
        )
        by_number = {row.number: row for row in state.instalments}
        for want in periods:
            if "period" in want:
                row = by_number.get(int(want["period"]))
            else:
                row = listed[want["row"]][3] if want["row"] < len(listed) else None
                if want["row"] < len(listed) and row is None:
                    continue
            if row is None:
                raise Differs(f"no row {want}")
            self._compare(want, row)

    def _compare(self, want, row):
        due, left, paid, waived = row.due, row.outstanding, row.paid, row.waived
        figures = {
            "principal_due": due.principal,
            "principal_original_due": due.principal,
            "interest_due": due.interest,
            "interest_original_due": due.interest,
            "fee_charges_due": due.fees,
            "penalty_charges_due": due.penalties,
            "principal_paid": paid.principal,
            "interest_paid": paid.interest,
            "fee_charges_paid": paid.fees,
            "penalty_charges_paid": paid.penalties,
            "principal_outstanding": left.principal,
            "interest_outstanding": left.interest,
            "fee_charges_outstanding": left.fees,
            "penalty_charges_outstanding": left.penalties,
            "fee_charges_waived": waived.fees,
            "penalty_charges_waived": waived.penalties,
            "total_outstanding_for_period": left.total,
            "total_outstanding": left.total,
            "total_due_for_period": due.total,
            "total_original_due_for_period": due.principal + due.interest,
            "total_paid_for_period": paid.total,
            "total_installment_amount_for_period": due.principal + due.interest,
            "total_paid_in_advance_for_period": row.in_advance,
            "total_paid_late_for_period": row.late,
            "principal_loan_balance_outstanding": row.balance,
        }
        name = f"row {row.number}"
        if "due_date" in want and day(want["due_date"]) != row.due_date:
            raise Differs(f"{name}: due {want['due_date']}, got {row.due_date}")
        if "from_date" in want and day(want["from_date"]) != row.from_date:
            raise Differs(f"{name}: from {want['from_date']}, got {row.from_date}")
        if want.get("complete") is not None and bool(want["complete"]) != (not left):
            raise Differs(f"{name}: complete {want['complete']}, {left.total} is owed")
        for key, value in figures.items():
            if want.get(key) is not None:
                self.checked += 1
                same(f"{name} {key}", want[key], value)
