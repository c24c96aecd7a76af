"""Every figure of a schedule can be told, and worked out again from what is told."""

from decimal import Decimal

from hypothesis import given, settings
from tests.unit.loans.test_whole_loans import stories

from amana.finance.explaining.recording import Recorder
from amana.finance.explaining.rows import told
from amana.loans.lifecycle import read
from amana.loans.model import money_of
from amana.loans.plan import planned


def figures_of(row):
    for piece in row.interest.pieces:
        yield piece.figure
    for one in (row.interest.term, row.interest.share, row.principal.instalment_from, row.principal.part):
        if one is not None:
            yield one
    for charge in row.charges:
        yield charge.figure


def explained(contract, events, today):
    recorder = Recorder()
    story = read(events)
    money = money_of(story, today)
    plan = planned(contract, story.disbursements, money, walks=recorder.walks)
    assert plan.schedule == planned(contract, story.disbursements, money).schedule
    charges = tuple(one.terms() for one in contract.charges)
    return plan.schedule, told(contract.terms, charges, plan.schedule, recorder.walk)


@settings(max_examples=300)
@given(stories())
def test_every_row_is_told_and_adds_up(story):
    contract, events, today = story
    schedule, rows = explained(contract, events, today)
    assert len(rows) == len(schedule.instalments)
    taken = Decimal(0)
    for row, instalment in zip(rows, schedule.instalments, strict=True):
        interest = row.interest
        assert interest.amount == instalment.interest
        if interest.term is not None:
            share = interest.share.amount if interest.share else 0
            assert share + interest.remainder == interest.amount
            taken += interest.amount
            assert interest.taken_before == taken - interest.amount
        else:
            earned = sum((piece.figure.amount for piece in interest.pieces), Decimal(0))
            assert earned + interest.brought + interest.early_end - interest.left == interest.amount
        principal = row.principal
        assert principal.amount == instalment.principal
        if principal.regular is not None:
            assert principal.regular + principal.remainder == principal.amount
        if principal.instalment is not None:
            assert principal.instalment - principal.own_interest == principal.regular
        assert (
            sum((one.figure.amount for one in row.charges if not one.penalty), Decimal(0)) == instalment.fees
        )
        assert (
            sum((one.figure.amount for one in row.charges if one.penalty), Decimal(0)) == instalment.penalties
        )
        for figure in figures_of(row):
            assert figure.exact_again() == figure.exact
            assert figure.recomputed() == figure.amount
    if contract.terms.recalculation is None:
        assert all(row.interest.early_end == 0 for row in rows)
        assert rows[-1].interest.left == 0
