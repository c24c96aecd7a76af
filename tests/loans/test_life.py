"""The life of a loan from application to the last repayment, with cash accounting."""

from datetime import date

import pytest

from amana.kernel.refusals import InvalidInput, NotAllowedInState
from amana.loans.approve import ApproveLoan
from amana.loans.asked import AskedCollateral
from amana.loans.asking import ListCollateral
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import Accounting
from amana.loans.modify import ModifyLoan
from amana.loans.refusals import AmountExceeds, DateBefore, DateInFuture
from amana.loans.reject import RejectLoan
from amana.loans.repay import RepayLoan
from amana.loans.undo_approval import UndoLoanApproval
from amana.loans.undo_disbursal import UndoDisbursal
from amana.loans.undo_rejection import UndoLoanRejection
from amana.loans.undo_withdrawal import UndoLoanWithdrawal
from amana.loans.withdraw import WithdrawLoan
from tests.loans.world import START, D, Lender


def test_from_application_to_the_last_repayment(lender: Lender) -> None:
    product = lender.product(Accounting.CASH)
    loan = lender.submit(product)
    assert lender.position(loan)["status"] == "submitted"
    lender.do(ApproveLoan(loan=loan, on=START))
    assert lender.position(loan)["status"] == "approved"
    lender.do(DisburseLoan(loan=loan, on=START))
    position = lender.position(loan)
    assert (position["status"], position["disbursed_on"]) == ("active", START)
    assert (position["principal_charged"], position["interest_charged"]) == (D(10000), D("661.86"))
    assert position["expected_maturity_on"] == date(2016, 1, 1)
    event = lender.repay(loan, "2015-02-01", "888.49")
    assert lender.transactions(loan)[-1] == (
        "2015-02-01",
        "repayment",
        "888.49",
        "788.49",
        "100.00",
        "0",
        "0",
    )
    assert lender.journal(loan, event) == {
        "fund_source": D("888.49"),
        "loan_portfolio": D("-788.49"),
        "interest_on_loan": D("-100.00"),
    }
    rest = sum((row["principal_due"] + row["interest_due"] for row in lender.instalments(loan)[1:]), D(0))
    lender.repay(loan, "2015-03-01", str(rest))
    position = lender.position(loan)
    assert (position["status"], position["closed_on"]) == ("closed", date(2015, 3, 1))
    assert lender.journal(loan) == {"fund_source": D("661.86"), "interest_on_loan": D("-661.86")}


def test_a_payment_beyond_what_is_owed_leaves_the_loan_overpaid(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.repay(loan, "2015-01-15", "11000")
    position = lender.position(loan)
    assert (position["status"], position["overpaid"]) == ("overpaid", D("338.14"))
    assert lender.journal(loan)["overpayment_liability"] == D("-338.14")


def test_what_may_not_be_done(lender: Lender) -> None:
    loan = lender.submit(lender.product())
    with pytest.raises(NotAllowedInState):
        lender.do(DisburseLoan(loan=loan, on=START))
    with pytest.raises(DateBefore):
        lender.do(ApproveLoan(loan=loan, on=date(2014, 12, 31)))
    with pytest.raises(DateInFuture):
        lender.do(ApproveLoan(loan=loan, on=date(2015, 4, 2)))
    with pytest.raises(AmountExceeds):
        lender.do(ApproveLoan(loan=loan, on=START, principal=D(10001)))
    lender.do(ApproveLoan(loan=loan, on=START, principal=D(9000)))
    with pytest.raises(AmountExceeds):
        lender.do(DisburseLoan(loan=loan, on=START, amount=D(9001)))
    lender.do(DisburseLoan(loan=loan, on=START))
    with pytest.raises(DateBefore):
        lender.do(RepayLoan(loan=loan, on=date(2014, 12, 31), amount=D(1)))


def test_approval_and_disbursement_can_be_undone(lender: Lender) -> None:
    loan = lender.submit(lender.product(Accounting.CASH))
    lender.do(ApproveLoan(loan=loan, on=START, principal=D(9000)))
    lender.do(UndoLoanApproval(loan=loan))
    position = lender.position(loan)
    assert (position["status"], position["approved_on"], position["approved_principal"]) == (
        "submitted",
        None,
        None,
    )
    lender.do(ApproveLoan(loan=loan, on=START))
    lender.do(DisburseLoan(loan=loan, on=START))
    lender.repay(loan, "2015-02-01", "100")
    lender.do(UndoDisbursal(loan=loan))
    position = lender.position(loan)
    assert (position["status"], position["disbursed_on"], position["principal_charged"]) == (
        "approved",
        None,
        D(0),
    )
    assert lender.journal(loan) == {}
    assert lender.transactions(loan) == []


@pytest.mark.parametrize("command", [RejectLoan, WithdrawLoan])
def test_an_application_can_come_to_nothing(lender: Lender, command: type) -> None:
    loan = lender.submit(lender.product())
    lender.do(command(loan=loan, on=START))
    position = lender.position(loan)
    assert position["status"] in ("rejected", "withdrawn")
    assert position["closed_on"] == START


@pytest.mark.parametrize(
    ("decide", "undo"), [(RejectLoan, UndoLoanRejection), (WithdrawLoan, UndoLoanWithdrawal)]
)
def test_what_came_to_nothing_is_applied_for_again(lender: Lender, decide: type, undo: type) -> None:
    loan = lender.submit(lender.product())
    before = lender.position(loan)
    lender.do(decide(loan=loan, on=START))
    lender.do(undo(loan=loan, note="thought over"))
    after = lender.position(loan)
    same = ("status", "closed_on", "rejected_on", "withdrawn_on", "approved_principal")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    with pytest.raises(NotAllowedInState):
        lender.do(undo(loan=loan))
    lender.do(ApproveLoan(loan=loan, on=START))
    assert lender.position(loan)["status"] == "approved"


def test_a_pledge_named_by_its_number_is_kept_when_the_application_changes(lender: Lender) -> None:
    car, house = (lender.code_value("LoanCollateral", name) for name in ("Car", "House"))
    loan = lender.submit(
        lender.product(),
        collateral=(AskedCollateral(type=car, value=D(900)), AskedCollateral(type=house, value=D(5000))),
    )
    first, second = lender.ask(ListCollateral(loan=loan))
    changed = (
        AskedCollateral(id=second.id, type=house, value=D(6000), description="with its garden"),
        AskedCollateral(type=car, value=D(700)),
    )
    lender.do(ModifyLoan(loan=loan, collateral=changed))
    kept, new = lender.ask(ListCollateral(loan=loan))
    assert (kept.id, kept.value, kept.description) == (second.id, D(6000), "with its garden")
    assert new.id not in {first.id, second.id}
    with pytest.raises(InvalidInput):
        lender.do(ModifyLoan(loan=loan, collateral=(AskedCollateral(id=first.id, type=car),)))
