"""How much is paid out, when, and what comes back at once: down payments, limits, tranches."""

from datetime import date

import pytest

from amana.finance.terms import Tranche
from amana.kernel.refusals import InvalidInput
from amana.loans.approve import ApproveLoan
from amana.loans.change_approved_amount import ChangeApprovedAmount
from amana.loans.change_available_amount import ChangeAvailableAmount
from amana.loans.change_tranches import AskedTranche, ChangeTranches
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import Accounting, OverApplied
from amana.loans.refund_overpayment import RefundOverpayment
from amana.loans.refusals import AmountBelow, AmountExceeds, NotAsExpected
from amana.loans.undo_disbursal import UndoDisbursal
from tests.loans.test_credits import sound
from tests.loans.world import START, D, Lender

DOWN = {"down_payment_percentage": D(25), "number_of_repayments": 3, "interest_rate": D(0)}


def due(lender: Lender, loan: int) -> list[tuple[str, str, str, bool]]:
    """Day, principal due and paid, whether it is a down payment."""
    return [
        (str(row["due_date"]), str(row["principal_due"]), str(row["principal_paid"]), row["down_payment"])
        for row in lender.instalments(loan)
    ]


def test_a_down_payment_is_due_on_the_day_of_disbursement(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(**DOWN))
    assert due(lender, loan) == [
        ("2015-01-01", "2500.00", "0", True),
        ("2015-02-01", "2500.00", "0", False),
        ("2015-03-01", "2500.00", "0", False),
        ("2015-04-01", "2500.00", "0", False),
    ]


def test_it_may_be_taken_by_itself_from_every_disbursement(lender: Lender) -> None:
    product = lender.product(Accounting.CASH, automatic_down_payment=True, multi_disburse=True, **DOWN)
    loan = lender.disbursed(product, terms={"principal": D(8000)})
    loan = lender.approved(product, terms={"principal": D(8000)})
    lender.do(DisburseLoan(loan=loan, on=START, amount=D(1000)))
    lender.do(DisburseLoan(loan=loan, on=START, amount=D(200)))
    lender.do(DisburseLoan(loan=loan, on=date(2015, 1, 10), amount=D(400), down_payment=False))
    assert due(lender, loan) == [
        ("2015-01-01", "250.00", "250.00", True),
        ("2015-01-01", "50.00", "50.00", True),
        ("2015-01-10", "100.00", "0", True),
        ("2015-02-01", "400.00", "0", False),
        ("2015-03-01", "400.00", "0", False),
        ("2015-04-01", "400.00", "0", False),
    ]
    kinds = [row[1:3] for row in lender.transactions(loan)]
    assert kinds == [
        ("disbursement", "1000"),
        ("down_payment", "250.00"),
        ("disbursement", "200"),
        ("down_payment", "50.00"),
        ("disbursement", "400"),
    ]
    assert lender.journal(loan) == {"loan_portfolio": D("1300.00"), "fund_source": D("-1300.00")}
    assert sound(lender, loan)


def test_a_paid_loan_is_active_again_when_more_is_paid_out(lender: Lender) -> None:
    product = lender.product(Accounting.CASH, multi_disburse=True, number_of_repayments=2, interest_rate=D(0))
    loan = lender.approved(product)
    lender.do(DisburseLoan(loan=loan, on=START, amount=D(1000)))
    lender.repay(loan, "2015-01-05", "1000")
    assert lender.position(loan)["status"] == "closed"
    lender.do(DisburseLoan(loan=loan, on=date(2015, 1, 10), amount=D(500)))
    assert lender.position(loan)["status"] == "active"
    assert sound(lender, loan)


@pytest.mark.parametrize(("kind", "number"), [(OverApplied.PERCENTAGE, D(50)), (OverApplied.FLAT, D(5000))])
def test_more_than_was_applied_for_may_be_lent_where_the_product_says_so(
    lender: Lender, kind: OverApplied, number: object
) -> None:
    product = lender.product(over_applied_by=kind, over_applied=number, multi_disburse=True)
    loan = lender.submit(product)
    with pytest.raises(AmountExceeds):
        lender.do(ApproveLoan(loan=loan, on=START, principal=D("15000.01")))
    lender.do(ApproveLoan(loan=loan, on=START, principal=D(12000)))
    lender.do(DisburseLoan(loan=loan, on=START, amount=D(13000)))
    with pytest.raises(AmountExceeds):
        lender.do(DisburseLoan(loan=loan, on=START, amount=D("2000.01")))
    lender.do(DisburseLoan(loan=loan, on=START, amount=D(2000)))
    assert sound(lender, loan)


