"""What every loan goes through once a day."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from amana.jobs.loan_days import ACCRUE, CHARGE_OVERDUE, Daily
from amana.jobs.named import NAMED_JOBS
from amana.loans.asking import ListLoanCharges
from amana.loans.kinds import Accounting
from tests.loans.world import D, Lender
from tests.tenant_fixtures import administrator_of, copied


@pytest.fixture
def lender(database_server: Callable[..., str], template_database: str) -> Iterator[Lender]:
    with copied(database_server, template_database) as tenant:
        yield Lender(tenant, administrator_of(tenant))


def again(job: Daily) -> Daily:
    """The same job, knowing nothing of what it did."""
    return Daily(job.name, job.over)


def test_overdue_instalments_are_punished_once_and_after_days_of_grace(lender: Lender) -> None:
    penalty = lender.charge(time="overdue_instalment", basis="flat", amount=D(15), penalty=True)
    product = lender.product(Accounting.CASH, charges=(penalty,))
    loan = lender.disbursed(product)
    lender.disbursed(lender.product())
    assert lender.ask(ListLoanCharges(loan=loan)) == []
    assert again(CHARGE_OVERDUE).run(lender.tenant) == 1
    charges = lender.ask(ListLoanCharges(loan=loan))
    assert [(one.due_on, one.amount) for one in charges] == [
        (date(2015, 2, 1), D(15)),
        (date(2015, 3, 1), D(15)),
    ]
    assert [row["penalties_due"] for row in lender.instalments(loan)[:4]] == [15, 15, 0, 0]
    again(CHARGE_OVERDUE).run(lender.tenant)
    assert len(lender.ask(ListLoanCharges(loan=loan))) == 2
    lender.day(date(2015, 4, 3))
    again(CHARGE_OVERDUE).run(lender.tenant)
    assert len(lender.ask(ListLoanCharges(loan=loan))) == 2  # due on the first, two days of grace
    lender.day(date(2015, 4, 4))
    again(CHARGE_OVERDUE).run(lender.tenant)
    assert len(lender.ask(ListLoanCharges(loan=loan))) == 3


def test_income_is_accrued_up_to_the_day_and_once(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC))
    job = again(ACCRUE)
    assert job.run(lender.tenant) == 1
    assert job.run(lender.tenant) == 0  # the day is through
    booked = sum((row["interest_due"] for row in lender.instalments(loan)[:3]), D(0))
    assert lender.journal(loan)["interest_on_loan"] == -booked
    lender.day(date(2015, 4, 2))
    assert job.run(lender.tenant) == 1
    assert lender.position(loan)["accrued_until"] == date(2015, 4, 2)


@pytest.mark.parametrize("at_a_time", [1, 2, 3])
def test_a_named_job_goes_over_every_loan_however_many_at_a_time(
    at_a_time: int, lender: Lender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amana.jobs.over_loans.BATCH", at_a_time)
    product = lender.product(Accounting.ACCRUAL_PERIODIC)
    loans = [lender.disbursed(product) for _ in range(3)]
    [job] = [one for one in NAMED_JOBS if one.short_name == "LA_PACR"]
    job.go_over_loans(lender.tenant)
    assert [lender.position(loan)["accrued_until"] for loan in loans] == [date(2015, 4, 1)] * 3
