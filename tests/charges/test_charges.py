"""Charges: which definitions hold together, how they change, who may use them."""

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from amana.charges.create import CreateCharge
from amana.charges.definition import ChargeDefinition, problems
from amana.charges.delete import DeleteCharge
from amana.charges.kinds import ALLOWED, AppliesTo, ChargeTime, Every
from amana.charges.queries import GetCharge, GetChargeTemplate, ListCharges
from amana.charges.store import ChargeInUse, require_charge
from amana.charges.update import UpdateCharge
from amana.finance.charges import ChargeBasis, ChargeTerms
from amana.finance.charges import ChargeTime as LoanChargeTime
from amana.kernel.context import Actor
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound
from amana.kernel.tenant import Tenant
from amana.ledger.mappings import AccountMapping, replace_mappings
from amana.ledger.product_roles import Role
from tests.ledger.accounts import account
from tests.submitting import ask, perform

_NUMBERS = itertools.count(1)
SERVICE_FEE: dict[str, Any] = {
    "applies_to": AppliesTo.LOAN,
    "time": ChargeTime.DISBURSEMENT,
    "basis": ChargeBasis.FLAT,
    "currency": "USD",
    "amount": Decimal("230.56"),
    "active": True,
}


def charge(tenant: Tenant, actor: Actor, **more: Any) -> int:
    command = CreateCharge(**{"name": f"Charge {next(_NUMBERS)}", **SERVICE_FEE, **more})
    return int(perform(tenant, actor, command).id)


def faults(**more: Any) -> set[tuple[str, str]]:
    definition = ChargeDefinition(**{"name": "A charge", **SERVICE_FEE, **more})
    return {(problem.field, problem.kind) for problem in problems(definition, digits=2)}


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, set()),
        ({"name": ""}, {("name", "blank")}),
        ({"name": "n" * 101}, {("name", "too_long")}),
        ({"amount": Decimal(0)}, {("amount", "not_positive")}),
        ({"amount": Decimal("1.005")}, {("amount", "format")}),
        ({"basis": ChargeBasis.PERCENT_OF_AMOUNT, "amount": Decimal("1.0055")}, set()),
        ({"basis": ChargeBasis.PERCENT_OF_DISBURSEMENT}, {("basis", "not_one_of")}),
        ({"time": ChargeTime.WITHDRAWAL}, {("time", "not_one_of")}),
        ({"penalty": True}, {("penalty", "inconsistent")}),
        ({"time": ChargeTime.OVERDUE_INSTALMENT}, {("penalty", "inconsistent")}),
        ({"time": ChargeTime.OVERDUE_INSTALMENT, "penalty": True}, set()),
        (
            {
                "time": ChargeTime.OVERDUE_INSTALMENT,
                "penalty": True,
                "every_unit": Every.DAYS,
                "every_count": 1,
            },
            set(),
        ),
        (
            {"time": ChargeTime.OVERDUE_INSTALMENT, "penalty": True, "every_count": 0},
            {("every_count", "too_small"), ("every_unit", "blank")},
        ),
        ({"every_unit": Every.DAYS}, {("every_unit", "inconsistent")}),
        ({"minimum": Decimal(1)}, {("minimum", "inconsistent")}),
        (
            {"basis": ChargeBasis.PERCENT_OF_AMOUNT, "minimum": Decimal(2), "maximum": Decimal(1)},
            {("minimum", "inconsistent")},
        ),
        (
            {"basis": ChargeBasis.PERCENT_OF_AMOUNT, "minimum": Decimal("-1"), "maximum": Decimal("0.001")},
            {("minimum", "too_small"), ("maximum", "format")},
        ),
        ({"yearly_day": (2, 29)}, {("yearly_day", "inconsistent")}),
        ({"applies_to": AppliesTo.SAVINGS, "time": ChargeTime.ANNUAL}, {("yearly_day", "blank")}),
        ({"applies_to": AppliesTo.SAVINGS, "time": ChargeTime.ANNUAL, "yearly_day": (2, 29)}, set()),
        (
            {"applies_to": AppliesTo.SAVINGS, "time": ChargeTime.ANNUAL, "yearly_day": (2, 30)},
            {("yearly_day", "format")},
        ),
    ],
)
def test_a_definition_holds_together(more: dict[str, Any], found: set[tuple[str, str]]) -> None:
    assert faults(**more) == found


def test_every_time_of_a_loan_is_one_of_the_arithmetic() -> None:
    assert {time.of_loan for time in ALLOWED[AppliesTo.LOAN]} == set(LoanChargeTime)


def test_the_terms_a_loan_takes_over() -> None:
    definition = ChargeDefinition(
        name="Processing",
        **{
            **SERVICE_FEE,
            "time": ChargeTime.SPECIFIED_DUE_DATE,
            "basis": ChargeBasis.PERCENT_OF_AMOUNT,
            "minimum": Decimal(5),
        },
    )
    taken = definition.terms(3, amount=Decimal(2), due_on=date(2013, 5, 1))
    assert taken == ChargeTerms(
        key=3,
        time=LoanChargeTime.SPECIFIED_DUE_DATE,
        basis=ChargeBasis.PERCENT_OF_AMOUNT,
        amount=Decimal(2),
        due_on=date(2013, 5, 1),
        minimum=Decimal(5),
    )
    of_savings = replace(definition, applies_to=AppliesTo.SAVINGS)
    with pytest.raises(ValueError, match="no charge of loans"):
        of_savings.terms(1)


