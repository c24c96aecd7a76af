"""Each amount of a loan is told with what it was made of."""

from datetime import date, timedelta
from typing import Any

import pytest

from amana.dialects.native.dialect import native as native_dialect
from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import AllocationRule, Bucket, RuledPayment
from amana.finance.terms import (
    Amortisation,
    DaysInMonth,
    DaysInYear,
    EarlyPayment,
    InterestMethod,
    InterestPeriod,
    Recalculation,
    RestFrequency,
    RestUnit,
    ScheduleType,
)
from amana.kernel.refusals import NotFound
from amana.loans.accrue import AccrueLoan
from amana.loans.asked import AskedCharge
from amana.loans.asking import ALL_PARTS, GetLoan, ListLoanCharges
from amana.loans.comparing import CompareLoan
from amana.loans.explaining.explain import ExplainLoan
from amana.loans.kinds import Accounting
from amana.loans.products.asked import AskedAccounts
from amana.loans.products.update import UpdateLoanProduct
from tests.dialects.caller import Caller
from tests.loans.world import D, Lender


def told(lender: Lender, loan: int, **asked):
    return lender.ask(ExplainLoan(loan=loan, **asked))


def test_every_amount_is_the_sum_of_its_parts(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.repay(loan, "2015-02-10", "900")
    explained = told(lender, loan)
    assert [one.number for one in explained.instalments] == list(range(1, 13))
    for one in explained.instalments:
        for amount in one.amounts:
            assert sum(part.amount for part in amount.parts) == amount.amount
    first, last = explained.instalments[0], explained.instalments[-1]
    assert last.balance_after == 0
    interest = next(one for one in first.amounts if one.component == "interest")
    [piece] = interest.parts
    inputs = {one.name: one.value for one in piece.figure.inputs}
    assert (inputs["balance"], inputs["annual_rate"]) == ("10000", "12")
    assert D(inputs["balance"]) * D(inputs["annual_rate"]) * D(inputs["units"]) / D(
        inputs["units_in_year"]
    ) / 100 == (piece.figure.exact)
    assert piece.figure.exact - piece.figure.lost == piece.amount


def test_the_rest_of_rounding_is_named_in_the_last_instalment(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.NONE))
    explained = told(lender, loan, period=12)
    [last] = explained.instalments
    principal = last.amounts[0]
    instalment, less_interest, rest = principal.parts
    assert instalment.figure.formula == "annuity"
    assert instalment.amount + less_interest.amount + rest.amount == principal.amount
    assert rest.amount != 0


def test_a_repayment_is_told_step_by_step_with_its_postings(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    event = lender.repay(loan, "2015-02-10", "900")
    [one] = told(lender, loan, transaction=event).transactions
    assert [(step.instalment, step.timing, str(step.component)) for step in one.steps] == [
        (1, "late", "principal"),
        (1, "late", "interest"),
        (2, "in_advance", "interest"),
    ]
    assert sum(step.taken for step in one.steps) == one.amount == 900
    assert all(step.taken <= step.open_before for step in one.steps)
    assert {(post.component, post.debit_role, post.credit_role) for post in one.postings} == {
        ("principal", "fund_source", "loan_portfolio"),
        ("interest", "fund_source", "interest_on_loan"),
    }
    assert all(post.credit_account == lender.accounts[post.credit_role] for post in one.postings)


def test_a_printout_names_instalment_formula_and_rounding(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    text = told(lender, loan, period=1).text
    for words in ("Instalment 1", "balance x annual rate", "rounded half even to", "principal after it"):
        assert words in text


def test_a_transaction_is_told_with_the_accounts_of_its_time(lender: Lender) -> None:
    product = lender.product(Accounting.CASH)
    loan = lender.disbursed(product)
    first = lender.repay(loan, "2015-02-01", "100")
    elsewhere = AskedAccounts(fund_source=lender.accounts["receivable_fee"])
    lender.do(UpdateLoanProduct(product=product, accounts=elsewhere))
    second = lender.repay(loan, "2015-02-02", "100")
    for number, name in ((first, "fund_source"), (second, "receivable_fee")):
        [one] = told(lender, loan, transaction=number).transactions
        assert {post.debit_name for post in one.postings} == {name}


def test_a_printout_shows_whose_loan_it_is_and_amounts_with_all_their_decimals(lender: Lender) -> None:
    fee = lender.charge(time="instalment", basis="percent_of_interest", amount=D(10))
    loan = lender.disbursed(lender.product(Accounting.CASH), charges=(AskedCharge(charge=fee),))
    lines = told(lender, loan).text.splitlines()
    assert "Petra Yton" in lines[0]
    assert "  principal before it: 10000.00" in lines
    assert "        amount x per cent / 100" in lines  # no minimum, no maximum
    assert "        amount 100.00, basis percent of interest, per cent 10" in lines


def test_principal_that_is_a_percentage_is_told_from_it(lender: Lender) -> None:
    product = lender.product(amortisation=Amortisation.EQUAL_PRINCIPAL, fixed_principal_percentage=D(5))
    explained = told(lender, lender.submit(product))
    parts = [one.amounts[0].parts for one in explained.instalments]
    assert {part[0].figure.formula for part in parts} == {"percentage"}
    assert [part[0].amount for part in parts] == [500] * 12
    assert [part[1].amount for part in parts if len(part) > 1] == [4000]  # the last takes the rest


def test_an_accrual_is_what_was_earned_less_what_was_booked(lender: Lender) -> None:
    fee = lender.charge(time="instalment", basis="percent_of_interest", amount=D(10))
    product = lender.product(Accounting.ACCRUAL_PERIODIC)
    loan = lender.disbursed(product, charges=(AskedCharge(charge=fee),))
    for day in (date(2015, 1, 11), date(2015, 2, 1)):
        lender.do(AccrueLoan(loan=loan, until=day))
    accruals = [
        one for one in lender.ask(GetLoan(loan=loan, parts=ALL_PARTS)).transactions if one.kind == "accrual"
    ]
    first, second = sorted(accruals, key=lambda one: one.id)
    [one] = told(lender, loan, accrual=second.id).transactions
    interest, charge = one.earned
    assert (interest.booked_before, interest.earned.amount) == (first.amount, D("100.00"))
    assert (charge.amount, charge.charge is not None) == (D("10.00"), True)
    assert interest.amount + charge.amount == second.amount == one.amount
    assert {post.credit_role for post in one.postings} == {"interest_on_loan", "income_from_fee"}
    text = told(lender, loan, accrual=first.id).text
    assert "amount x days / days of the period" in text
    assert "days 10, of days 31" in text
    with pytest.raises(NotFound):
        told(lender, loan, accrual=lender.repay(loan, "2015-02-10", "5"))


def test_a_charge_is_told_from_what_it_is_taken_of(lender: Lender) -> None:
    fee = lender.charge(time="instalment", basis="percent_of_interest", amount=D(10))
    for product in (lender.product(Accounting.CASH), lender.product(Accounting.CASH, **PROGRESSIVE)):
        loan = lender.disbursed(product, charges=(AskedCharge(charge=fee),))
        [charge] = lender.ask(ListLoanCharges(loan=loan))
        explained = told(lender, loan, charge=charge.id)
        [one] = explained.charges
        assert (one.amount, explained.instalments, explained.transactions) == (charge.amount, [], [])
        [part] = one.parts[0].parts
        assert {each.name: each.value for each in part.figure.inputs}["per_cent"] == "10"
        assert "per cent (percent of interest)" in explained.text


def test_what_is_not_there_is_not_found(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.NONE))
    for asked in ({"period": 13}, {"transaction": 0}, {"accrual": 0}, {"charge": 0}):
        with pytest.raises(NotFound):
            told(lender, loan, **asked)


def test_a_loan_as_it_was_known(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.repay(loan, "2015-03-01", "888.49")
    before = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS))
    known = before.transactions[-1].booked_at
    lender.repay(loan, "2015-02-01", "100")  # backdated: what the first repayment paid changes
    then = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS, known_at=known))
    assert [(one.amount, one.components) for one in then.transactions] == [
        (one.amount, one.components) for one in before.transactions
    ]
    assert then.summary.repaid == D("888.49")
    with pytest.raises(NotFound):
        lender.ask(GetLoan(loan=loan, known_at=known - timedelta(days=1)))
    changed = lender.ask(CompareLoan(loan=loan, known_at=known))
    paid = {one.path: (one.before, one.after) for one in changed}
    assert paid["summary.principal.paid"] != (None, None)
    assert any(path.startswith("transactions[") and after is not None for path, (_, after) in paid.items())
    assert lender.ask(CompareLoan(loan=loan)) == []


