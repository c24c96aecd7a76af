"""Instalments whose amount is agreed on: with the application, or when money is paid out; a next due date that is, too.

The progressive figures were worked out by hand: 100 at 7 % a year over six months of thirty days bears 0.58 in the
first, and would be repaid by 17.01 a month.
"""

from datetime import date
from typing import Any

import pytest

from amana.finance.terms import Amortisation, InterestMethod, Tranche
from amana.kernel.refusals import InvalidInput
from amana.loans.asking import GetLoan
from amana.loans.disburse import DisburseLoan
from amana.loans.refusals import NotOfProduct
from amana.loans.undo_disbursal import UndoDisbursal
from amana.loans.undo_last_disbursal import UndoLastDisbursal
from tests.loans.test_progressive import progressive, sound
from tests.loans.world import START, TODAY, D, Lender

MARCH = date(2015, 3, 1)


def totals(lender: Lender, loan: int) -> list[str]:
    return [f"{row['principal_due'] + row['interest_due']:.2f}" for row in lender.instalments(loan)]


# -- progressive -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instalment", "expected"),
    [
        ("25", ["25.00", "25.00", "25.00", "25.00", "1.48", "0.00"]),
        ("10", ["10.00", "10.00", "10.00", "10.00", "10.00", "52.67"]),
    ],
)
def test_every_instalment_is_what_was_agreed_and_the_last_takes_the_rest(
    lender: Lender, instalment: str, expected: list[str]
) -> None:
    loan = lender.submit(progressive(lender), terms={"fixed_instalment": D(instalment)})
    assert totals(lender, loan) == expected
    lender.day(START)  # before anything is overdue
    lender.ready(loan)
    lender.day(TODAY)
    assert totals(lender, loan) == expected
    assert sound(lender, loan)


def test_without_interest_too(lender: Lender) -> None:
    loan = lender.disbursed(progressive(lender, interest_rate=D(0)), terms={"fixed_instalment": D(30)})
    assert totals(lender, loan) == ["30.00", "30.00", "30.00", "10.00", "0.00", "0.00"]


def test_a_tranche_may_bring_another_instalment(lender: Lender) -> None:
    product = progressive(lender, multi_disburse=True)
    loan = lender.approved(product, terms={"fixed_instalment": D(10), "principal": D(100)})
    lender.do(DisburseLoan(loan=loan, on=START, amount=D(60)))
    assert totals(lender, loan)[:5] == ["10.00"] * 5
    lender.do(DisburseLoan(loan=loan, on=MARCH, amount=D(40), instalment=D(20)))
    assert totals(lender, loan)[:5] == ["10.00", "10.00", "20.00", "20.00", "20.00"]
    assert sum(row["principal_due"] for row in lender.instalments(loan)) == 100
    assert sound(lender, loan)
    lender.do(UndoLastDisbursal(loan=loan))
    assert totals(lender, loan)[:5] == ["10.00"] * 5
    assert lender.ask(GetLoan(loan=loan)).contract.terms.variations == ()


def test_money_in_advance_leaves_agreed_instalments_as_they_are(lender: Lender) -> None:
    loan = lender.disbursed(progressive(lender), terms={"fixed_instalment": D(10)})
    lender.repay(loan, "2015-02-01", "40")
    found = totals(lender, loan)
    assert found[1:5] == ["10.00"] * 4
    assert D(found[-1]) < D("52.67")
    assert sound(lender, loan)


@pytest.mark.parametrize(
    "terms", [{"interest_method": InterestMethod.FLAT, "recalculation": None}, {"full_term_tranches": True}]
)
def test_what_shares_out_otherwise_has_no_agreed_instalment(lender: Lender, terms: dict[str, Any]) -> None:
    product = progressive(lender, multi_disburse=True, **terms)
    with pytest.raises(InvalidInput):
        lender.submit(product, terms={"fixed_instalment": D(10)})


# -- cumulative ------------------------------------------------------------------------------------------


def test_the_instalment_is_agreed_on_when_the_loan_is_paid_out(lender: Lender) -> None:
    loan = lender.approved(lender.product())
    lender.do(DisburseLoan(loan=loan, on=START, instalment=D(1500)))
    assert totals(lender, loan)[:3] == ["1500.00"] * 3
    lender.do(UndoDisbursal(loan=loan))
    assert totals(lender, loan)[0] == "888.49"


def test_a_tranche_of_a_cumulative_loan_brings_its_instalment_and_moves_the_next_due_date(
    lender: Lender,
) -> None:
    product = lender.product(multi_disburse=True)
    planned = (Tranche(START, D(6000)), Tranche(MARCH, D(4000)))
    loan = lender.approved(product, terms={"tranches": planned})
    lender.do(DisburseLoan(loan=loan, on=START, instalment=D(1000)))
    assert totals(lender, loan)[0] == "1000.00"
    moved = DisburseLoan(loan=loan, on=date(2015, 3, 2), instalment=D(2000), next_due_on=date(2015, 4, 10))
    lender.do(moved)
    assert totals(lender, loan)[:3] == ["1000.00", "1000.00", "2000.00"]
    assert [str(row["due_date"]) for row in lender.instalments(loan)[1:4]] == [
        "2015-03-01",
        "2015-04-10",
        "2015-05-10",
    ]
    assert sound(lender, loan)


def test_what_the_product_does_not_leave_open_is_refused(lender: Lender) -> None:
    loan = lender.approved(lender.product(instalment_may_be_agreed=False))
    with pytest.raises(NotOfProduct):
        lender.do(DisburseLoan(loan=loan, on=START, instalment=D(1000)))
    with pytest.raises(NotOfProduct):
        lender.do(DisburseLoan(loan=loan, on=START, next_due_on=MARCH))
    even = lender.approved(lender.product(equal_amortisation=True, amortisation=Amortisation.EQUAL_PRINCIPAL))
    with pytest.raises(InvalidInput):
        lender.do(DisburseLoan(loan=even, on=START, instalment=D(1000)))
    tranche = lender.approved(lender.product(multi_disburse=True))
    for wrong in ({"instalment": D(-1)}, {"next_due_on": START}):
        with pytest.raises(InvalidInput):
            lender.do(DisburseLoan(loan=tranche, on=START, **wrong))
