"""From terms and disbursements to a schedule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.charge_schedule import waits_for_interest, with_charges, with_disbursement_fees
from amana.finance.charges import ChargeTerms
from amana.finance.cumulative import Generation
from amana.finance.money import ZERO
from amana.finance.plain import is_plain, plain_rows
from amana.finance.recalculation import RecalculatedGeneration
from amana.finance.rest_generation import Money, RestGeneration
from amana.finance.schedule import Disbursement, Schedule
from amana.finance.terms import LoanTerms, Tranche


@dataclass(frozen=True, slots=True)
class Walks:
    """Who walks over the periods: without recalculation of interest, as a plan with it, after payments with it."""

    cumulative: Callable[..., Generation] = Generation
    rests: Callable[..., Generation] = RestGeneration
    recalculated: Callable[..., Generation] = RecalculatedGeneration


ENGINE = Walks()


def still_expected(terms: LoanTerms, disbursed: Sequence[tuple[date, Decimal]]) -> tuple[Tranche, ...]:
    """The planned tranches that no disbursement stands for yet; those planned for before the first one lapse."""
    pending = terms.tranches[len(disbursed) :] if terms.multi_disburse else ()
    if not disbursed:
        return pending
    return tuple(one for one in pending if one.expected_on > disbursed[0][0])


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
        pending = still_expected(terms, disbursed)
        if not disbursed and not pending and terms.principal > ZERO:
            return (Disbursement(terms.expected_disbursement_on, terms.principal),)
    rows = [Disbursement(on, amount) for on, amount in disbursed]
    rows.extend(Disbursement(one.expected_on, one.amount, expected=True) for one in pending)
    return tuple(sorted((row for row in rows if row.amount > ZERO), key=lambda row: row.on))


def generate_schedule(
    terms: LoanTerms,
    disbursed: Iterable[tuple[date, Decimal]] = (),
    pending: Sequence[Tranche] | None = None,
    charges: Sequence[ChargeTerms] = (),
    *,
    walks: Walks = ENGINE,
) -> Schedule:
    """The repayment schedule of `terms` for what was `disbursed` (day, amount) and is `pending`, as a plan.

    Amounts are in the currency of the terms and rounded to it by their rounding mode. Before any
    disbursement the schedule stands on the expected one. Raises ScheduleError when no schedule follows
    from the terms.
    """
    disbursements = planned_disbursements(terms, tuple(disbursed), pending)
    if terms.recalculation is None:
        schedule = with_charges(charges, terms, _plan(terms, disbursements, walks))
    else:
        schedule = _with_rests(terms, disbursements, tuple(charges), None, walks=walks)
    return with_disbursement_fees(charges, terms, schedule) if charges else schedule


def _plan(terms: LoanTerms, disbursements: tuple[Disbursement, ...], walks: Walks) -> Schedule:
    if walks is ENGINE and is_plain(terms, disbursements):
        rows = plain_rows(terms, disbursements[0])
        if rows:
            return Schedule(terms.currency, disbursements, rows)
    return walks.cumulative(terms, disbursements).run()


def recalculated_schedule(
    terms: LoanTerms,
    disbursed: Iterable[tuple[date, Decimal]],
    money: Money,
    *,
    pending: Sequence[Tranche] | None = None,
    charges: Sequence[ChargeTerms] = (),
    planned_interest: Decimal | None = None,
    walks: Walks = ENGINE,
) -> Schedule:
    """The schedule of a loan with recalculation of interest after the payments in `money`, on its
    business date.

    Tranches that are pending though their day has passed are left out until they are paid out.
    `planned_interest` is the interest of the first plan, of which percentages at disbursement are taken.
    """
    paid_out = tuple(disbursed)
    if pending is None:
        pending = still_expected(terms, paid_out)
    ahead = [one for one in pending if one.expected_on >= money.today]
    disbursements = planned_disbursements(terms, paid_out, ahead)
    passed_over = sum((one.amount for one in pending if one.expected_on < money.today), ZERO)
    agreed = passed_over + sum((one.amount for one in disbursements), ZERO)
    schedule = _with_rests(terms, disbursements, tuple(charges), money, agreed, walks=walks)
    return with_disbursement_fees(charges, terms, schedule, planned_interest)


def _with_rests(
    terms: LoanTerms,
    disbursements: tuple[Disbursement, ...],
    charges: tuple[ChargeTerms, ...],
    money: Money | None,
    agreed: Decimal | None = None,
    *,
    walks: Walks,
) -> Schedule:
    kind = walks.rests if money is None else walks.recalculated
    at_end = [one for one in charges if waits_for_interest(one)]
    return with_charges(at_end, terms, kind(terms, disbursements, charges, money, agreed).run())
