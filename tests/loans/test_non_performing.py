"""Income of loans that do not perform: only what is received counts, and all of it again when they do."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from amana.finance.components import Component
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.create_account import CreateAccount
from amana.loans.accrue import AccrueLoan
from amana.loans.asking import GetLoan
from amana.loans.closing.close_days import CloseLoanDays
from amana.loans.kinds import Accounting
from amana.loans.rebuild import differences, journal_differences
from amana.loans.write_off import WriteOffLoan
from tests.loans.world import D, Lender


def lent(lender: Lender, after: int | None = 30) -> int:
    product = lender.product(Accounting.ACCRUAL_PERIODIC, npa_after_days=after)
    return lender.disbursed(product)


def accrued(lender: Lender, loan: int, *days: str) -> list[tuple[str, Decimal, Decimal]]:
    """After the accruals of each day: income, and interest receivable."""
    found = []
    for day in days:
        lender.do(AccrueLoan(loan=loan, until=date.fromisoformat(day)))
        books = lender.journal(loan)
        found.append((day, -books.get("interest_on_loan", D(0)), books.get("receivable_interest", D(0))))
    return found


def sum_of(row: dict[str, Any]) -> Decimal:
    return sum((row[f"{component}_due"] for component in Component), D(0))


def sound(lender: Lender, loan: int) -> bool:
    with lender.tenant.database.reading() as session:
        return not [*differences(session, loan), *journal_differences(session, loan)]


def test_income_is_taken_back_when_a_loan_stops_performing_and_comes_back_when_it_performs(
    lender: Lender,
) -> None:
    loan = lent(lender)
    assert accrued(lender, loan, "2015-02-01", "2015-03-01", "2015-03-03", "2015-03-04", "2015-03-05") == [
        ("2015-02-01", D("100.00"), D("100.00")),
        ("2015-03-01", D("192.12"), D("192.12")),
        ("2015-03-03", D("197.55"), D("197.55")),
        ("2015-03-04", D(0), D(0)),  # the 31st day after 1 February
        ("2015-03-05", D(0), D(0)),
    ]
    lender.repay(loan, "2015-03-06", "60")
    assert accrued(lender, loan, "2015-03-06") == [("2015-03-06", D("60.00"), D(0))]
    lender.repay(loan, "2015-03-10", "828.49")
    assert lender.journal(loan)["receivable_interest"] == D("-40.00")
    [(_, income, receivable)] = accrued(lender, loan, "2015-03-10")
    assert (income, income - receivable) == (D("216.55"), D("100.00"))
    assert [row[0] for row in lender.transactions(loan) if row[1] == "accrual"][-2:] == [
        "2015-03-06",
        "2015-03-10",
    ]
    assert sound(lender, loan)


@pytest.fixture(scope="module")
def suspense(lender: Lender) -> dict[str, int]:
    """An account of its own for interest that is suspended."""
    name = "suspended_interest_income"
    account = CreateAccount(name=name, code=name, account_class=AccountClass.INCOME, usage=Usage.DETAIL)
    return {name: int(lender.do(account).id)}


def test_suspended_interest_may_have_an_account_of_its_own(lender: Lender, suspense: dict[str, int]) -> None:
    """The income earned stays where it is; what of it did not come is told beside it, until it comes."""
    product = lender.product(Accounting.ACCRUAL_PERIODIC, npa_after_days=30, more_accounts=suspense)
    loan = lender.disbursed(product)

    def books() -> tuple[Decimal, Decimal, Decimal]:
        found = lender.journal(loan)
        names = ("interest_on_loan", "suspended_interest_income", "receivable_interest")
        return tuple(found.get(name, D(0)) for name in names)  # type: ignore[return-value]

    accrued(lender, loan, "2015-03-03")
    assert books() == (D("-197.55"), D(0), D("197.55"))
    accrued(lender, loan, "2015-03-04", "2015-03-05")
    assert books() == (D("-197.55"), D("197.55"), D(0))
    lender.repay(loan, "2015-03-06", "60")
    accrued(lender, loan, "2015-03-06")
    assert books() == (D("-197.55"), D("137.55"), D(0)), "what was received is no longer suspended"
    lender.repay(loan, "2015-03-10", "828.49")
    accrued(lender, loan, "2015-03-10")
    assert books() == (D("-216.55"), D(0), D("116.55")), "it performs again: all of it counts"
    assert sound(lender, loan)


def test_suspended_interest_of_a_loan_written_off_stays_told_beside_its_income(
    lender: Lender, suspense: dict[str, int]
) -> None:
    product = lender.product(Accounting.ACCRUAL_PERIODIC, npa_after_days=30, more_accounts=suspense)
    loan = lender.disbursed(product)
    accrued(lender, loan, "2015-03-03", "2015-03-05")
    lender.do(WriteOffLoan(loan=loan, on=date(2015, 3, 10)))
    assert lender.journal(loan) == {
        "fund_source": D(-10000),
        "write_off": D(10000),
        "interest_on_loan": D("-197.55"),
        "suspended_interest_income": D("197.55"),
    }
    assert sound(lender, loan)


def test_a_loan_that_is_paid_off_leaves_nothing_suspended(lender: Lender, suspense: dict[str, int]) -> None:
    product = lender.product(Accounting.ACCRUAL_PERIODIC, npa_after_days=5, more_accounts=suspense)
    loan = lender.disbursed(product)
    accrued(lender, loan, "2015-02-01", "2015-02-20")
    assert lender.journal(loan)["suspended_interest_income"] == D("100.00")
    lender.repay(loan, "2015-03-01", "20000")
    books = lender.journal(loan)
    assert not {"suspended_interest_income", "receivable_interest"} & books.keys()
    assert -books["interest_on_loan"] == sum(one["interest_due"] for one in lender.instalments(loan))
    assert sound(lender, loan)


@pytest.mark.parametrize(("until_paid", "performs"), [(False, True), (True, False)])
def test_a_product_may_want_all_arrears_paid_before_a_loan_performs_again(
    lender: Lender, until_paid: bool, performs: bool
) -> None:
    """The instalment of 1 February is paid 33 days late, that of 1 March on the next day after 9 days more."""
    terms = {"npa_after_days": 30, "npa_until_paid": until_paid}
    loan = lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC, **terms))
    try:
        first, second = (sum_of(row) for row in lender.instalments(loan)[:2])
        lender.day(date(2015, 3, 6))
        assert lender.ask(GetLoan(loan=loan)).non_performing
        lender.repay(loan, "2015-03-06", str(first))
        for day in (date(2015, 3, 6), date(2015, 3, 10)):
            lender.day(day)
            assert lender.ask(GetLoan(loan=loan)).non_performing is not performs
            assert lender.ask(GetLoan(loan=loan, as_of=day)).non_performing is not performs
        [(_, income, _)] = accrued(lender, loan, "2015-03-10")
        assert (income > D(100)) is performs
        lender.repay(loan, "2015-03-10", str(second))
        assert not lender.ask(GetLoan(loan=loan)).non_performing
        [(_, income, receivable)] = accrued(lender, loan, "2015-03-10")
        assert income > receivable > D(0)
        assert sound(lender, loan)
    finally:
        lender.day(date(2015, 4, 1))


@pytest.mark.parametrize(("after", "income"), [(None, "192.12"), (90, "192.12"), (10, "0")])
def test_the_product_says_how_long_arrears_may_last(lender: Lender, after: int | None, income: str) -> None:
    loan = lent(lender, after)
    assert [one[1] for one in accrued(lender, loan, "2015-03-01")] == [D(income)]


def test_a_loan_that_is_paid_off_brings_all_it_earned(lender: Lender) -> None:
    loan = lent(lender, 5)
    accrued(lender, loan, "2015-02-01", "2015-02-20")
    assert "interest_on_loan" not in lender.journal(loan)
    lender.repay(loan, "2015-03-01", "20000")
    books = lender.journal(loan)
    assert "receivable_interest" not in books
    assert -books["interest_on_loan"] == sum(one["interest_due"] for one in lender.instalments(loan))
    assert sound(lender, loan)


def test_close_of_business_suspends_too(lender: Lender) -> None:
    loan = lent(lender, 5)
    today = date(2015, 2, 8)
    try:
        while today < date(2015, 2, 12):
            lender.day(today)
            lender.do(CloseLoanDays(loans=(loan,)))
            today += timedelta(days=1)
        assert "interest_on_loan" not in lender.journal(loan)
    finally:
        lender.day(date(2015, 4, 1))