def test_another_amount_may_be_approved_later_and_an_undone_disbursement_keeps_it(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(multi_disburse=True), terms={"principal": D(10000)})
    lender.do(UndoDisbursal(loan=loan))
    lender.do(DisburseLoan(loan=loan, on=START, amount=D(1000)))
    with pytest.raises(AmountBelow):
        lender.do(ChangeApprovedAmount(loan=loan, amount=D(999)))
    with pytest.raises(AmountExceeds):
        lender.do(ChangeApprovedAmount(loan=loan, amount=D(10001)))
    lender.do(ChangeApprovedAmount(loan=loan, amount=D(6000)))
    lender.do(UndoDisbursal(loan=loan))
    with pytest.raises(AmountExceeds):
        lender.do(DisburseLoan(loan=loan, on=START, amount=D(6001)))
    lender.do(DisburseLoan(loan=loan, on=START, amount=D(5000)))
    lender.do(ChangeAvailableAmount(loan=loan, amount=D(500)))
    assert lender.position(loan)["approved_principal"] == D(5500)
    with pytest.raises(AmountBelow):
        lender.do(ChangeAvailableAmount(loan=loan, amount=D(-1)))
    assert sound(lender, loan)


def test_tranches_may_be_planned_anew_as_long_as_what_was_paid_out_stays(lender: Lender) -> None:
    later = date(2015, 2, 10)
    plan = (Tranche(START, D(4000)), Tranche(later, D(3000)))
    loan = lender.approved(lender.product(multi_disburse=True), terms={"tranches": plan})
    lender.do(DisburseLoan(loan=loan, on=START))
    first = AskedTranche(expected_on=START, amount=D(4000), number=1)
    second = AskedTranche(expected_on=later, amount=D(3000), number=2)
    third = AskedTranche(expected_on=date(2015, 3, 10), amount=D(2000))
    lender.do(ChangeTranches(loan=loan, tranches=(first, second, third)))
    assert sum(row["principal_due"] for row in lender.instalments(loan)) == D(9000)
    for wrong in ((second, third), (first, second, AskedTranche(expected_on=later, amount=D(1), number=4))):
        with pytest.raises(InvalidInput):
            lender.do(ChangeTranches(loan=loan, tranches=wrong))
    assert sound(lender, loan)


def test_what_is_overpaid_reduces_the_down_payment(lender: Lender) -> None:
    product = lender.product(automatic_down_payment=True, multi_disburse=True, **DOWN)
    loan = lender.approved(product)
    lender.do(DisburseLoan(loan=loan, on=START, amount=D(1000)))
    lender.repay(loan, "2015-01-05", "800")
    assert lender.position(loan)["overpaid"] == D(50)
    lender.do(RefundOverpayment(loan=loan, on=date(2015, 1, 6), amount=D(10)))
    lender.do(DisburseLoan(loan=loan, on=date(2015, 1, 10), amount=D(400)))
    assert lender.transactions(loan)[-1][1:3] == ("down_payment", "60.00")


def test_a_product_may_want_its_loans_paid_out_on_the_expected_day(lender: Lender) -> None:
    product = lender.product(disbursed_as_expected=True, multi_disburse=True)
    loan = lender.approved(product, terms={"principal": D(1000)})
    for day in (date(2015, 1, 2), date(2015, 2, 1)):
        with pytest.raises(NotAsExpected):
            lender.do(DisburseLoan(loan=loan, on=day))
    lender.do(DisburseLoan(loan=loan, on=START, amount=D(400)))
    lender.do(DisburseLoan(loan=loan, on=date(2015, 1, 20), amount=D(600)))  # a further part
    assert sound(lender, loan)
