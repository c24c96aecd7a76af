"""What is to be set aside on a day: the principal of every loan by the age of its oldest arrears.

Set-wise over the projections. The principal of a day is what the loan's transactions of value dates up to it leave;
the age counts from the oldest instalment that was due before the day and not complete by its end. Loans that were
charged off by then have left the books already. The reserve is rounded once for each office, product and category.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.money import Currency, round_amount
from amana.kernel.currencies.catalogue import catalogue
from amana.loans.provisioning.rules import WHOLE
from amana.storage.session import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The loans of an office, product and category: how many, the oldest arrears in days, principal, reserve."""

    office: int
    product: int
    category: int
    criteria: int
    currency: str
    loans: int
    overdue_days: int
    balance: Decimal
    percentage: Decimal
    reserve: Decimal
    liability_account: int
    expense_account: int


_SUMS = """
WITH owed AS (
  SELECT DISTINCT ON (t.loan_id) t.loan_id, t.balance, t.currency
    FROM loan_transaction t
   WHERE t.value_date <= %(day)s AND t.reversed_on IS NULL
     AND t.kind NOT IN ('accrual', 'accrual_adjustment', 'accrual_activity', 'charge_off')
   ORDER BY t.loan_id, t.value_date DESC, t.seq DESC),
overdue AS (
  SELECT i.loan_id, CAST(%(day)s AS date) - min(i.due_date) AS days
    FROM loan_instalment i
   WHERE i.due_date < %(day)s AND (i.completed_on IS NULL OR i.completed_on > %(day)s)
   GROUP BY i.loan_id),
aged AS (
  SELECT coalesce(c.office_id, g.office_id) AS office_id, l.product_id, o.currency, o.balance,
         coalesce(d.days, 0) AS days
    FROM owed o JOIN loan l ON l.id = o.loan_id JOIN loan_position p ON p.loan_id = o.loan_id
    LEFT JOIN client c ON c.id = l.client_id LEFT JOIN client_group g ON g.id = l.group_id
    LEFT JOIN overdue d ON d.loan_id = o.loan_id
   WHERE o.balance > 0 AND p.disbursed_on IS NOT NULL
     AND (p.charged_off_on IS NULL OR p.charged_off_on > %(day)s))
SELECT a.office_id, a.product_id, r.category_id, r.criteria_id, a.currency, count(*), max(a.days), sum(a.balance),
       r.percentage, r.liability_account_id, r.expense_account_id
  FROM aged a
  JOIN provisioning_product q ON q.product_id = a.product_id
  JOIN provisioning_rule r ON r.criteria_id = q.criteria_id
   AND a.days >= r.from_days AND a.days <= coalesce(r.to_days, a.days)
 GROUP BY 1, 2, 3, 4, 5, 9, 10, 11, r.id
 ORDER BY 1, 2, r.id, 5
"""


def parts_on(session: ReadSession, day: date) -> list[Part]:
    """Every part with loans in it, by office, product and rule."""
    found = []
    for row in session.tuples(_SUMS, day=day):
        office, product, category, criteria, code, loans, days, balance, percentage, liability, expense = row
        currency = Currency(code, catalogue()[code].digits)
        found.append(
            Part(
                office=office,
                product=product,
                category=category,
                criteria=criteria,
                currency=code,
                loans=loans,
                overdue_days=days,
                balance=balance,
                percentage=percentage,
                reserve=round_amount(balance * percentage / WHOLE, currency),
                liability_account=liability,
                expense_account=expense,
            )
        )
    return found
