"""Loans that pay off an older one of the same borrower when they are paid out."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from amana.kernel.refusals import InvalidInput, NotAllowedInState
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.activities.create import MapFinancialActivity
from amana.ledger.activities.definition import FinancialActivity
from amana.ledger.activities.delete import UnmapFinancialActivity
from amana.ledger.activities.update import ChangeActivityAccount
from amana.ledger.create_account import CreateAccount
from amana.loans.adjust import AdjustTransaction
from amana.loans.approve import ApproveLoan
from amana.loans.asked import AskedTerms
from amana.loans.asking import GetLoan, LoanPart
from amana.loans.charge_back import ChargePaymentBack
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import Accounting
from amana.loans.modify import ModifyLoan
from amana.loans.products.asked import AskedAccounts
from amana.loans.products.queries import GetLoanProduct
from amana.loans.products.update import UpdateLoanProduct
from amana.loans.rebuild import differences, journal_differences
from amana.loans.refusals import (
    NoLoanToClose,
    NotOfProduct,
    PartOfTopUp,
    TopUpAppliedForTooEarly,
    TopUpNotActive,
    TopUpPaidOutTooEarly,
    TopUpStands,
    TopUpTooSmall,
)
from amana.loans.undo_disbursal import UndoDisbursal
from amana.loans.undo_last_disbursal import UndoLastDisbursal
from amana.loans.undo_transaction import UndoTransaction
from tests.loans.world import START, D, Lender

MIDDLE = date(2015, 1, 15)
OWED = D("10661.86")
"""Everything scheduled: 10,000 and the interest of its twelve months."""


@pytest.fixture
def older(lender: Lender) -> int:
    return lender.disbursed(lender.product(Accounting.CASH))


@pytest.fixture
def product(lender: Lender) -> int:
    return lender.product(Accounting.CASH, may_top_up=True, maximum_principal=None)


def applied(lender: Lender, product: int, closes: int, principal: int = 15000, **more: Any) -> int:
    terms = {"principal": D(principal), "expected_disbursement_on": MIDDLE}
    return lender.submit(product, terms=terms, submitted_on=MIDDLE, closes=closes, **more)


def topped_up(lender: Lender, product: int, closes: int, principal: int = 15000) -> int:
    loan = applied(lender, product, closes, principal)
    lender.do(ApproveLoan(loan=loan, on=MIDDLE))
    lender.do(DisburseLoan(loan=loan, on=MIDDLE))
    return loan


def sound(lender: Lender, loan: int) -> bool:
    """Whether what is stored of the loan, and its journal, are what its events make."""
    with lender.tenant.database.reading() as session:
        return not list(differences(session, loan)) and not list(journal_differences(session, loan))


def status(lender: Lender, loan: int) -> str:
    return str(lender.position(loan)["status"])


def test_the_disbursement_closes_the_older_loan_and_the_rest_is_paid_out(
    lender: Lender, older: int, product: int
) -> None:
    """Test sheet 4679."""
    loan = topped_up(lender, product, older)
    assert lender.transactions(older)[-1][:5] == ("2015-01-15", "repayment", "10661.86", "10000.00", "661.86")
    assert [row[:3] for row in lender.transactions(loan)] == [
        ("2015-01-15", "disbursement", "10661.86"),
        ("2015-01-15", "disbursement", "4338.14"),
    ]
    assert (status(lender, older), status(lender, loan)) == ("closed", "active")
    assert lender.position(loan)["principal_charged"] == D(15000)
    assert lender.instalments(loan)[0]["principal_due"] == D("1182.73")
    shown = lender.ask(GetLoan(loan=loan, parts=frozenset({LoanPart.SCHEDULE})))
    assert [(row.on, row.amount) for row in shown.schedule.disbursements] == [(MIDDLE, D(15000))]
    assert sound(lender, loan)
    assert sound(lender, older)


def test_money_between_the_loans_leaves_the_fund_alone(lender: Lender, older: int, product: int) -> None:
    loan = topped_up(lender, product, older)
    both = {
        role: lender.journal(older).get(role, D(0)) + lender.journal(loan).get(role, D(0))
        for role in lender.accounts
    }
    assert {role: amount for role, amount in both.items() if amount} == {
        "loan_portfolio": D(15000),
        "fund_source": -(D(10000) + D(15000) - OWED),
        "interest_on_loan": -(OWED - D(10000)),
    }


@pytest.fixture
def transfers(lender: Lender) -> Iterator[int]:
    """The institution's account for transfers of assets."""
    account = lender.do(
        CreateAccount(name="Transfers", code="T-1", account_class=AccountClass.ASSET, usage=Usage.DETAIL)
    ).id
    mapping = lender.do(MapFinancialActivity(activity=FinancialActivity.ASSET_TRANSFER, account=account)).id
    yield mapping
    lender.do(UnmapFinancialActivity(mapping=mapping))


