"""Ledger accounts that others name for their postings: there, enabled, for details, of a class that fits."""

from collections.abc import Collection, Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from amana.kernel.refusals import Problem
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.records import gl_account
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

_FOUND = Statement(
    sa.select(gl_account.c.id, gl_account.c.account_class, gl_account.c.usage, gl_account.c.disabled).where(
        gl_account.c.id == sa.any_(sa.bindparam("accounts", type_=ARRAY(sa.BigInteger)))
    )
)


def account_problems(
    session: ReadSession, named: Mapping[str, tuple[int | None, Collection[AccountClass]]]
) -> Iterator[Problem]:
    """What is wrong with accounts, by the field that names each with the classes it may be of; None names none."""
    wanted = [account for account, _ in named.values() if account is not None]
    rows = session.tuples(_FOUND, accounts=wanted) if wanted else ()
    found = {number: (AccountClass(kind), usage, disabled) for number, kind, usage, disabled in rows}
    for field, (account, classes) in named.items():
        if account is None:
            continue
        if account not in found:
            text = f"There is no ledger account {account}."
            yield Problem(field=field, kind="unknown", message=text, value=account)
            continue
        kind, usage, disabled = found[account]
        if kind not in classes:
            text = f"{field} has to be an account of class {', '.join(sorted(classes))}, not {kind}."
            yield Problem(field=field, kind="inconsistent", message=text, value=account)
        if usage != Usage.DETAIL or disabled:
            text = f"{field} has to be an enabled detail account."
            yield Problem(field=field, kind="inconsistent", message=text, value=account)
