"""From terms and disbursements to a schedule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from amana.finance.cumulative import Generation
from amana.finance.money import ZERO
from amana.finance.schedule import Disbursement, Schedule
from amana.finance.terms import LoanTerms, Tranche


def planned_disbursements(
    terms: LoanTerms,
    disbursed: Sequence[tuple[date, Decimal]] = (),
    pending: Sequence[Tranche] | None = None,
) -> tuple[Disbursement, ...]:
    """What was paid out, followed by what is still expected.

    `pending` are the tranches not yet paid out; left out, they are the planned ones that no disbursement
    stands for yet, or, before any, the whole principal on the expected day.
    """
    if pending is None:
        pending = terms.tranches[len(disbursed) :] if terms.multi_disburse else ()
        if not disbursed and not pending:
            pending = (Tranche(terms.expected_disbursement_on, terms.principal),)
    rows = [Disbursement(on, amount) for on, amount in disbursed]
    rows.extend(Disbursement(one.expected_on, one.amount) for one in pending)
    return tuple(sorted((row for row in rows if row.amount > ZERO), key=lambda row: row.on))


def generate_schedule(
    terms: LoanTerms,
    disbursed: Iterable[tuple[date, Decimal]] = (),
    pending: Sequence[Tranche] | None = None,
) -> Schedule:
    """The repayment schedule of `terms` for what was `disbursed` (day, amount) and is `pending`.

    Amounts are in the currency of the terms and rounded to it by their rounding mode. Before any
    disbursement the schedule stands on the expected one. Raises ScheduleError when no schedule follows
    from the terms.
    """
    return Generation(terms, planned_disbursements(terms, tuple(disbursed), pending)).run()
