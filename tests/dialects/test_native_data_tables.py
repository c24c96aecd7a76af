"""Extension data over the native API: numbers keep their digits, dates and decimals travel as text."""

from amana.dialects.native.dialect import native
from amana.kernel.tenant import Tenant
from tests.dialects.caller import Caller
from tests.kernel.access.people import unique


def test_a_table_is_defined_filled_and_read(tenant: Tenant) -> None:
    caller = Caller.of(native(), tenant)
    name = unique("Native ")
    definition = {
        "name": name,
        "host": "office",
        "columns": [
            {"name": "Price", "kind": "decimal", "mandatory": True},
            {"name": "Seen on", "kind": "date"},
            {"name": "Remark", "kind": "text", "length": 10},
        ],
    }
    assert caller.post("commands/define-data-table", definition).status == 200
    body = (
        b'{"table": "%s", "record": 1, "values": {"Price": 12345678901234567890.10, "Seen on": "2024-02-29"}}'
    )
    added = caller.post("commands/add-data-row", body % name.encode())
    assert added.status == 200, added.text
    [row] = caller.get(f"queries/data-rows?table={name}&record=1").body
    assert row["values"] == {"Price": "12345678901234567890.10", "Seen on": "2024-02-29", "Remark": None}
    wrong = caller.post("commands/add-data-row", {"table": name, "record": 1, "values": {"Remark": 1}})
    assert wrong.status == 400
    assert "Remark" in wrong.text.decode()
