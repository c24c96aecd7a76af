"""Filters: whitelisted fields, values of the field's type, and nothing else reaches SQL."""

from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from amana.kernel.filtering import AllOf, AnyOf, Compare, Not, Operator, to_clause
from amana.kernel.refusals import InvalidInput
from amana.kernel.tenant import Tenant

ROWS = sa.values(
    sa.column("id", sa.BigInteger),
    sa.column("name", sa.Text),
    sa.column("amount", sa.Numeric),
    sa.column("day", sa.Date),
    sa.column("open", sa.Boolean),
    name="rows",
).data(
    [
        (1, "Petra", Decimal("10.50"), date(2024, 1, 1), True),
        (2, "peter", Decimal(20), date(2024, 2, 1), False),
        (3, "100%", Decimal(30), date(2024, 3, 1), None),
    ]
)
COLUMNS = {name: ROWS.c[name] for name in ("id", "name", "amount", "day", "open")}

CASES = [
    (Compare("id", Operator.EQUALS, ("2",)), [2]),
    (Compare("name", Operator.LIKE, ("P%",)), [1]),
    (Compare("name", Operator.LIKE_ANY_CASE, ("P%",)), [1, 2]),
    (Compare("name", Operator.STARTS_WITH, ("PET",)), [1, 2]),
    (Compare("name", Operator.STARTS_WITH, ("100%",)), [3]),
    (Compare("amount", Operator.BETWEEN, ("10.5", 20)), [1, 2]),
    (Compare("amount", Operator.MORE, ("20",)), [3]),
    (Compare("day", Operator.LESS_OR_EQUAL, ("2024-02-01",)), [1, 2]),
    (Compare("open", Operator.EMPTY), [3]),
    (Compare("open", Operator.EQUALS, ("true",)), [1]),
    (Compare("id", Operator.ONE_OF, (1, "3")), [1, 3]),
    (AllOf((Compare("id", Operator.MORE, (1,)), Not(Compare("id", Operator.EQUALS, (3,))))), [2]),
    (AnyOf((Compare("id", Operator.EQUALS, (1,)), Compare("id", Operator.EQUALS, (3,)))), [1, 3]),
    (AnyOf(()), []),
    (AllOf(()), [1, 2, 3]),
]


@pytest.mark.parametrize(("condition", "expected"), CASES)
def test_conditions_select_rows(tenant: Tenant, condition: object, expected: list[int]) -> None:
    wanted = sa.select(ROWS.c.id).where(to_clause(condition, COLUMNS)).order_by(ROWS.c.id)
    with tenant.database.reading() as session:
        assert [row[0] for row in session.tuples(wanted)] == expected


@pytest.mark.parametrize(
    "condition",
    [
        Compare("password", Operator.EQUALS, ("x",)),
        Compare("id", Operator.EQUALS, ("1; drop table client",)),
        Compare("day", Operator.EQUALS, ("yesterday",)),
        Compare("amount", Operator.EQUALS, ("NaN",)),
        Compare("open", Operator.EQUALS, ("perhaps",)),
    ],
)
def test_other_fields_and_values_are_refused(condition: Compare) -> None:
    with pytest.raises(InvalidInput) as refusal:
        to_clause(condition, COLUMNS)
    assert refusal.value.problems[0].field == condition.field
