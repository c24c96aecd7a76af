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
CLOSING_BALANCES = """
WITH kept AS (
  SELECT closure_id, account_id, currency, debit - credit AS net FROM gl_closure_balance WHERE debit <> credit),
summed AS (
  SELECT c.id AS closure_id, l.account_id, l.currency,
         sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) AS net
    FROM gl_closure c JOIN journal_line l ON l.office_id = c.office_id AND l.value_date <= c.closed_on
   GROUP BY 1, 2, 3 HAVING sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) <> 0)
SELECT coalesce(k.closure_id, s.closure_id), coalesce(k.account_id, s.account_id), coalesce(k.currency, s.currency),
       coalesce(k.net, 0), coalesce(s.net, 0)
  FROM kept k FULL JOIN summed s USING (closure_id, account_id, currency)
 WHERE coalesce(k.net, 0) <> coalesce(s.net, 0) ORDER BY 1, 2, 3
"""
CHART_PATHS = """
SELECT a.code, a.hierarchy FROM gl_account a LEFT JOIN gl_account p ON p.id = a.parent_id
 WHERE a.hierarchy <> CASE WHEN p.id IS NULL THEN '.' ELSE p.hierarchy || p.id || '.' END ORDER BY 1
"""
CHART_PARENTS = """
SELECT a.code, p.code FROM gl_account a JOIN gl_account p ON p.id = a.parent_id
 WHERE p.usage <> 'header' OR p.account_class <> a.account_class ORDER BY 1
"""
UNUSABLE_MAPPINGS = """
SELECT m.product_kind, m.product_id, m.role, a.code FROM product_account m JOIN gl_account a ON a.id = m.account_id
 WHERE a.usage <> 'detail' OR a.disabled ORDER BY 1, 2, 3
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


@validates("ledger.closing_balances")
def closing_balances(session: ReadSession) -> Iterator[tuple[str, str]]:
    """What a closure kept as its balances is the sum of the lines up to its day."""
    for closure, account, currency, kept, summed in session.tuples(CLOSING_BALANCES):
        yield (
            f"closure {closure}",
            f"keeps {kept} {currency} for ledger account {account}, its lines come to {summed}",
        )


@validates("chart.paths")
def chart_paths(session: ReadSession) -> Iterator[tuple[str, str]]:
    """An account's path is its parent's with the parent's id, and the parent is a header of the same class."""
    for code, path in session.tuples(CHART_PATHS):
        yield f"ledger account {code}", f"its path {path} does not follow its parent's"
    for code, parent in session.tuples(CHART_PARENTS):
        yield f"ledger account {code}", f"its parent {parent} is no header of its class"


@validates("products.accounts_usable")
def product_accounts_usable(session: ReadSession) -> Iterator[tuple[str, str]]:
    """The ledger accounts of products are enabled detail accounts."""
    for kind, product, role, code in session.tuples(UNUSABLE_MAPPINGS):
        yield f"{kind} product {product}", f"its {role} is the unusable ledger account {code}"
