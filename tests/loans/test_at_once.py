"""Several tellers at the same moment: nothing is lost, nothing is counted twice."""

import threading
from datetime import date

from amana.loans.asking import ALL_PARTS, GetLoan
from amana.loans.kinds import Accounting
from amana.loans.rebuild import differences, journal_differences
from tests.loans.world import D, Lender


def test_payments_at_the_same_moment_follow_one_another(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    start = threading.Barrier(6)
    days = ("2015-02-01", "2015-03-01", "2015-04-01")

    def pay(number: int) -> None:
        start.wait()
        for day in days[number % 3 :]:
            lender.repay(loan, day, "100.00")

    threads = [threading.Thread(target=pay, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    view = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS))
    paid = [one for one in view.transactions if one.amount == D("100.00")]
    assert len(paid) == 12
    assert view.summary.repaid == 1200
    assert lender.journal(loan)["fund_source"] == D(1200) - D(10000)
    assert [one.on for one in paid] == sorted(one.on for one in paid)
    assert paid[-1].on == date(2015, 4, 1)
    with lender.tenant.database.reading() as session:
        assert not [*differences(session, loan), *journal_differences(session, loan)]
