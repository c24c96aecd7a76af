"""Penalties that overdue instalments bring about by themselves; a job runs this for every loan in arrears."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from psycopg.types.json import Jsonb
from sqlalchemy.dialects.postgresql import insert

from amana.charges.records import charge as charge_table
from amana.charges.store import definition_of
from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.finance.duplum import room_in_duplum
from amana.finance.money import ZERO
from amana.finance.penalties import overdue_charges
from amana.kernel.commands import handles
from amana.kernel.context import Moment, Work
from amana.kernel.outcome import Outcome
from amana.kernel.records import setting
from amana.kernel.seeding import seeds
from amana.loans import rules
from amana.loans.charging import charge_of, numbered
from amana.loans.contract import LoanCharge
from amana.loans.conventions import RECUR_LATER, is_on
from amana.loans.events import ChargeAdded, Event
from amana.loans.products.records import loan_product_charge
from amana.loans.state import LoanState
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore
from amana.loans.upfront import accrued_charge, accrues_upfront
from amana.storage.session import WriteSession
from amana.storage.statement import Statement
from amana.taxes.store import taxes_on

WAIT_SETTING = "penalty-wait-period"
"""Setting: days an instalment has to be overdue before it is punished."""

DEFAULT_WAIT_DAYS = 2

_OF_PRODUCT = Statement(
    sa.select(*charge_table.c)
    .join(loan_product_charge, loan_product_charge.c.charge_id == charge_table.c.id)
    .where(
        loan_product_charge.c.product_id == sa.bindparam("product"),
        charge_table.c.time == str(ChargeTime.OVERDUE_INSTALMENT),
        charge_table.c.active,
    )
    .order_by(loan_product_charge.c.position)
)


@dataclass(frozen=True, kw_only=True)
class ChargeOverdueInstalments:
    """Put on the loan what its product charges for instalments overdue today, as far as it is not there yet."""

    loan: int


def wait_days(moment: Moment) -> int:
    """Days of grace before an overdue instalment is punished."""
    found = moment.settings.get(WAIT_SETTING)
    if found is None or not found.enabled:
        return 0
    return int(found.value) if found.value is not None else DEFAULT_WAIT_DAYS


def missing(work: Work, loan: FullLoan, day: date) -> Iterator[LoanCharge]:
    """The penalties that the arrears of ``day`` bring about and the loan does not bear yet, without ids; in duplum
    as far as they find room.
    """
    if loan.state.contract.penalties_stopped:
        return
    rule = loan.state.contract.terms.recalculation
    room = _room(loan.state, day) if rule is not None and rule.in_duplum else None
    for made, amount in _deserved(work, loan, day):
        if room is None or amount <= room:
            yield made
        elif room > ZERO and made.basis is ChargeBasis.FLAT:
            yield replace(made, amount=room)
        elif room > ZERO:
            yield replace(made, maximum=room)
        room = None if room is None else max(room - amount, ZERO)


def _room(state: LoanState, day: date) -> Decimal:
    """What penalties may still come to on ``day`` where the loan is kept in duplum."""
    due = (one.outstanding for one in state.instalments if one.due_date < day)
    unpaid = sum((owed.total - owed.principal for owed in due), ZERO)
    return room_in_duplum(state.principal.outstanding - state.expected, unpaid)


def _deserved(work: Work, loan: FullLoan, day: date) -> Iterator[tuple[LoanCharge, Decimal]]:
    """The penalties of ``day`` that are not there yet, and what they come to."""
    state = loan.state
    currency = state.contract.currency
    there = {(one.charge.charge, one.charge.instalment_due_on, one.charge.due_on) for one in state.charges}
    for row in work.session.records(_OF_PRODUCT, product=loan.header.product):
        defined = definition_of(row)
        made = charge_of(defined, row["id"], currency, taxes_on(work.session, defined.tax_group, day))
        for due in overdue_charges(
            made.terms(),
            (one.as_open for one in state.instalments if not one.extra),
            day,
            currency,
            wait_days=wait_days(work.moment),
            every=defined.every_count or 0,
            every_unit=PeriodUnit((defined.every_unit or PeriodUnit.DAYS).value),
            recurs_later=is_on(work.moment, RECUR_LATER),
            rounding=state.contract.terms.rounding,
        ):
            if (row["id"], due.instalment_due_on, due.due_on) not in there:
                placed = replace(
                    made,
                    due_on=due.due_on,
                    instalment_due_on=due.instalment_due_on,
                    settled=due.settled if made.basis is not ChargeBasis.FLAT else made.settled,
                )
                yield placed, due.amount


@handles(ChargeOverdueInstalments, permission="APPLYPENALTY_LOAN")
def handle(command: ChargeOverdueInstalments, work: Work, loans: LoanStore) -> Outcome:
    """Penalties due with the overdue instalment, and again while it stays overdue."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.ADD_CHARGE)
    today = loan
    if loan.state.contract.terms.recalculation is not None:
        today = replace(loan, state=loans.derived(loan.events))
    bodies = penalties(work, loans, today, work.business_date)
    if bodies:
        loans.append(loan, *bodies)
    return rules.outcome(loan.header, charges=sum(isinstance(body, ChargeAdded) for body, _ in bodies))


def penalties(work: Work, loans: LoanStore, loan: FullLoan, day: date) -> list[tuple[Event, date]]:
    """What puts the penalties for the arrears of ``day`` on the loan, with their accruals where those come at once."""
    made = numbered(work.session, tuple(missing(work, loan, day)))
    bodies: list[tuple[Event, date]] = [(ChargeAdded(charge=one), work.business_date) for one in made]
    if made and accrues_upfront(work.moment, loan.state.contract.accounting):
        seq = loan.events[-1].seq
        added = [loans.envelope(0, body, on, seq + place) for place, (body, on) in enumerate(bodies, 1)]
        after = loans.derived((*loan.events, *added))
        new = {one.id for one in made}
        for one in after.charges:
            if one.charge.id in new:
                on = one.charge.due_on or work.business_date
                bodies.extend((accrual, min(on, work.business_date)) for accrual in accrued_charge(one))
    return bodies


@seeds(20)
def seed_setting(session: WriteSession) -> None:
    """The days of grace, as many as Mifos X is delivered with."""
    text = "Days an instalment has to be overdue before a penalty is charged for it."
    values = {"name": WAIT_SETTING, "description": text, "enabled": True, "value": Jsonb(DEFAULT_WAIT_DAYS)}
    session.run(insert(setting).values(values).on_conflict_do_nothing())