def test_a_dry_run_shows_the_loan_before_and_after(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    native = Caller.of(native_dialect(), lender.tenant)
    asked = {"loan": loan, "on": "2015-02-01", "amount": "100"}
    [preview] = native.post("commands/repay-loan", asked, x_dry_run="true").body["preview"]
    assert (preview["kind"], preview["id"]) == ("loan", loan)
    assert len(preview["after"]["transactions"]) == len(preview["before"]["transactions"]) + 1
    assert preview["before"]["schedule"] != preview["after"]["schedule"]
    assert any(one["path"].startswith("schedule.instalments[1]") for one in preview["differences"])
    [again] = native.post("commands/repay-loan", asked, x_dry_run="true").body["preview"]
    assert again["before"] == preview["before"]


PROGRESSIVE = {
    "schedule_type": ScheduleType.PROGRESSIVE,
    "strategy": AllocationStrategy.FREE,
    "allocation_rules": (AllocationRule(payment=RuledPayment.DEFAULT, order=tuple(Bucket)),),
    "interest_period": InterestPeriod.DAILY,
    "days_in_year": DaysInYear.D360,
    "days_in_month": DaysInMonth.D30,
}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"interest_rate": D(0)},
        {"interest_method": InterestMethod.FLAT},
        {
            "recalculation": Recalculation(
                early_payment=EarlyPayment.ADJUST_LAST_UNPAID, rest=RestFrequency(RestUnit.DAILY)
            )
        },
    ],
)
def test_a_progressive_loan_is_told_from_its_factors(lender: Lender, more: dict[str, Any]) -> None:
    product = lender.product(Accounting.CASH, **PROGRESSIVE, **more)
    for loan in (lender.submit(product), lender.disbursed(product)):
        explained = told(lender, loan)
        for one in explained.instalments:
            assert one.amounts[0].parts[0].figure is not None  # the instalment is worked out from something
            for amount in one.amounts:
                assert sum(part.amount for part in amount.parts) == amount.amount
                for part in amount.parts:
                    if part.figure is not None and part.figure.rounding is not None:
                        assert part.figure.exact - part.figure.lost == part.figure.amount
        assert explained.instalments[-1].balance_after == 0
    lender.repay(loan, "2015-01-20", "500")
    shown = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS)).schedule.instalments
    for one, row in zip(told(lender, loan).instalments, shown, strict=True):
        due = {str(amount.component): amount.amount for amount in one.amounts}
        assert (due["principal"], due["interest"]) == (row.due.principal, row.due.interest)
        assert all(sum(part.amount for part in amount.parts) == amount.amount for amount in one.amounts)
