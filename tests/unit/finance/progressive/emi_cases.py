"""Play the instalment cases of shared/oracles/emi through the progressive engine. An unknown step, field or
term fails the case.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.unit.oracles import SHARED

from amana.finance.dates import PeriodUnit
from amana.finance.money import ONE, ZERO, Currency, arithmetic
from amana.finance.progressive.factors import next_fn, rate_factor
from amana.finance.progressive.model import InterestModel, PeriodRow
from amana.finance.progressive.reageing import ReAgeing, equal_parts
from amana.finance.progressive.terms import ProgressiveTerms
from amana.finance.progressive.walk import NoSuchPeriodError
from amana.finance.terms import DaysInMonth, DaysInYear, InterestMethod, InterestPeriod, LeapYearRule

FILE = SHARED / "oracles/emi/cases.json"
CONTEXT = arithmetic(12)
CURRENCY = Currency("USD", 2)
METHODS = {"DECLINING_BALANCE": InterestMethod.DECLINING, "FLAT": InterestMethod.FLAT}
PERIODS = {"DAILY": InterestPeriod.DAILY, "SAME_AS_REPAYMENT_PERIOD": InterestPeriod.SAME_AS_REPAYMENT}
RENAMED = {"from": "since", "to": "until"}
HANDLING = {"EQUAL_AMORTIZATION_FULL_INTEREST": True, "EQUAL_AMORTIZATION_PAYABLE_INTEREST": False}


def cases() -> list[dict[str, Any]]:
    """Every case of the file; none where it is not here."""
    return json.loads(FILE.read_text())["cases"] if FILE.is_file() else []


def day(text: str) -> date:
    return date.fromisoformat(text)


def terms_of(step: dict[str, Any]) -> ProgressiveTerms:
    given = dict(step["terms"])
    full_term = given.pop("full_term_for_tranche", False)
    repayments = given.pop("number_of_repayments", 0)
    made = ProgressiveTerms(
        currency=CURRENCY,
        precision=12,
        annual_rate=Decimal(given.pop("annual_rate_percent", "0")),
        days_in_year=DaysInYear(given.pop("days_in_year", "365")),
        days_in_month=DaysInMonth(given.pop("days_in_month", "actual")),
        repay_unit=PeriodUnit(given.pop("repayment_frequency", "MONTHS").lower()),
        repay_every=given.pop("repay_every", 1),
        leap_year_rule=LeapYearRule(given.pop("leap_year_rule", "FULL_LEAP_YEAR").lower()),
        interest_method=METHODS[given.pop("interest_method")],
        interest_period=PERIODS[given.pop("interest_calculation_period")],
        partial_period_interest=given.pop("allow_partial_period_interest"),
        interest_from_disbursement=given.pop("interest_from_disbursement_day"),
        grace_on_principal=given.pop("grace_on_principal_periods"),
        grace_on_interest_payment=given.pop("grace_on_interest_periods"),
        full_term_tranches=repayments if full_term else 0,
        instalment_multiples_of=step["installment_multiple_of"] or 0,
    )
    assert not given, f"terms not played: {sorted(given)}"
    return made


def planned(row: PeriodRow) -> PeriodRow:
    """The row without what was paid: what the cases compare of two schedules."""
    return replace(row, paid_principal=ZERO, paid_interest=ZERO, fully_paid=False)


class Case:
    """One case: its schedules by name, and the answers of its steps."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.steps = case["steps"]
        assert case["rounding"]["working_precision_digits"] == 12
        self.models: dict[str, InterestModel] = {}
        self.answers: dict[int, dict[str, Decimal]] = {}
        self.number = 0

    def play(self) -> None:
        for number, step in enumerate(self.steps):
            self.number = number
            rest = dict(step)
            play: Callable[..., None] = getattr(self, f"do_{rest.pop('op')}")
            if "schedule" in rest and step["op"] not in ("create_schedule", "copy"):
                rest["schedule"] = self.models[rest["schedule"]]
            play(**{RENAMED.get(key, key): value for key, value in rest.items()})

    def same(self, what: str, found: Decimal, expected: str, tolerance: str = "0") -> None:
        off = abs(found - Decimal(expected))
        assert off <= Decimal(tolerance), f"step {self.number}: {what} is {found}, not {expected}"

    # what happens

    def do_business_date(self, date: str) -> None:
        """The engine reads no clock."""

    def do_create_schedule(self, schedule: str, periods: list[dict[str, str]], **step: Any) -> None:
        days = [(day(one["from"]), day(one["due"])) for one in periods]
        self.models[schedule] = InterestModel.planned(terms_of(step), days)

    def do_copy(self, schedule: str, of: str) -> None:
        self.models[schedule] = self.models[of].copy()

    def do_disburse(self, schedule: InterestModel, date: str, amount: str) -> None:
        schedule.disburse(day(date), Decimal(amount))

    def do_change_rate(self, schedule: InterestModel, effective_from: str, annual_rate_percent: str) -> None:
        schedule.change_rate(day(effective_from), Decimal(annual_rate_percent))

    def do_pay_principal(self, schedule, period_from, period_due, date, amount) -> None:
        schedule.pay_principal(day(period_from), day(period_due), day(date), self.amount(amount))

    def do_pay_interest(self, schedule, period_from, period_due, date, amount) -> None:
        with suppress(NoSuchPeriodError):  # a payment towards no period is passed over where this comes from
            schedule.pay_interest(day(period_from), day(period_due), day(date), self.amount(amount))

    def amount(self, given: str | dict[str, Any]) -> Decimal:
        if isinstance(given, str):
            return Decimal(given)
        principal = self.answers[given["from_query"]]["principal"]
        return {"principal": principal, "duePrincipal.negated": -principal}[given["field"]]

    def do_balance_correction(self, schedule: InterestModel, date: str, amount: str | dict[str, Any]) -> None:
        schedule.correct_balance(day(date), self.amount(amount))

    def do_credit_principal(self, schedule: InterestModel, date: str, amount: str) -> None:
        schedule.credit_principal(day(date), Decimal(amount))

    def do_credit_interest(self, schedule: InterestModel, date: str, amount: str) -> None:
        schedule.credit_interest(day(date), Decimal(amount))

    def do_interest_pause(self, schedule: InterestModel, since: str, until: str) -> None:
        schedule.pause(day(since), day(until))

    def do_add_periods(self, schedule: InterestModel, date: str, count: int) -> None:
        schedule.add_periods(day(date), count)

    def do_change_due_date(self, schedule: InterestModel, old_due, new_due, calendar) -> None:
        """Where these cases come from the schedule has a fixed length of no months, to which the days moved
        are added as months: the last due date is that, the others follow by the calendar.
        """
        assert (calendar["frequency"], calendar["every"]) == ("MONTHS", 1)
        moved = [one for one in schedule.periods() if one.due_date >= day(old_due)]
        dues = [schedule.terms.due_date(day(new_due), number) for number in range(len(moved) - 1)]
        dues.append(schedule.terms.due_date(schedule.starts_on, (day(new_due) - day(old_due)).days))
        schedule.move_due_dates(day(old_due), dues)

    def do_re_age_equal_amortization(
        self, schedule: InterestModel, date: str, re_age: dict[str, Any], fees_and_penalties_outstanding: str
    ) -> None:
        how = ReAgeing(
            first_due=day(re_age["start_date"]),
            count=re_age["installments"],
            every=re_age["every"],
            unit=PeriodUnit(re_age["frequency"].lower()),
            full_interest=HANDLING[re_age["interest_handling"]],
            charges_outstanding=Decimal(fees_and_penalties_outstanding),
        )
        schedule.reage_equally(day(date), how)

    # questions

    def do_query_due(self, schedule, period_from, period_due, as_of, expect) -> None:
        dues = schedule.dues(day(period_from), day(period_due), day(as_of))
        self.answered({"principal": dues.principal, "interest": dues.interest}, expect)

    def do_query_outstanding(self, schedule: InterestModel, as_of: str, expect: dict[str, str]) -> None:
        left = schedule.outstanding(schedule.matures_on if as_of == "MATURITY" else day(as_of))
        self.answered({"principal": left.principal, "interest": left.interest}, expect)

    def answered(self, answer: dict[str, Decimal], expect: dict[str, str]) -> None:
        self.answers[self.number] = answer
        for name, value in expect.items():
            self.same(name, answer[name], value)

    def do_rate_factor(self, expect: str | None = None, **given: str) -> None:
        factor = rate_factor(
            Decimal(given.pop("annual_rate_fraction")),
            Decimal(given.pop("days_in_month")),
            Decimal(given.pop("repay_every")),
            Decimal(given.pop("days_in_year")),
            Decimal(given.pop("actual_days_in_period")),
            Decimal(given.pop("calculated_days_in_period")),
            CONTEXT,
        )
        assert not given
        self.answers[self.number] = {"value": factor}
        if expect is not None:
            self.same("rate factor", factor, expect)

    def do_fn_value(self, previous: Any, rate_factor_plus_one: Any, expect: str) -> None:
        fn = next_fn(self.operand(previous), self.operand(rate_factor_plus_one), CONTEXT)
        self.answers[self.number] = {"value": fn}
        self.same("fn", fn, expect)

    def operand(self, given: str | dict[str, Any]) -> Decimal:
        if isinstance(given, str):
            return Decimal(given)
        value = self.answers[given["step"]]["value"]
        return CONTEXT.add(value, ONE) if given["plus_one"] else value

    def do_equal_amortization(self, total: str, installments: int, multiple_of: int | None, expect) -> None:
        terms = ProgressiveTerms(
            currency=CURRENCY, annual_rate=Decimal(0), repay_every=1, repay_unit=PeriodUnit.MONTHS
        )
        parts = equal_parts(Decimal(total), installments, multiple_of, terms)
        assert len(expect) == installments
        for index, value in enumerate(expect):
            self.same(f"part {index}", parts[index], value)

    # expectations

    def do_expect_periods(self, schedule: InterestModel, rows: list[dict[str, Any]]) -> None:
        periods = schedule.periods()
        for row in rows:
            self.row(periods[row["period"]], dict(row))

    def row(self, period: PeriodRow, expected: dict[str, Any]) -> None:
        where = f"period {expected.pop('period')}"
        tolerance = expected.pop("tolerance", "0")
        sub = None
        if "subperiod" in expected:
            index = expected.pop("subperiod")
            where += f".{index}"
            sub = period.sub_periods[index]
        for name, value in expected.items():
            what = f"{where} {name}"
            if name == "fully_paid":
                assert period.fully_paid is value, f"step {self.number}: {what} is not {value}"
            elif name in ("from", "due"):
                found = {"from": sub.from_date, "due": sub.due_date}[name]
                assert found == day(value), f"step {self.number}: {what} is {found}, not {value}"
            elif name in ("rate_factor", "subperiod_interest"):
                self.same(what, sub.rate_factor if name == "rate_factor" else sub.interest, value, tolerance)
            else:
                found = getattr(period, {"emi": "instalment"}.get(name, name))
                self.same(what, found, value, tolerance)

    def do_expect_period_count(self, schedule: InterestModel, value: int) -> None:
        assert len(schedule.periods()) == value, f"step {self.number}"

    def do_expect_subperiod_count(self, schedule: InterestModel, period: int, value: int) -> None:
        assert len(schedule.periods()[period].sub_periods) == value, f"step {self.number}"

    def do_expect_term_days(self, schedule: InterestModel, value: int) -> None:
        assert (schedule.matures_on - schedule.starts_on).days == value, f"step {self.number}"

    def do_expect_total_interest(self, schedule: InterestModel, value: str) -> None:
        self.same("total interest", schedule.total_interest(), value)

    def do_expect_daily_interest(
        self,
        schedule: InterestModel,
        period_due: str,
        period_from: str,
        day_offset: int,
        interest_of_that_day: str,
        interest_till_that_day: str,
    ) -> None:
        start, due = day(period_from), day(period_due)
        now, before = (
            schedule.period_interest(start, due, start + timedelta(days=offset))
            for offset in (day_offset, day_offset - 1)
        )
        self.same(f"interest of day {day_offset}", now - before, interest_of_that_day)
        self.same(f"interest until day {day_offset}", now, interest_till_that_day)

    def do_expect_same_periods(self, left: str, right: str) -> None:
        one, other = ([planned(row) for row in self.models[name].periods()] for name in (left, right))
        assert one == other, f"step {self.number}"

    def do_expect_equal_queries(self, left: int, right: int, field: str) -> None:
        assert self.answers[left][field] == self.answers[right][field], f"step {self.number}: {field}"

    def do_expect_equal_periods(self, left: list[Any], right: list[Any]) -> None:
        assert self.figure(*left) == self.figure(*right), f"step {self.number}"

    def do_expect_different_periods(self, left: list[Any], right: list[Any]) -> None:
        assert self.figure(*left) != self.figure(*right), f"step {self.number}"

    def figure(self, schedule: str, period: int, field: str) -> Decimal:
        return getattr(self.models[schedule].periods()[period], field)
