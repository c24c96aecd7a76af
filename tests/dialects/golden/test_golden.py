"""Every declared Mifos X operation against the contract's own sample."""

from typing import Any

import pytest

from amana.dialects.base.rows import Kind
from tests.dialects.golden import collect, exceptions
from tests.dialects.golden.case import Case, Records, World, send
from tests.dialects.golden.compare import Difference, differences

needs_contract = pytest.mark.skipif(not collect.CONTRACT.is_file(), reason=f"{collect.CONTRACT} is not there")


def among(body: Any, case: Case, records: Records) -> Any:
    """Of a list, the record the case is about; others of the tenant may be fuller than the sample."""
    if not case.among:
        return body
    found = [one for one in body if one["id"] == records[case.among]]
    assert found, f"{case.among} is not in the list"
    return found


@needs_contract
@pytest.mark.parametrize("case", collect.all_cases(), ids=lambda case: case.name)
def test_the_answer_is_as_the_sample_has_it(case: Case, world: World) -> None:
    operation = collect.contract()[case.id]
    records = case.prepare(world)
    reply = send(case, operation, world.caller, records)
    assert reply.status == collect.row_of(case).status, reply.text.decode()
    sample = operation.response(case.example if case.response is None else case.response)
    if not case.compare or sample is None:
        return
    found = differences(among(reply.body, case, records), sample)
    listed = {path for name, path, _ in exceptions.EXCEPTIONS if name == case.name}
    stale = listed - {difference.path for difference in found}
    assert not stale, f"no longer exceptions: {stale}"
    unexpected = [difference for difference in found if difference.path not in listed]
    assert not unexpected, "\n".join(map(str, [*unexpected, f"answer: {reply.text.decode()}"]))


@needs_contract
def test_every_declared_operation_of_the_contract_has_a_case() -> None:
    covered = {case.id for case in collect.all_cases()} | {name for name, _ in exceptions.WITHOUT_CASE}
    declared = {row.id for row in collect.dialect().declared if row.id in collect.contract()}
    assert not sorted(declared - covered)


def test_the_list_of_exceptions_only_shrinks() -> None:
    assert len(exceptions.EXCEPTIONS) == exceptions.AT_MOST


@needs_contract
def test_no_operation_is_both_there_and_still_to_come() -> None:
    """A row that is declared loses its line in unsupported.txt."""
    pending = {row.id for row in collect.dialect().rows if row.kind is Kind.UNSUPPORTED}
    assert not sorted(pending & {row.id for row in collect.dialect().declared})
    known = {row.id for row in collect.dialect().rows}
    assert not sorted(set(collect.contract()) - known), "operations of the contract that no row mentions"


@pytest.mark.parametrize(
    ("actual", "sample", "found"),
    [
        ({"id": 1, "name": "a"}, {"id": 2, "name": "b"}, []),
        ({"id": 1}, {"id": 2, "name": "b"}, ["name: missing"]),
        ({"id": 1, "x": 1}, {"id": 2}, ["x: not in the sample"]),
        ({"id": "1"}, {"id": 2}, ["id: string instead of number"]),
        ({"on": [2013, 1, 2]}, {"on": [2012, 12, 31]}, []),
        ({"on": "2013-01-02"}, {"on": [2012, 12, 31]}, ["on: string instead of date"]),
        ([{"a": 1}, {"a": 1, "b": 2}], [{"a": 1, "b": 1}, {"a": 2}], []),
        ([], [{"a": 1}], ["(body): empty, the sample is not"]),
        (
            {"id": 300, "code": "x.active", "value": "Active"},
            {"id": 300, "code": "y.active", "value": "Active"},
            ["code: 'x.active' instead of 'y.active'"],
        ),
        ({"id": 100, "code": "x.pending", "value": "Pending"}, {"id": 300, "code": "x.a", "value": "A"}, []),
        (
            {"code": "USD", "name": "Dollar", "nameCode": "currency.USD"},
            {"code": "USD", "name": "US Dollar", "nameCode": "currency.USD"},
            ["name: 'Dollar' instead of 'US Dollar'"],
        ),
    ],
)
def test_how_answers_are_compared(actual: object, sample: object, found: list[str]) -> None:
    assert [str(difference) for difference in differences(actual, sample)] == found
    assert Difference("a", "b") < Difference("b", "a")
