"""Credits, chargebacks and charge-offs: what they do to a loan, and what the books say of them."""

from datetime import date
from typing import Any

import pytest

from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import AllocationRule, Bucket, RuledPayment
from amana.finance.terms import InterestPeriod, RateUnit, ScheduleType
from amana.kernel.refusals import InvalidInput, NotAllowedInState, NotSupported
from amana.loans.add_charge import AddLoanCharge
from amana.loans.adjust import AdjustTransaction
from amana.loans.adjust_charge import AdjustLoanCharge
from amana.loans.charge_back import ChargePaymentBack
from amana.loans.charge_off import ChargeLoanOff
from amana.loans.credit import (
    Credit,
    CreditGoodwill,
    PayDown,
    RefundFromMerchant,
    RefundPayout,
    WaivePaymentOfInterest,
)
from amana.loans.kinds import Accounting, RefundWithInterest
from amana.loans.mark_fraud import MarkLoanAsFraud
from amana.loans.products.asked import ExpenseOfReason
from amana.loans.rebuild import differences, journal_differences
from amana.loans.refund_charge import RefundLoanCharge
from amana.loans.refund_interest import RefundInterest
from amana.loans.refund_overpayment import RefundOverpayment
from amana.loans.refusals import (
    AmountExceeds,
    ChargedOffAlready,
    ChargeNotPaid,
    ChargeRefundedLater,
    ClaimedBack,
    InterestRefundedAlready,
    NotAdjustable,
    NotChargedOff,
)
from amana.loans.repay import RepayLoan
from amana.loans.undo_charge_off import UndoChargeOff
from amana.loans.undo_transaction import UndoTransaction
from amana.loans.write_off import WriteOffLoan
from tests.loans.world import TODAY, D, Lender

PROGRESSIVE: dict[str, Any] = {
    "schedule_type": ScheduleType.PROGRESSIVE,
    "strategy": AllocationStrategy.FREE,
    "allocation_rules": (AllocationRule(payment=RuledPayment.DEFAULT, order=tuple(Bucket)),),
    "interest_period": InterestPeriod.DAILY,
}
FEBRUARY, MARCH = date(2015, 2, 1), date(2015, 3, 1)


def sound(lender: Lender, loan: int) -> bool:
    """Projections and journal are what a rebuild makes."""
    with lender.tenant.database.reading() as session:
        return not list(differences(session, loan)) and not journal_differences(session, loan)


@pytest.mark.parametrize(
    ("command", "debits"),
    [
        (CreditGoodwill, {"goodwill_credit": "788.49", "income_from_goodwill_credit_interest": "100.00"}),
        (RefundFromMerchant, {"fund_source": "888.49"}),
        (RefundPayout, {"fund_source": "888.49"}),
        (PayDown, {"fund_source": "888.49"}),
        (WaivePaymentOfInterest, {"interest_on_loan": "888.49"}),
    ],
)
def test_a_credit_is_put_like_a_repayment_and_booked_by_its_kind(
    lender: Lender, command: type[Credit], debits: dict[str, str]
) -> None:
    loan = lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC))
    event = lender.do(command(loan=loan, on=FEBRUARY, amount=D("888.49"))).id
    assert lender.transactions(loan)[1] == (
        "2015-02-01",
        str(command.credit),
        "888.49",
        "788.49",
        "100.00",
        "0",
        "0",
    )
    expected = {name: D(amount) for name, amount in debits.items()}
    assert lender.journal(loan, event) == {
        **expected,
        "loan_portfolio": D("-788.49"),
        "receivable_interest": D("-100.00"),
    }
    lender.do(UndoTransaction(loan=loan, transaction=event))
    assert lender.journal(loan, event) == {}
    assert sound(lender, loan)


