"""What stands behind loans besides the borrower's promise: guarantors and pledges, of many loans at once."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa

from amana.kernel.codes.records import code_value
from amana.kernel.context import Reading
from amana.kernel.records import identity
from amana.loans.kinds import GuarantorKind
from amana.loans.records import collateral, guarantor


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """A guarantor (``guarantor`` is the kind) or, without one, a pledge of ``value`` in the loan's currency."""

    guarantor: GuarantorKind | None = None
    person_key: uuid.UUID | None = None
    """Of a guarantor who is a client or on the staff."""
    name: str | None = None
    """Of a guarantor from outside; of what is pledged, its description or what kind of thing it is."""
    value: Decimal | None = None


_IDENTITIES = {GuarantorKind.CUSTOMER: "client", GuarantorKind.STAFF: "staff"}


def securities_of(reading: Reading, loans: Sequence[int]) -> dict[int, list[Security]]:
    """By loan, guarantors first, each in the order of their joining; loans without any are left out."""
    found: dict[int, list[Security]] = defaultdict(list)
    identities = sa.case({kind.value: name for kind, name in _IDENTITIES.items()}, value=guarantor.c.kind)
    people = (
        sa.select(
            guarantor.c.loan_id,
            guarantor.c.kind,
            guarantor.c.first_name,
            guarantor.c.last_name,
            identity.c.key,
        )
        .select_from(
            guarantor.outerjoin(
                identity, sa.and_(identity.c.kind == identities, identity.c.id == guarantor.c.person_id)
            )
        )
        .where(guarantor.c.loan_id.in_(loans))
        .order_by(guarantor.c.id)
    )
    for loan, kind, first, last, key in reading.session.tuples(people):
        name = " ".join(part for part in (first, last) if part) or None
        found[loan].append(Security(guarantor=GuarantorKind(kind), person_key=key, name=name))
    things = (
        sa.select(collateral.c.loan_id, collateral.c.value, collateral.c.description, code_value.c.name)
        .join(code_value, code_value.c.id == collateral.c.type_id)
        .where(collateral.c.loan_id.in_(loans))
        .order_by(collateral.c.id)
    )
    for loan, value, description, kind in reading.session.tuples(things):
        found[loan].append(Security(name=description or kind, value=value))
    return dict(found)
