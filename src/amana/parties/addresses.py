"""Postal addresses of clients and groups."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from amana.kernel.context import Work
from amana.parties.records import ADDRESS_PARTS, address
from amana.storage.session import ReadSession
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where somebody can be found; parts that are not known are left out."""

    line_1: str | None = None
    line_2: str | None = None
    city: str | None = None
    region: str | None = None
    postcode: str | None = None
    country: str | None = None


@dataclass(frozen=True, kw_only=True)
class AddressView:
    """An address as it is kept."""

    id: int
    line_1: str | None
    line_2: str | None
    city: str | None
    region: str | None
    postcode: str | None
    country: str | None


_INSERT = Statement(sa.insert(address), columns=["subject", "subject_id", *ADDRESS_PARTS])
_DELETE = Statement(
    sa.delete(address).where(
        address.c.subject == sa.bindparam("of_subject"), address.c.subject_id == sa.bindparam("of_id")
    )
)


def keep_address(work: Work, subject: str, subject_id: int, new: Address | None) -> None:
    """Put ``new`` in the place of the party's address; None leaves it without one."""
    work.session.run(_DELETE, of_subject=subject, of_id=subject_id)
    if new is not None and any(asdict(new).values()):
        work.session.run(_INSERT, subject=subject, subject_id=subject_id, **asdict(new))


def addresses_of(session: ReadSession, subject: str, ids: Sequence[int]) -> dict[int, AddressView]:
    """The addresses of several parties, by the party's id."""
    rows = session.records(
        sa.select(address.c.subject_id, address.c.id, *(address.c[part] for part in ADDRESS_PARTS)).where(
            address.c.subject == subject, address.c.subject_id.in_(ids)
        )
    )
    return {row.pop("subject_id"): AddressView(**row) for row in rows}
