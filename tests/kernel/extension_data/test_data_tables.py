"""Tables of an institution's own: defined, changed, filled, kept apart by office; real columns with real types."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from amana.kernel.codes.records import code, code_value
from amana.kernel.context import Actor
from amana.kernel.extension_data.alter_table import AlterDataTable, ColumnChange, MandatoryWithoutValue
from amana.kernel.extension_data.columns import ColumnDefinition, ColumnKind
from amana.kernel.extension_data.define_table import DefineDataTable
from amana.kernel.extension_data.drop_table import DropDataTable
from amana.kernel.extension_data.queries import DataRows, DataTable, DataTables
from amana.kernel.extension_data.rows import AddDataRow, ChangeDataRow, DeleteDataRows
from amana.kernel.refusals import Duplicate, InUse, InvalidInput, NotFound, NotPermitted
from amana.kernel.tenant import Tenant
from amana.migrations.upgrade import upgrade
from tests.kernel.access.people import branch, unique, user_with
from tests.submitting import ask, perform
from tests.tenant_fixtures import administrator_of

TEXT = ColumnDefinition(name="Business", kind=ColumnKind.TEXT, length=20)
NUMBER = ColumnDefinition(name="Years", kind=ColumnKind.INTEGER)


@pytest.fixture
def colours(tenant: Tenant) -> dict[str, int]:
    """A code with two values, and one value of another code."""
    with tenant.database.writing() as session:
        made = {}
        for name, values in ((unique("Colour"), ("red", "blue")), (unique("Shape"), ("round",))):
            number = session.insert(sa.insert(code).values(name=name).returning(code.c.id))
            made[name[:6].lower().strip("0123456789")] = number
            for value in values:
                row = sa.insert(code_value).values(code_id=number, name=value).returning(code_value.c.id)
                made[value] = session.insert(row)
        return made


@pytest.fixture
def owner(tenant: Tenant) -> Iterator[psycopg.Connection]:
    with psycopg.connect(tenant.database.conninfo, autocommit=True) as connection:
        yield connection


def table(tenant: Tenant, actor: Actor, *columns: ColumnDefinition, many: bool = False) -> str:
    name = unique("Extra ")
    perform(
        tenant,
        actor,
        DefineDataTable(name=name, host="office", many_rows=many, columns=columns or (TEXT, NUMBER)),
    )
    return name


def add(tenant: Tenant, actor: Actor, name: str, office: int, **values: Any) -> int:
    return int(perform(tenant, actor, AddDataRow(table=name, record=office, values=values)).id)


def values(tenant: Tenant, actor: Actor, name: str, office: int) -> list[dict[str, Any]]:
    return [dict(row.values) for row in ask(tenant, actor, DataRows(table=name, record=office))]


def test_every_kind_of_column_keeps_what_it_is_given(
    tenant: Tenant, administrator: Actor, colours: dict[str, int]
) -> None:
    kinds = [
        ColumnDefinition(name=f"A {kind}", kind=kind)
        for kind in ColumnKind
        if kind not in {ColumnKind.TEXT, ColumnKind.CHOICE}
    ]
    choice = ColumnDefinition(name="A choice", kind=ColumnKind.CHOICE, code=colours["colour"])
    name = table(tenant, administrator, TEXT, choice, *kinds)
    office, _ = branch(tenant)
    sent = {
        "Business": "Livestock",
        "A choice": colours["red"],
        "A long text": "More\nnotes " * 100,
        "A integer": "9223372036854775807",
        "a_DECIMAL": "0.10",
        "A date": "2012-10-01",
        "A moment": "2012-10-01T10:00:00+02:00",
        "A boolean": "true",
    }
    perform(tenant, administrator, AddDataRow(table=name, record=office, values=sent))
    [seen] = values(tenant, administrator, name, office)
    assert seen == {
        "Business": "Livestock",
        "A choice": colours["red"],
        "A long_text": "More\nnotes " * 100,
        "A integer": 9223372036854775807,
        "A decimal": Decimal("0.10"),
        "A date": date(2012, 10, 1),
        "A moment": datetime(2012, 10, 1, 8, tzinfo=UTC),
        "A boolean": True,
    }


def test_the_columns_are_real_and_a_view_has_their_names(
    tenant: Tenant, administrator: Actor, owner: psycopg.Connection
) -> None:
    name = table(tenant, administrator, ColumnDefinition(name="Price paid", kind=ColumnKind.DECIMAL))
    office, _ = branch(tenant)
    add(tenant, administrator, name, office, **{"Price paid": "12.50"})
    assert owner.execute(f'SELECT record_id, "Price paid" FROM extension."{name}"').fetchall() == [
        (office, Decimal("12.50"))
    ]
    number = ask(tenant, administrator, DataTable(table=name)).id
    [(kind,)] = owner.execute(
        "SELECT domain_name FROM information_schema.columns WHERE table_schema = 'extension'"
        " AND table_name = %s AND column_name ~ '^c[0-9]'",
        (f"data_{number}",),
    )
    assert kind == "amount"
    [(owning,)] = owner.execute(
        "SELECT tableowner FROM pg_tables WHERE schemaname = 'extension' AND tablename = %s",
        (f"data_{number}",),
    )
    assert owning == "amana_extension"


@pytest.mark.parametrize(
    ("column", "wrong"),
    [
        (TEXT, "x" * 21),
        (TEXT, 5),
        (TEXT, "nul \x00"),
        (NUMBER, "many"),
        (NUMBER, 2**63),
        (NUMBER, True),
        (NUMBER, "1.5"),
        (ColumnDefinition(name="D", kind=ColumnKind.DECIMAL), "NaN"),
        (ColumnDefinition(name="D", kind=ColumnKind.DECIMAL), 1.5),
        (ColumnDefinition(name="D", kind=ColumnKind.DECIMAL), "1E+99"),
        (ColumnDefinition(name="D", kind=ColumnKind.DATE), "30 February"),
        (ColumnDefinition(name="D", kind=ColumnKind.MOMENT), "2012-10-01T10:00:00"),
        (ColumnDefinition(name="D", kind=ColumnKind.BOOLEAN), "perhaps"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_its_column(
    tenant: Tenant, administrator: Actor, column: ColumnDefinition, wrong: Any
) -> None:
    name = table(tenant, administrator, column)
    with pytest.raises(InvalidInput) as refused:
        perform(tenant, administrator, AddDataRow(table=name, record=1, values={column.name: wrong}))
    assert [problem.field for problem in refused.value.problems] == [f"values.{column.name}"]


def test_a_choice_is_of_its_code(tenant: Tenant, administrator: Actor, colours: dict[str, int]) -> None:
    name = table(
        tenant,
        administrator,
        ColumnDefinition(name="Hue", kind=ColumnKind.CHOICE, code=colours["colour"]),
        many=True,
    )
    add(tenant, administrator, name, 1, Hue=colours["blue"])
    for wrong in (colours["round"], 999999):
        with pytest.raises(InvalidInput):
            add(tenant, administrator, name, 1, Hue=wrong)


def test_unknown_columns_and_missing_values_are_refused(tenant: Tenant, administrator: Actor) -> None:
    needed = ColumnDefinition(name="Needed", kind=ColumnKind.INTEGER, mandatory=True)
    name = table(tenant, administrator, TEXT, needed)
    for sent, field in (
        ({"Needed": 1, "Colour": "red"}, "values.Colour"),
        ({"Business": "x"}, "values.Needed"),
        ({"Needed": None}, "values.Needed"),
    ):
        with pytest.raises(InvalidInput) as refused:
            perform(tenant, administrator, AddDataRow(table=name, record=1, values=sent))
        assert [problem.field for problem in refused.value.problems] == [field]
    add(tenant, administrator, name, 1, Needed=1)
    with pytest.raises(InvalidInput):
        perform(tenant, administrator, ChangeDataRow(table=name, record=1, values={"Needed": None}))


def test_one_row_or_many(tenant: Tenant, administrator: Actor) -> None:
    one, many = table(tenant, administrator), table(tenant, administrator, many=True)
    office, _ = branch(tenant)
    add(tenant, administrator, one, office, Years=1)
    with pytest.raises(Duplicate):
        add(tenant, administrator, one, office, Years=2)
    rows = [add(tenant, administrator, many, office, Years=years) for years in (1, 2)]
    change = ChangeDataRow(table=many, record=office, values={"Years": 3})
    with pytest.raises(NotFound):
        perform(tenant, administrator, change)
    perform(tenant, administrator, ChangeDataRow(table=many, record=office, values={"Years": 3}, row=rows[1]))
    assert [row["Years"] for row in values(tenant, administrator, many, office)] == [1, 3]
    perform(tenant, administrator, DeleteDataRows(table=many, record=office, row=rows[0]))
    assert [row["Years"] for row in values(tenant, administrator, many, office)] == [3]
    perform(tenant, administrator, DeleteDataRows(table=many, record=office))
    with pytest.raises(NotFound):
        perform(tenant, administrator, DeleteDataRows(table=many, record=office))


def test_changes_are_told_and_only_what_changed(tenant: Tenant, administrator: Actor) -> None:
    name = table(tenant, administrator)
    office, _ = branch(tenant)
    add(tenant, administrator, name, office, Business="Goats", Years=4)
    sent = {"business": "Sheep", "Years": "4"}
    done = perform(tenant, administrator, ChangeDataRow(table=name, record=office, values=sent))
    assert done.changes == {"Business": "Sheep"}
    assert done.office == office


def test_rows_of_other_offices_do_not_exist(tenant: Tenant, administrator: Actor) -> None:
    (north, _), (south, _) = branch(tenant), branch(tenant)
    rights = [f"{verb}_DATATABLEENTRY" for verb in ("CREATE", "READ", "UPDATE", "DELETE")]
    clerk = user_with(tenant, administrator, *rights, office_id=north)
    name = table(tenant, administrator)
    add(tenant, clerk, name, north, Years=1)
    add(tenant, administrator, name, south, Years=2)
    for command in (
        AddDataRow(table=name, record=south, values={}),
        ChangeDataRow(table=name, record=south, values={"Years": 3}),
        DeleteDataRows(table=name, record=south),
    ):
        with pytest.raises(NotFound):
            perform(tenant, clerk, command)
    with pytest.raises(NotFound):
        ask(tenant, clerk, DataRows(table=name, record=south))
    with pytest.raises(NotPermitted):
        perform(tenant, clerk, DropDataTable(table=name))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "1st"}, "name"),
        ({"name": "_hidden"}, "name"),
        ({"name": "semi;colon"}, "name"),
        ({"name": ""}, "name"),
        ({"name": "data_1"}, "name"),
        ({"host": "spaceship"}, "host"),
        ({"columns": ()}, "columns"),
        ({"columns": (TEXT, TEXT)}, "columns"),
        (
            {
                "columns": (
                    ColumnDefinition(name="a b", kind=ColumnKind.DATE),
                    ColumnDefinition(name="A_B", kind=ColumnKind.DATE),
                )
            },
            "columns",
        ),
        ({"columns": (ColumnDefinition(name="Record id", kind=ColumnKind.DATE),)}, "columns[0].name"),
        ({"columns": (ColumnDefinition(name="T", kind=ColumnKind.TEXT),)}, "columns[0].length"),
        ({"columns": (ColumnDefinition(name="T", kind=ColumnKind.DATE, length=4),)}, "columns[0].length"),
        ({"columns": (ColumnDefinition(name="C", kind=ColumnKind.CHOICE),)}, "columns[0].code"),
        ({"columns": (ColumnDefinition(name="C", kind=ColumnKind.DATE, code=1),)}, "columns[0].code"),
    ],
)
def test_what_is_wrong_with_a_definition_is_named(
    tenant: Tenant, administrator: Actor, changes: dict[str, Any], field: str
) -> None:
    good = {"name": unique("Good "), "host": "office", "columns": (TEXT,)}
    with pytest.raises(InvalidInput) as refused:
        perform(tenant, administrator, DefineDataTable(**{**good, **changes}))
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_name_is_taken_however_it_is_spelled(tenant: Tenant, administrator: Actor) -> None:
    name = table(tenant, administrator)
    with pytest.raises(Duplicate):
        perform(
            tenant,
            administrator,
            DefineDataTable(name=name.upper().replace(" ", "_"), host="office", columns=(TEXT,)),
        )


def test_a_table_changes_and_keeps_its_rows(
    tenant: Tenant, administrator: Actor, owner: psycopg.Connection
) -> None:
    name, office = table(tenant, administrator), branch(tenant)[0]
    add(tenant, administrator, name, office, Business="Goats", Years=4)
    renamed = unique("Renamed ")
    perform(
        tenant,
        administrator,
        AlterDataTable(
            table=name,
            new_name=renamed,
            drop=("Business",),
            change=(ColumnChange(name="Years", new_name="Seasons", mandatory=True),),
            add=(ColumnDefinition(name="Business", kind=ColumnKind.DATE),),
        ),
    )
    assert values(tenant, administrator, renamed, office) == [{"Seasons": 4, "Business": None}]
    assert owner.execute(f'SELECT "Seasons", "Business" FROM extension."{renamed}"').fetchall() == [(4, None)]
    with pytest.raises(NotFound):
        ask(tenant, administrator, DataTable(table=name))
    perform(
        tenant, administrator, ChangeDataRow(table=renamed, record=office, values={"Business": "2020-01-01"})
    )
    assert values(tenant, administrator, renamed, office) == [{"Seasons": 4, "Business": date(2020, 1, 1)}]


def test_nothing_becomes_mandatory_that_rows_lack(tenant: Tenant, administrator: Actor) -> None:
    name = table(tenant, administrator)
    add(tenant, administrator, name, branch(tenant)[0], Business="Goats")
    needed = ColumnDefinition(name="Needed", kind=ColumnKind.DATE, mandatory=True)
    for command in (
        AlterDataTable(table=name, add=(needed,)),
        AlterDataTable(table=name, change=(ColumnChange(name="Years", mandatory=True),)),
    ):
        with pytest.raises(MandatoryWithoutValue):
            perform(tenant, administrator, command)
    perform(
        tenant,
        administrator,
        AlterDataTable(table=name, change=(ColumnChange(name="Business", mandatory=True),)),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"drop": ("Business", "Years")},
        {"change": (ColumnChange(name="Business", length=10),)},
        {"change": (ColumnChange(name="Years", length=10),)},
        {"change": (ColumnChange(name="Business", new_name="Years"),)},
        {"change": (ColumnChange(name="Business", new_name="id"),)},
        {"add": (ColumnDefinition(name="years", kind=ColumnKind.DATE),)},
        {"drop": ("Years",), "change": (ColumnChange(name="Years", new_name="Y"),)},
        {"new_name": "no; way"},
    ],
)
def test_changes_that_make_no_sense_are_refused(
    tenant: Tenant, administrator: Actor, wrong: dict[str, Any]
) -> None:
    name = table(tenant, administrator)
    with pytest.raises(InvalidInput):
        perform(tenant, administrator, AlterDataTable(table=name, **wrong))
    assert [column.name for column in ask(tenant, administrator, DataTable(table=name)).columns] == [
        "Business",
        "Years",
    ]


def test_a_table_with_rows_is_not_dropped(
    tenant: Tenant, administrator: Actor, owner: psycopg.Connection
) -> None:
    name, office = table(tenant, administrator), branch(tenant)[0]
    number = ask(tenant, administrator, DataTable(table=name)).id
    add(tenant, administrator, name, office, Years=1)
    with pytest.raises(InUse):
        perform(tenant, administrator, DropDataTable(table=name))
    perform(tenant, administrator, DeleteDataRows(table=name, record=office))
    perform(tenant, administrator, DropDataTable(table=name))
    assert name not in [one.name for one in ask(tenant, administrator, DataTables())]
    assert owner.execute("SELECT to_regclass(%s)", (f"extension.data_{number}",)).fetchone() == (None,)


def test_a_dry_run_makes_nothing(tenant: Tenant, administrator: Actor) -> None:
    name = unique("Dry ")
    command = DefineDataTable(name=name, host="office", columns=(TEXT,))
    perform(tenant, administrator, command, dry_run=True)
    with pytest.raises(NotFound):
        ask(tenant, administrator, DataTable(table=name))
    perform(tenant, administrator, command)


def test_the_application_cannot_make_tables_itself(tenant: Tenant) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), tenant.database.writing() as session:
        session.run("CREATE TABLE extension.own (id int)")
        session.scalar("SELECT 1")


def test_tables_from_a_dump_can_be_changed_again(
    fresh_tenant: Tenant, database_server: Callable[..., str]
) -> None:
    boss = administrator_of(fresh_tenant)
    name = table(fresh_tenant, boss)
    address = fresh_tenant.database.conninfo
    with psycopg.connect(address, autocommit=True) as connection:
        number = ask(fresh_tenant, boss, DataTable(table=name)).id
        for relation in (f"data_{number}", f'"{name}"'):
            connection.execute(f"ALTER TABLE extension.{relation} OWNER TO CURRENT_USER")
            connection.execute(f"REVOKE ALL ON extension.{relation} FROM amana_app")
    upgrade(address)
    perform(
        fresh_tenant,
        boss,
        AlterDataTable(table=name, add=(ColumnDefinition(name="More", kind=ColumnKind.DATE),)),
    )
    add(fresh_tenant, boss, name, 1, More="2024-02-29")
