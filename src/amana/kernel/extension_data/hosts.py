"""Which records extension tables can belong to: a slice declares its table, and where its office stands."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.access.records import office
from amana.kernel.context import Reading
from amana.kernel.refusals import invalid


@dataclass(frozen=True)
class Host:
    """A kind of record that can have extension data. ``office``: what gives its office's id, if it has one."""

    kind: str
    table: sa.Table
    office: sa.ColumnElement[int] | None


_HOSTS: dict[str, Host] = {}


def hosts_extension_data(kind: str, table: sa.Table, office_of: sa.ColumnElement[int] | None) -> None:
    """Let records of ``kind`` have extension data. Records without office (products) are everybody's."""
    _HOSTS[kind] = Host(kind, table, office_of)


def host_of(kind: str) -> Host:
    """Raises InvalidInput for a kind that takes no part."""
    found = _HOSTS.get(kind)
    if found is None:
        text = f"The kinds are {', '.join(sorted(_HOSTS))}."
        raise invalid("host", "not_one_of", text, kind, sorted(_HOSTS))
    return found


def require_record(at: Reading, host: Host, record: int) -> None:
    """Refuse a record that does not exist or belongs to an office outside the actor's subtree."""
    if host.office is None:
        path = sa.select(sa.literal(at.actor.hierarchy)).where(sa.exists().where(host.table.c.id == record))
    else:
        path = (
            sa.select(office.c.hierarchy)
            .select_from(office.join(host.table, host.office == office.c.id))
            .where(host.table.c.id == record)
        )
    if host.table is office:
        path = sa.select(office.c.hierarchy).where(office.c.id == record)
    at.require_scope(host.kind, record, at.session.scalar(path))


hosts_extension_data("office", office, office.c.id)
