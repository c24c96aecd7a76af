"""The chart of accounts as it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.kernel.codes.records import code, code_value
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.records import gl_account
from amana.ledger.tags import TAG_LISTS


@dataclass(frozen=True)
class Tag:
    """A value of a tag list."""

    id: int
    name: str
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class ChartOptions:
    """What can be chosen for an account: headers and tags by class, classes without any left out."""

    headers: "Mapping[AccountClass, Sequence[AccountView]]"
    tags: Mapping[AccountClass, Sequence[Tag]]
    classes: Sequence[AccountClass] = tuple(AccountClass)
    usages: Sequence[Usage] = tuple(Usage)


@dataclass(frozen=True, kw_only=True)
class AccountView:
    """An account. ``depth`` counts the headers above it."""

    id: int
    name: str
    code: str
    account_class: AccountClass
    usage: Usage
    parent_id: int | None
    hierarchy: str
    disabled: bool
    manual_entries_allowed: bool
    description: str | None
    tag: Tag | None
    options: ChartOptions | None = None

    @property
    def depth(self) -> int:
        """How many accounts stand above."""
        return self.hierarchy.count(".") - 1

    @property
    def name_decorated(self) -> str:
        """The name, set in by four dots for each level above."""
        return "...." * self.depth + self.name


@dataclass(frozen=True, kw_only=True)
class AccountTemplate:
    """The usual values of a new account, and what can be chosen."""

    options: ChartOptions
    account_class: AccountClass = AccountClass.ASSET
    usage: Usage = Usage.DETAIL
    disabled: bool = False
    manual_entries_allowed: bool = True


@dataclass(frozen=True, kw_only=True)
class ListAccounts:
    """Accounts in the order of the chart: by code within their header. Every filter is optional."""

    account_class: AccountClass | None = None
    usage: Usage | None = None
    disabled: bool | None = None
    manual_entries_allowed: bool | None = None
    parent: int | None = None
    tag: int | None = None
    search: str | None = None
    """Part of the name or the code, in any case."""


@dataclass(frozen=True, kw_only=True)
class GetAccount:
    """One account; with ``options`` also what could be chosen instead."""

    account: int
    with_options: bool = False


@dataclass(frozen=True, kw_only=True)
class GetAccountTemplate:
    """What can be chosen for a new account, of one class or of all."""

    account_class: AccountClass | None = None


_SELECT = sa.select(
    gl_account.c.id,
    gl_account.c.name,
    gl_account.c.code,
    gl_account.c.account_class,
    gl_account.c.usage,
    gl_account.c.parent_id,
    gl_account.c.hierarchy,
    gl_account.c.disabled,
    gl_account.c.manual_entries_allowed,
    gl_account.c.description,
    gl_account.c.tag_id,
    code_value.c.name.label("tag_name"),
).select_from(gl_account.outerjoin(code_value, code_value.c.id == gl_account.c.tag_id))


def _view(row: Mapping[str, Any], options: ChartOptions | None = None) -> AccountView:
    tag = None if row["tag_id"] is None else Tag(row["tag_id"], row["tag_name"])
    return AccountView(
        **{name: value for name, value in row.items() if name not in {"tag_id", "tag_name"}}
        | {"account_class": AccountClass(row["account_class"]), "usage": Usage(row["usage"])},
        tag=tag,
        options=options,
    )


def accounts_listed(query: ListAccounts, reading: Reading) -> list[AccountView]:
    """The accounts, without asking for the permission (for other queries' option lists)."""
    asked: list[tuple[Any, sa.Column[Any]]] = [
        (query.account_class, gl_account.c.account_class),
        (query.usage, gl_account.c.usage),
        (query.disabled, gl_account.c.disabled),
        (query.manual_entries_allowed, gl_account.c.manual_entries_allowed),
        (query.parent, gl_account.c.parent_id),
        (query.tag, gl_account.c.tag_id),
    ]
    clause = _SELECT.order_by(gl_account.c.code)
    for value, column in asked:
        if value is not None:
            clause = clause.where(column == value)
    if query.search:
        clause = clause.where(
            gl_account.c.name.icontains(query.search, autoescape=True)
            | gl_account.c.code.icontains(query.search, autoescape=True)
        )
    return [_view(row) for row in reading.session.records(clause)]


@answers(ListAccounts, permission="READ_GLACCOUNT")
def list_accounts(query: ListAccounts, reading: Reading) -> list[AccountView]:
    """The chart is the institution's, not an office's: every reader sees all of it."""
    return accounts_listed(query, reading)


@answers(GetAccount, permission="READ_GLACCOUNT")
def get_account(query: GetAccount, reading: Reading) -> AccountView:
    """Raises NotFound."""
    row = reading.session.record(_SELECT.where(gl_account.c.id == query.account))
    if row is None:
        raise NotFound(kind="gl_account", id=query.account)
    return _view(row, _options(reading, None) if query.with_options else None)


@answers(GetAccountTemplate, permission="READ_GLACCOUNT")
def get_account_template(query: GetAccountTemplate, reading: Reading) -> AccountTemplate:
    """Classes without headers (or tags) have no list."""
    options = _options(reading, query.account_class)
    if query.account_class is None:
        return AccountTemplate(options=options)
    return AccountTemplate(options=options, account_class=query.account_class)


def _options(reading: Reading, only: AccountClass | None) -> ChartOptions:
    headers: dict[AccountClass, list[AccountView]] = {}
    for account in list_accounts(
        ListAccounts(usage=Usage.HEADER, disabled=False, account_class=only), reading
    ):
        headers.setdefault(account.account_class, []).append(account)
    classes = {name: account_class for account_class, name in TAG_LISTS.items()}
    wanted = [TAG_LISTS[only]] if only else list(classes)
    rows = reading.session.tuples(
        sa.select(code.c.name, code_value.c.id, code_value.c.name, code_value.c.position)
        .select_from(code.join(code_value, code_value.c.code_id == code.c.id))
        .where(code.c.name.in_(wanted), code_value.c.active)
        .order_by(code_value.c.position, code_value.c.id)
    )
    tags: dict[AccountClass, list[Tag]] = {}
    for list_name, tag_id, name, position in rows:
        tags.setdefault(classes[list_name], []).append(Tag(tag_id, name, position))
    return ChartOptions(headers=headers, tags=tags)
