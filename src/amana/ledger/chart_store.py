"""The chart of accounts as its commands load and save it."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from amana.kernel.codes.lookup import require_value
from amana.kernel.context import Work
from amana.kernel.refusals import Duplicate, NotFound
from amana.ledger.account_types import AccountClass
from amana.ledger.chart_rules import StoredAccount
from amana.ledger.records import gl_account, journal_line, product_account
from amana.ledger.tags import TAG_LISTS
from amana.storage.statement import Statement

_CHILD = gl_account.alias("child")

_LOAD = Statement(
    sa.select(
        gl_account.c.id,
        gl_account.c.name,
        gl_account.c.code,
        gl_account.c.account_class,
        gl_account.c.usage,
        gl_account.c.parent_id,
        gl_account.c.hierarchy,
        gl_account.c.disabled,
        gl_account.c.manual_entries_allowed,
        gl_account.c.tag_id,
        gl_account.c.description,
        sa.exists().where(journal_line.c.account_id == gl_account.c.id).label("has_entries"),
        sa.exists().where(_CHILD.c.parent_id == gl_account.c.id).label("has_children"),
        sa.exists().where(product_account.c.account_id == gl_account.c.id).label("has_mappings"),
    ).where(gl_account.c.id == sa.bindparam("account_id"))
)
_LOCK = Statement(
    sa.select(gl_account.c.id).where(gl_account.c.id == sa.bindparam("account_id")).with_for_update()
)
_CODED = Statement(sa.select(gl_account.c.id).where(gl_account.c.code == sa.bindparam("code")))
_INSERT = Statement(
    sa.insert(gl_account).returning(gl_account.c.id),
    columns=[
        "name",
        "code",
        "account_class",
        "usage",
        "parent_id",
        "hierarchy",
        "disabled",
        "manual_entries_allowed",
        "tag_id",
        "description",
    ],
)
_DELETE = Statement(sa.delete(gl_account).where(gl_account.c.id == sa.bindparam("account_id")))
_MOVE = Statement(
    sa.update(gl_account)
    .where(gl_account.c.hierarchy.startswith(sa.bindparam("old_path")))
    .values(
        hierarchy=sa.bindparam("new_path", type_=sa.Text).concat(
            sa.func.substr(gl_account.c.hierarchy, sa.func.length(sa.bindparam("old_path")) + 1)
        )
    )
)


class Chart:
    """Loads and saves accounts."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    def load(self, account_id: int) -> StoredAccount:
        """Lock and load an account; raises NotFound."""
        # Locked first: a posting under way holds the account by its foreign key, and must be seen afterwards.
        self._session.run(_LOCK, account_id=account_id)
        found = self._session.one(_LOAD, StoredAccount, account_id=account_id)
        if found is None:
            raise NotFound(kind="gl_account", id=account_id)
        return found

    def require_free_code(self, wanted: str, *, except_id: int | None = None) -> None:
        """Refuse a code that another account has."""
        holder = self._session.scalar(_CODED, code=wanted)
        if holder is not None and holder != except_id:
            raise Duplicate(kind="gl_account", field="code", value=wanted)

    def require_tag(self, tag: int, account_class: AccountClass) -> None:
        """Refuse a tag that is not on the list of the class."""
        require_value(self._session, TAG_LISTS[account_class], tag, field="tag")

    def add(self, values: Mapping[str, Any]) -> int:
        """Insert an account and give the id."""
        return self._session.insert(_INSERT, **values)

    def change(self, account: StoredAccount, values: Mapping[str, Any]) -> None:
        """Set columns; a new hierarchy is handed down to everything below."""
        if not values:
            return
        self._session.run(sa.update(gl_account).where(gl_account.c.id == account.id).values(dict(values)))
        hierarchy = values.get("hierarchy")
        if hierarchy is not None and account.has_children:
            moved = f"{hierarchy}{account.id}."
            self._session.run(_MOVE, old_path=account.path_of_children, new_path=moved)

    def delete(self, account_id: int) -> None:
        """Remove an account; the database refuses when something still refers to it."""
        self._session.run(_DELETE, account_id=account_id)
