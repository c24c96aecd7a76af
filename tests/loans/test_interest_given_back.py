"""What refunds give back of interest, and what the next payment is."""

from datetime import date
from decimal import Decimal

import pytest

from amana.finance.terms import DaysInMonth, DaysInYear
from amana.loans.asking import GetLoan, LoanPart
from amana.loans.credit import RefundFromMerchant, RefundPayout
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import RefundWithInterest
from amana.loans.rescheduling.approve import ApproveReschedule
from amana.loans.rescheduling.request import RequestReschedule
from amana.loans.rescheduling.terms import RescheduleTerms
from amana.loans.undo_transaction import UndoTransaction
from tests.loans.test_progressive import given_back, lent, progressive, sound
from tests.loans.world import START, D, Lender

BOTH = (RefundWithInterest.MERCHANT_ISSUED_REFUND, RefundWithInterest.PAYOUT_REFUND)
REAL_DAYS = {"days_in_year": DaysInYear.ACTUAL, "days_in_month": DaysInMonth.ACTUAL}


def amounts(lender: Lender, loan: int) -> list[str]:
    return [f"{one['amount']:.2f}" for one in given_back(lender, loan)]


def next_payment(lender: Lender, loan: int) -> tuple[date | None, Decimal]:
    view = lender.ask(GetLoan(loan=loan, parts=frozenset({LoanPart.COLLECTION}))).collection
    return view.next_due_on, view.next_due_amount


@pytest.mark.parametrize(("kinds", "second"), [(BOTH[:1], "2.90"), (BOTH, "2.92")])
def test_a_second_refund_gives_back_the_interest_of_its_own_amount(
    lender: Lender, kinds: tuple[RefundWithInterest, ...], second: str
) -> None:
    """200 for 53 days at 10 % a year: 2.90. Where the first refund counts as never lent, too, the interest that it paid
    in truth comes to principal.
    """
    lender.day(date(2015, 2, 23))
    product = progressive(
        lender,
        principal=D(1000),
        interest_rate=D(10),
        interest_refunds=kinds,
        multi_disburse=True,
        maximum_tranches=2,
        **REAL_DAYS,
    )
    loan = lender.approved(product)
    lender.do(DisburseLoan(loan=loan, on=START, amount=D(500)))
    lender.do(DisburseLoan(loan=loan, on=date(2015, 1, 5), amount=D(500)))
    lender.do(RefundPayout(loan=loan, on=date(2015, 2, 13), amount=D(250)))
    lender.do(RefundFromMerchant(loan=loan, on=date(2015, 2, 23), amount=D(200)))
    assert amounts(lender, loan)[-1] == second
    assert sound(lender, loan)


def test_interest_given_back_follows_a_rate_of_the_past(lender: Lender) -> None:
    lender.day(date(2015, 1, 22))
    loan = lent(lender, principal=D(1000), interest_rate=D("9.9"), interest_refunds=BOTH, **REAL_DAYS)
    lender.do(RefundFromMerchant(loan=loan, on=date(2015, 1, 22), amount=D(1000)))
    assert amounts(lender, loan) == ["5.70"]  # 1,000 for 21 days
    changes = RescheduleTerms(from_due_date=date(2015, 1, 2), new_interest_rate=D("19.8"))
    asked = RequestReschedule(loan=loan, changes=changes, submitted_on=date(2015, 1, 22))
    lender.do(ApproveReschedule(request=int(lender.do(asked).id), on=date(2015, 1, 22)))
    assert amounts(lender, loan) == ["11.39"]
    assert sound(lender, loan)


def test_the_next_payment_is_not_before_the_last(lender: Lender) -> None:
    lender.day(date(2015, 2, 25))
    loan = lent(lender, interest_rate=D(0), recalculation=None)
    assert next_payment(lender, loan) == (date(2015, 2, 1), D("16.67"))
    paid = lender.repay(loan, "2015-02-25", "10")
    assert next_payment(lender, loan) == (date(2015, 2, 25), D("16.67"))  # the instalment of 1 March
    lender.do(UndoTransaction(loan=loan, transaction=paid))
    assert next_payment(lender, loan) == (date(2015, 2, 1), D("16.67"))
    lender.repay(loan, "2015-02-25", "100")
    assert next_payment(lender, loan) == (date(2015, 2, 25), D(0))
