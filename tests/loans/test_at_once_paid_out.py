"""Loans of products that are paid out with their application."""

from dataclasses import replace
from datetime import date

import pytest

from amana.kernel.refusals import InvalidInput, NotPermitted
from amana.loans.asked import AskedTerms
from amana.loans.asking import GetLoan, LoanPart
from amana.loans.kinds import Accounting, LoanStatus, LoanType
from amana.loans.payment import PaymentDetail
from amana.loans.refusals import DateInFuture
from amana.loans.submit import SubmitLoan
from tests.loans.products.products import new_product
from tests.loans.world import START, D, Lender
from tests.submitting import perform

RIGHTS = frozenset({"CREATE_LOAN", "APPROVE_LOAN", "DISBURSE_LOAN"})


@pytest.fixture
def paid(lender: Lender) -> PaymentDetail:
    return PaymentDetail(type=lender.code_value("PaymentType", "Mobile money"), receipt_number="R-7")


def test_it_is_running_when_the_application_is_answered(lender: Lender, paid: PaymentDetail) -> None:
    loan = lender.submit(lender.product(Accounting.CASH, paid_out_with=paid))
    parts = frozenset({LoanPart.TRANSACTIONS})
    shown = lender.ask(GetLoan(loan=loan, parts=parts))
    [disbursed] = shown.transactions
    assert (shown.status, shown.approved_principal) == (LoanStatus.ACTIVE, D(10000))
    assert (disbursed.on, disbursed.amount, disbursed.payment.receipt_number) == (START, D(10000), "R-7")
    assert lender.journal(loan) == {"loan_portfolio": D(10000), "fund_source": -D(10000)}


def test_it_is_paid_out_on_the_day_that_is_expected(lender: Lender, paid: PaymentDetail) -> None:
    product = lender.product(paid_out_with=paid)
    loan = lender.submit(product, terms={"expected_disbursement_on": date(2015, 1, 20)})
    position = lender.position(loan)
    assert (position["approved_on"], position["disbursed_on"]) == (START, date(2015, 1, 20))
    with pytest.raises(DateInFuture):
        lender.submit(product, terms={"expected_disbursement_on": date(2015, 4, 2)})


def test_who_may_not_pay_out_does_not_do_it_by_applying(lender: Lender, paid: PaymentDetail) -> None:
    product = lender.product(paid_out_with=paid)
    clerk = replace(lender.actor, permissions=RIGHTS - {"DISBURSE_LOAN"})
    asked = SubmitLoan(
        product=product,
        loan_type=LoanType.INDIVIDUAL,
        client=lender.client,
        submitted_on=START,
        terms=AskedTerms(expected_disbursement_on=START),
    )
    with pytest.raises(NotPermitted):
        perform(lender.tenant, clerk, asked)
    perform(lender.tenant, replace(lender.actor, permissions=RIGHTS), asked)


def test_the_type_of_payment_is_known(lender: Lender) -> None:
    with pytest.raises(InvalidInput):
        lender.do(new_product(paid_out_with=PaymentDetail(type=999_999)))
