"""The audit as it is shown: what was done or refused, by whom, and who checked it.

A command that waited for a checker is one line: the row of its maker, with the checker's decision folded in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa

from amana.kernel.access.records import app_user, office
from amana.kernel.audit import Result
from amana.kernel.commands import CommandSpec, all_commands
from amana.kernel.context import Reading
from amana.kernel.maker_checker import SAME_MAKER_SETTING
from amana.kernel.names import name_column
from amana.kernel.queries import PageRequest, answers
from amana.kernel.records import audit, pending_command
from amana.kernel.refusals import NotFound
from amana.storage.statement import Statement

NEWEST = PageRequest(limit=5000)
"""An audit has no end: without a page of his own choice nobody is shown more."""

NAMED = ("client", "group", "loan", "savings")
HEAD = "."


@dataclass(frozen=True, kw_only=True)
class AuditView:
    """One submitted command. ``body`` is what the client sent, as JSON text, where it was asked for."""

    id: int
    command: str
    action: str
    entity: str
    resource_id: str | None
    maker: str
    made_at: datetime
    checker: str | None
    checked_at: datetime | None
    result: Result
    refusal: Any
    source: str
    office_name: str | None
    client_name: str | None
    group_name: str | None
    loan_account: str | None
    savings_account: str | None
    body: str | None = None


@dataclass(frozen=True)
class UserOption:
    """A user to choose from."""

    id: int
    username: str


@dataclass(frozen=True, kw_only=True)
class AuditOptions:
    """What the audit can be searched by."""

    users: Sequence[UserOption]
    actions: Sequence[str]
    entities: Sequence[str]
    results: Sequence[Result] = tuple(Result)


@dataclass(frozen=True, kw_only=True)
class AuditList:
    """The audit rows that match every filter, newest first. Moments are inclusive; ``result`` after checking."""

    action: str | None = None
    entity: str | None = None
    resource: str | None = None
    maker: int | None = None
    made_from: datetime | None = None
    made_to: datetime | None = None
    checker: int | None = None
    checked_from: datetime | None = None
    checked_to: datetime | None = None
    result: Result | None = None
    office: int | None = None
    client: int | None = None
    group: int | None = None
    loan: int | None = None
    savings: int | None = None
    with_body: bool = False
    page: PageRequest = NEWEST


@dataclass(frozen=True, kw_only=True)
class AuditDetails:
    """One audit row with its body."""

    number: int


@dataclass(frozen=True, kw_only=True)
class AuditTemplate:
    """What the audit can be searched by."""


@dataclass(frozen=True, kw_only=True)
class PendingList:
    """The commands that wait for a checker and that the actor may check, oldest first."""

    action: str | None = None
    entity: str | None = None
    resource: str | None = None
    maker: int | None = None
    made_from: datetime | None = None
    made_to: datetime | None = None
    office: int | None = None
    client: int | None = None
    group: int | None = None
    loan: int | None = None
    savings: int | None = None
    with_body: bool = False


@dataclass(frozen=True, kw_only=True)
class PendingTemplate:
    """What the commands that the actor may check can be searched by."""


_decision = audit.alias("decision")
_maker = app_user.alias("maker")
_checker = app_user.alias("checker")
_RESULT = sa.case(
    (pending_command.c.status == "approved", sa.literal(str(Result.PROCESSED))),
    (pending_command.c.status == "rejected", sa.literal(str(Result.REJECTED))),
    else_=audit.c.result,
)


def _settled(column: str) -> sa.ColumnElement[Any]:
    """What the decision knows better than the row of the maker: a new record's id, its client and so on."""
    return sa.func.coalesce(_decision.c[column], audit.c[column])


_FILTERS = {
    "action": audit.c.action,
    "entity": audit.c.entity,
    "resource": _settled("resource_id"),
    "maker": audit.c.user_id,
    "checker": pending_command.c.checker_id,
    "result": _RESULT,
    "office": _settled("office_id"),
    "client": _settled("client_id"),
    "group": _settled("group_id"),
    "loan": _settled("loan_id"),
    "savings": _settled("savings_id"),
}
_FROM = {"made_from": audit.c.made_at, "checked_from": pending_command.c.checked_at}
_TO = {"made_to": audit.c.made_at, "checked_to": pending_command.c.checked_at}


