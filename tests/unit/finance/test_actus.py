"""The ACTUS contracts that loan terms express: every published figure, to the published tolerance."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from tests.unit.finance.actus_cases import FILE, Contract, NotALoan, cases, differences, published

PAGE = Path(__file__).parents[3] / "docs/reference/actus.md"

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="shared/oracles/actus is not here")


def short(case):
    return case["id"].removeprefix("ACTUS-")


@pytest.mark.parametrize("case", cases(), ids=short)
def test_the_engine_gives_the_published_figures(case):
    try:
        found = Contract(case).flows()
    except NotALoan as reason:
        pytest.skip(f"no loan terms say it: {reason}")
    assert differences(found, published(case)) == []


def test_the_page_says_which_contracts_are_loans_and_why_others_are_not():
    by_reason = defaultdict(list)
    for case in cases():
        try:
            Contract(case).flows()
        except NotALoan as reason:
            by_reason[str(reason)].append(short(case))
        else:
            by_reason[f"loans: {case['contract_type']}"].append(short(case))
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (.+?) \|", PAGE.read_text(), re.MULTILINE)
    told = {name: names.split(", ") for name, _, names in rows}
    assert told == by_reason
    assert all(len(told[name]) == int(number) for name, number, _ in rows)
