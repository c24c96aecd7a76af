"""``sqlSearch``: conditions over listed columns become filters, everything else is refused."""

import pytest

from amana.dialects.base.codecs import ID, Spelling
from amana.dialects.base.faults import BadRequest
from amana.dialects.families.mifos.sql_search import SqlColumn, parse_search
from amana.kernel.filtering import AllOf, AnyOf, Compare, Condition, Not, Operator

COLUMNS = {
    "display_name": SqlColumn("name"),
    "office_id": SqlColumn("office", ID),
    "status_enum": SqlColumn("status", ID),
}


def parsed(text: str) -> Condition:
    return parse_search(text, COLUMNS, Spelling())


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("display_name like %K%", Compare("name", Operator.LIKE_ANY_CASE, ("%K%",))),
        ("display_name like '%K%'", Compare("name", Operator.LIKE_ANY_CASE, ("%K%",))),
        ('c.display_name = "O\'Neill"', Compare("name", Operator.EQUALS, ("O'Neill",))),
        ("office_id=1", Compare("office", Operator.EQUALS, (1,))),
        ("1 < office_id", Compare("office", Operator.MORE, (1,))),
        ("office_id in (1, 2)", Compare("office", Operator.ONE_OF, (1, 2))),
        ("office_id between 1 and 3", Compare("office", Operator.BETWEEN, (1, 3))),
        ("display_name is null", Compare("name", Operator.EMPTY)),
        ("display_name is not null", Not(Compare("name", Operator.EMPTY))),
        (
            "office_id = 1 and (display_name like 'a%' or display_name like 'b%')",
            AllOf(
                (
                    Compare("office", Operator.EQUALS, (1,)),
                    AnyOf(
                        (
                            Compare("name", Operator.LIKE_ANY_CASE, ("a%",)),
                            Compare("name", Operator.LIKE_ANY_CASE, ("b%",)),
                        )
                    ),
                )
            ),
        ),
    ],
)
def test_conditions(text: str, condition: Condition) -> None:
    assert parsed(text) == condition


@pytest.mark.parametrize(
    "text",
    [
        "1 = 1",
        "password = 'x'",
        "display_name = (select password from m_appuser limit 1)",
        "office_id in (select 1)",
        "display_name = sleep(5)",
        "display_name = 'a'; drop table m_client",
        "display_name = 'a' union select 1",
        "display_name = 'a' order by 1",
        "display_name = 'a' limit 1",
        "display_name = 'a' for update",
        "office_id = 1 + 1",
        "office_id = 'one'",
        "display_name = display_name",
        "exists (select 1)",
        "display_name",
        "",
        "((((",
        "display_name = 'a\x00'",
        " or ".join(["office_id = 1"] * 300),
        "(" * 1500 + "office_id=1" + ")" * 400,
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        parsed(text)
