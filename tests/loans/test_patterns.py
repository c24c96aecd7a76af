"""Principal and interest in rhythms of their own, balloons, terms that a product keeps to itself, in duplum: agreed
on, stored, and seen in the schedule.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.finance.terms import (
    Amortisation,
    Balloon,
    Compounding,
    EarlyPayment,
    InterestMethod,
    Recalculation,
    RestFrequency,
    RestUnit,
    ScheduleType,
)
from amana.kernel.calendar.working_days import UpdateWorkingDays
from amana.kernel.refusals import InvalidInput, NotAllowedInState, NotSupported
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.create_account import CreateAccount
from amana.loans.asked import AskedCharge, AskedTerms
from amana.loans.asking import GetLoan, LoanPart
from amana.loans.charge_overdue import ChargeOverdueInstalments
from amana.loans.kinds import Accounting
from amana.loans.modify import ModifyLoan
from amana.loans.products.close import ActivateLoanProduct, CloseLoanProduct
from amana.loans.products.locks import Lock
from amana.loans.refusals import ProductClosed
from amana.loans.rescheduling.request import RequestReschedule
from amana.loans.rescheduling.terms import RescheduleTerms
from amana.loans.stop_penalties import StopPenalties
from amana.loans.write_off import WriteOffLoan
from tests.loans.products.products import new_product
from tests.loans.world import TODAY, Lender

D = Decimal
SIX = {"principal": D(1200), "number_of_repayments": 6}
DAILY = Recalculation(rest=RestFrequency(unit=RestUnit.DAILY))


def rows(lender: Lender, loan: int) -> list[tuple[Decimal, Decimal]]:
    schedule = lender.ask(GetLoan(loan=loan, parts=frozenset({LoanPart.SCHEDULE}))).schedule
    return [(row.due.principal, row.due.interest) for row in schedule.instalments]


def refused(lender: Lender, command: Any) -> set[str]:
    with pytest.raises(InvalidInput) as told:
        lender.do(command)
    return {problem.field for problem in told.value.problems}


def refused_loan(lender: Lender, product: int, **terms: Any) -> set[str]:
    with pytest.raises(InvalidInput) as told:
        lender.submit(product, terms=terms)
    return {problem.field for problem in told.value.problems}


def test_a_loan_takes_the_rhythms_of_its_product_or_its_own(lender: Lender) -> None:
    product = lender.product(**SIX, repay_principal_every=3, repay_interest_every=3)
    assert rows(lender, lender.submit(product))[2::3] == [
        (D("591.13"), D("36.00")),
        (D("608.87"), D("18.27")),
    ]
    own = lender.submit(product, terms={"repay_principal_every": 6, "repay_interest_every": 1})
    assert rows(lender, own) == [(D(0), D(12))] * 5 + [(D(1200), D(12))]


def test_the_first_instalment_is_as_many_periods_later_as_the_product_says(lender: Lender) -> None:
    product = lender.product(**SIX, first_repayment_offset=2)
    schedule = lender.ask(GetLoan(loan=lender.submit(product), parts=frozenset({LoanPart.SCHEDULE}))).schedule
    assert [row.due_date for row in schedule.instalments][0::5] == [date(2015, 4, 1), date(2015, 9, 1)]


def test_balloons_and_agreed_parts(lender: Lender) -> None:
    equal = lender.product(**SIX, amortisation=Amortisation.EQUAL_PRINCIPAL)
    balloons = (Balloon(3, D(300)), Balloon(6, D(300)))
    found = rows(lender, lender.submit(equal, terms={"balloons": balloons}))
    assert [principal for principal, _ in found] == [100, 100, 400, 100, 100, 400]
    found = rows(lender, lender.submit(equal, terms={"fixed_principal": D(250)}))
    assert [principal for principal, _ in found] == [250, 250, 250, 250, 200]


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"balloons": (Balloon(7, D(1)),)}, "balloons"),
        ({"balloons": (Balloon(1, D(1)), Balloon(1, D(1)))}, "balloons"),
        ({"balloons": (Balloon(1, D(0)),)}, "balloons"),
        ({"balloons": (Balloon(1, D(1201)),)}, "balloons"),
        ({"balloons": (Balloon(1, D(100)),), "grace_on_principal": 1}, "balloons"),
        ({"balloons": (Balloon(2, D(100)),), "repay_principal_every": 3}, "balloons"),
        ({"repay_principal_every": 0}, "repay_principal_every"),
        ({"repay_interest_every": 0}, "repay_interest_every"),
        ({"first_repayment_offset": -1}, "first_repayment_offset"),
        ({"fixed_principal": D(250)}, "fixed_principal"),
    ],
)
def test_what_contradicts_itself_is_refused(lender: Lender, terms: dict[str, Any], field: str) -> None:
    assert refused_loan(lender, lender.product(**SIX), **terms) == {f"terms.{field}"}


@pytest.mark.parametrize(
    ("terms", "fields"),
    [
        ({"repay_principal_every": 2, "recurring_moratorium_on_principal": 1}, {"repay_principal_every"}),
        (
            {"fixed_principal": D(9), "fixed_principal_percentage": D(9), "amortisation": "equal_principal"},
            {"fixed_principal"},
        ),
        ({"recalculation": DAILY, "early_payment": EarlyPayment.REDUCE_INSTALMENT_AMOUNT}, {"early_payment"}),
        (
            {"recalculation": Recalculation(in_duplum=True, compounding=Compounding.INTEREST)},
            {"recalculation"},
        ),
        ({"recalculation": Recalculation(in_duplum=True, on_arrears=False)}, {"recalculation"}),
        (
            {"recalculation": Recalculation(early_payment=EarlyPayment.ADJUST_LAST_UNPAID)},
            {"recalculation.early_payment"},
        ),
    ],
)
def test_a_product_that_contradicts_itself_is_refused(
    lender: Lender, terms: dict[str, Any], fields: set[str]
) -> None:
    if "amortisation" in terms:
        terms = {**terms, "amortisation": Amortisation(terms["amortisation"])}
    assert refused(lender, new_product(**terms)) == fields


def test_patterns_of_whole_schedules_do_not_go_with_progressive_ones(lender: Lender) -> None:
    command = new_product(
        schedule_type=ScheduleType.PROGRESSIVE, repay_interest_every=3, first_repayment_offset=1
    )
    assert {"repay_interest_every", "first_repayment_offset"} <= refused(lender, command)


def test_progressive_interest_follows_each_payment_of_its_day_alone(lender: Lender) -> None:
    monthly = RestFrequency(unit=RestUnit.MONTHLY)
    rule = Recalculation(compounding=Compounding.INTEREST, rest=monthly)
    command = new_product(schedule_type=ScheduleType.PROGRESSIVE, recalculation=rule)
    ignored = {"compounding", "early_payment", "rest.unit"}
    assert {f"recalculation.{one}" for one in ignored} <= refused(lender, command)


def test_a_loan_may_not_depart_from_what_its_product_locks(lender: Lender) -> None:
    product = lender.product(
        **SIX, locked=(Lock.INTEREST_METHOD, Lock.PAYMENT_GRACES, Lock.BALLOONS, Lock.REPAY_EVERY)
    )
    asked = {
        "interest_method": InterestMethod.FLAT,
        "grace_on_principal": 1,
        "balloons": (Balloon(1, D(1)),),
        "repay_every": 2,
        "amortisation": Amortisation.EQUAL_PRINCIPAL,
    }
    fields = {"interest_method", "grace_on_principal", "balloons", "repay_every"}
    assert refused_loan(lender, product, **asked) == {f"terms.{field}" for field in fields}
    same = {
        "interest_method": InterestMethod.DECLINING,
        "grace_on_principal": 0,
        "balloons": (),
        "repay_every": 1,
    }
    loan = lender.submit(product, terms=same)
    changed = ModifyLoan(loan=loan, terms=AskedTerms(grace_on_principal=1))
    assert refused(lender, changed) == {"terms.grace_on_principal"}


def test_charges_of_others_are_locked_too(lender: Lender) -> None:
    own, other = (
        lender.charge(time=ChargeTime.DISBURSEMENT, basis=ChargeBasis.FLAT, amount=D(5)) for _ in range(2)
    )
    product = lender.product(**SIX, charges=(own,), locked=(Lock.CHARGES,))
    lender.submit(product, charges=(AskedCharge(charge=own),))
    with pytest.raises(InvalidInput):
        lender.submit(product, charges=(AskedCharge(charge=other),))


def test_money_in_advance_counts_though_interest_does_not_follow_arrears(lender: Lender) -> None:
    product = lender.product(
        principal=D(1200), number_of_repayments=3, early_payment=EarlyPayment.REDUCE_INSTALMENT_AMOUNT
    )
    loan = lender.submit(product)
    lender.ready(loan)
    assert rows(lender, loan) == [(D("396.03"), D(12)), (D("399.99"), D("8.04")), (D("403.98"), D("4.04"))]
    lender.day(date(2015, 1, 1))
    lender.repay(loan, "2015-01-01", "600")
    assert rows(lender, loan) == [(D(600), D(6)), (D("298.51"), D(6)), (D("301.49"), D("3.01"))]
    lender.day(date(2016, 1, 1))
    assert rows(lender, loan)[1:] == [(D("298.51"), D(6)), (D("301.49"), D("3.01"))]
    lender.day(TODAY)


def test_penalties_can_be_stopped_and_let_again(lender: Lender) -> None:
    penalty = lender.charge(
        time=ChargeTime.OVERDUE_INSTALMENT, basis=ChargeBasis.FLAT, amount=D(50), penalty=True
    )
    loan = lender.submit(lender.product(**SIX, charges=(penalty,)))
    lender.do(StopPenalties(loan=loan))
    lender.ready(loan)

    def penalties() -> Decimal:
        lender.do(ChargeOverdueInstalments(loan=loan))
        charged: Decimal = lender.ask(GetLoan(loan=loan)).summary.penalties.charged
        return charged

    assert lender.ask(GetLoan(loan=loan)).contract.penalties_stopped
    assert penalties() == 0
    lender.do(StopPenalties(loan=loan, stopped=False))
    assert penalties() == 100  # of February and March; that of April is not overdue for two days yet
    lender.do(StopPenalties(loan=loan))
    lender.day(date(2015, 5, 20))
    assert penalties() == 100
    lender.day(TODAY)


def test_a_closed_product_takes_no_applications_until_it_is_offered_again(lender: Lender) -> None:
    product, other = lender.product(**SIX), lender.product(**SIX)
    loan, elsewhere = lender.submit(product), lender.submit(other)
    lender.do(CloseLoanProduct(product=product))
    with pytest.raises(ProductClosed):
        lender.submit(product)
    with pytest.raises(ProductClosed):
        lender.do(ModifyLoan(loan=elsewhere, product=product))
    with pytest.raises(NotAllowedInState):
        lender.do(CloseLoanProduct(product=product))
    lender.do(ModifyLoan(loan=loan, terms=AskedTerms(principal=D(900))))
    lender.do(ActivateLoanProduct(product=product))
    lender.submit(product)
    with pytest.raises(NotAllowedInState):
        lender.do(ActivateLoanProduct(product=product))


def test_interest_fees_and_penalties_written_off_have_accounts_of_their_own(lender: Lender) -> None:
    lost = {
        name: int(
            lender.do(
                CreateAccount(name=name, code=name, account_class=AccountClass.EXPENSE, usage=Usage.DETAIL)
            ).id
        )
        for name in ("interest_write_off", "fee_write_off")
    }
    fee, penalty = (
        lender.charge(
            time=ChargeTime.SPECIFIED_DUE_DATE, basis=ChargeBasis.FLAT, amount=D(amount), penalty=is_penalty
        )
        for amount, is_penalty in ((7, False), (9, True))
    )
    product = lender.product(Accounting.ACCRUAL_UPFRONT, **SIX, more_accounts=lost)
    loan = lender.submit(
        product, charges=tuple(AskedCharge(charge=one, due_on=date(2015, 3, 5)) for one in (fee, penalty))
    )
    lender.ready(loan)
    interest = sum(row[1] for row in rows(lender, loan))
    given_up = lender.do(WriteOffLoan(loan=loan, on=date(2015, 3, 10))).id
    assert lender.journal(loan, given_up) == {
        "write_off": D(1209),  # the principal, and the penalty for want of an account
        "interest_write_off": interest,
        "fee_write_off": D(7),
        "loan_portfolio": D(-1200),
        "receivable_interest": -interest,
        "receivable_fee": D(-7),
        "receivable_penalty": D(-9),
    }


def test_penalties_end_in_duplum(lender: Lender) -> None:
    """120 a month on 1,200: after nine months 1,080 are overdue, so penalties find room for 120."""
    penalty = lender.charge(
        time=ChargeTime.OVERDUE_INSTALMENT, basis=ChargeBasis.FLAT, amount=D(50), penalty=True
    )
    rule = Recalculation(rest=RestFrequency(unit=RestUnit.DAILY), in_duplum=True)
    product = lender.product(
        principal=D(1200),
        number_of_repayments=20,
        interest_rate=D(10),
        partial_period_interest=True,
        recalculation=rule,
        charges=(penalty,),
    )
    loan = lender.submit(product)
    lender.ready(loan)
    lender.day(date(2015, 8, 1))
    assert not lender.ask(GetLoan(loan=loan)).in_duplum
    lender.day(date(2015, 10, 15))
    lender.do(ChargeOverdueInstalments(loan=loan))
    shown = lender.ask(GetLoan(loan=loan))
    assert shown.summary.interest.overdue == D(1080)
    assert shown.summary.penalties.outstanding == D(120)
    assert shown.in_duplum
    lender.do(ChargeOverdueInstalments(loan=loan))
    assert lender.ask(GetLoan(loan=loan)).summary.penalties.outstanding == D(120)
    lender.day(date(2015, 4, 1))


# -- equal amortisation --------------------------------------------------------------------------------


def test_interest_is_paid_in_equal_parts_where_product_or_loan_say_so(lender: Lender) -> None:
    even = [(D(200), D("7.06"))] * 5 + [(D(200), D("7.05"))]
    assert rows(lender, lender.submit(lender.product(**SIX, equal_amortisation=True))) == even
    plain = lender.product(**SIX)
    assert rows(lender, lender.submit(plain, terms={"equal_amortisation": True})) == even
    assert rows(lender, lender.submit(plain))[0] == (D("195.06"), D(12))


@pytest.mark.parametrize(
    "terms",
    [
        {"recalculation": DAILY},
        {"multi_disburse": True},
        {"variable_instalments": True},
        {"fixed_principal_percentage": D(10), "amortisation": Amortisation.EQUAL_PRINCIPAL},
        {"grace_on_interest_charged": 1},
    ],
)
def test_what_changes_the_interest_does_not_go_with_equal_parts(
    lender: Lender, terms: dict[str, Any]
) -> None:
    assert "equal_amortisation" in refused(lender, new_product(**SIX, equal_amortisation=True, **terms))


def test_a_loan_in_equal_parts_is_not_rescheduled(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(**SIX, equal_amortisation=True))
    later = RescheduleTerms(from_due_date=date(2015, 4, 1), extra_instalments=2)
    with pytest.raises(NotSupported):
        lender.do(RequestReschedule(loan=loan, changes=later, submitted_on=TODAY))


# -- days off ------------------------------------------------------------------------------------------


def test_a_daily_loan_takes_longer_over_days_off(lender: Lender) -> None:
    """From Thursday, 1 January 2015: ten working days end on the 15th, ten days on Sunday, the 11th."""
    kind = lender.product(number_of_repayments=10, repay_unit=PeriodUnit.DAYS)
    asked = {"term_length": 10, "term_unit": PeriodUnit.DAYS}
    lender.do(UpdateWorkingDays(weekdays=tuple(range(5)), extend_term_for_daily=True))
    longer = lender.disbursed(kind, terms=asked)
    lender.do(UpdateWorkingDays(extend_term_for_daily=False))
    usual = lender.disbursed(kind, terms=asked)
    lender.do(UpdateWorkingDays(weekdays=tuple(range(7))))
    assert [row["due_date"].day for row in lender.instalments(longer)] == [2, 5, 6, 7, 8, 9, 12, 13, 14, 15]
    assert [row["due_date"].day for row in lender.instalments(usual)] == [2, 5, 5, 5, 6, 7, 8, 9, 12, 12]
