"""Account-number formats: how many digits, and which word before them, for each kind of account."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.kernel.account_numbers.issue import DEFAULT_DIGITS, PREFIXES, AccountKind, Prefix
from amana.kernel.account_numbers.records import account_number_format
from amana.kernel.commands import handles
from amana.kernel.context import Reading, Work
from amana.kernel.outcome import Outcome
from amana.kernel.queries import answers
from amana.kernel.refusals import Duplicate, NotFound, invalid
from amana.kernel.unset import UNSET, UnsetType, changed_fields, given
from amana.storage.statement import Statement

FEWEST, MOST = 1, 18


@dataclass(frozen=True, kw_only=True)
class CreateAccountNumberFormat:
    """Numbers of a kind of account; those issued before stay."""

    account_kind: AccountKind
    prefix: Prefix | None = None
    digits: int = DEFAULT_DIGITS


@dataclass(frozen=True, kw_only=True)
class UpdateAccountNumberFormat:
    """Change a format; what is not given stays."""

    format: int
    prefix: Prefix | UnsetType | None = UNSET
    digits: int | UnsetType = UNSET


@dataclass(frozen=True, kw_only=True)
class DeleteAccountNumberFormat:
    """Return to nine plain digits."""

    format: int


@dataclass(frozen=True, kw_only=True)
class AccountNumberFormatView:
    """A format."""

    id: int
    account_kind: AccountKind
    prefix: Prefix | None
    digits: int


@dataclass(frozen=True, kw_only=True)
class ListAccountNumberFormats:
    """The formats that differ from nine plain digits."""


@dataclass(frozen=True, kw_only=True)
class GetAccountNumberFormat:
    """One format."""

    format: int


_FORMATS = sa.select(
    account_number_format.c.id,
    account_number_format.c.account_kind,
    account_number_format.c.prefix,
    account_number_format.c.digits,
)
_ALL = Statement(_FORMATS.order_by(account_number_format.c.id))
_ONE = Statement(_FORMATS.where(account_number_format.c.id == sa.bindparam("number")))
_OF_KIND = Statement(
    sa.select(account_number_format.c.id).where(account_number_format.c.account_kind == sa.bindparam("kind"))
)
_INSERT = Statement(
    sa.insert(account_number_format).returning(account_number_format.c.id),
    columns=["account_kind", "prefix", "digits"],
)
_DELETE = Statement(
    sa.delete(account_number_format).where(account_number_format.c.id == sa.bindparam("number"))
)


@handles(CreateAccountNumberFormat, permission="CREATE_ACCOUNTNUMBERFORMAT", grouping="configuration")
def create(command: CreateAccountNumberFormat, work: Work) -> Outcome:
    """Refuses a second format for a kind, and a prefix that the kind has no word for."""
    _check(command.account_kind, command.prefix, command.digits)
    if work.session.scalar(_OF_KIND, kind=str(command.account_kind)) is not None:
        raise Duplicate(kind="account number format", field="account_kind", value=command.account_kind)
    made = work.session.insert(
        _INSERT, account_kind=str(command.account_kind), prefix=_text(command.prefix), digits=command.digits
    )
    return Outcome(kind="account_number_format", id=made)


@handles(UpdateAccountNumberFormat, permission="UPDATE_ACCOUNTNUMBERFORMAT", grouping="configuration")
def update(command: UpdateAccountNumberFormat, work: Work) -> Outcome:
    """Refuses what creation refuses."""
    current = _load(work, command.format)
    before = {"prefix": current.prefix, "digits": current.digits}
    changes = changed_fields(given(command, ("prefix", "digits")), before)
    wanted: dict[str, Any] = {**before, **changes}
    _check(current.account_kind, wanted["prefix"], wanted["digits"])
    if changes:
        change = sa.update(account_number_format).where(account_number_format.c.id == command.format)
        work.session.run(change.values(prefix=_text(wanted["prefix"]), digits=wanted["digits"]))
    return Outcome(kind="account_number_format", id=command.format, changes=changes)


@handles(DeleteAccountNumberFormat, permission="DELETE_ACCOUNTNUMBERFORMAT", grouping="configuration")
def delete(command: DeleteAccountNumberFormat, work: Work) -> Outcome:
    """Numbers issued before stay as they are."""
    _load(work, command.format)
    work.session.run(_DELETE, number=command.format)
    return Outcome(kind="account_number_format", id=command.format)


@answers(ListAccountNumberFormats, permission="READ_ACCOUNTNUMBERFORMAT")
def list_formats(_query: ListAccountNumberFormats, reading: Reading) -> list[AccountNumberFormatView]:
    """In the order of their making."""
    return [_view(row) for row in reading.session.records(_ALL)]


@answers(GetAccountNumberFormat, permission="READ_ACCOUNTNUMBERFORMAT")
def get_format(query: GetAccountNumberFormat, reading: Reading) -> AccountNumberFormatView:
    """The format."""
    return _load(reading, query.format)


def _load(reading: Reading, number: int) -> AccountNumberFormatView:
    row = reading.session.record(_ONE, number=number)
    if row is None:
        raise NotFound(kind="account number format", id=number)
    return _view(row)


def _view(row: dict[str, Any]) -> AccountNumberFormatView:
    return AccountNumberFormatView(
        id=row["id"],
        account_kind=AccountKind(row["account_kind"]),
        prefix=Prefix(row["prefix"]) if row["prefix"] else None,
        digits=row["digits"],
    )


def _check(kind: AccountKind, prefix: Prefix | None, digits: int) -> None:
    if prefix is not None and prefix not in PREFIXES[kind]:
        known = ", ".join(PREFIXES[kind])
        raise invalid("prefix", "not_one_of", f"A {kind} has one of these prefixes: {known}.", str(prefix))
    if not FEWEST <= digits <= MOST:
        raise invalid("digits", "too_large", f"digits lie between {FEWEST} and {MOST}.", digits, MOST)


def _text(prefix: Prefix | None) -> str | None:
    return None if prefix is None else str(prefix)
