"""Read the institutions' test sheets (shared/oracles/mifos_e2e) as values of the engine."""

import gzip
import json
from datetime import date
from decimal import Decimal

from tests.unit.oracles import SHARED

from amana.finance.calendars import Holiday, Meeting, NonWorkingDayRule, RepaymentCalendar
from amana.finance.charges import ChargeBasis, ChargeTerms, ChargeTime
from amana.finance.dates import PeriodUnit
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

D = Decimal
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BUSINESS_DATE = date(2015, 4, 1)


def day(text):
    return date.fromisoformat(text) if text else None


def cases():
    with gzip.open(SHARED / "oracles/mifos_e2e/cases.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def frequency(spec, start):
    if not spec:
        return RestFrequency(starts_on=start)
    weekday = spec.get("weekday")
    on_day = spec.get("on_day")
    nth = spec.get("nth_day")
    return RestFrequency(
        unit=RestUnit(spec["frequency"]),
        interval=int(spec.get("interval") or 1),
        weekday=None if weekday is None else (int(weekday) - 1) % 7,
        day_of_month=None if on_day is None else int(on_day),
        nth=None if nth is None or int(nth) == -2 else int(nth),
        starts_on=start,
    )


EARLY = {
    "reschedule_next_repayments": EarlyPayment.RESCHEDULE_NEXT_REPAYMENTS,
    "reduce_number_of_installments": EarlyPayment.REDUCE_NUMBER_OF_INSTALMENTS,
    "reduce_installment_amount": EarlyPayment.REDUCE_INSTALMENT_AMOUNT,
}
CLOSING = {
    "till_preclosure_date": PreClosure.TILL_PRECLOSURE_DATE,
    "till_rest_frequency_date": PreClosure.TILL_REST_DATE,
}


def recalculation(spec, start):
    if not spec:
        return None
    return Recalculation(
        compounding=Compounding(spec["compounding"]),
        early_payment=EARLY[spec["advance_payment"]],
        pre_closure=CLOSING[spec["preclosure"]],
        rest=frequency(spec.get("rest"), start),
        compounding_frequency=frequency(spec.get("compounding_frequency"), start),
    )


def calendar(case):
    environment = case.get("environment", {})
    holidays = ()
    if environment.get("move_repayments_on_holidays"):
        holidays = tuple(
            Holiday(day(h["from"]), day(h["to"]), day(h.get("repayments_moved_to")))
            for h in environment.get("holidays", ())
        )
    working = environment.get("working_days")
    weekdays = frozenset(WEEKDAYS.index(name) for name in working) if working else frozenset(range(7))
    return RepaymentCalendar(
        holidays=holidays,
        working_weekdays=weekdays,
        non_working_day_rule=NonWorkingDayRule.SAME_DAY,
        meeting=meeting(case),
    )


def meeting(case):
    """The meetings that a loan synchronised with them is repaid at."""
    spec, loan = case.get("meeting"), case["loan"]
    if spec is None or not loan.get("sync_repayments_with_meeting", loan.get("in_group_with_meeting")):
        return None
    rule = f"FREQ={spec['repeat'].upper()};INTERVAL={spec['every']}"
    if spec.get("on"):
        rule += ";BYDAY=" + ",".join(name[:2].upper() for name in spec["on"])
    return Meeting(rule, day(spec["start"]))


def floating_rates(case, start):
    """Yearly rate at `start` and its later changes: the table's rate, plus product's and loan's
    differentials.
    """
    product, loan = case["product"], case["loan"]
    floating = product["floating"]
    tables = {rate["name"]: rate for rate in floating["rates"]}
    margin = D(floating["product_differential"]) + D(loan.get("rate_differential", 0))
    # The flags `base` and `on_top_of_base` are lost in the data; by the figures the differential rate
    # lies on the base.
    base = {p["from"]: D(p["rate"]) for p in tables["Base Lending Rate"]["periods"]}
    on_top = floating["rate"] != "Base Lending Rate"
    periods = [
        (day(p["from"]), D(p["rate"]) + margin + (base[p["from"]] if on_top else 0))
        for p in tables[floating["rate"]]["periods"]
    ]
    rate = [value for since, value in periods if since <= start][-1]
    if not loan.get("floating"):
        return rate, ()
    return rate, tuple(
        Variation(VariationKind.INTEREST_RATE, since, value) for since, value in periods if since > start
    )


def loan_terms(case):
    product = case["product"]
    loan = case["loan"]

    def term(name, default=None):
        return loan.get(name, product.get(name, default))

    start = day(loan["expected_disbursement_on"])
    rate, unit = product.get("interest_rate"), product.get("interest_rate_per")
    variations = ()
    if "floating" in product:
        rate, variations = floating_rates(case, start)
    tranches = tuple(Tranche(day(t["expected_on"]), D(t["principal"])) for t in loan.get("tranches", ()))
    in_year, in_month = product["days_in_year"], product["days_in_month"]
    return LoanTerms(
        currency=Currency(product["currency"], product["digits"], product["in_multiples_of"]),
        principal=D(term("principal")),
        number_of_repayments=term("number_of_repayments"),
        repay_every=term("repay_every"),
        repay_unit=PeriodUnit(term("repay_unit")),
        interest_rate=D(rate or 0),
        interest_rate_unit=RateUnit(unit or "year"),
        interest_method=InterestMethod(product["interest_type"]),
        amortisation=Amortisation(product["amortization"].replace("install", "instal")),
        interest_period=InterestPeriod(product["interest_calculation_period"]),
        expected_disbursement_on=start,
        partial_period_interest=bool(product["allow_partial_period_interest"]),
        days_in_year=DaysInYear(str(in_year)),
        days_in_month=DaysInMonth(str(in_month)),
        grace_on_principal=int(term("grace_on_principal", 0)),
        grace_on_interest_payment=int(term("grace_on_interest", 0)),
        interest_charged_from=day(loan.get("interest_charged_from")),
        first_repayment_on=day(loan.get("first_repayment_on")),
        fixed_instalment=D(loan["fixed_installment_amount"]) if "fixed_installment_amount" in loan else None,
        last_instalment_threshold=D(
            product.get("principal_threshold_for_last_installment", 50 if "multi_disburse" in product else 0)
        ),
        multi_disburse="multi_disburse" in product,
        tranches=tranches,
        variations=variations,
        recalculation=recalculation(product.get("recalculation"), start),
        calendar=calendar(case),
    )


def charges(case):
    found = []
    for key, one in enumerate(case["loan"].get("charges", ())):
        time = one["time"].replace("install", "instal")
        if time == "monthly":
            raise NotImplementedError("monthly charge on a loan")
        found.append(
            ChargeTerms(
                key=key,
                time=ChargeTime(time),
                basis=ChargeBasis(one["calculation"]),
                amount=D(one["amount"]),
                penalty=one["penalty"],
                due_on=day(one.get("due_on")),
            )
        )
    return tuple(found)
