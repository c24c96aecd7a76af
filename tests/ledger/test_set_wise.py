"""Posting for many at once leaves the same lines as posting one by one."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amana.kernel.context import Actor, Work
from amana.kernel.tenant import Tenant
from amana.ledger.entry import Side
from amana.ledger.mappings import AccountMapping, ProductAccounts, replace_mappings
from amana.ledger.posting_rules import AccountingMethod, NoPostingRule, Part, PostingTable, Rule, lines
from amana.ledger.product_roles import LOAN_ROLES, Role
from amana.ledger.records import journal_entry, journal_line
from amana.ledger.set_wise import MOVED, post_all
from tests.ledger.accounts import account

CASH, ACCRUAL, NONE = AccountingMethod.CASH, AccountingMethod.ACCRUAL, AccountingMethod.NONE
TABLE = PostingTable(
    Rule(CASH, "repaid", "principal", Role.FUND_SOURCE, Role.LOAN_PORTFOLIO),
    Rule(CASH, "repaid", "fees", Role.FUND_SOURCE, Role.INCOME_FROM_FEE),
    # on the account of the portfolio, as it has none of its own, and kept apart from principal
    Rule(CASH, "repaid", "overpayment", Role.FUND_SOURCE, Role.OVERPAYMENT_LIABILITY, apart=True),
    Rule(ACCRUAL, "accrued", "interest", Role.RECEIVABLE_INTEREST, Role.INTEREST_ON_LOAN),
    Rule(ACCRUAL, "accrued", "fees", Role.RECEIVABLE_FEE, Role.INCOME_FROM_FEE),
    silent=[(CASH, "accrued")],
)
PRODUCT, BY_PAYMENT, BY_CHARGE, DAY = 55, 4, 9, date(2021, 6, 30)
Posted = list[tuple[str, int, Side, Decimal]]


@pytest.fixture(scope="session")
def mappings(tenant: Tenant) -> list[AccountMapping]:
    """All that a product needs, one payment type and one charge with accounts of their own."""
    from tests.tenant_fixtures import administrator_of  # noqa: PLC0415 - session scope knows no function fixture

    actor = administrator_of(tenant)
    made = [
        AccountMapping(role=role, account=account(tenant, actor, min(spec.classes)))
        for role, spec in LOAN_ROLES.items()
        if spec.needed_by
    ]
    made += [
        AccountMapping(role=Role.FUND_SOURCE, account=account(tenant, actor), payment_type=BY_PAYMENT),
        AccountMapping(role=Role.INCOME_FROM_FEE, account=account(tenant, actor), charge=BY_CHARGE),
    ]
    with tenant.database.writing() as session:
        replace_mappings(session, "loan", PRODUCT, made)
    return made


def moving(rows: Iterable[dict[str, Any]]) -> sa.Select[Any]:
    """A select of literal rows, as close of business would select from its tables."""
    types = {
        "value_date": sa.Date,
        "source_id": sa.BigInteger,
        "event_id": sa.BigInteger,
        "office_id": sa.BigInteger,
        "product_id": sa.BigInteger,
        "amount": sa.Numeric,
        "payment_type_id": sa.BigInteger,
        "charge_id": sa.BigInteger,
    }
    selects = [
        sa.select(*(sa.cast(sa.literal(row[name]), types.get(name, sa.Text)).label(name) for name in MOVED))
        for row in rows
    ]
    return sa.select(sa.union_all(*selects).subquery("rows"))


def row(reference: str, method: str, event: str, part: Part, **more: Any) -> dict[str, Any]:
    return {
        "transaction_ref": reference,
        "value_date": DAY,
        "source_id": 7,
        "event_id": None,
        "office_id": 1,
        "currency": "USD",
        "product_id": PRODUCT,
        "method": method,
        "event": event,
        "component": part.component,
        "amount": part.amount,
        "payment_type_id": None,
        "charge_id": part.charge,
        **more,
    }


def posted_at_once(tenant: Tenant, actor: Actor, rows: list[dict[str, Any]]) -> tuple[Posted, list[str]]:
    """What is posted, in a transaction that is rolled back; and the references left out."""
    with tenant.database.writing(keep=False) as session:
        moment, number = tenant.moment_and_number(session)
        work = Work(session, actor, moment, number)
        unposted = post_all(work, TABLE, "loan", moving(rows), source_kind="loan")
        found = session.tuples(
            sa.select(
                journal_entry.c.transaction_ref,
                journal_line.c.account_id,
                journal_line.c.side,
                journal_line.c.amount,
            )
            .join(journal_entry, journal_entry.c.id == journal_line.c.entry_id)
            .where(journal_entry.c.command_id == number)
        )
    return sorted((ref, number, Side(side), amount) for ref, number, side, amount in found), unposted


cents = st.decimals(min_value=-500, max_value=500, places=2)
events = st.one_of(
    st.tuples(
        st.just(CASH),
        st.just("repaid"),
        st.lists(
            st.builds(
                Part,
                component=st.sampled_from(["principal", "fees", "overpayment"]),
                amount=cents,
                charge=st.sampled_from([None, BY_CHARGE, 10]),
            ),
            min_size=1,
            max_size=4,
        ),
        st.sampled_from([None, BY_PAYMENT, 5]),
    ),
    st.tuples(
        st.sampled_from([CASH, ACCRUAL, NONE]),
        st.just("accrued"),
        st.lists(st.builds(Part, component=st.sampled_from(["interest", "fees"]), amount=cents), min_size=1),
        st.none(),
    ),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(events, min_size=1, max_size=5))
def test_many_at_once_as_one_by_one(
    tenant: Tenant, administrator: Actor, mappings: list[AccountMapping], happened: list[Any]
) -> None:
    accounts = ProductAccounts("loan", mappings)
    rows: list[dict[str, Any]] = []
    expected: Posted = []
    for number, (method, event, parts, payment_type) in enumerate(happened):
        reference = f"S{number}"
        rows += [row(reference, method, event, part, payment_type_id=payment_type) for part in parts]
        made = lines(
            TABLE, method, event, parts, accounts, office=1, currency="USD", payment_type=payment_type
        )
        expected += [(reference, one.account, one.side, one.amount) for one in made]
    assert posted_at_once(tenant, administrator, rows) == (sorted(expected), [])


def test_what_has_no_account_is_left_out_whole(
    tenant: Tenant, administrator: Actor, mappings: list[AccountMapping]
) -> None:
    with tenant.database.writing() as session:
        replace_mappings(session, "loan", 56, [one for one in mappings if one.role != Role.INCOME_FROM_FEE])
    good = row("GOOD", CASH, "repaid", Part(component="fees", amount=Decimal(5)))
    whole = [
        row("BAD", CASH, "repaid", Part(component=component, amount=Decimal(5)), product_id=56)
        for component in ("principal", "fees")
    ]
    found, unposted = posted_at_once(tenant, administrator, [good, *whole])
    assert ({ref for ref, *_ in found}, unposted) == ({"GOOD"}, ["BAD"])


def test_what_the_table_does_not_know_is_a_fault(
    tenant: Tenant, administrator: Actor, mappings: list[AccountMapping]
) -> None:
    unknown = row("X", CASH, "repaid", Part(component="penalties", amount=Decimal(5)))
    with pytest.raises(NoPostingRule):
        posted_at_once(tenant, administrator, [unknown])