def test_where_the_institution_has_an_account_for_transfers_of_assets_they_go_over_it(
    lender: Lender, older: int, product: int, transfers: int
) -> None:
    loan = topped_up(lender, product, older)
    assert (lender.journal(older)["Transfers"], lender.journal(loan)["Transfers"]) == (OWED, -OWED)
    earlier = lender.disbursed(lender.product(Accounting.CASH))
    other = lender.do(
        CreateAccount(name="Other", code="T-2", account_class=AccountClass.ASSET, usage=Usage.DETAIL)
    ).id
    lender.do(ChangeActivityAccount(mapping=transfers, account=other))
    later = topped_up(lender, product, earlier)
    assert "Transfers" not in lender.journal(later)
    assert (lender.journal(earlier)["Other"], lender.journal(later)["Other"]) == (OWED, -OWED)
    for one in (older, loan, earlier, later):
        assert sound(lender, one), "each stands on the account of its time"
    lender.do(
        UpdateLoanProduct(product=product, accounts=AskedAccounts(write_off=lender.accounts["write_off"]))
    )
    shown = {str(one.role) for one in lender.ask(GetLoanProduct(product=product)).accounts}
    assert "asset_transfer" not in shown, "a product has none of its own"


def test_a_loan_may_go_to_the_older_one_whole(lender: Lender, older: int) -> None:
    product = lender.product(may_top_up=True, digits=2)
    loan = lender.submit(
        product,
        terms={"principal": OWED, "expected_disbursement_on": MIDDLE},
        submitted_on=MIDDLE,
        closes=older,
    )
    lender.do(ApproveLoan(loan=loan, on=MIDDLE))
    lender.do(DisburseLoan(loan=loan, on=MIDDLE))
    assert [row[1:3] for row in lender.transactions(loan)] == [("disbursement", "10661.86")]


def test_undoing_the_disbursement_opens_the_older_loan_again_where_that_is_said(
    lender: Lender, older: int, product: int
) -> None:
    """Test sheet 4683 wants it refused."""
    before = lender.position(older)["interest_paid"], lender.journal(older)
    loan = topped_up(lender, product, older)
    with pytest.raises(TopUpStands):
        lender.do(UndoDisbursal(loan=loan))
    lender.do(UndoDisbursal(loan=loan, reopens=True))
    assert (status(lender, older), status(lender, loan)) == ("active", "approved")
    assert (lender.position(older)["interest_paid"], lender.journal(older)) == before
    assert lender.journal(loan) == {}
    lender.do(DisburseLoan(loan=loan, on=MIDDLE))
    assert status(lender, older) == "closed"


def test_what_belongs_to_a_top_up_is_not_taken_back_by_itself(
    lender: Lender, older: int, product: int
) -> None:
    loan = topped_up(lender, product, older)
    payment = lender.ask(GetLoan(loan=older, parts=frozenset({LoanPart.TRANSACTIONS}))).transactions[-1]
    assert payment.transfer == loan
    for command in (
        UndoTransaction(loan=older, transaction=payment.id),
        AdjustTransaction(loan=older, transaction=payment.id, on=MIDDLE, amount=D(1)),
        ChargePaymentBack(loan=older, transaction=payment.id, amount=D(1)),
        UndoDisbursal(loan=older),
    ):
        with pytest.raises(PartOfTopUp):
            lender.do(command)
    with pytest.raises(NotAllowedInState):
        lender.do(UndoLastDisbursal(loan=loan))


def test_only_an_active_loan_of_the_borrower_is_topped_up(lender: Lender, older: int, product: int) -> None:
    with pytest.raises(NoLoanToClose):
        applied(lender, product, older, client=lender.new_client())
    with pytest.raises(NoLoanToClose):
        applied(lender, product, lender.approved(lender.product()))
    with pytest.raises(NotOfProduct):
        applied(lender, lender.product(), older)
    with pytest.raises(InvalidInput):
        lender.submit(product, tops_up=True)


def test_it_takes_enough_to_close_the_older_loan(lender: Lender, older: int, product: int) -> None:
    with pytest.raises(TopUpTooSmall):
        applied(lender, product, older, 10000)
    loan = applied(lender, product, older)
    with pytest.raises(TopUpTooSmall):
        lender.do(ApproveLoan(loan=loan, on=MIDDLE, principal=D(10000)))
    with pytest.raises(TopUpTooSmall):
        lender.do(ModifyLoan(loan=loan, terms=AskedTerms(principal=D(10000))))


def test_the_older_loan_rests_until_the_new_one_is_paid_out(lender: Lender, older: int, product: int) -> None:
    """Test sheet 4681."""
    loan = applied(lender, product, older)
    lender.do(ApproveLoan(loan=loan, on=MIDDLE))
    lender.repay(older, "2015-01-15", "888.49")
    with pytest.raises(TopUpPaidOutTooEarly):
        lender.do(DisburseLoan(loan=loan, on=MIDDLE))
    with pytest.raises(TopUpPaidOutTooEarly):
        applied(lender, product, older)
    lender.do(DisburseLoan(loan=loan, on=date(2015, 1, 16)))
    assert lender.transactions(loan)[0][2] == str(OWED - D("888.49"))


def test_a_loan_paid_meanwhile_needs_no_closing(lender: Lender, older: int, product: int) -> None:
    loan = applied(lender, product, older)
    lender.do(ApproveLoan(loan=loan, on=MIDDLE))
    lender.repay(older, "2015-01-14", str(OWED))
    with pytest.raises(TopUpNotActive):
        lender.do(DisburseLoan(loan=loan, on=MIDDLE))
    lender.do(UndoDisbursal(loan=older))
    assert status(lender, older) == "approved"


def test_an_application_of_the_day_the_older_loan_was_paid_out_is_too_early(
    lender: Lender, older: int, product: int
) -> None:
    with pytest.raises(TopUpAppliedForTooEarly):
        lender.submit(product, closes=older, terms={"principal": D(15000)}, submitted_on=START)
