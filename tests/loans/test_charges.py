"""Fees and penalties of a loan: agreed, added, changed, waived, paid by themselves; and what is accrued."""

from datetime import date

import pytest

from amana.kernel.refusals import InvalidInput, NotAllowedInState
from amana.loans.accrue import AccrueLoan
from amana.loans.add_charge import AddLoanCharge
from amana.loans.approve import ApproveLoan
from amana.loans.asked import AskedCharge
from amana.loans.asking import GetLoanCharge, ListLoanCharges
from amana.loans.kinds import Accounting
from amana.loans.modify import ModifyLoan
from amana.loans.pay_charge import PayLoanCharge
from amana.loans.payoff import GetPayoff
from amana.loans.refusals import AmountExceeds, NotCharged, NotPayable
from amana.loans.remove_charge import RemoveLoanCharge
from amana.loans.update_charge import UpdateLoanCharge
from amana.loans.waive_charge import WaiveLoanCharge
from amana.loans.waive_interest import WaiveInterest
from amana.loans.write_off import WriteOffLoan
from tests.loans.world import START, TODAY, D, Lender

FEBRUARY = date(2015, 2, 1)


def test_charges_at_disbursement_are_taken_out_of_what_is_paid_out(lender: Lender) -> None:
    fee = lender.charge(time="disbursement", basis="percent_of_amount", amount=D(1))
    loan = lender.disbursed(lender.product(Accounting.CASH), charges=(AskedCharge(charge=fee),))
    assert lender.transactions(loan)[-1] == (
        "2015-01-01",
        "repayment_at_disbursement",
        "100.00",
        "0",
        "0",
        "100.00",
        "0",
    )
    assert lender.journal(loan) == {
        "loan_portfolio": D(10000),
        "fund_source": D(-9900),
        "income_from_fee": D(-100),
    }


def test_what_closes_a_loan_on_a_day_in_the_past_includes_its_charges(lender: Lender) -> None:
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(30))
    loan = lender.disbursed(lender.product())
    owed = lender.ask(GetPayoff(loan=loan, on=FEBRUARY)).amount
    lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=FEBRUARY))
    assert lender.ask(GetPayoff(loan=loan, on=FEBRUARY)).amount == owed + 30


def test_the_products_charges_apply_unless_others_are_asked_for(lender: Lender) -> None:
    fee = lender.charge(time="instalment", basis="flat", amount=D(10))
    product = lender.product(charges=(fee,))
    assert len(lender.ask(ListLoanCharges(loan=lender.submit(product)))) == 1
    assert lender.ask(ListLoanCharges(loan=lender.submit(product, charges=()))) == []
    loan = lender.submit(product, charges=(AskedCharge(charge=fee, amount=D(7)),))
    [charge] = lender.ask(ListLoanCharges(loan=loan))
    assert (charge.amount, len(charge.parts)) == (84, 12)


def test_a_charge_can_be_changed_and_removed_until_the_approval(lender: Lender) -> None:
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(10))
    loan = lender.submit(lender.product())
    with pytest.raises(InvalidInput):
        lender.do(AddLoanCharge(loan=loan, charge=fee))
    charge = lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=FEBRUARY)).id
    lender.do(UpdateLoanCharge(loan=loan, loan_charge=charge, amount=D(60), due_on=date(2015, 2, 15)))
    shown = lender.ask(GetLoanCharge(loan=loan, loan_charge=charge))
    assert (shown.amount, shown.due_on) == (60, date(2015, 2, 15))
    lender.do(RemoveLoanCharge(loan=loan, loan_charge=charge))
    assert lender.ask(ListLoanCharges(loan=loan)) == []
    charge = lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=FEBRUARY)).id
    lender.do(ApproveLoan(loan=loan, on=START))
    with pytest.raises(NotAllowedInState):
        lender.do(UpdateLoanCharge(loan=loan, loan_charge=charge, amount=D(61)))
    with pytest.raises(NotAllowedInState):
        lender.do(RemoveLoanCharge(loan=loan, loan_charge=charge))


def test_charges_that_cannot_be_put_on_a_running_loan(lender: Lender) -> None:
    loan = lender.disbursed(lender.product())
    for time, more in (("disbursement", {}), ("overdue_instalment", {"penalty": True})):
        charge = lender.charge(time=time, basis="flat", amount=D(10), **more)
        with pytest.raises(NotCharged):
            lender.do(AddLoanCharge(loan=loan, charge=charge, due_on=FEBRUARY))
    euro = lender.charge(time="specified_due_date", basis="flat", amount=D(10), active=False)
    with pytest.raises(InvalidInput):
        lender.do(AddLoanCharge(loan=loan, charge=euro, due_on=FEBRUARY))


def test_a_charge_joins_the_instalment_in_whose_time_it_falls_and_is_paid_first(lender: Lender) -> None:
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(30))
    loan = lender.disbursed(lender.product(Accounting.CASH))
    charge = lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=date(2015, 2, 10))).id
    assert [row["fees_due"] for row in lender.instalments(loan)[:3]] == [0, 30, 0]
    lender.repay(loan, "2015-03-01", str(D("888.49") * 2 + 30))
    assert lender.ask(GetLoanCharge(loan=loan, loan_charge=charge)).outstanding == 0
    assert lender.journal(loan)["income_from_fee"] == -30


