"""Accounts of financial activities as their commands load and save them."""

from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.context import Work
from amana.kernel.refusals import Duplicate, InvalidInput, NotFound
from amana.ledger import mapping_history
from amana.ledger.activities.definition import KIND, FinancialActivity
from amana.ledger.mappings import accounts_of
from amana.ledger.postable import account_problems
from amana.ledger.product_roles import INSTITUTION, INSTITUTION_ID
from amana.ledger.records import product_account
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

OF_INSTITUTION = (product_account.c.product_kind == INSTITUTION) & (
    product_account.c.product_id == INSTITUTION_ID
)
_NUMBERED = product_account.c.id == sa.bindparam("number")
_LOAD = Statement(
    sa.select(product_account.c.id, product_account.c.role, product_account.c.account_id)
    .where(OF_INSTITUTION, _NUMBERED)
    .with_for_update()
)
_HOLDER = Statement(
    sa.select(product_account.c.id, product_account.c.account_id).where(
        OF_INSTITUTION, product_account.c.role == sa.bindparam("activity")
    )
)
_ADD = Statement(
    sa.insert(product_account).returning(product_account.c.id),
    columns=["product_kind", "product_id", "role", "account_id"],
)
_CHANGE = Statement(
    sa.update(product_account)
    .where(OF_INSTITUTION, _NUMBERED)
    .values(role=sa.bindparam("activity"), account_id=sa.bindparam("account"))
)
_DELETE = Statement(sa.delete(product_account).where(OF_INSTITUTION, _NUMBERED))


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityAccount:
    """The ledger account of one activity."""

    activity: FinancialActivity
    account: int


class ActivityAccounts:
    """Loads and saves; each complete set is kept with its moment, for the proof of what was posted under it."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._session = work.session

    def load(self, number: int) -> ActivityAccount:
        """Lock and load; raises NotFound."""
        row = self._session.record(_LOAD, number=number)
        if row is None:
            raise NotFound(kind=KIND, id=number)
        return ActivityAccount(activity=FinancialActivity(row["role"]), account=row["account_id"])

    def require_sound(self, wanted: ActivityAccount, *, except_id: int | None = None) -> None:
        """Raises InvalidInput for an account of another class, Duplicate where the activity has one already."""
        classes = (wanted.activity.account_class,)
        found = tuple(account_problems(self._session, {"account": (wanted.account, classes)}))
        if found:
            raise InvalidInput(found)
        holder = self._session.record(_HOLDER, activity=str(wanted.activity))
        if holder is not None and holder["id"] != except_id:
            raise Duplicate(kind=KIND, field="activity", value=str(wanted.activity))

    def add(self, wanted: ActivityAccount) -> int:
        """Insert and give the number."""
        made = self._session.insert(
            _ADD,
            product_kind=INSTITUTION,
            product_id=INSTITUTION_ID,
            role=str(wanted.activity),
            account_id=wanted.account,
        )
        self._keep()
        return made

    def save(self, number: int, wanted: ActivityAccount) -> None:
        """Store another account, or activity, under the same number."""
        self._session.run(_CHANGE, number=number, activity=str(wanted.activity), account=wanted.account)
        self._keep()

    def delete(self, number: int) -> None:
        """Remove; what was posted stays where it is."""
        self._session.run(_DELETE, number=number)
        self._keep()

    def _keep(self) -> None:
        present = accounts_of(self._session, INSTITUTION, INSTITUTION_ID).mappings
        mapping_history.keep(self._session, INSTITUTION, INSTITUTION_ID, present, self._work.now)


def account_of_activity(session: ReadSession, activity: FinancialActivity) -> int | None:
    """The ledger account of an activity, where it has one."""
    row = session.record(_HOLDER, activity=str(activity))
    return None if row is None else row["account_id"]
