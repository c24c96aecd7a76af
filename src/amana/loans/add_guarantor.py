"""Somebody answers for the borrower."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel.codes.lookup import require_value
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem
from amana.loans import rules
from amana.loans.kinds import GuarantorKind
from amana.loans.records import guarantor
from amana.loans.store import LoanStore
from amana.parties.refs import client_ref, staff_ref
from amana.storage.statement import Statement

RELATIONSHIPS = "GuarantorRelationship"
"""The code whose values say what the guarantor is to the borrower."""

OF_OUTSIDER = (
    "first_name",
    "last_name",
    "birth_date",
    "address_line_1",
    "address_line_2",
    "city",
    "state",
    "zip",
    "country",
    "mobile_number",
    "house_phone_number",
)
"""What is recorded only of somebody from outside; a client or staff member has it on his own record."""


@dataclass(frozen=True, kw_only=True)
class AddGuarantor:
    """Add a guarantor: a client or staff member (``person``), or somebody from outside by name."""

    loan: int
    kind: GuarantorKind
    person: int | None = None
    relationship: int | None = None
    first_name: str | None = None
    last_name: str | None = None
    address_line_1: str | None = None
    address_line_2: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    mobile_number: str | None = None
    house_phone_number: str | None = None
    comment: str | None = None
    birth_date: date | None = None


_ADD = Statement(
    sa.insert(guarantor).returning(guarantor.c.id),
    columns=["loan_id", "kind", "person_id", "relationship_id", "comment", *OF_OUTSIDER],
)


def require_sound(work: Work, values: dict[str, Any], borrower: int | None) -> None:
    """Refuse a guarantor who is nobody, or the borrower himself."""
    kind = GuarantorKind(values["kind"])
    if kind is GuarantorKind.EXTERNAL:
        missing = [name for name in ("first_name", "last_name") if not values.get(name)]
        if missing:
            raise InvalidInput(
                tuple(Problem(field=name, kind="blank", message=f"{name} is missing.") for name in missing)
            )
        return
    person = values.get("person")
    if person is None:
        raise InvalidInput((Problem(field="person", kind="blank", message="Who is it?"),))
    strange = [name for name in OF_OUTSIDER if values.get(name) is not None]
    if strange:
        message = "Only of somebody from outside."
        raise InvalidInput(
            tuple(Problem(field=name, kind="inconsistent", message=message) for name in strange)
        )
    if kind is GuarantorKind.STAFF:
        staff_ref(work, person)
    elif person == borrower:
        message = "Nobody answers for himself."
        raise InvalidInput((Problem(field="person", kind="inconsistent", message=message, value=person),))
    else:
        client_ref(work, person)


@handles(AddGuarantor, permission="CREATE_GUARANTOR")
def handle(command: AddGuarantor, work: Work, loans: LoanStore) -> Outcome:
    """Any number of guarantors may answer for a loan."""
    header = loans.header(command.loan)
    values = {name: getattr(command, name) for name in ("kind", "person", "comment", *OF_OUTSIDER)}
    require_sound(work, values, header.client)
    require_value(work.session, RELATIONSHIPS, command.relationship, field="relationship")
    made = work.session.insert(
        _ADD,
        loan_id=command.loan,
        kind=str(command.kind),
        person_id=command.person if command.kind is not GuarantorKind.EXTERNAL else None,
        relationship_id=command.relationship,
        comment=command.comment,
        **{name: values[name] for name in OF_OUTSIDER},
    )
    return rules.outcome(header, "guarantor", made)
