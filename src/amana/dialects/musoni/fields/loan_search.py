"""A search of loans in a state: which columns of them are shown, and by which they are sorted."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from amana.dialects.base.codecs import COUNT, ID, TEXT, Schema, Spelling, Word
from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.json_in import JsonIn
from amana.dialects.families.mifos.enum_tables import LOAN_STATUS
from amana.dialects.musoni.fields.loan_columns import COLUMNS, SORTED_BY
from amana.loans.kinds import LoanStatus

STATE_NAMES: dict[StrEnum, str] = {
    state: LOAN_STATUS.by_ours[state].code.removeprefix(f"{LOAN_STATUS.prefix}.").upper().replace(".", "_")
    for state in LoanStatus
}
"""As the codes of the states have them: SUBMITTED_AND_PENDING_APPROVAL."""


class Among:
    """The name of a column that is there."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = tuple(known)

    def read(self, wire: JsonIn, spelling: Spelling) -> str:
        name = TEXT.read(wire, spelling)
        if name not in self.known:
            raise Unreadable(FaultKind.NOT_ONE_OF, *self.known)
        return name

    def write(self, value: str) -> str:
        return value

    def schema(self) -> Schema:
        return {"type": "string", "enum": list(self.known)}


class Direction:
    """``ASC`` or ``DESC``: whether it goes downwards."""

    def read(self, wire: JsonIn, spelling: Spelling) -> bool:
        if not isinstance(wire, str) or wire.strip().upper() not in {"ASC", "DESC"}:
            raise Unreadable(FaultKind.NOT_ONE_OF, "ASC", "DESC")
        return wire.strip().upper() == "DESC"

    def write(self, value: object) -> str:
        return "DESC" if value else "ASC"

    def schema(self) -> Schema:
        return {"type": "string", "enum": ["ASC", "DESC"]}


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A column in its place among the others."""

    ordinal: int = 0
    name: str
    descending: bool = False


def in_order(placed: list[Any]) -> tuple[Placed, ...]:
    """By their ordinals; those alike as they were sent."""
    return tuple(sorted(placed, key=lambda one: one.ordinal))


def _placed(name: str, known: Iterable[str], *more: Field) -> Nested:
    rows = (Field("ordinal", "ordinal", COUNT), Field("name", "name", Among(known), required=True), *more)
    return Nested(Fields(name, *rows, builds=Placed))


SEARCH = Fields(
    "LoansInState",
    Field("stateName", "status", Word(LoanStatus, STATE_NAMES), required=True),
    Field("officeId", "office", ID),
    Field("loanOfficerId", "officer", ID),
    Field(
        "responseParameters",
        "columns",
        ListOf(_placed("ColumnShown", COLUMNS.by_wire), becomes=in_order),
        required=True,
    ),
    Field(
        "sortByParameters",
        "sorting",
        ListOf(
            _placed("ColumnSortedBy", SORTED_BY, Field("direction", "descending", Direction())),
            becomes=in_order,
        ),
    ),
)
