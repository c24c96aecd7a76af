"""Provisions: what stands in the journal for each is its reserves, or nothing."""

from collections.abc import Iterator

from amana.checks.validator import validates
from amana.storage.session import ReadSession

BOOKED = """
WITH wanted AS (
  SELECT p.provision_id AS id, p.office_id, p.currency, x.account_id, sum(x.amount) AS net
    FROM provision_part p JOIN provision v ON v.id = p.provision_id AND v.state = 'posted'
    CROSS JOIN LATERAL (VALUES (p.expense_account_id, p.reserve), (p.liability_account_id, -p.reserve))
      AS x (account_id, amount)
   GROUP BY 1, 2, 3, 4 HAVING sum(x.amount) <> 0),
booked AS (
  SELECT e.source_id AS id, l.office_id, l.currency, l.account_id,
         sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) AS net
    FROM journal_entry e JOIN journal_line l ON l.entry_id = e.id
   WHERE e.source_kind = 'provisioning'
   GROUP BY 1, 2, 3, 4 HAVING sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) <> 0)
SELECT id, account_id, coalesce(b.net, 0), coalesce(w.net, 0)
  FROM booked b FULL JOIN wanted w USING (id, office_id, currency, account_id)
 WHERE coalesce(b.net, 0) <> coalesce(w.net, 0) ORDER BY 1, 2
"""


@validates("provisions.booked")
def provisions_booked(session: ReadSession) -> Iterator[tuple[str, str]]:
    """The journal holds the reserves of the provision that stands, and of no other."""
    for number, account, booked, wanted in session.tuples(BOOKED):
        yield f"provision {number}", f"ledger account {account} holds {booked} for it, not {wanted}"
