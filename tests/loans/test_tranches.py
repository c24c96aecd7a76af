"""Loans paid out in tranches, ended early, and loans whose interest follows the money."""

from datetime import date

import pytest

from amana.finance.terms import InterestMethod, InterestPeriod, Recalculation, Tranche
from amana.jobs.loan_days import RECALCULATE, Daily
from amana.kernel.configuration.change_settings import ChangeSetting
from amana.kernel.refusals import InvalidInput, NotAllowedInState
from amana.loans.approve import ApproveLoan
from amana.loans.asked import AskedCharge
from amana.loans.asking import ALL_PARTS, GetLoan, GetLoanTransaction
from amana.loans.disburse import DisburseLoan
from amana.loans.foreclose import ForecloseLoan
from amana.loans.kinds import Accounting
from amana.loans.payoff import GetPayoff
from amana.loans.rebuild import differences, journal_differences
from amana.loans.refusals import AmountExceeds, DateBefore
from amana.loans.undo_last_disbursal import UndoLastDisbursal
from amana.loans.undo_transaction import UndoTransaction
from tests.loans.world import START, TODAY, D, Lender

SECOND = date(2015, 3, 1)
TRANCHES = (Tranche(START, D(6000)), Tranche(SECOND, D(4000)))


def in_tranches(lender: Lender, **more: object) -> int:
    product = lender.product(Accounting.CASH, multi_disburse=True, maximum_tranches=3, **more)
    return lender.submit(product, terms={"tranches": TRANCHES})


def sound(lender: Lender, loan: int) -> bool:
    with lender.tenant.database.reading() as session:
        return not [*differences(session, loan), *journal_differences(session, loan)]


def test_overdue_principal_bears_no_more_where_the_institution_wants_it_so(lender: Lender) -> None:
    product = lender.product(recalculation=Recalculation(), interest_period=InterestPeriod.DAILY)
    setting = "is-principal-compounding-disabled-for-overdue-loans"
    with_more = lender.disbursed(product)
    lender.do(ChangeSetting(name=setting, enabled=True))
    as_planned = lender.disbursed(product)
    lender.do(ChangeSetting(name=setting, enabled=False))
    one, other = (lender.ask(GetLoan(loan=loan)).summary.interest for loan in (with_more, as_planned))
    assert other.charged == sum(row["interest_original"] for row in lender.instalments(as_planned))
    assert one.charged > other.charged


def test_a_small_rest_of_a_loan_in_tranches_joins_the_instalment_before(lender: Lender) -> None:
    def rows(**more: object) -> int:
        product = lender.product(multi_disburse=True, **more)
        terms = {"tranches": TRANCHES, "fixed_instalment": D(850)}
        return len(lender.instalments(lender.submit(product, terms=terms)))

    assert (rows(), rows(last_instalment_threshold=D(0))) == (12, 13)


def test_a_loan_is_paid_out_in_tranches_and_the_last_can_be_taken_back(lender: Lender) -> None:
    loan = in_tranches(lender)
    assert sum(row["principal_due"] for row in lender.instalments(loan)) == 10000
    lender.ready(loan)
    assert lender.position(loan)["principal_charged"] == 6000
    lender.repay(loan, "2015-02-01", "800")
    with pytest.raises(DateBefore):
        lender.do(DisburseLoan(loan=loan, on=date(2014, 12, 1)))
    lender.do(DisburseLoan(loan=loan, on=SECOND))
    assert lender.position(loan)["principal_charged"] == 10000
    assert lender.journal(loan)["loan_portfolio"] == D(10000) - lender.position(loan)["principal_paid"]
    with pytest.raises(AmountExceeds):
        lender.do(DisburseLoan(loan=loan, on=SECOND, amount=D(1)))
    lender.do(UndoLastDisbursal(loan=loan))
    assert lender.position(loan)["principal_charged"] == 6000
    with pytest.raises(NotAllowedInState):
        lender.do(UndoLastDisbursal(loan=loan))
    lender.do(DisburseLoan(loan=loan, on=SECOND, amount=D(3000)))
    assert lender.position(loan)["principal_charged"] == 9000
    paid = lender.repay(loan, str(SECOND), "100")
    lender.do(UndoLastDisbursal(loan=loan))
    assert paid not in [one.id for one in lender.ask(GetLoan(loan=loan, parts=ALL_PARTS)).transactions]
    assert lender.ask(GetLoanTransaction(loan=loan, transaction=paid)).reversed
    assert sound(lender, loan)


def test_what_tranches_have_to_be(lender: Lender) -> None:
    with pytest.raises(InvalidInput):
        lender.submit(lender.product(), terms={"tranches": TRANCHES})
    product = lender.product(multi_disburse=True, maximum_tranches=2, maximum_outstanding=D(9000))
    for wrong in (
        (Tranche(START, D(6000)), Tranche(START, D(4000))),
        (Tranche(SECOND, D(6000)),),
        (Tranche(START, D(6000)), Tranche(SECOND, D(4001))),
        (*TRANCHES[:1], Tranche(date(2015, 2, 1), D(1)), Tranche(SECOND, D(1))),
    ):
        with pytest.raises(InvalidInput):
            lender.submit(product, terms={"tranches": wrong})
    loan = lender.submit(product, terms={"tranches": TRANCHES})
    later = (TRANCHES[0], Tranche(date(2015, 2, 1), D(4000)))
    lender.do(ApproveLoan(loan=loan, on=START, tranches=later))
    lender.do(DisburseLoan(loan=loan, on=START))
    with pytest.raises(AmountExceeds):
        lender.do(DisburseLoan(loan=loan, on=date(2015, 2, 1)))
    # what the plan wants back by then makes room, paid or not
    [first, *_] = lender.instalments(loan)
    room = D(3000) + first["principal_due"]
    with pytest.raises(AmountExceeds):
        lender.do(DisburseLoan(loan=loan, on=date(2015, 2, 2), amount=room + 1))
    lender.do(DisburseLoan(loan=loan, on=date(2015, 2, 2), amount=room))