@cache
def _rows() -> sa.Select[Any]:
    """Every row with its decision and the names that slices have declared."""
    joined: sa.FromClause = (
        audit.outerjoin(pending_command, pending_command.c.audit_id == audit.c.id)
        .outerjoin(
            _decision,
            sa.and_(_decision.c.approves == audit.c.id, _decision.c.result == str(Result.PROCESSED)),
        )
        .join(_maker, _maker.c.id == audit.c.user_id)
        .outerjoin(_checker, _checker.c.id == pending_command.c.checker_id)
        .outerjoin(office, office.c.id == _settled("office_id"))
    )
    names: dict[str, sa.ColumnElement[Any]] = {}
    for kind in NAMED:
        column = name_column(kind)
        names[kind] = sa.null() if column is None else column
        if column is not None:
            joined = joined.outerjoin(column.table, column.table.c.id == _settled(f"{kind}_id"))
    return (
        sa.select(
            audit.c.id,
            audit.c.command,
            audit.c.action,
            audit.c.entity,
            _settled("resource_id").label("resource_id"),
            _maker.c.username.label("maker"),
            audit.c.made_at,
            _checker.c.username.label("checker"),
            pending_command.c.checked_at,
            _RESULT.label("result"),
            audit.c.refusal,
            audit.c.source,
            office.c.name.label("office_name"),
            names["client"].label("client_name"),
            names["group"].label("group_name"),
            names["loan"].label("loan_account"),
            names["savings"].label("savings_account"),
        )
        .select_from(joined)
        .where(sa.or_(audit.c.approves.is_(None), audit.c.result != str(Result.PROCESSED)))
    )


def _within(at: Reading, rows: sa.Select[Any]) -> sa.Select[Any]:
    """Of the actor's offices; the head office also sees what belongs to none."""
    if at.actor.hierarchy == HEAD:
        return rows
    return rows.where(office.c.hierarchy.startswith(at.actor.hierarchy, autoescape=True))


def _found(query: AuditList | PendingList, at: Reading) -> sa.Select[Any]:
    rows = _within(at, _rows())
    if query.with_body:
        rows = rows.add_columns(audit.c.body)
    for name, column in _FILTERS.items():
        value = getattr(query, name, None)
        if value is not None:
            rows = rows.where(column == (str(value) if name in {"result", "resource"} else value))
    for name, column in _FROM.items():
        if (earliest := getattr(query, name, None)) is not None:
            rows = rows.where(column >= earliest)
    for name, column in _TO.items():
        if (latest := getattr(query, name, None)) is not None:
            rows = rows.where(column <= latest)
    return rows


def _view(found: dict[str, Any]) -> AuditView:
    body = found.pop("body", None)
    text = None if body is None else msgspec.json.encode(body).decode()
    return AuditView(**{**found, "result": Result(found["result"])}, body=text)


@answers(AuditList, permission="READ_AUDIT")
def audit_list(query: AuditList, at: Reading) -> list[AuditView]:
    """Rows of the actor's office subtree; the head office sees all."""
    rows = _found(query, at).order_by(audit.c.id.desc())
    rows = rows.limit(query.page.limit).offset(query.page.offset)
    return [_view(found) for found in at.session.records(rows)]


@answers(AuditDetails, permission="READ_AUDIT")
def audit_details(query: AuditDetails, at: Reading) -> AuditView:
    """Raises NotFound, also for a row of other offices."""
    rows = _within(at, _rows().add_columns(audit.c.body).where(audit.c.id == query.number))
    found = at.session.record(rows)
    if found is None:
        raise NotFound(kind="audit", id=query.number)
    return _view(found)


@answers(AuditTemplate, permission="READ_AUDIT")
def audit_template(_query: AuditTemplate, at: Reading) -> AuditOptions:
    """Users of the actor's offices, and every action and entity."""
    return _options(all_commands(), at)


@answers(PendingList, permission=None)
def pending_list(query: PendingList, at: Reading) -> list[AuditView]:
    """What the actor may check: the right's ``_CHECKER``, his offices, and not his own unless that is allowed."""
    rights = sorted({spec.permission for spec in _checkable(at)})
    rows = _found(query, at).where(
        pending_command.c.status == "awaiting", pending_command.c.permission.in_(rights)
    )
    same_maker = at.moment.settings.get(SAME_MAKER_SETTING)
    if same_maker is None or not same_maker.enabled:
        rows = rows.where(pending_command.c.maker_id != at.actor.user_id)
    return [_view(found) for found in at.session.records(rows.order_by(audit.c.id))]


@answers(PendingTemplate, permission=None)
def pending_template(_query: PendingTemplate, at: Reading) -> AuditOptions:
    """Users of the actor's offices, and the actions and entities that he may check."""
    return _options(_checkable(at), at)


def _checkable(at: Reading) -> list[CommandSpec]:
    return [spec for spec in all_commands() if spec.checkable and at.actor.may(f"{spec.permission}_CHECKER")]


_USERS = Statement(
    sa.select(app_user.c.id, app_user.c.username)
    .join(office, office.c.id == app_user.c.office_id)
    .where(
        ~app_user.c.deleted,
        ~app_user.c.is_system,
        office.c.hierarchy.startswith(sa.bindparam("hierarchy", type_=sa.Text)),
    )
    .order_by(app_user.c.username)
)


def _options(specs: list[CommandSpec], at: Reading) -> AuditOptions:
    return AuditOptions(
        users=at.session.all(_USERS, UserOption, hierarchy=at.actor.hierarchy),
        actions=sorted({spec.action for spec in specs}),
        entities=sorted({spec.entity for spec in specs}),
    )