def test_a_charge_added_later_takes_its_share_of_earlier_payments(lender: Lender) -> None:
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(30))
    loan = lender.disbursed(lender.product(Accounting.CASH))
    event = lender.repay(loan, "2015-02-01", "888.49")
    lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=date(2015, 1, 20)))
    assert lender.journal(loan, event) == {
        "fund_source": D("888.49"),
        "loan_portfolio": D("-758.49"),
        "interest_on_loan": D("-100.00"),
        "income_from_fee": D("-30.00"),
    }


def test_a_charge_can_be_forgiven_or_paid_by_itself(lender: Lender) -> None:
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(30))
    loan = lender.disbursed(lender.product(Accounting.CASH))
    forgiven = lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=FEBRUARY)).id
    paid = lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=date(2015, 8, 1))).id
    lender.do(WaiveLoanCharge(loan=loan, loan_charge=forgiven))
    assert lender.instalments(loan)[0]["fees_waived"] == 30
    with pytest.raises(NotPayable):
        lender.do(WaiveLoanCharge(loan=loan, loan_charge=forgiven))
    with pytest.raises(AmountExceeds):
        lender.do(PayLoanCharge(loan=loan, loan_charge=paid, on=FEBRUARY, amount=D(31)))
    lender.do(PayLoanCharge(loan=loan, loan_charge=paid, on=FEBRUARY, amount=D(12)))
    lender.do(PayLoanCharge(loan=loan, loan_charge=paid, on=FEBRUARY))
    assert lender.instalments(loan)[6]["fees_paid"] == 30
    assert lender.journal(loan)["income_from_fee"] == -30


def test_instalment_fees_are_forgiven_one_by_one(lender: Lender) -> None:
    fee = lender.charge(time="instalment", basis="flat", amount=D(10))
    loan = lender.disbursed(lender.product(), charges=(AskedCharge(charge=fee),))
    [charge] = lender.ask(ListLoanCharges(loan=loan))
    lender.do(WaiveLoanCharge(loan=loan, loan_charge=charge.id))
    lender.do(WaiveLoanCharge(loan=loan, loan_charge=charge.id, instalment=3))
    assert [row["fees_waived"] for row in lender.instalments(loan)[:4]] == [10, 0, 10, 0]


def test_modifying_the_charges_replaces_them(lender: Lender) -> None:
    fee = lender.charge(time="instalment", basis="flat", amount=D(10))
    loan = lender.submit(lender.product(), charges=(AskedCharge(charge=fee),))
    [before] = lender.ask(ListLoanCharges(loan=loan))
    kept = AskedCharge(charge=fee, id=before.id, amount=D(11))
    lender.do(ModifyLoan(loan=loan, charges=(kept, AskedCharge(charge=fee))))
    first, second = lender.ask(ListLoanCharges(loan=loan))
    assert (first.id, first.asked, second.asked) == (before.id, 11, 10)
    lender.do(ModifyLoan(loan=loan, charges=()))
    assert lender.ask(ListLoanCharges(loan=loan)) == []


def test_periodic_accrual_books_income_as_it_is_earned(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC))
    lender.do(AccrueLoan(loan=loan, until=date(2015, 2, 15)))
    half = (D("92.12") * 14 / 28).quantize(D("0.01"))
    assert lender.journal(loan)["interest_on_loan"] == -(100 + half)
    lender.do(AccrueLoan(loan=loan, until=date(2015, 2, 15)))
    assert lender.journal(loan)["interest_on_loan"] == -(100 + half)
    event = lender.repay(loan, "2015-02-20", "888.49")
    assert lender.journal(loan, event)["receivable_interest"] == D("-100.00")
    forgiven = lender.do(WaiveInterest(loan=loan, on=date(2015, 2, 20), amount=D("92.12"))).id
    assert lender.journal(loan, forgiven) == {"write_off": half, "receivable_interest": -half}
    lender.do(AccrueLoan(loan=loan, until=date(2015, 3, 1)))
    assert lender.journal(loan)["interest_on_loan"] == -(100 + half)
    given_up = lender.do(WriteOffLoan(loan=loan, on=TODAY)).id
    assert lender.journal(loan, given_up) == {"write_off": D("9211.51"), "loan_portfolio": D("-9211.51")}
    assert "receivable_interest" not in lender.journal(loan)


def test_upfront_accrual_books_all_income_at_once(lender: Lender) -> None:
    fee = lender.charge(time="instalment", basis="flat", amount=D(10))
    late = lender.charge(time="specified_due_date", basis="flat", amount=D(20), penalty=True)
    loan = lender.disbursed(lender.product(Accounting.ACCRUAL_UPFRONT), charges=(AskedCharge(charge=fee),))
    lender.do(AddLoanCharge(loan=loan, charge=late, due_on=FEBRUARY))
    journal = lender.journal(loan)
    assert journal["interest_on_loan"] == D("-661.86")
    assert journal["income_from_fee"] == -120
    assert journal["income_from_penalty"] == -20
    assert journal["receivable_penalty"] == 20
    assert [row[:3] for row in lender.transactions(loan)[1:]] == [
        ("2015-01-01", "accrual", "661.86"),
        ("2015-01-01", "accrual", "120.00"),
        ("2015-02-01", "accrual", "20.00"),
    ]
