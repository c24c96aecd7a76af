"""Arrears that lasted too long, and have not come to an end since: the rule against a walk through the days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from amana.finance.arrears import go_on_from

START = date(2020, 1, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def walked(dues: list[tuple[date, date | None]], until: date, after: int) -> bool:
    """Each evening something is overdue or nothing is; too long was what is met after more than ``after`` days."""
    too_long = False
    evening = START
    while evening <= until:
        met_late = [due for due, met in dues if met == evening and due < met and (met - due).days > after]
        too_long = too_long or bool(met_late)
        if not any(due < evening and (met is None or met > evening) for due, met in dues):
            too_long = False
        evening += timedelta(days=1)
    return too_long


DUES = st.lists(
    st.tuples(st.integers(0, 20).map(day), st.one_of(st.none(), st.integers(0, 40).map(day))),
    max_size=5,
)


@given(DUES, st.integers(0, 45).map(day), st.integers(0, 15))
def test_it_is_what_a_walk_through_the_days_finds(
    dues: list[tuple[date, date | None]], until: date, after: int
) -> None:
    assert go_on_from(dues, until, after) == walked(dues, until, after)


def test_an_instalment_met_late_while_the_next_is_overdue() -> None:
    dues = [(day(0), day(20)), (day(15), None)]
    assert go_on_from(dues, day(20), 10)
    assert not go_on_from(dues, day(20), 20), "twenty days are not more than twenty"
    assert not go_on_from([(day(0), day(20)), (day(20), None)], day(30), 10), (
        "nothing was overdue on the evening"
    )
    assert not go_on_from(dues, day(19), 10), "it is not met yet: its own arrears count"
