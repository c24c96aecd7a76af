"""A sample of every file of cases, by a fixed rule, over the wire: the number that passes may only rise.

The whole files are played by ``python -m tests.replay --cases FILE``.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.replay.outcomes import Verdict
from tests.replay.runner import cases_of, group_of, play_all

BEYOND = frozenset(
    {
        "buy-down-fee",
        "capitalized-income",
        "chargeoff",
        "close-of-business",
        "contract-termination",
        "interest-pause",
        "journal",
        "platform",
        "reage",
        "reamortize",
        "savings",
        "transfer",
    }
)
"""Groups of life stories that are about what is to come."""

SAMPLES = [
    ("fineract/cases.jsonl.gz", 9, 80),
    ("allocation/cases.json", 9, 32),
    ("classical/loans.json", 9, 30),
    ("accounting/cases.json", 4, 8),
]
"""File, every how many-th case is played, and how many of those pass at least."""


@pytest.mark.parametrize(("name", "every", "floor"), SAMPLES, ids=[name for name, *_ in SAMPLES])
def test_as_many_pass_as_before(
    name: str,
    every: int,
    floor: int,
    shared: Path,
    database_server: Callable[..., str],
) -> None:
    path = shared / "oracles" / name
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    chosen = [case for case in cases_of(path) if group_of(case) not in BEYOND][::every]
    outcomes = list(play_all(path, chosen, database_server, 1))
    passed = [one for one in outcomes if one.verdict is Verdict.PASSED]
    failed = [str(one) for one in outcomes if one.verdict is not Verdict.PASSED]
    assert len(passed) >= floor, f"{len(passed)} of {len(chosen)} pass\n" + "\n".join(failed)
