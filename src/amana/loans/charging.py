"""From charge definitions to the charges of a loan."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from amana.charges.definition import ChargeDefinition
from amana.charges.kinds import ALLOWED, NEVER_PENALTY, AppliesTo
from amana.charges.kinds import ChargeTime as DefinedTime
from amana.charges.store import require_charge
from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.money import ZERO, Currency, round_amount
from amana.kernel.refusals import invalid
from amana.loans import statements as sql
from amana.loans.asked import AskedCharge
from amana.loans.contract import ChargeTax, LoanCharge
from amana.loans.products.locks import Lock
from amana.loans.products.product import LoanProduct
from amana.loans.refusals import NotCharged
from amana.storage.session import ReadSession
from amana.taxes.store import Tax, taxes_on

NOT_BY_HAND = {
    ChargeTime.OVERDUE_INSTALMENT: "it comes by itself when an instalment is overdue",
}


NO_TRANCHES = "the loan is not paid out in tranches"


def charge_numbers(session: ReadSession, how_many: int) -> list[int]:
    """New ids of loan charges."""
    return list(session.scalar(sql.CHARGE_NUMBERS, charges=how_many) or []) if how_many else []


def agreed_charges(
    session: ReadSession,
    product: LoanProduct,
    asked: Iterable[AskedCharge] | None,
    *,
    not_before: date,
    present: Mapping[int, LoanCharge] | None = None,
) -> tuple[LoanCharge, ...]:
    """The charges a loan is to carry, without ids where they are new (0).

    ``asked`` None takes the product's own, except those that need a due date or come by themselves. ``present`` are
    those on the application already, which keep their id and, where nothing else is said, their amount and due date.
    """
    if asked is None:
        defaults = [new_charge(session, one, product.currency, not_before) for one in product.charges]
        return tuple(
            one
            for one in defaults
            if one.time not in NOT_BY_HAND
            and one.time is not ChargeTime.SPECIFIED_DUE_DATE
            and (product.multi_disburse or one.time is not ChargeTime.TRANCHE_DISBURSEMENT)
        )
    found = []
    for one in asked:
        if Lock.CHARGES in product.locked and one.charge not in product.charges:
            raise invalid(
                "charges", "inconsistent", "Loans of this product carry no other charges.", one.charge
            )
        kept = (present or {}).get(one.id) if one.id is not None else None
        if one.id is not None and kept is None:
            raise invalid("charges", "unknown", f"The application has no charge {one.id}.", one.id)
        made = (
            kept
            if kept is not None and kept.charge == one.charge
            else new_charge(session, one.charge, product.currency, not_before)
        )
        made = as_asked(made, one)
        if made.time is ChargeTime.TRANCHE_DISBURSEMENT and not product.multi_disburse:
            raise NotCharged(charge=made.charge, reason=NO_TRANCHES)
        found.append(fitted(made, one.amount, one.due_on, product.currency, not_before=not_before))
    return tuple(found)


def new_charge(session: ReadSession, charge: int, currency: Currency, on: date) -> LoanCharge:
    """A charge of ``on`` as its definition has it, without an id; refuses one that loans cannot bear."""
    defined = require_charge(session, charge, AppliesTo.LOAN, currency.code)
    return charge_of(defined, charge, currency, taxes_on(session, defined.tax_group, on))


def charge_of(
    defined: ChargeDefinition, charge: int, currency: Currency, taxes: Iterable[Tax] = ()
) -> LoanCharge:
    """A charge as its definition has it, without an id."""
    return LoanCharge(
        id=0,
        charge=charge,
        name=defined.name,
        time=defined.time.of_loan,
        basis=defined.basis,
        amount=round_amount(defined.amount, currency)
        if defined.basis is ChargeBasis.FLAT
        else defined.amount,
        penalty=defined.penalty,
        minimum=defined.minimum,
        maximum=defined.maximum,
        taxes=tuple(
            ChargeTax(component=one.component, percentage=one.percentage, account=one.account)
            for one in taxes
        ),
    )


def as_asked(charge: LoanCharge, asked: AskedCharge) -> LoanCharge:
    """The charge due at another time, or taken of something else, than its definition says.

    A penalty stays one; of what, taken of something else, its amount is, has to be said.
    """
    time, basis = asked.time or charge.time, asked.basis or charge.basis
    if (time, basis) == (charge.time, charge.basis):
        return charge
    due = DefinedTime(time.value)
    if basis not in ALLOWED[AppliesTo.LOAN][due]:
        raise invalid("basis", "not_one_of", f"A charge due at {time} is not calculated so.", str(basis))
    if charge.penalty and due in NEVER_PENALTY:
        raise invalid("time", "inconsistent", f"A penalty is not due at {time}.", str(time))
    if basis is not charge.basis and asked.amount is None:
        raise invalid("amount", "blank", "A charge calculated in another way needs its amount.")
    flat = basis is ChargeBasis.FLAT
    return replace(
        charge,
        time=time,
        basis=basis,
        minimum=None if flat else charge.minimum,
        maximum=None if flat else charge.maximum,
    )


def fitted(
    charge: LoanCharge,
    amount: Decimal | None,
    due_on: date | None,
    currency: Currency,
    *,
    not_before: date | None,
) -> LoanCharge:
    """The charge with another amount and due date; refuses what does not fit its kind."""
    if charge.time in NOT_BY_HAND:
        raise NotCharged(charge=charge.charge, reason=NOT_BY_HAND[charge.time])
    if amount is not None:
        if amount <= ZERO:
            raise invalid(
                "amount", "not_positive", "The amount of a charge has to be more than zero.", amount, 0
            )
        if charge.basis is ChargeBasis.FLAT and amount != round_amount(amount, currency):
            raise invalid("amount", "format", "The amount is finer than the currency.", amount)
        charge = replace(charge, amount=amount)
    if charge.time is not ChargeTime.SPECIFIED_DUE_DATE:
        return charge  # a day sent along means nothing to it: the schedule says when it is due
    due = due_on or charge.due_on
    if due is None:
        raise invalid("due_on", "blank", "The charge needs a due date.")
    if not_before is not None and due < not_before:
        raise invalid(
            "due_on", "too_small", "The charge is due before the loan is paid out.", due, not_before
        )
    return replace(charge, due_on=due)


def numbered(session: ReadSession, charges: tuple[LoanCharge, ...]) -> tuple[LoanCharge, ...]:
    """The charges with ids given to the new ones."""
    new = charge_numbers(session, sum(1 for one in charges if not one.id))
    ids = iter(new)
    return tuple(one if one.id else replace(one, id=next(ids)) for one in charges)
