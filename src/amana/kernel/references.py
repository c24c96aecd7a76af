"""Records as callers outside name them: by key, or by the number the institution knows them by.

A slice declares next to its table which column numbers a kind of record; the edge turns what a caller wrote into an
id once, before the command or query is made.
"""

import re
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import sqlalchemy as sa

from amana.kernel.context import Reading
from amana.kernel.identities import id_by_external_id, id_by_key
from amana.kernel.refusals import Family, NotFound, Refused

_KEY = re.compile(r"[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class Numbering:
    """How records of a kind are known: ``identity`` is the kind of their key, ``column`` holds their number."""

    identity: str
    column: sa.Column[str] | None
    where: sa.ColumnElement[bool] | None


_NUMBERINGS: dict[str, Numbering] = {}


def numbered_by(
    kind: str,
    column: sa.Column[str] | None,
    *,
    identity: str | None = None,
    where: sa.ColumnElement[bool] | None = None,
) -> None:
    """Say which text column numbers records of ``kind``; its table has the record's ``id``.

    Without a column they are known by the institution's own id, and failing that by ours. ``identity`` is the kind
    their keys are kept under where it is another one; ``where`` picks the records of the kind.
    """
    _NUMBERINGS[kind] = Numbering(identity or kind, column, where)


@dataclass(eq=False, kw_only=True)
class UnknownReference(Refused):
    """A field names a record that does not exist."""

    code: ClassVar[str] = "unknown_reference"
    family: ClassVar[Family] = Family.INVALID
    message: ClassVar[str] = "There is no {kind} {named}."

    kind: str
    named: str


class Unknown(StrEnum):
    """What becomes of a reference to a record that does not exist."""

    REFUSED = "refused"
    """A field of the request is wrong."""
    NOT_FOUND = "not_found"
    """What the request is about is not there."""
    NOBODY = "nobody"
    """0, which is no record's id: a filter that nothing passes."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A record of ``kind`` by its key (32 hexadecimal digits) or number, until ``settle`` finds its id."""

    kind: str
    text: str
    otherwise: Unknown = Unknown.REFUSED

    def settle(self, at: Reading) -> int:
        """The id; UnknownReference or NotFound where there is none, as ``otherwise`` says."""
        found = self._find(at)
        if found is None and self.otherwise is Unknown.REFUSED:
            raise UnknownReference(kind=self.kind, named=self.text)
        if found is None and self.otherwise is Unknown.NOT_FOUND:
            raise NotFound(kind=self.kind, id=self.text)
        return found or 0

    def _find(self, at: Reading) -> int | None:
        numbering = _NUMBERINGS[self.kind]
        if _KEY.fullmatch(self.text):
            found = id_by_key(at.session, numbering.identity, uuid.UUID(self.text))
            if found is not None:
                return found
        if numbering.column is None:
            own = id_by_external_id(at.session, numbering.identity, self.text)
            plain = self.text.isascii() and self.text.isdigit() and len(self.text) < 19
            return own if own is not None or not plain else int(self.text)
        wanted = sa.select(numbering.column.table.c.id).where(numbering.column == self.text)
        if numbering.where is not None:
            wanted = wanted.where(numbering.where)
        found_by_number: int | None = at.session.scalar(wanted)
        return found_by_number
