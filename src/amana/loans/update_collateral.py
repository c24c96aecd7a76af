"""Changing what was pledged."""

from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotFound
from amana.kernel.unset import UNSET, UnsetType, given
from amana.loans import pledges, rules
from amana.loans.records import collateral
from amana.loans.states import Verb, require
from amana.loans.store import LoanStore


@dataclass(frozen=True, kw_only=True)
class UpdateCollateral:
    """Change type, value or description, before the loan is approved."""

    loan: int
    collateral: int
    type: int | UnsetType = UNSET
    value: Decimal | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET


@handles(UpdateCollateral, permission="UPDATE_COLLATERAL")
def handle(command: UpdateCollateral, work: Work, loans: LoanStore) -> Outcome:
    """The pledge as it is now."""
    header = loans.header(command.loan)
    require(header.status, Verb.PLEDGE)
    pledges.require_sound(
        work,
        None if command.type is UNSET else command.type,
        None if command.value is UNSET else command.value,
    )
    sent = given(command, ("type", "value", "description"))
    change = (
        sa.update(collateral)
        .where(collateral.c.id == command.collateral, collateral.c.loan_id == command.loan)
        .values(
            {"type_id" if name == "type" else name: value for name, value in sent.items()}
            or {"loan_id": command.loan}
        )
        .returning(collateral.c.id)
    )
    if not work.session.touched(change):
        raise NotFound(kind="collateral", id=command.collateral)
    return rules.outcome(header, "collateral", command.collateral, **sent)