def test_under_cash_accounting_interest_forgiven_out_of_interest_income_moves_nothing(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    event = lender.do(WaivePaymentOfInterest(loan=loan, on=FEBRUARY, amount=D("888.49"))).id
    assert lender.journal(loan, event) == {"interest_on_loan": D("788.49"), "loan_portfolio": D("-788.49")}


def test_what_is_claimed_back_is_due_with_the_next_instalment(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    paid = lender.repay(loan, "2015-02-01", "888.49")
    lender.day(date(2015, 2, 10))
    back = lender.do(ChargePaymentBack(loan=loan, transaction=paid, amount=D("500"))).id
    second = lender.instalments(loan)[1]
    assert (second["principal_due"], second["interest_due"]) == (D("1296.37"), D("92.12"))
    position = lender.position(loan)
    assert (position["principal_charged"], position["charged_back"]) == (D("10500.00"), D("500.00"))
    assert lender.journal(loan, back) == {"loan_portfolio": D("500.00"), "fund_source": D("-500.00")}
    with pytest.raises(AmountExceeds):
        lender.do(ChargePaymentBack(loan=loan, transaction=paid, amount=D("388.50")))
    with pytest.raises(NotAdjustable):
        lender.do(ChargePaymentBack(loan=loan, transaction=back, amount=D(1)))
    with pytest.raises(ClaimedBack):
        lender.do(UndoTransaction(loan=loan, transaction=paid))
    assert sound(lender, loan)
    lender.day(TODAY)


def test_a_chargeback_takes_from_what_was_overpaid_first_and_may_reopen_a_paid_loan(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH), terms={"number_of_repayments": 1})
    paid = lender.repay(loan, "2015-02-01", "10300")
    assert lender.position(loan)["overpaid"] == D("200.00")
    back = lender.do(ChargePaymentBack(loan=loan, transaction=paid, amount=D("250"))).id
    assert lender.position(loan)["status"] == "active"
    rows = lender.instalments(loan)
    assert [(row["due_date"], row["principal_due"], row["principal_paid"]) for row in rows] == [
        (date(2015, 2, 1), D("10000.00"), D("10000.00")),
        (TODAY, D("250.00"), D("200.00")),
    ]
    assert lender.journal(loan, back) == {
        "overpayment_liability": D("200.00"),
        "loan_portfolio": D("50.00"),
        "fund_source": D("-250.00"),
    }
    assert sound(lender, loan)


def test_a_refund_whose_payment_is_reversed_is_owed(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH), terms={"number_of_repayments": 1})
    lender.repay(loan, "2015-02-01", "10100")
    twice = lender.repay(loan, "2015-02-02", "1000")
    refund = lender.do(RefundOverpayment(loan=loan, on=MARCH, amount=D(1000))).id
    assert lender.position(loan)["status"] == "closed"
    lender.do(UndoTransaction(loan=loan, transaction=twice))
    assert lender.position(loan)["status"] == "active"
    assert lender.instalments(loan)[1]["due_date"] == MARCH
    assert lender.journal(loan, refund) == {"loan_portfolio": D("1000.00"), "fund_source": D("-1000.00")}
    assert sound(lender, loan)


@pytest.mark.parametrize(
    ("fraud", "expense"), [(False, "charge_off_expense"), (True, "charge_off_fraud_expense")]
)
def test_a_loan_charged_off_is_an_expense_and_what_it_brings_a_recovery(
    lender: Lender, fraud: bool, expense: str
) -> None:
    loan = lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC))
    lender.do(MarkLoanAsFraud(loan=loan, fraud=fraud))
    off = lender.do(ChargeLoanOff(loan=loan, on=FEBRUARY)).id
    assert lender.position(loan)["status"] == "active"
    assert lender.position(loan)["charged_off_on"] == FEBRUARY
    interest = lender.position(loan)["interest_charged"]
    assert lender.journal(loan, off) == {
        expense: D("10000.00"),
        "income_from_charge_off_interest": interest,
        "loan_portfolio": D("-10000.00"),
        "receivable_interest": -interest,
    }
    paid = lender.repay(loan, "2015-03-01", "888.49")
    assert lender.journal(loan, paid) == {"fund_source": D("888.49"), "income_from_recovery": D("-888.49")}
    refund = lender.do(RefundFromMerchant(loan=loan, on=MARCH, amount=D("100"))).id
    assert lender.journal(loan, refund) == {
        "fund_source": D("100.00"),
        "income_from_charge_off_interest": D("-92.12"),
        expense: D("-7.88"),
    }
    with pytest.raises(ChargedOffAlready):
        lender.do(ChargeLoanOff(loan=loan, on=MARCH))
    assert sound(lender, loan)


def test_a_charge_off_can_be_undone_and_the_books_are_as_before(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    before = lender.journal(loan)
    with pytest.raises(NotChargedOff):
        lender.do(UndoChargeOff(loan=loan))
    lender.do(ChargeLoanOff(loan=loan, on=FEBRUARY))
    lender.do(UndoChargeOff(loan=loan))
    assert lender.position(loan)["charged_off_on"] is None
    assert lender.journal(loan) == before


def test_the_reason_picks_the_expense_and_a_write_off_takes_it_from_there(lender: Lender) -> None:
    reason = lender.code_value("ChargeOffReasons", "Moved away")
    expense = ExpenseOfReason(reason=reason, account=lender.accounts["goodwill_credit"])
    product = lender.product(Accounting.CASH, more_accounts={"charge_off_expenses": (expense,)})
    loan = lender.disbursed(product)
    off = lender.do(ChargeLoanOff(loan=loan, on=FEBRUARY, reason=reason)).id
    assert lender.journal(loan, off)["goodwill_credit"] == D("10000.00")
    with pytest.raises(InvalidInput):
        lender.do(WriteOffLoan(loan=loan, on=MARCH, reason=reason))  # a reason of another code
    lender.do(WriteOffLoan(loan=loan, on=MARCH))
    books = lender.journal(loan)
    assert "goodwill_credit" not in books
    assert books["write_off"] == D("10661.86")
    assert sound(lender, loan)


def test_an_adjusted_charge_pays_what_is_owed_out_of_its_income(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC))
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(50))
    charge = lender.do(AddLoanCharge(loan=loan, charge=fee, amount=D(50), due_on=FEBRUARY)).id
    lender.day(date(2015, 2, 10))
    made = lender.do(AdjustLoanCharge(loan=loan, loan_charge=charge, amount=D(30)))
    event = made.more["transaction"]
    assert lender.journal(loan, event) == {"income_from_fee": D("30.00"), "receivable_fee": D("-30.00")}
    with pytest.raises(AmountExceeds):
        lender.do(AdjustLoanCharge(loan=loan, loan_charge=charge, amount=D(21)))
    assert sound(lender, loan)
    lender.day(TODAY)


