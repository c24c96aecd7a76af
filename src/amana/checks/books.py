"""The ledger: entries balance, hang together, and are accounted for."""

from collections.abc import Iterator

from amana.checks.validator import validates
from amana.storage.session import ReadSession

UNBALANCED = """
SELECT entry_id, office_id, currency, sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) AS difference
  FROM journal_line GROUP BY entry_id, office_id, currency
HAVING sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) <> 0 ORDER BY 1
"""
TOTALS = """
SELECT currency, sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) AS difference
  FROM journal_line GROUP BY currency
HAVING sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) <> 0 ORDER BY 1
"""
EMPTY = """
SELECT id FROM journal_entry e WHERE NOT EXISTS (SELECT 1 FROM journal_line l WHERE l.entry_id = e.id) ORDER BY 1
"""
OTHER_DAY = """
SELECT DISTINCT e.id FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id
 WHERE l.value_date <> e.value_date ORDER BY 1
"""
NO_COMMAND = """
SELECT e.id, e.command_id FROM journal_entry e LEFT JOIN audit a ON a.id = e.command_id
 WHERE a.id IS NULL OR a.result NOT IN ('processed', 'awaiting_approval') ORDER BY 1
"""
OTHER_USER = """
SELECT e.id, e.created_by, a.user_id FROM journal_entry e JOIN audit a ON a.id = e.command_id
 WHERE a.user_id <> e.created_by ORDER BY 1
"""
ON_HEADERS = """
SELECT DISTINCT a.code FROM journal_line l JOIN gl_account a ON a.id = l.account_id
 WHERE a.usage <> 'detail' ORDER BY 1
"""
REVERSALS = """
WITH line AS (
  SELECT entry_id, account_id, office_id, currency,
         sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) AS net
    FROM journal_line GROUP BY 1, 2, 3, 4),
moved AS (SELECT e.reverses, l.* FROM journal_entry e JOIN line l ON l.entry_id = e.id WHERE e.reverses IS NOT NULL)
SELECT DISTINCT m.entry_id, m.reverses
  FROM moved m LEFT JOIN line o
    ON (o.entry_id, o.account_id, o.office_id, o.currency) = (m.reverses, m.account_id, m.office_id, m.currency)
 WHERE o.net IS DISTINCT FROM -m.net ORDER BY 1
"""
REVERSED_TWICE = """
SELECT reverses, count(*) FROM journal_entry WHERE reverses IS NOT NULL
 GROUP BY reverses HAVING count(*) > 1 ORDER BY 1
"""
IN_CLOSED_PERIODS = """
SELECT DISTINCT e.id, c.closed_on
  FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id
  JOIN gl_closure c ON c.office_id = l.office_id AND c.closed_on >= e.value_date AND e.booked_at > c.created_at
 ORDER BY 1
"""


@validates("ledger.entries_balance")
def entries_balance(session: ReadSession) -> Iterator[tuple[str, str]]:
    """Every entry's debits equal its credits, per office and currency."""
    for entry, office, currency, difference in session.tuples(UNBALANCED):
        yield f"journal entry {entry}", f"off by {difference} {currency} in office {office}"


@validates("ledger.sums_to_zero")
def ledger_sums_to_zero(session: ReadSession) -> Iterator[tuple[str, str]]:
    """All debits equal all credits, per currency."""
    for currency, difference in session.tuples(TOTALS):
        yield f"ledger in {currency}", f"off by {difference}"


@validates("ledger.entries_have_lines")
def entries_have_lines(session: ReadSession) -> Iterator[tuple[str, str]]:
    """No entry is without lines."""
    for (entry,) in session.tuples(EMPTY):
        yield f"journal entry {entry}", "has no lines"


@validates("ledger.lines_share_their_entry_s_day")
def lines_share_day(session: ReadSession) -> Iterator[tuple[str, str]]:
    """A line has its entry's value date."""
    for (entry,) in session.tuples(OTHER_DAY):
        yield f"journal entry {entry}", "has lines of another value date"


@validates("ledger.entries_have_commands")
def entries_have_commands(session: ReadSession) -> Iterator[tuple[str, str]]:
    """Every entry leads back to the command that caused it, and to its user."""
    for entry, command in session.tuples(NO_COMMAND):
        yield f"journal entry {entry}", f"its command {command} is not in the audit as carried out"
    for entry, poster, user in session.tuples(OTHER_USER):
        yield f"journal entry {entry}", f"booked by user {poster}, but its command was user {user}'s"


@validates("ledger.detail_accounts_only")
def detail_accounts_only(session: ReadSession) -> Iterator[tuple[str, str]]:
    """Nothing is posted to a header account."""
    for (code,) in session.tuples(ON_HEADERS):
        yield f"ledger account {code}", "is a header and has lines"


@validates("ledger.reversals_mirror")
def reversals_mirror(session: ReadSession) -> Iterator[tuple[str, str]]:
    """An entry that reverses another takes back exactly its amounts, and only once."""
    for entry, original in session.tuples(REVERSALS):
        yield f"journal entry {entry}", f"does not mirror entry {original}, which it reverses"
    for original, times in session.tuples(REVERSED_TWICE):
        yield f"journal entry {original}", f"is reversed {times} times"


@validates("ledger.closed_periods")
def closed_periods(session: ReadSession) -> Iterator[tuple[str, str]]:
    """Nothing was booked into a period after it was closed."""
    for entry, closed_on in session.tuples(IN_CLOSED_PERIODS):
        yield f"journal entry {entry}", f"booked into a period closed through {closed_on}"
