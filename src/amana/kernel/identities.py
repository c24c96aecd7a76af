"""The look-up table of keys and external ids: every addressable record is registered here when it is made."""

import uuid
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.context import Moment
from amana.kernel.records import identity, setting
from amana.kernel.refusals import Duplicate
from amana.kernel.seeding import seeds
from amana.storage.session import ReadSession, WriteSession
from amana.storage.statement import Statement

AUTO_SETTING = "enable-auto-generated-external-id"

_INSERT = Statement(sa.insert(identity), columns=["kind", "id", "key", "external_id"])
_TAKEN = Statement(
    sa.select(identity.c.id).where(
        identity.c.kind == sa.bindparam("kind"), identity.c.external_id == sa.bindparam("external_id")
    )
)
_CHANGE = Statement(
    sa.update(identity)
    .where(identity.c.kind == sa.bindparam("of_kind"), identity.c.id == sa.bindparam("of_id"))
    .values(external_id=sa.bindparam("new_external_id"))
)
_BY_KEY = Statement(sa.select(identity.c.kind, identity.c.id).where(identity.c.key == sa.bindparam("key")))
_KEY_OF = Statement(
    sa.select(identity.c.key, identity.c.external_id).where(
        identity.c.kind == sa.bindparam("kind"), identity.c.id == sa.bindparam("id")
    )
)


@dataclass(frozen=True)
class Identity:
    """A record's key and external id."""

    key: uuid.UUID
    external_id: str | None


def named_by_us(moment: Moment) -> bool:
    """Whether records that come without an external id get one here: their key."""
    found = moment.settings.get(AUTO_SETTING)
    return bool(found is not None and found.enabled)


def register(
    session: WriteSession, kind: str, record_id: int, external_id: str | None = None, *, auto: bool = False
) -> uuid.UUID:
    """Give a new record its key; Duplicate when the external id is taken. With ``auto`` the key is its external id
    where it comes without one.
    """
    if external_id is not None:
        require_free(session, kind, external_id)
    key = uuid.uuid4()
    if auto and external_id is None:
        external_id = str(key)
    session.run(_INSERT, kind=kind, id=record_id, key=key, external_id=external_id)
    return key


def require_free(session: ReadSession, kind: str, external_id: str, *, except_id: int | None = None) -> None:
    """Refuse an external id that another record of the kind has."""
    holder = session.scalar(_TAKEN, kind=kind, external_id=external_id)
    if holder is not None and holder != except_id:
        raise Duplicate(kind=kind, field="external_id", value=external_id)


def change_external_id(session: WriteSession, kind: str, record_id: int, external_id: str | None) -> None:
    """Set another external id; Duplicate when it is taken."""
    if external_id is not None:
        require_free(session, kind, external_id, except_id=record_id)
    session.run(_CHANGE, of_kind=kind, of_id=record_id, new_external_id=external_id)


def identity_of(session: ReadSession, kind: str, record_id: int) -> Identity | None:
    """Key and external id of a record."""
    return session.one(_KEY_OF, Identity, kind=kind, id=record_id)


def id_by_key(session: ReadSession, kind: str, key: uuid.UUID) -> int | None:
    """The id behind a key of the given kind."""
    row = session.record(_BY_KEY, key=key)
    return row["id"] if row is not None and row["kind"] == kind else None


def id_by_external_id(session: ReadSession, kind: str, external_id: str) -> int | None:
    """The id behind an institution's own id."""
    found: int | None = session.scalar(_TAKEN, kind=kind, external_id=external_id)
    return found


@seeds(15)
def seed_setting(session: WriteSession) -> None:
    """The setting, switched off."""
    about = "Records that come without an external id get one here."
    session.run(insert(setting).values(name=AUTO_SETTING, description=about).on_conflict_do_nothing())
