"""Accruals shown at the disbursement of loans whose books have none."""

from datetime import date

import pytest

from amana.kernel.configuration.change_settings import ChangeSettings, SettingChange
from amana.loans.add_charge import AddLoanCharge
from amana.loans.asking import ALL_PARTS, GetLoan
from amana.loans.conventions import ACCRUED_WITHOUT_ENTRIES
from amana.loans.kinds import Accounting, TransactionKind
from amana.loans.waive_interest import WaiveInterest
from amana.loans.write_off import WriteOffLoan
from tests.loans.world import D, Lender


@pytest.mark.parametrize("accounting", [Accounting.NONE, Accounting.CASH])
@pytest.mark.parametrize("shown", [True, False])
def test_accruals_are_shown_and_never_booked(lender: Lender, accounting: Accounting, shown: bool) -> None:
    lender.do(ChangeSettings(settings=(SettingChange(name=ACCRUED_WITHOUT_ENTRIES, enabled=shown),)))
    loan = lender.disbursed(lender.product(accounting))
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(30))
    lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=date(2015, 1, 20)))
    view = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS))
    accrued = [one.amount for one in view.transactions if one.kind is TransactionKind.ACCRUAL]
    assert accrued == ([view.summary.interest.charged, D(30)] if shown else [])
    lender.do(WaiveInterest(loan=loan, on=date(2015, 2, 1), amount=D(50)))
    lender.do(WriteOffLoan(loan=loan, on=date(2015, 3, 1)))
    books = lender.journal(loan)
    if accounting is Accounting.CASH:
        assert books == {"fund_source": D(-10_000), "write_off": D(10_000)}
    else:
        assert not books
    lender.do(ChangeSettings(settings=(SettingChange(name=ACCRUED_WITHOUT_ENTRIES, enabled=False),)))
