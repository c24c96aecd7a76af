"""Accounts of financial activities as they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.activities.definition import KIND, FinancialActivity
from amana.ledger.activities.store import OF_INSTITUTION
from amana.ledger.chart_queries import AccountView, ListAccounts, accounts_listed
from amana.ledger.records import gl_account, product_account


@dataclass(frozen=True, kw_only=True)
class ActivityOption:
    """An activity, and the class of account it may have."""

    activity: FinancialActivity
    account_class: AccountClass


@dataclass(frozen=True, kw_only=True)
class ActivityOptions:
    """What can be chosen: enabled detail accounts by class, and all activities."""

    accounts: Mapping[AccountClass, Sequence[AccountView]]
    activities: Sequence[ActivityOption]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLedgerAccount:
    """A ledger account in short."""

    id: int
    name: str
    code: str


@dataclass(frozen=True, kw_only=True)
class ActivityAccountView:
    """An activity with its account; the ``options`` where they were asked for."""

    id: int
    activity: ActivityOption
    account: ActivityLedgerAccount
    options: ActivityOptions | None = None


@dataclass(frozen=True, kw_only=True)
class ListActivityAccounts:
    """The activities that have an account: a list of ``ActivityAccountView``, of one activity where that is given."""

    activity: FinancialActivity | None = None
    with_options: bool = False


@dataclass(frozen=True, kw_only=True)
class GetActivityAccount:
    """One of them by its number."""

    mapping: int
    with_options: bool = False


@dataclass(frozen=True, kw_only=True)
class GetActivityOptions:
    """What can be chosen: ``ActivityOptions``."""


_ALL = (
    sa.select(
        product_account.c.id,
        product_account.c.role,
        gl_account.c.id.label("account"),
        gl_account.c.name,
        gl_account.c.code,
    )
    .join(gl_account, gl_account.c.id == product_account.c.account_id)
    .where(OF_INSTITUTION)
    .order_by(product_account.c.id)
)


def _option(activity: FinancialActivity) -> ActivityOption:
    return ActivityOption(activity=activity, account_class=activity.account_class)


def _options(reading: Reading) -> ActivityOptions:
    usable = accounts_listed(ListAccounts(usage=Usage.DETAIL, disabled=False), reading)
    by_class = {kind: [one for one in usable if one.account_class == kind] for kind in AccountClass}
    return ActivityOptions(accounts=by_class, activities=[_option(one) for one in FinancialActivity])


def _found(
    reading: Reading, wanted: sa.Select[tuple[object, ...]], *, with_options: bool
) -> list[ActivityAccountView]:
    options = _options(reading) if with_options else None
    return [
        ActivityAccountView(
            id=number,
            activity=_option(FinancialActivity(role)),
            account=ActivityLedgerAccount(id=account, name=name, code=code),
            options=options,
        )
        for number, role, account, name, code in reading.session.tuples(wanted)
    ]


@answers(ListActivityAccounts, permission="READ_FINANCIALACTIVITYACCOUNT")
def list_activity_accounts(query: ListActivityAccounts, reading: Reading) -> list[ActivityAccountView]:
    """In the order of their making. Raises NotFound for one activity that has no account."""
    if query.activity is None:
        return _found(reading, _ALL, with_options=query.with_options)
    of_activity = _ALL.where(product_account.c.role == str(query.activity))
    found = _found(reading, of_activity, with_options=query.with_options)
    if not found:
        raise NotFound(kind=KIND, id=str(query.activity))
    return found


@answers(GetActivityAccount, permission="READ_FINANCIALACTIVITYACCOUNT")
def get_activity_account(query: GetActivityAccount, reading: Reading) -> ActivityAccountView:
    """Raises NotFound."""
    numbered = _ALL.where(product_account.c.id == query.mapping)
    found = _found(reading, numbered, with_options=query.with_options)
    if not found:
        raise NotFound(kind=KIND, id=query.mapping)
    return found[0]


@answers(GetActivityOptions, permission="READ_FINANCIALACTIVITYACCOUNT")
def get_activity_options(_query: GetActivityOptions, reading: Reading) -> ActivityOptions:
    """Every activity, whether it has an account or not."""
    return _options(reading)
