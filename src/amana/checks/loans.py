"""Loans: what is stored beside terms and events equals what they give, and the journal agrees in its sums."""

from collections.abc import Iterator

from amana.checks.validator import validates
from amana.loans.rebuild import differences, journal_differences
from amana.storage.session import ReadSession

NUMBERS = "SELECT loan_id FROM loan_position ORDER BY loan_id"
WITHOUT_POSITION = """
SELECT l.id FROM loan l LEFT JOIN loan_position p ON p.loan_id = l.id WHERE p.loan_id IS NULL ORDER BY 1
"""


GAPS = """
SELECT loan_id, count(*), max(seq) FROM loan_event GROUP BY loan_id HAVING count(*) <> max(seq) OR min(seq) <> 1
 ORDER BY 1
"""
WITHOUT_COMMAND = """
SELECT e.loan_id, e.seq FROM loan_event e LEFT JOIN audit a ON a.id = e.command_id
 WHERE a.id IS NULL OR a.user_id <> e.user_id ORDER BY 1, 2
"""


@validates("loans.projections_equal_rebuild")
def projections_equal_rebuild(session: ReadSession) -> Iterator[tuple[str, str]]:
    """Position, instalments, transactions and charges are, column by column, what the loan's events make."""
    for (number,) in session.tuples(NUMBERS):
        for difference in differences(session, number):
            where = f"{difference.table} {difference.row} {difference.column}"
            yield f"loan {number}", f"{where} is {difference.stored}, its events give {difference.rebuilt}"


@validates("loans.journal_equals_rebuild")
def journal_equals_rebuild(session: ReadSession) -> Iterator[tuple[str, str]]:
    """The journal's sums per transaction and account are what the loan's events stand for."""
    for (number,) in session.tuples(NUMBERS):
        for difference in journal_differences(session, number):
            posted, wanted = difference.stored, difference.rebuilt
            place = f"{difference.row}, account and office {difference.column}"
            yield f"loan {number}", f"{place}: posted {posted}, its events give {wanted}"


@validates("loans.have_positions")
def loans_have_positions(session: ReadSession) -> Iterator[tuple[str, str]]:
    """Every loan has its position."""
    for (number,) in session.tuples(WITHOUT_POSITION):
        yield f"loan {number}", "has no position"


@validates("loans.events_are_complete")
def events_are_complete(session: ReadSession) -> Iterator[tuple[str, str]]:
    """The events of a loan count without gaps from one, and each names its command and user."""
    for number, count, last in session.tuples(GAPS):
        yield f"loan {number}", f"has {count} events, the last of which is number {last}"
    for number, seq in session.tuples(WITHOUT_COMMAND):
        yield f"loan {number}", f"its event {seq} has no audit row of its user"
