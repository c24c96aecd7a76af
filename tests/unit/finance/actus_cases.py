"""The contracts of shared/oracles/actus as loans: which of them our terms can say, and what the engine makes
of those.

Terms go in, the engine's schedule comes out; nothing here computes an amount. A contract that no loan terms
express raises NotALoan with the reason.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.unit.oracles import SHARED

from amana.finance.calendars import NonWorkingDayRule, RepaymentCalendar
from amana.finance.charges import ChargeBasis, ChargeTerms, ChargeTime
from amana.finance.cumulative import ScheduleError
from amana.finance.dates import DayCount, PeriodUnit
from amana.finance.generate import generate_schedule
from amana.finance.money import HUNDRED, ONE, ZERO, Currency
from amana.finance.progressive.model import InterestModel
from amana.finance.progressive.terms import ProgressiveTerms
from amana.finance.rhythm import Rhythm
from amana.finance.terms import (
    Amortisation,
    InterestMethod,
    InterestPeriod,
    LoanTerms,
    RateUnit,
    Variation,
    VariationKind,
)

FILE = SHARED / "oracles/actus/cases.json"
TYPES = ("ANN", "LAM", "NAM", "PAM")
CURRENCY = Currency("XXX", 12)
"""Published figures are not rounded to cents: twelve decimals leave their tolerance far behind."""
TOLERANCE = Decimal("0.0000001")
DAY_COUNTS = {
    "A365": DayCount.ACTUAL_365,
    "A360": DayCount.ACTUAL_360,
    "30E360": DayCount.THIRTY_E_360,
    "AA": DayCount.ACTUAL_ACTUAL,
}
UNITS = {"D": PeriodUnit.DAYS, "W": PeriodUnit.WEEKS, "M": PeriodUnit.MONTHS, "Y": PeriodUnit.YEARS}
SHIFTS = {
    "SCF": NonWorkingDayRule.NEXT_WORKING_DAY,
    # its dates are month ends, which the day before never takes into another month
    "SCMP": NonWorkingDayRule.PREVIOUS_WORKING_DAY,
}
NO_LOAN_TERM = {
    "purchaseDate": "bought at a price",
    "terminationDate": "ended at a price",
    "capitalizationEndDate": "interest joins the principal",
    "marketObjectCodeOfScalingIndex": "amounts follow an index",
    "cycleOfInterestCalculationBase": "interest on a base that is not the balance",
}


class NotALoan(Exception):
    """No loan terms say this; the text is the reason."""


def cases() -> list[dict[str, Any]]:
    """The contracts of the four types that resemble loans."""
    if not FILE.is_file():
        return []
    return [one for one in json.loads(FILE.read_text())["cases"] if one["contract_type"] in TYPES]


def day(text: str) -> date:
    """A moment as a day; the last second of a day is the beginning of the next."""
    moment = datetime.fromisoformat(text)
    return moment.date() + timedelta(days=1) if moment.hour == 23 else moment.date()


class End:
    """When a contract ends: the day, and the last day on which a regular date may fall."""

    def __init__(self, text: str) -> None:
        self.on = day(text)
        self.by = datetime.fromisoformat(text).date()


@dataclass
class OnDay:
    """What a day brings: principal and interest paid, and the balance after it."""

    principal: Decimal = ZERO
    interest: Decimal = ZERO
    balance: Decimal = ZERO


@dataclass
class Flows:
    """Money paid out, and what comes back day by day."""

    paid_out: Decimal = ZERO
    days: dict[date, OnDay] = field(default_factory=lambda: defaultdict(OnDay))

    def add(self, on: date, principal: Decimal, interest: Decimal, balance: Decimal) -> None:
        known = self.days[on]
        known.principal += principal
        known.interest += interest
        known.balance = balance


def published(case: dict[str, Any]) -> Flows:
    """What the contract's published events say, from the lender's side."""
    sign = 1 if case["terms"]["contractRole"] == "RPA" else -1
    flows = Flows()
    for event in case["results"]:
        amount, kind = sign * Decimal(event["payoff"]), event["eventType"]
        balance = abs(Decimal(event["notionalPrincipal"]))
        if kind == "IED":
            flows.paid_out -= amount
        elif kind in ("PR", "MD"):
            flows.add(day(event["eventDate"]), amount, ZERO, balance)
        elif kind == "IP" and amount:
            flows.add(day(event["eventDate"]), ZERO, amount, balance)
        elif kind not in ("IP", "RR", "RRF", "PRF"):
            raise AssertionError(f"an event of kind {kind} was taken for a loan's")
    return flows


class Contract:
    """One contract's terms, read as a loan's."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.case = case
        self.terms = terms = case["terms"]
        self.kind = case["contract_type"]
        for name, reason in NO_LOAN_TERM.items():
            if name in terms:
                raise NotALoan(reason)
        if terms.get("interestCalculationBase", "NT") != "NT":
            raise NotALoan("interest on a base that is not the balance")
        if Decimal(terms.get("accruedInterest", 0)):
            raise NotALoan("interest of a time before the contract")
        self.start = day(terms["initialExchangeDate"])
        if day(terms["statusDate"]) >= self.start:
            raise NotALoan("known from a day in its life on only")
        self.principal = Decimal(terms["notionalPrincipal"])
        self.rate = Decimal(terms["nominalInterestRate"]) * HUNDRED
        if self.rate < ZERO:
            raise NotALoan("a rate below nothing")
        self.day_count = DAY_COUNTS[terms["dayCountConvention"]]
        self.every, self.unit, self.short_stub = self.cycle("cycleOfInterestPayment")
        self.first = self.first_due()  # None: one period after the disbursement
        self.calendar = self.read_calendar()
        self.rhythm = Rhythm(self.start, self.every, self.unit, self.first, self.calendar)

    def cycle(self, name: str) -> tuple[int, PeriodUnit, bool]:
        """Number, unit, and whether the last period is cut short rather than prolonged."""
        found = re.fullmatch(r"P(\d+)([DWMY])L([01])", self.terms[name])
        assert found, self.terms[name]
        return int(found[1]), UNITS[found[2]], found[3] == "1"

    def first_due(self) -> date | None:
        """The first due date, where it is no plain period after the disbursement."""
        terms = self.terms
        first = day(terms["cycleAnchorDateOfInterestPayment"])
        if self.kind != "PAM":
            if self.cycle("cycleOfPrincipalRedemption")[:2] != (self.every, self.unit):
                raise NotALoan("principal and interest are due in different rhythms")
            if day(terms["cycleAnchorDateOfPrincipalRedemption"]) == self.start:
                raise NotALoan("an instalment is due on the day of the disbursement")
        month_end = self.unit is PeriodUnit.MONTHS and (first + timedelta(days=1)).day == 1
        if terms.get("endOfMonthConvention") == "EOM" and month_end and first.day < 31:
            raise NotALoan("month ends that follow from a month end before the 31st")
        return None if first == self.start else first

    def read_calendar(self) -> RepaymentCalendar:
        convention = self.terms.get("businessDayConvention")
        if convention is None:
            return RepaymentCalendar()
        if convention.startswith("CS"):
            raise NotALoan("interest is counted to a day on which it is not due")
        if convention not in SHIFTS:
            raise NotALoan("due dates stay in their month when they move to a working day")
        working = frozenset(range(5))
        return RepaymentCalendar(working_weekdays=working, non_working_day_rule=SHIFTS[convention])

    def dues(self, end: End) -> list[tuple[date, date]]:
        """Due dates to the `end`, the last period prolonged or cut short: as the rhythm has them, and real."""
        made: list[date] = []
        due = self.rhythm.following(self.start, first=True)
        while due < end.by:
            made.append(due)
            due = self.rhythm.following(due)
        if due == end.by or self.short_stub or not made:
            made.append(due)
        real = [self.rhythm.adjusted(one).due for one in made]
        return list(zip(real, [*real[:-1], end.on], strict=True))

    def rates(self, until: date) -> list[tuple[date, Decimal]]:
        """Days on which the rate is set anew, and the rates, in per cent."""
        terms = self.terms
        if "cycleOfRateReset" not in terms:
            return []
        every, unit, short = self.cycle("cycleOfRateReset")
        observed = {
            day(one["timestamp"]): Decimal(one["value"])
            for source in self.case["data_observed"].values()
            for one in source["data"]
        }
        first = day(terms["cycleAnchorDateOfRateReset"])
        rhythm = Rhythm(first, every, unit, None, RepaymentCalendar())
        days = [first]
        while days[-1] < until:
            days.append(rhythm.following(days[-1]))
        if days.pop() > until and not short and until < date.max:
            days.pop()  # the last stretch is prolonged
        found = []
        for on in days:
            if on == first and "nextResetRate" in terms:
                rate = Decimal(terms["nextResetRate"])
            else:
                rate = observed[on] * Decimal(terms.get("rateMultiplier", ONE)) + Decimal(terms["rateSpread"])
            if rate < ZERO:
                raise NotALoan("a rate below nothing")
            found.append((on, rate * HUNDRED))
        return found

    def spared(self, dues: list[tuple[date, date]]) -> int:
        """First instalments that repay no principal."""
        if self.kind == "PAM":
            return len(dues) - 1
        anchor = day(self.terms["cycleAnchorDateOfPrincipalRedemption"])
        return sum(1 for due, _ in dues if due < anchor)

    # the two engines

    def flows(self) -> Flows:
        """What the engine makes of it."""
        terms = self.terms
        given = "nextPrincipalRedemptionPayment" in terms
        if self.kind == "ANN" and not given:
            whole = self.progressive(End(terms.get("amortizationDate", terms.get("maturityDate"))))
            if not ("maturityDate" in terms and "amortizationDate" in terms):
                return whole[0]
            return self.cumulative(whole[1])
        return self.cumulative(Decimal(terms["nextPrincipalRedemptionPayment"]) if given else None)

    def progressive(self, end: End) -> tuple[Flows, Decimal]:
        """Instalments the engine finds; and the first of them that repays principal."""
        dues = self.dues(end)
        spared = self.spared(dues)
        made = ProgressiveTerms(
            currency=CURRENCY,
            annual_rate=self.rate,
            repay_every=self.every,
            repay_unit=self.unit,
            day_count=self.day_count,
            grace_on_principal=spared,
            precision=34,
        )
        ends = [real for _, real in dues]
        model = InterestModel.planned(made, list(zip([self.start, *ends], ends, strict=False)))
        model.disburse(self.start, self.principal)
        for on, rate in self.rates(end.on):
            model.change_rate(on + timedelta(days=1), rate)  # `on` itself still bears the old one
        flows = Flows(paid_out=self.principal)
        for row in model.periods():
            flows.add(row.due_date, row.principal, row.interest, row.balance)
        return flows, model.periods()[spared].instalment

    def cumulative(self, amount: Decimal | None) -> Flows:
        """Instalments (or principal) of a given `amount`; None: equal parts of the principal."""
        terms = self.terms
        ends = "maturityDate" in terms
        dues = self.dues(End(terms["maturityDate"])) if ends else []
        variations = []
        if ends:
            planned, real = dues[-1]
            if planned != real:
                variations.append(
                    Variation(VariationKind.DUE_DATE, planned, new_date=real, this_instalment_only=True)
                )
        equal_instalments = self.kind in ("ANN", "NAM")
        if amount is not None and (ends or not equal_instalments):
            kind = VariationKind.INSTALMENT_AMOUNT if equal_instalments else VariationKind.PRINCIPAL_AMOUNT
            variations.append(Variation(kind, self.rhythm.following(self.start, first=True), amount))
        if ends:
            count = len(dues)
        elif equal_instalments:
            count = 999  # the instalment ends it
        else:
            assert amount is not None
            count = -int(-self.principal // amount)
        until = dues[-1][1] if ends else self.rhythm.last_of(count)
        variations += [Variation(VariationKind.INTEREST_RATE, on, rate) for on, rate in self.rates(until)]
        made = LoanTerms(
            currency=CURRENCY,
            principal=self.principal,
            number_of_repayments=count,
            repay_every=self.every,
            repay_unit=self.unit,
            interest_rate=self.rate,
            interest_rate_unit=RateUnit.YEAR,
            interest_method=InterestMethod.DECLINING,
            amortisation=(
                Amortisation.EQUAL_INSTALMENTS if equal_instalments else Amortisation.EQUAL_PRINCIPAL
            ),
            interest_period=InterestPeriod.DAILY,
            expected_disbursement_on=self.start,
            day_count=self.day_count,
            first_repayment_on=self.first,
            interest_from_disbursement=True,
            grace_on_principal=self.spared(dues),
            fixed_instalment=amount if equal_instalments and not ends else None,
            variations=tuple(variations),
            calendar=self.calendar,
        )
        discount = -Decimal(terms.get("premiumDiscountAtIED", 0))
        try:
            schedule = generate_schedule(made, charges=self.fee(discount))
        except ScheduleError as refusal:
            if self.kind != "NAM":
                raise
            raise NotALoan("interest above the instalment joins the principal") from refusal
        flows = Flows(paid_out=sum((one.amount - one.fees for one in schedule.disbursements), ZERO))
        for row in schedule.instalments:
            flows.add(row.due_date, row.principal, row.interest, row.balance)
        return flows

    def fee(self, amount: Decimal) -> list[ChargeTerms]:
        """A discount at the disbursement is a fee taken there."""
        if not amount:
            return []
        return [ChargeTerms(key=1, basis=ChargeBasis.FLAT, time=ChargeTime.DISBURSEMENT, amount=amount)]


def differences(found: Flows, expected: Flows) -> list[str]:
    """Every figure that is off by the tolerance or more.

    Where the published events break off before the contract ends, as far as they go.
    """
    last = max(expected.days)
    if expected.days[last].balance:
        found.days = {on: one for on, one in found.days.items() if on <= last}
    pairs = [("paid out", found.paid_out, expected.paid_out)]
    for on in sorted(found.days.keys() | expected.days.keys()):
        one, other = found.days.get(on, OnDay()), expected.days.get(on, OnDay())
        pairs += [(f"{on} {name}", getattr(one, name), getattr(other, name)) for name in vars(one)]
    return [
        f"{what}: {value}, published {other}"
        for what, value, other in pairs
        if abs(value - other) >= TOLERANCE
    ]
