"""Changing a guarantor."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel.codes.lookup import require_value
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotFound
from amana.kernel.unset import UNSET, UnsetType, given
from amana.loans import rules
from amana.loans.add_guarantor import OF_OUTSIDER, RELATIONSHIPS, require_sound
from amana.loans.kinds import GuarantorKind
from amana.loans.records import guarantor
from amana.loans.store import LoanStore
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class UpdateGuarantor:
    """Change who the guarantor is, or what is known of him."""

    loan: int
    guarantor: int
    kind: GuarantorKind | UnsetType = UNSET
    person: int | UnsetType = UNSET
    relationship: int | UnsetType | None = UNSET
    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    address_line_1: str | UnsetType | None = UNSET
    address_line_2: str | UnsetType | None = UNSET
    city: str | UnsetType | None = UNSET
    state: str | UnsetType | None = UNSET
    zip: str | UnsetType | None = UNSET
    country: str | UnsetType | None = UNSET
    mobile_number: str | UnsetType | None = UNSET
    house_phone_number: str | UnsetType | None = UNSET
    comment: str | UnsetType | None = UNSET
    birth_date: date | UnsetType | None = UNSET


_LOAD = Statement(
    sa.select(*guarantor.c)
    .where(guarantor.c.id == sa.bindparam("guarantor"), guarantor.c.loan_id == sa.bindparam("loan"))
    .with_for_update()
)
_COLUMNS = {"person": "person_id", "relationship": "relationship_id"}


@handles(UpdateGuarantor, permission="UPDATE_GUARANTOR")
def handle(command: UpdateGuarantor, work: Work, loans: LoanStore) -> Outcome:
    """The guarantor as he is now; one from outside who becomes a client leaves what was recorded of him behind."""
    header = loans.header(command.loan)
    row = work.session.record(_LOAD, guarantor=command.guarantor, loan=command.loan)
    if row is None:
        raise NotFound(kind="guarantor", id=command.guarantor)
    sent = {name: value for name, value in given(command).items() if name not in ("loan", "guarantor")}
    after = {**row, "person": row["person_id"], "relationship": row["relationship_id"], **sent}
    if GuarantorKind(after["kind"]) is not GuarantorKind.EXTERNAL and row["kind"] == GuarantorKind.EXTERNAL:
        after.update({name: sent.get(name) for name in OF_OUTSIDER})
    require_sound(work, after, header.client)
    require_value(work.session, RELATIONSHIPS, after["relationship"], field="relationship")
    names = ("kind", "person", "relationship", "comment", *OF_OUTSIDER)
    values = {_COLUMNS.get(name, name): after[name] for name in names}
    values["kind"] = str(values["kind"])
    change = sa.update(guarantor).where(guarantor.c.id == command.guarantor)
    work.session.run(change.values(**values))
    return rules.outcome(header, "guarantor", command.guarantor, **sent)
