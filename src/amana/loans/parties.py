"""The people around a loan: who borrows, who is in charge."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from amana.kernel.context import Reading, Work
from amana.kernel.refusals import invalid
from amana.loans.kinds import LoanStatus, LoanType
from amana.loans.products.records import loan_product_exclusion
from amana.loans.records import loan, loan_position
from amana.loans.refusals import BorrowerNotActive, NotAnOfficer, ProductsExclude
from amana.parties.refs import (
    ClientRef,
    GroupRef,
    ask_client,
    ask_group,
    is_member,
    seen_client,
    seen_group,
    staff_ref,
)
from amana.storage.session import ReadSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrower:
    """Who borrows, and the office that answers for it (the client's before the group's)."""

    client: int | None
    group: int | None
    office: int
    office_name: str
    activated_on: date | None


def borrower_of(work: Work, kind: LoanType, client: int | None, group: int | None) -> Borrower:
    """The borrower that a kind of loan needs; refuses one that is not active, or not there."""
    if kind is not LoanType.GROUP and client is None:
        raise invalid("client", "blank", "A client is needed.")
    if kind is not LoanType.INDIVIDUAL and group is None:
        raise invalid("group", "blank", "A group is needed.")
    if kind is LoanType.GROUP and client is not None:
        raise invalid("client", "inconsistent", "A loan to a group as a whole has no client.", client)
    session = work.session
    asked_client = ask_client(session, client, lock=True) if client is not None else None
    asked_group = ask_group(session, group, lock=True) if group is not None else None
    seen: ClientRef | GroupRef | None = None
    if client is not None and asked_client is not None:
        seen = seen_client(work, client, asked_client)
        if not seen.is_active:
            raise BorrowerNotActive(kind="client", id=client)
    if group is not None and asked_group is not None:
        whole = seen_group(work, group, asked_group)
        if not whole.is_active:
            raise BorrowerNotActive(kind="group", id=group)
        seen = seen or whole
    if client is not None and group is not None and not is_member(session, group, client):
        raise invalid("client", "inconsistent", "The client is no member of the group.", client)
    assert seen is not None  # noqa: S101 - one of the two was asked for
    return Borrower(
        client=client,
        group=group,
        office=seen.office_id,
        office_name=seen.office_name,
        activated_on=seen.activated_on,
    )


def officer_of(reading: Reading, staff: int) -> None:
    """Refuse somebody who is no active loan officer."""
    found = staff_ref(reading, staff)
    if not (found.is_loan_officer and found.active):
        raise NotAnOfficer(officer=staff)


def products_exclude(session: ReadSession, product: int, *, client: int | None, group: int | None) -> None:
    """Refuse a product that may not be held together with one of the borrower's active loans."""
    mix = loan_product_exclusion
    either = sa.or_(
        sa.and_(mix.c.product_id == product, mix.c.restricted_id == loan.c.product_id),
        sa.and_(mix.c.restricted_id == product, mix.c.product_id == loan.c.product_id),
    )
    mine = loan.c.client_id == client if client is not None else loan.c.group_id == group
    held = session.scalar(
        sa.select(loan.c.product_id)
        .join(loan_position, loan_position.c.loan_id == loan.c.id)
        .join(mix, either)
        .where(loan_position.c.status == str(LoanStatus.ACTIVE), mine)
        .limit(1)
    )
    if held is not None:
        raise ProductsExclude(product=held)