def test_nothing_of_all_this_happens_to_an_application(lender: Lender) -> None:
    loan = lender.approved(lender.product())
    commands: list[Any] = [
        CreditGoodwill(loan=loan, on=FEBRUARY, amount=D(1)),
        ChargeLoanOff(loan=loan, on=FEBRUARY),
    ]
    for command in commands:
        with pytest.raises(NotAllowedInState):
            lender.do(command)


def test_a_charge_may_join_a_loan_that_is_paid(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(), terms={"number_of_repayments": 1})
    lender.repay(loan, "2015-02-01", "10120")
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(50))
    lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=FEBRUARY))
    assert lender.position(loan)["status"] == "active"
    assert lender.position(loan)["fees_paid"] == D("50.00")
    assert sound(lender, loan)


def test_a_refund_gives_back_the_interest_of_what_it_refunds(lender: Lender) -> None:
    product = lender.product(
        Accounting.ACCRUAL_PERIODIC,
        interest_refunds=(RefundWithInterest.MERCHANT_ISSUED_REFUND,),
        interest_rate=D(15),
        interest_rate_unit=RateUnit.YEAR,
        number_of_repayments=4,
        **PROGRESSIVE,
    )
    loan = lender.disbursed(product, terms={"principal": D(200)})
    on = date(2015, 1, 15)
    refund = lender.do(RefundFromMerchant(loan=loan, on=on, amount=D(50))).id
    [interest] = [row for row in lender.transactions(loan) if row[1] == "interest_refund"]
    assert interest[:3] == ("2015-01-15", "interest_refund", "0.29")  # 50 at 15 % for 14 of 365 days
    with pytest.raises(InterestRefundedAlready):
        lender.do(RefundInterest(loan=loan, transaction=refund, amount=D(1)))
    lender.do(UndoTransaction(loan=loan, transaction=refund))
    assert [row[1] for row in lender.transactions(loan)] == ["disbursement"]
    without = lender.do(RefundFromMerchant(loan=loan, on=on, amount=D(50), with_interest=False)).id
    lender.do(RefundInterest(loan=loan, transaction=without, amount=D("0.30")))
    assert lender.transactions(loan)[-1][1:3] == ("interest_refund", "0.30")
    assert sound(lender, loan)


def test_a_cumulative_schedule_gives_no_interest_back(lender: Lender) -> None:
    loan = lender.disbursed(lender.product())
    with pytest.raises(NotSupported):
        lender.do(RefundFromMerchant(loan=loan, on=FEBRUARY, amount=D(50), with_interest=True))


def test_what_a_charge_brought_is_given_back_once(lender: Lender) -> None:
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(40))
    loan = lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC), terms={"number_of_repayments": 1})
    charge = lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=date(2015, 1, 20))).id
    with pytest.raises(ChargeNotPaid):
        lender.do(RefundLoanCharge(loan=loan, loan_charge=charge))
    lender.repay(loan, "2015-02-01", "140")
    part = lender.do(RefundLoanCharge(loan=loan, loan_charge=charge, amount=D(15))).id
    assert lender.journal(loan, part) == {"income_from_fee": D(15), "loan_portfolio": D(-15)}
    rest = lender.do(RefundLoanCharge(loan=loan, loan_charge=charge)).id
    assert lender.journal(loan, rest) == {"income_from_fee": D(25), "loan_portfolio": D(-25)}
    with pytest.raises(ChargeNotPaid):
        lender.do(RefundLoanCharge(loan=loan, loan_charge=charge, amount=D("0.01")))
    lender.do(UndoTransaction(loan=loan, transaction=rest))
    lender.do(RefundLoanCharge(loan=loan, loan_charge=charge, amount=D(25)))
    assert sound(lender, loan)


def test_what_was_paid_before_a_charge_was_refunded_stays_as_it_is(lender: Lender) -> None:
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(40))
    loan = lender.disbursed(lender.product(), terms={"number_of_repayments": 1})
    charge = lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=date(2015, 1, 20))).id
    payment = lender.repay(loan, "2015-02-01", "60")
    refund = lender.do(RefundLoanCharge(loan=loan, loan_charge=charge)).id
    changes = (
        RepayLoan(loan=loan, on=date(2015, 1, 31), amount=D(10)),
        CreditGoodwill(loan=loan, on=date(2015, 1, 31), amount=D(10)),
        UndoTransaction(loan=loan, transaction=payment),
        AdjustTransaction(loan=loan, transaction=payment, on=TODAY, amount=D(70)),
    )
    for change in changes:
        with pytest.raises(ChargeRefundedLater):
            lender.do(change)
    lender.repay(loan, TODAY.isoformat(), "10")
    lender.do(UndoTransaction(loan=loan, transaction=refund))
    for change in changes[:3]:
        lender.do(change)
    assert sound(lender, loan)