def test_a_tranche_planned_for_before_the_first_one_lapses(lender: Lender) -> None:
    product = lender.product(interest_rate=D(0), multi_disburse=True, maximum_tranches=3)
    loan = lender.submit(product, terms={"tranches": TRANCHES})
    lender.do(ApproveLoan(loan=loan, on=START))
    late = date(2015, 3, 10)
    lender.do(DisburseLoan(loan=loan, on=late))
    assert sum(row["principal_due"] for row in lender.instalments(loan)) == 6000
    lender.repay(loan, str(late), "6000")
    assert lender.position(loan)["status"] == "closed"
    lender.do(DisburseLoan(loan=loan, on=date(2015, 3, 11)))
    assert lender.position(loan)["principal_charged"] == 10000
    assert lender.position(loan)["status"] == "active"
    assert sound(lender, loan)


def test_fees_of_tranches_are_taken_with_each(lender: Lender) -> None:
    fee = lender.charge(time="tranche_disbursement", basis="percent_of_amount", amount=D(1))
    product = lender.product(Accounting.CASH, multi_disburse=True)
    loan = lender.submit(product, terms={"tranches": TRANCHES}, charges=(AskedCharge(charge=fee),))
    lender.ready(loan)
    lender.do(DisburseLoan(loan=loan, on=SECOND))
    taken = [row[:3] for row in lender.transactions(loan) if row[1] == "repayment_at_disbursement"]
    assert taken == [
        ("2015-01-01", "repayment_at_disbursement", "60.00"),
        ("2015-03-01", "repayment_at_disbursement", "40.00"),
    ]
    assert lender.journal(loan)["income_from_fee"] == -100
    lender.do(UndoLastDisbursal(loan=loan))
    assert lender.journal(loan)["income_from_fee"] == -60
    assert sound(lender, loan)


def test_a_loan_is_ended_before_its_term(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.repay(loan, "2015-02-01", "888.49")
    owed = lender.ask(GetPayoff(loan=loan, on=date(2015, 2, 15), foreclosure=True))
    assert (owed.components.principal, owed.components.interest) == (D("9211.51"), D("46.06"))
    assert lender.ask(GetPayoff(loan=loan, on=date(2015, 2, 15))).components.interest == D("561.86")
    event = lender.do(ForecloseLoan(loan=loan, on=date(2015, 2, 15))).id
    position = lender.position(loan)
    assert (position["status"], position["closed_on"]) == ("closed", date(2015, 2, 15))
    assert lender.journal(loan)["interest_on_loan"] == D("-146.06")
    assert len(lender.instalments(loan)) == 2
    assert sound(lender, loan)
    lender.do(UndoTransaction(loan=loan, transaction=event))
    assert lender.position(loan)["status"] == "active"
    assert len(lender.instalments(loan)) == 12
    assert sound(lender, loan)


def test_interest_follows_the_money(lender: Lender) -> None:
    product = lender.product(
        Accounting.CASH, recalculation=Recalculation(), interest_period=InterestPeriod.DAILY
    )
    loan = lender.disbursed(product)
    late = lender.position(loan)["interest_charged"]
    assert lender.position(loan)["derived_on"] == TODAY
    plain = lender.disbursed(lender.product(interest_period=InterestPeriod.DAILY))
    assert late > lender.position(plain)["interest_charged"]
    lender.repay(loan, "2015-02-01", "5000")
    assert lender.position(loan)["interest_charged"] < late
    owed = lender.ask(GetPayoff(loan=loan, on=TODAY))
    lender.repay(loan, "2015-04-01", str(owed.amount))
    assert lender.position(loan)["status"] == "closed"
    assert sound(lender, loan)


def test_a_new_day_is_told_to_loans_whose_interest_follows_the_money(lender: Lender) -> None:
    loan = lender.disbursed(
        lender.product(recalculation=Recalculation(), interest_period=InterestPeriod.DAILY)
    )
    before = lender.position(loan)["interest_charged"]
    lender.day(date(2015, 5, 2))
    job = Daily(RECALCULATE.name, RECALCULATE.over)
    assert job.run(lender.tenant) >= 1
    assert lender.position(loan)["derived_on"] == date(2015, 5, 2)
    assert lender.position(loan)["interest_charged"] > before
    assert sound(lender, loan)
    lender.day(TODAY)


def test_flat_interest_cannot_follow_the_money(lender: Lender) -> None:
    product = lender.product(recalculation=Recalculation(), interest_method=InterestMethod.FLAT)
    loan = lender.submit(product)
    assert lender.ask(GetLoan(loan=loan)).contract.terms.recalculation is None
