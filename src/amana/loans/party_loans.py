"""The loans of a client or group in short form, and what stands in the way of letting the party go."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from amana.charges.store import uses_charges
from amana.finance.components import Component
from amana.finance.money import ZERO, Currency
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.records import identity
from amana.loans.asking import LoansOfClient, LoansOfGroup
from amana.loans.kinds import OPEN_STATUSES, LoanStatus, LoanType
from amana.loans.party_views import AccountRef, PartyLoans
from amana.loans.products.records import loan_product
from amana.loans.records import loan, loan_charge, loan_position
from amana.loans.selecting import CYCLE, OVERDUE
from amana.parties import obligations
from amana.parties.obligations import Party
from amana.parties.refs import client_ref, group_ref
from amana.storage.session import ReadSession

_SHORT = (
    sa.select(
        loan.c.id,
        identity.c.key,
        loan.c.account_no,
        identity.c.external_id,
        loan.c.product_id,
        loan_product.c.name.label("product_name"),
        loan_position.c.status,
        loan.c.loan_type,
        CYCLE.label("loan_cycle"),
        loan.c.client_id,
        loan.c.group_id,
        loan.c.contract["terms"]["currency"].label("currency"),
        loan.c.contract["arrears_tolerance"].astext.label("tolerance"),
        sa.func.coalesce(loan.c.contract["grace_on_arrears_ageing"].as_integer(), 0).label("grace"),
        *(
            (
                loan_position.c[f"{one}_charged"]
                - loan_position.c[f"{one}_paid"]
                - loan_position.c[f"{one}_waived"]
                - loan_position.c[f"{one}_written_off"]
            ).label(str(one))
            for one in Component
        ),
        *OVERDUE.c,
    )
    .select_from(
        loan.join(loan_position, loan_position.c.loan_id == loan.c.id)
        .join(loan_product, loan_product.c.id == loan.c.product_id)
        .outerjoin(identity, sa.and_(identity.c.kind == "loan", identity.c.id == loan.c.id))
        .join(OVERDUE, sa.true())
    )
    .order_by(loan.c.id)
)


def _short(row: Mapping[str, Any], today: date) -> AccountRef:
    currency = row["currency"]
    overdue = sum((row[f"{component}_overdue"] or ZERO for component in Component), ZERO)
    status = LoanStatus(row["status"])
    return AccountRef(
        id=row["id"],
        key=row["key"],
        account_no=row["account_no"],
        external_id=row["external_id"],
        product_id=row["product_id"],
        product_name=row["product_name"],
        status=status,
        loan_type=LoanType(row["loan_type"]),
        loan_cycle=row["loan_cycle"] or None,
        client=row["client_id"],
        group=row["group_id"],
        currency=Currency(currency["code"], currency["digits"], currency["in_multiples_of"]),
        in_arrears=status is LoanStatus.ACTIVE
        and overdue > type(overdue)(row["tolerance"])
        and row["overdue_since"] + timedelta(days=row["grace"]) < today,
        outstanding=sum((row[str(component)] for component in Component), ZERO),
    )


def _loans(reading: Reading, *where: sa.ColumnElement[bool]) -> list[AccountRef]:
    rows = reading.session.records(_SHORT.where(*where), today=reading.business_date)
    return [_short(row, reading.business_date) for row in rows]


@answers(LoansOfClient, permission="READ_LOAN")
def loans_of_client(query: LoansOfClient, reading: Reading) -> PartyLoans:
    """Every loan of a client, those as member of a group included."""
    client_ref(reading, query.client)
    return PartyLoans(loans=_loans(reading, loan.c.client_id == query.client))


@answers(LoansOfGroup, permission="READ_LOAN")
def loans_of_group(query: LoansOfGroup, reading: Reading) -> PartyLoans:
    """The loans of a group as a whole, and those of its members for which it is liable."""
    group_ref(reading, query.group)
    of_group = loan.c.group_id == query.group
    return PartyLoans(
        loans=_loans(reading, of_group, loan.c.client_id.is_(None)),
        member_loans=_loans(reading, of_group, loan.c.client_id.is_not(None)),
    )


_OPEN = loan_position.c.status.in_([str(one) for one in OPEN_STATUSES])


def _any(session: ReadSession, *where: sa.ColumnElement[bool]) -> bool:
    query = sa.select(sa.literal(1)).select_from(loan.join(loan_position)).where(*where).limit(1)
    return session.scalar(query) is not None


def _of(party: Party, party_id: int) -> sa.ColumnElement[bool]:
    return loan.c.client_id == party_id if party is Party.CLIENT else loan.c.group_id == party_id


class LoanObligations:
    """What loans keep a client or group from leaving."""

    def has_any(self, session: ReadSession, party: Party, party_id: int) -> bool:
        """Whether the party ever had a loan."""
        return _any(session, _of(party, party_id))

    def has_open(self, session: ReadSession, party: Party, party_id: int) -> bool:
        """Whether a loan is applied for, approved or running."""
        return _any(session, _of(party, party_id), _OPEN)

    def has_joint(self, session: ReadSession, group_id: int, client_id: int) -> bool:
        """Whether the client has an open loan as member of the group."""
        return _any(session, loan.c.group_id == group_id, loan.c.client_id == client_id, _OPEN)


obligations.register(LoanObligations())


@uses_charges("a loan")
def bears(session: ReadSession, charge: int) -> bool:
    """Whether a loan bears the charge."""
    return (
        session.scalar(sa.select(sa.literal(1)).where(loan_charge.c.charge_id == charge).limit(1)) is not None
    )
