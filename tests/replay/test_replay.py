"""The replayer itself: a figure that is wrong fails its case, a step that is not known fails it by name."""

from collections.abc import Iterator

import pytest

from tests.replay.outcomes import Differs, NotExpressible, Verdict
from tests.replay.runner import played, tally
from tests.replay.stories.expect_figures import period_differences
from tests.replay.stories.play import play_step
from tests.replay.tables import expect
from tests.replay.tables.paths import at
from tests.replay.tables.play import play
from tests.replay.tables.table import Table


class Steps:
    """A player whose only step ends as it is told to."""

    def __init__(self, ending: Exception | None) -> None:
        self.ending = ending

    def steps(self, case: dict) -> Iterator[tuple[int, str]]:
        yield 0, "only"
        if self.ending is not None:
            raise self.ending


class Nothing:
    """A player that plays what no table knows."""

    def steps(self, case: dict) -> Iterator[tuple[int, str]]:
        yield 4, "dance"
        play_step(None, {"op": "dance"})


@pytest.mark.parametrize(
    ("ending", "verdict"),
    [
        (None, Verdict.PASSED),
        (Differs("amount: want 1, got 2"), Verdict.FAILED),
        (NotExpressible("a picture"), Verdict.NOT_EXPRESSIBLE),
        (KeyError("periods"), Verdict.FAILED),
    ],
)
def test_the_verdict_follows_how_the_steps_end(ending: Exception | None, verdict: Verdict) -> None:
    assert played(Steps(ending), {"id": "one", "group": "some"}).verdict is verdict


def test_a_step_that_is_not_known_fails_the_case_and_is_named() -> None:
    outcome = played(Nothing(), {"id": "one"})
    assert (outcome.verdict, outcome.step) == (Verdict.FAILED, 4)
    assert "dance" in outcome.difference


def test_groups_are_counted_apart() -> None:
    outcomes = [
        played(Steps(end), {"id": "x", "group": name}) for name, end in [("a", None), ("b", Differs("no"))]
    ]
    assert tally(outcomes) == {
        "passed": 1,
        "failed": 1,
        "not_expressible": 0,
        "groups": {
            "a": {"passed": 1, "failed": 0, "not_expressible": 0},
            "b": {"passed": 0, "failed": 1, "not_expressible": 0},
        },
    }


@pytest.mark.parametrize(
    ("row", "period", "differs"),
    [
        ({"principal": "17.1"}, {"principalDue": 17.10}, False),
        ({"principal": "17.1"}, {"principalDue": 17.105}, True),
        ({"principal": "0"}, {}, True),
        ({"principal": None}, {}, False),
        ({"principal": None}, {"principalDue": 0}, True),
        ({"due": "2024-02-01"}, {"dueDate": [2024, 2, 1]}, False),
        ({"paid_on": None}, {"obligationsMetOnDate": [2024, 2, 1]}, True),
    ],
)
def test_amounts_are_compared_to_the_cent_and_null_is_not_nought(
    row: dict, period: dict, differs: bool
) -> None:
    assert bool(period_differences(row, period)) is differs


class Balances:
    """A wire on which a loan's balance falls by one with every read of it."""

    def __init__(self) -> None:
        self.balance = 3

    def get(self, path: str, **query: str) -> dict:
        self.balance -= 1
        return {"balance": self.balance, "pages": [{"type": {"value": "Interest Refund"}, "id": 7}]}


def table_of(*steps: dict) -> Table:
    table = Table({"steps": steps}, None)
    table.wire, table.ids = Balances(), {"loan1": 1}
    for number, step in enumerate(steps):
        play(table, number, step)
    return table


READ = {"op": "read", "what": "account", "of": "loan1"}


def test_an_expectation_may_stand_on_an_answer_that_is_to_come() -> None:
    later = {"from_step": 1, "path": "balance", "plus": "1"}
    table_of({**READ, "expect": {"fields": {"balance": later}}}, READ)
    with pytest.raises(Differs, match="want 1, got 2"):
        table_of({**READ, "expect": {"fields": {"balance": {**later, "plus": "0"}}}}, READ)


def test_what_a_loan_comes_to_be_is_looked_for_after_every_step() -> None:
    table = table_of()
    table.hopes = [("loans/1", "balance", "1"), ("loans/1", "balance", "5")]
    play(table, 0, READ)
    assert table.hopes == [("loans/1", "balance", "5")]


def test_a_path_may_ask_for_the_rows_with_a_text_spelled_as_the_file_spells_names() -> None:
    assert at(Balances().get(""), "pages[?('_interest _refund' == @.type.value)][0].id") == 7


def test_the_digits_of_a_binary_fraction_are_no_money() -> None:
    assert expect.money("605.94000000000005456968210637569427490234375") == expect.money("605.94")
    assert expect.money("605.940001") != expect.money("605.94")