def test_a_charge_is_made_changed_shown_and_removed(tenant: Tenant, administrator: Actor) -> None:
    number = charge(tenant, administrator, name="Loan service fee")
    outcome = perform(
        tenant,
        administrator,
        UpdateCharge(charge=number, name="Loan service fee(changed)", amount=Decimal("230.560")),
    )
    assert outcome.changes == {"name": "Loan service fee(changed)"}
    shown = ask(tenant, administrator, GetCharge(charge=number))
    assert (shown.name, shown.amount, shown.currency.label) == (
        "Loan service fee(changed)",
        Decimal("230.56"),
        "US Dollar ($)",
    )
    perform(tenant, administrator, DeleteCharge(charge=number))
    with pytest.raises(NotFound):
        ask(tenant, administrator, GetCharge(charge=number))


def test_a_change_is_judged_as_a_whole(tenant: Tenant, administrator: Actor) -> None:
    number = charge(tenant, administrator)
    with pytest.raises(InvalidInput):
        perform(tenant, administrator, UpdateCharge(charge=number, time=ChargeTime.OVERDUE_INSTALMENT))
    late = UpdateCharge(charge=number, time=ChargeTime.OVERDUE_INSTALMENT, penalty=True)
    assert perform(tenant, administrator, late).changes == {
        "time": ChargeTime.OVERDUE_INSTALMENT,
        "penalty": True,
    }


def test_names_are_unique_and_currencies_the_institutions(tenant: Tenant, administrator: Actor) -> None:
    charge(tenant, administrator, name="Taken")
    second = charge(tenant, administrator)
    with pytest.raises(Duplicate):
        charge(tenant, administrator, name="Taken")
    with pytest.raises(Duplicate):
        perform(tenant, administrator, UpdateCharge(charge=second, name="Taken"))
    with pytest.raises(InvalidInput):
        charge(tenant, administrator, currency="CHF")


def test_a_charge_in_use_keeps_its_nature(tenant: Tenant, administrator: Actor) -> None:
    number, income = charge(tenant, administrator), account(tenant, administrator)
    mapping = AccountMapping(role=Role.INCOME_FROM_FEE, account=income, charge=number)
    with tenant.database.writing() as session:
        replace_mappings(session, "loan", 4711, [mapping])
    for command in (
        DeleteCharge(charge=number),
        UpdateCharge(charge=number, active=False),
        UpdateCharge(charge=number, basis=ChargeBasis.PERCENT_OF_AMOUNT),
    ):
        with pytest.raises(ChargeInUse):
            perform(tenant, administrator, command)
    perform(tenant, administrator, UpdateCharge(charge=number, amount=Decimal(5), name="Renamed in use"))


def test_who_may_use_a_charge(tenant: Tenant, administrator: Actor) -> None:
    good, idle = charge(tenant, administrator), charge(tenant, administrator, active=False)
    with tenant.database.reading() as session:
        assert require_charge(session, good, AppliesTo.LOAN, "USD").amount == Decimal("230.56")
        for number, applies_to, currency in (
            (idle, AppliesTo.LOAN, "USD"),
            (good, AppliesTo.SAVINGS, "USD"),
            (good, AppliesTo.LOAN, "EUR"),
            (10**9, AppliesTo.LOAN, "USD"),
        ):
            with pytest.raises(InvalidInput):
                require_charge(session, number, applies_to, currency)


def test_lists_and_templates(fresh_tenant: Tenant, administrator: Actor) -> None:
    fee = charge(fresh_tenant, administrator)
    penalty = charge(
        fresh_tenant, administrator, time=ChargeTime.OVERDUE_INSTALMENT, penalty=True, active=False
    )
    of_savings = charge(fresh_tenant, administrator, applies_to=AppliesTo.SAVINGS, time=ChargeTime.WITHDRAWAL)
    for query, found in (
        (ListCharges(), {fee, penalty, of_savings}),
        (ListCharges(applies_to=AppliesTo.LOAN), {fee, penalty}),
        (ListCharges(penalty=False), {fee, of_savings}),
        (ListCharges(active=True, currency="USD"), {fee, of_savings}),
        (ListCharges(currency="EUR"), set()),
    ):
        assert {one.id for one in ask(fresh_tenant, administrator, query)} == found
    options = ask(fresh_tenant, administrator, GetChargeTemplate(applies_to=AppliesTo.CLIENT))
    assert (options.times, options.bases) == ([ChargeTime.SPECIFIED_DUE_DATE], [ChargeBasis.FLAT])
    assert [one.code for one in options.currencies] == ["USD"]
