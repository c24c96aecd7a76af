"""Accounts by role: what a method needs, which classes fit, and the same resolution in Python and in SQL."""

import pytest
import sqlalchemy as sa

from amana.kernel.context import Actor
from amana.kernel.refusals import InvalidInput
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.mappings import (
    AccountMapping,
    ProductAccounts,
    accounts_of,
    loaded_with,
    replace_mappings,
    validate,
)
from amana.ledger.posting_rules import AccountingMethod
from amana.ledger.product_roles import LOAN_ROLES, ROLES, Role
from tests.ledger.accounts import account

CASH, ACCRUAL, NONE = AccountingMethod.CASH, AccountingMethod.ACCRUAL, AccountingMethod.NONE
Made = dict[Role, int]


@pytest.fixture
def made(tenant: Tenant, administrator: Actor) -> Made:
    """One fit account for every role of a loan."""
    return {role: account(tenant, administrator, min(spec.classes)) for role, spec in LOAN_ROLES.items()}


def complete(made: Made, method: AccountingMethod) -> list[AccountMapping]:
    return [
        AccountMapping(role=role, account=made[role])
        for role, spec in LOAN_ROLES.items()
        if method in spec.needed_by
    ]


def problems(
    tenant: Tenant, method: AccountingMethod, mappings: list[AccountMapping]
) -> set[tuple[str, str]]:
    with tenant.database.reading() as session:
        try:
            validate(session, "loan", method, mappings, fields={Role.FUND_SOURCE: "fund_source_account"})
        except InvalidInput as refused:
            return {(p.field, p.kind) for p in refused.problems}
    return set()


@pytest.mark.parametrize("method", [CASH, ACCRUAL, AccountingMethod.ACCRUAL_UPFRONT, NONE])
def test_what_a_method_needs_is_enough(tenant: Tenant, made: Made, method: AccountingMethod) -> None:
    assert problems(tenant, method, complete(made, method)) == set()


def test_every_role_that_is_needed_is_missed_by_name(tenant: Tenant) -> None:
    assert ("fund_source_account", "blank") in problems(tenant, CASH, [])
    assert {field for field, _ in problems(tenant, ACCRUAL, [])} - {
        field for field, _ in problems(tenant, CASH, [])
    } == {"receivable_interest", "receivable_fee", "receivable_penalty"}


def test_unfit_accounts_are_refused(tenant: Tenant, administrator: Actor, made: Made) -> None:
    income = account(tenant, administrator, AccountClass.INCOME)
    header = account(tenant, administrator, usage=Usage.HEADER)
    disabled = account(tenant, administrator, disabled=True)
    for unfit, kind in ((income, "inconsistent"), (header, "inconsistent"), (disabled, "inconsistent")):
        mappings = complete({**made, Role.LOAN_PORTFOLIO: unfit}, CASH)
        assert problems(tenant, CASH, mappings) == {("loan_portfolio", kind)}
    mappings = complete({**made, Role.LOAN_PORTFOLIO: 10**9}, CASH)
    assert problems(tenant, CASH, mappings) == {("loan_portfolio", "unknown")}


def test_roles_and_refinements_that_play_no_part_are_refused(tenant: Tenant, made: Made) -> None:
    surplus = AccountMapping(role=Role.RECEIVABLE_FEE, account=made[Role.RECEIVABLE_FEE])
    assert problems(tenant, CASH, [*complete(made, CASH), surplus]) == {("receivable_fee", "unsupported")}
    by_payment = AccountMapping(role=Role.WRITE_OFF, account=made[Role.WRITE_OFF], payment_type=3)
    assert problems(tenant, CASH, [*complete(made, CASH), by_payment]) == {("write_off", "inconsistent")}
    of_savings = AccountMapping(role=Role.SAVINGS_CONTROL, account=made[Role.FUND_SOURCE])
    assert problems(tenant, CASH, [*complete(made, CASH), of_savings]) == {("savings_control", "unsupported")}


def test_mappings_are_stored_replaced_and_loaded_either_way(tenant: Tenant, made: Made) -> None:
    first = complete(made, CASH)
    second = [
        *first,
        AccountMapping(role=Role.FUND_SOURCE, account=made[Role.LOAN_PORTFOLIO], payment_type=4),
        AccountMapping(role=Role.INCOME_FROM_FEE, account=made[Role.INTEREST_ON_LOAN], charge=9),
    ]
    for mappings in (first, second):
        with tenant.database.writing() as session:
            replace_mappings(session, "loan", 801, mappings)
        with tenant.database.reading() as session:
            stored = accounts_of(session, "loan", 801)
            rows = session.scalar(sa.select(loaded_with("loan", sa.literal(801))))
        assert stored.mappings == tuple(mappings)
        assert ProductAccounts.of_rows("loan", rows).mappings == tuple(mappings)


def test_a_product_without_mappings_loads_as_nothing(tenant: Tenant) -> None:
    with tenant.database.reading() as session:
        rows = session.scalar(sa.select(loaded_with("loan", sa.literal(999_888))))
    assert ProductAccounts.of_rows("loan", rows).find(Role.FUND_SOURCE) is None


def test_stand_ins_lead_somewhere() -> None:
    for specs in ROLES.values():
        for spec in specs.values():
            last, passed = spec, [spec.role]
            while last.stand_in is not None:
                last = specs[last.stand_in]
                assert last.role not in passed
                passed.append(last.role)
            if len(passed) > 1:
                assert spec.offered_by <= last.needed_by
