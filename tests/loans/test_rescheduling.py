"""A borrower asks to pay otherwise; the institution agrees or not."""

from datetime import date

import pytest

from amana.finance.terms import Recalculation, RestFrequency, RestUnit
from amana.kernel.refusals import InvalidInput, NotAllowedInState
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import Accounting
from amana.loans.rebuild import differences, journal_differences
from amana.loans.rescheduling.approve import ApproveReschedule
from amana.loans.rescheduling.queries import GetReschedule, ListReschedules, PreviewReschedule
from amana.loans.rescheduling.reject import RejectReschedule
from amana.loans.rescheduling.request import RequestReschedule
from amana.loans.rescheduling.terms import RescheduleStatus, RescheduleTerms
from amana.loans.undo_disbursal import UndoDisbursal
from tests.loans.world import START, TODAY, D, Lender

MAY = date(2015, 5, 1)


def dues(lender: Lender, loan: int) -> list[tuple[date, str, str]]:
    return [
        (row["due_date"], str(row["principal_due"]), str(row["interest_due"]))
        for row in lender.instalments(loan)
    ]


def request(lender: Lender, loan: int, **changes: object) -> int:
    asked = RescheduleTerms(from_due_date=MAY, **changes)
    return int(lender.do(RequestReschedule(loan=loan, changes=asked, submitted_on=TODAY)).id)


def test_due_dates_move_from_an_instalment_on(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    before = dues(lender, loan)
    made = request(lender, loan, new_due_date=date(2015, 5, 15))
    assert dues(lender, loan) == before
    shown = lender.ask(
        PreviewReschedule(
            loan=loan, changes=RescheduleTerms(from_due_date=MAY, new_due_date=date(2015, 5, 15))
        )
    )
    lender.do(ApproveReschedule(request=made, on=TODAY))
    after = dues(lender, loan)
    assert [one[0] for one in after[3:6]] == [
        date(2015, 4, 1).replace(month=5, day=15),
        date(2015, 6, 15),
        date(2015, 7, 15),
    ]
    assert after[:3] == before[:3]
    assert [one.due_date for one in shown.instalments] == [one[0] for one in after]
    assert lender.ask(GetReschedule(request=made)).status is RescheduleStatus.APPROVED
    with pytest.raises(NotAllowedInState):
        lender.do(RejectReschedule(request=made, on=TODAY))
    with lender.tenant.database.reading() as session:
        assert not [*differences(session, loan), *journal_differences(session, loan)]


def test_the_term_grows_and_the_rate_changes(lender: Lender) -> None:
    loan = lender.disbursed(lender.product())
    lender.do(ApproveReschedule(request=request(lender, loan, extra_instalments=2), on=TODAY))
    assert len(lender.instalments(loan)) == 14
    first = sum(row["interest_due"] for row in lender.instalments(loan))
    lender.do(ApproveReschedule(request=request(lender, loan, new_interest_rate=D(24)), on=TODAY))
    assert sum(row["interest_due"] for row in lender.instalments(loan)) > first
    lender.do(UndoDisbursal(loan=loan))
    lender.do(DisburseLoan(loan=loan, on=START))
    assert len(lender.instalments(loan)) == 12  # agreed anew, as it was at first


@pytest.mark.parametrize("recalculation", [None, Recalculation(rest=RestFrequency(unit=RestUnit.DAILY))])
def test_instalments_are_another_amount_for_a_while(
    lender: Lender, recalculation: Recalculation | None
) -> None:
    """500 in May and June, and what is left then in equal instalments until the end."""
    loan = lender.disbursed(lender.product(Accounting.CASH, recalculation=recalculation))
    for day in ("2015-02-01", "2015-03-01", "2015-04-01"):
        lender.repay(loan, day, "888.49")
    made = request(lender, loan, new_instalment=D(500), instalment_until=date(2015, 6, 1))
    lender.do(ApproveReschedule(request=made, on=TODAY))
    totals = [row["principal_due"] + row["interest_due"] for row in lender.instalments(loan)]
    left = lender.instalments(loan)[4]["balance"]
    annuity = (left * D("0.01") / (1 - D("1.01") ** -7)).quantize(D("0.01"))
    assert totals[2:5] == [D("888.49"), D(500), D(500)]
    assert set(totals[5:11]) == {annuity}
    assert abs(totals[11] - annuity) < 1
    assert len(totals) == 12
    with lender.tenant.database.reading() as session:
        assert not [*differences(session, loan), *journal_differences(session, loan)]


def test_a_request_can_be_declined(lender: Lender) -> None:
    loan = lender.disbursed(lender.product())
    before = dues(lender, loan)
    made = request(lender, loan, grace_on_principal=2)
    lender.do(RejectReschedule(request=made, on=TODAY))
    assert dues(lender, loan) == before
    assert [one.status for one in lender.ask(ListReschedules(loan=loan))] == [RescheduleStatus.REJECTED]


@pytest.mark.parametrize(
    "changes",
    [
        {"from_due_date": date(2015, 5, 2), "extra_instalments": 1},
        {"from_due_date": date(2015, 2, 1), "extra_instalments": 1},
        {"from_due_date": MAY},
        {"from_due_date": MAY, "new_due_date": date(2015, 4, 1)},
        {"from_due_date": MAY, "extra_instalments": -1, "grace_on_principal": 1},
        {"from_due_date": MAY, "new_instalment": D(500)},
        {"from_due_date": MAY, "instalment_until": MAY},
        {"from_due_date": MAY, "new_instalment": D(0), "instalment_until": MAY},
        {"from_due_date": MAY, "new_instalment": D(500), "instalment_until": date(2015, 4, 30)},
    ],
)
def test_what_cannot_be_asked_for(lender: Lender, changes: dict[str, object]) -> None:
    loan = lender.disbursed(lender.product())
    lender.repay(loan, "2015-02-01", "888.49")
    with pytest.raises(InvalidInput):
        lender.do(RequestReschedule(loan=loan, changes=RescheduleTerms(**changes), submitted_on=TODAY))
