"""Taxes that charges contain: what they come to on a day, and where they are booked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from amana.charges.kinds import ChargeTime
from amana.finance.charges import ChargeBasis
from amana.kernel.refusals import InvalidInput
from amana.ledger.account_types import AccountClass
from amana.ledger.records import gl_account
from amana.loans.accrue import AccrueLoan
from amana.loans.add_charge import AddLoanCharge
from amana.loans.kinds import Accounting
from amana.loans.rebuild import differences, journal_differences
from amana.taxes.create_component import CreateTaxComponent
from amana.taxes.create_group import CreateTaxGroup
from amana.taxes.rules import AskedTax
from amana.taxes.store import taxes_on
from amana.taxes.update_component import UpdateTaxComponent
from amana.taxes.update_group import UpdateTaxGroup
from tests.ledger.accounts import account
from tests.loans.products.products import unique
from tests.loans.world import START, D, Lender

FEBRUARY, MARCH = date(2015, 2, 1), date(2015, 3, 1)


@pytest.fixture
def owed_on(lender: Lender) -> int:
    return account(lender.tenant, lender.actor, AccountClass.LIABILITY)


def component(lender: Lender, percentage: str, owed_on: int | None) -> int:
    asked = CreateTaxComponent(
        name=unique("Tax"), percentage=D(percentage), starts_on=START, credit_account=owed_on
    )
    return lender.do(asked).id


def group(lender: Lender, *components: int) -> int:
    taxes = tuple(AskedTax(component=one, starts_on=START) for one in components)
    return lender.do(CreateTaxGroup(name=unique("Tax"), taxes=taxes)).id


def rates(lender: Lender, taxes: int, day: date) -> list[tuple[int, Decimal]]:
    with lender.tenant.database.reading() as session:
        return [(one.component, one.percentage) for one in taxes_on(session, taxes, day)]


def test_a_tax_is_what_it_is_on_the_day(lender: Lender, owed_on: int) -> None:
    vat, levy, unowed = (
        component(lender, "16", owed_on),
        component(lender, "2.5", owed_on),
        component(lender, "1", None),
    )
    taxes = group(lender, vat, levy, unowed)
    lender.do(UpdateTaxComponent(component=vat, percentage=D(18), starts_on=MARCH))
    kept = AskedTax(component=vat, starts_on=START)
    lender.do(
        UpdateTaxGroup(group=taxes, taxes=(kept, AskedTax(component=levy, starts_on=START, ends_on=FEBRUARY)))
    )
    assert rates(lender, taxes, date(2014, 12, 31)) == []
    assert rates(lender, taxes, START) == [(vat, D(16)), (levy, D("2.5"))]
    assert rates(lender, taxes, FEBRUARY) == [(vat, D(16))]
    assert rates(lender, taxes, MARCH) == [(vat, D(18))]


@pytest.mark.parametrize("starts_on", [START, date(2014, 1, 1)])
def test_a_tax_does_not_change_before_its_last_change(lender: Lender, owed_on: int, starts_on: date) -> None:
    with pytest.raises(InvalidInput):
        lender.do(
            UpdateTaxComponent(
                component=component(lender, "16", owed_on), percentage=D(18), starts_on=starts_on
            )
        )


def test_a_tax_is_in_a_group_once_at_a_time(lender: Lender, owed_on: int) -> None:
    vat = component(lender, "16", owed_on)
    first = AskedTax(component=vat, starts_on=START, ends_on=MARCH)
    with pytest.raises(InvalidInput):
        lender.do(CreateTaxGroup(name=unique("Tax"), taxes=(first, replace(first, starts_on=FEBRUARY))))
    lender.do(
        CreateTaxGroup(name=unique("Tax"), taxes=(first, replace(first, starts_on=MARCH, ends_on=None)))
    )


def booked(lender: Lender, loan: int, owed_on: int, event: int | None = None) -> dict[str, Decimal]:
    """The journal of a loan, the account of the tax as ``tax``."""
    [row] = lender.rows(sa.select(gl_account.c.name).where(gl_account.c.id == owed_on))
    name = row["name"]
    return {{name: "tax"}.get(key, key): amount for key, amount in lender.journal(loan, event).items()}


def charged(lender: Lender, accounting: Accounting, owed_on: int, amount: str) -> int:
    taxes = group(lender, component(lender, "16", owed_on))
    fee = lender.charge(
        time=ChargeTime.SPECIFIED_DUE_DATE, basis=ChargeBasis.FLAT, amount=D(amount), tax_group=taxes
    )
    loan = lender.disbursed(lender.product(accounting))
    lender.do(AddLoanCharge(loan=loan, charge=fee, due_on=FEBRUARY))
    return loan


def test_under_cash_accounting_a_tax_is_owed_when_it_is_received(lender: Lender, owed_on: int) -> None:
    loan = charged(lender, Accounting.CASH, owed_on, "100")
    paid = lender.repay(loan, "2015-02-01", "50")
    assert booked(lender, loan, owed_on, paid) == {
        "fund_source": D("50.00"),
        "income_from_fee": D("-42.00"),
        "tax": D("-8.00"),
    }
    with lender.tenant.database.reading() as session:
        assert not [*differences(session, loan), *journal_differences(session, loan)]


def test_under_accrual_accounting_a_tax_is_owed_when_the_fee_is_earned(lender: Lender, owed_on: int) -> None:
    loan = charged(lender, Accounting.ACCRUAL_PERIODIC, owed_on, "99.99")
    lender.do(AccrueLoan(loan=loan, until=FEBRUARY))
    made = booked(lender, loan, owed_on)
    assert (made["receivable_fee"], made["income_from_fee"], made["tax"]) == (
        D("99.99"),
        D("-83.99"),
        D("-16.00"),
    )
    paid = lender.repay(loan, "2015-02-01", "99.99")
    assert booked(lender, loan, owed_on, paid) == {"fund_source": D("99.99"), "receivable_fee": D("-99.99")}
