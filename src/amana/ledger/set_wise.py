"""Posting for many accounts in one statement, by the same rules as posting for one.

Close of business selects what happened (``MOVED`` columns) and hands the select to ``post_all``. The rows of the
posting table and the accounts of the products are joined in SQL; a test proves that what comes out is what
``posting_rules.lines`` makes of the same amounts.
"""

from typing import Any

import sqlalchemy as sa

from amana.kernel.context import Work
from amana.ledger.entry import Side
from amana.ledger.posting_rules import AccountingMethod, NoPostingRule, PostingTable
from amana.ledger.product_roles import ROLES, Refinement
from amana.ledger.records import journal_entry, journal_line, product_account

MOVED = (
    "transaction_ref",
    "value_date",
    "source_id",
    "event_id",
    "office_id",
    "currency",
    "product_id",
    "method",
    "event",
    "component",
    "amount",
    "payment_type_id",
    "charge_id",
)
"""Columns of what is to be posted: one row per amount. All rows of a ``transaction_ref`` make one entry and agree in
value date, source, event, office and currency; event, payment type and charge may be null.
"""

_SIDES = sa.values(sa.column("side", sa.Text), name="side", literal_binds=True).data(
    [(side.value,) for side in Side]
)


def _candidates(product_kind: str) -> sa.Values:
    """Every role with the roles whose account it may take, in order: itself, then its stand-in."""
    specs = ROLES[product_kind]
    rows = []
    for role, spec in specs.items():
        for rank, candidate in enumerate([role] if spec.stand_in is None else [role, spec.stand_in]):
            refined = specs[candidate].refined_by
            rows.append((role.value, candidate.value, rank, refined.value if refined else ""))
    columns = (
        sa.column("role", sa.Text),
        sa.column("candidate", sa.Text),
        sa.column("rank", sa.Integer),
        sa.column("refined_by", sa.Text),
    )
    return sa.values(*columns, name="candidate", literal_binds=True).data(rows)


def _account_of(product_kind: str, key: Any) -> sa.ScalarSelect[Any]:
    """The account that plays the key's role, the most particular mapping first; null where there is none."""
    candidate, place = _candidates(product_kind), product_account.alias("place")
    by_payment = (candidate.c.refined_by == Refinement.PAYMENT_TYPE.value) & (
        place.c.payment_type_id == key.c.payment_type_id
    )
    by_charge = candidate.c.refined_by.in_([Refinement.FEE_CHARGE.value, Refinement.PENALTY_CHARGE.value]) & (
        place.c.charge_id == key.c.charge_id
    )
    # what is posted set-wise has no reason to be given up for
    general = place.c.payment_type_id.is_(None) & place.c.charge_id.is_(None) & place.c.reason_id.is_(None)
    return (
        sa.select(place.c.account_id)
        .select_from(candidate.join(place, place.c.role == candidate.c.candidate))
        .where(
            candidate.c.role == key.c.role,
            place.c.product_kind == product_kind,
            place.c.product_id == key.c.product_id,
            general | by_payment | by_charge,
        )
        .order_by(candidate.c.rank, general)
        .limit(1)
        .scalar_subquery()
        .correlate(key)
    )


def _flows(table: PostingTable, moved: Any) -> sa.CTE:
    """Every amount twice, on the role it debits and on the role it credits; zero for a null payment type or charge."""
    rule = table.in_sql("rule")
    is_debit = _SIDES.c.side == Side.DEBIT.value
    other = sa.case((is_debit, Side.CREDIT.value), else_=Side.DEBIT.value)
    return (
        sa.select(
            moved.c.transaction_ref,
            moved.c.office_id,
            moved.c.currency,
            moved.c.value_date,
            moved.c.product_id,
            sa.case((is_debit, ""), else_=rule.c.apart).label("apart"),
            sa.func.coalesce(moved.c.payment_type_id, 0).label("payment_type_id"),
            sa.func.coalesce(moved.c.charge_id, 0).label("charge_id"),
            sa.case((is_debit, rule.c.debit_role), else_=rule.c.credit_role).label("role"),
            sa.case((moved.c.amount < 0, other), else_=_SIDES.c.side).label("side"),
            sa.func.abs(moved.c.amount).label("amount"),
        )
        .select_from(moved.join(rule, _same(rule, moved)).join(_SIDES, sa.true()))
        .where(moved.c.amount != 0)
        .cte("flow")
        .prefix_with("MATERIALIZED")
    )


def _same(rule: sa.Values, moved: Any) -> sa.ColumnElement[bool]:
    return sa.and_(*(rule.c[name] == moved.c[name] for name in ("method", "event", "component")))


def lines_in_sql(table: PostingTable, product_kind: str, moved: Any) -> sa.Select[Any]:
    """The lines of everything in ``moved``: transaction_ref, account_id (null where unmapped), office_id, side,
    amount, currency, value_date. Accounts are looked up once for each product, role, payment type and charge.
    """
    flow = _flows(table, moved)
    names = ("product_id", "role", "payment_type_id", "charge_id")
    key = sa.select(*(flow.c[name] for name in names)).distinct().subquery("key")
    found = (
        sa.select(*(key.c[name] for name in names), _account_of(product_kind, key).label("account_id"))
        .cte("found")
        .prefix_with("MATERIALIZED")
    )
    columns = [flow.c.transaction_ref, found.c.account_id]
    columns += [flow.c[name] for name in ("office_id", "side", "currency", "value_date")]
    return (
        sa.select(*columns, sa.func.sum(flow.c.amount).label("amount"))
        .select_from(flow.join(found, sa.and_(*(flow.c[name] == found.c[name] for name in names))))
        .group_by(*columns, flow.c.apart)
    )


def _require_ruled(work: Work, table: PostingTable, moved: Any) -> None:
    """Raise NoPostingRule for amounts that the table neither posts nor passes over on purpose."""
    rule = table.in_sql("rule")
    silent = sa.or_(
        sa.false(),
        *((moved.c.method == method) & (moved.c.event == event) for method, event in table.silent),
    )
    found = work.session.record(
        sa.select(moved.c.method, moved.c.event, moved.c.component)
        .where(
            moved.c.amount != 0,
            moved.c.method != AccountingMethod.NONE.value,
            ~silent,
            ~sa.select(sa.literal(1)).select_from(rule).where(_same(rule, moved)).exists(),
        )
        .limit(1)
    )
    if found is not None:
        raise NoPostingRule(f"{found['component']} of {found['event']} under {found['method']}")


def post_all(
    work: Work, table: PostingTable, product_kind: str, moving: sa.Select[Any], *, source_kind: str
) -> list[str]:
    """Post what ``moving`` selects (columns ``MOVED``); gives the references that could not be posted because a role
    has no account, of which nothing is posted. Value dates have to be open. Raises NoPostingRule.
    """
    moved = moving.cte("moved").prefix_with("MATERIALIZED")
    _require_ruled(work, table, moved)
    line = lines_in_sql(table, product_kind, moved).cte("line").prefix_with("MATERIALIZED")
    unposted = sa.select(line.c.transaction_ref).where(line.c.account_id.is_(None)).distinct().cte("unposted")
    heads = (
        sa.select(
            moved.c.transaction_ref,
            moved.c.value_date,
            moved.c.source_id,
            moved.c.event_id,
            sa.literal(work.now, sa.DateTime(timezone=True)).label("booked_at"),
            sa.literal(source_kind, sa.Text).label("source_kind"),
            sa.literal(work.command_id, sa.BigInteger).label("command_id"),
            sa.literal(work.actor.user_id, sa.BigInteger).label("created_by"),
        )
        .where(
            moved.c.transaction_ref.in_(sa.select(line.c.transaction_ref)),
            moved.c.transaction_ref.not_in(sa.select(unposted.c.transaction_ref)),
        )
        .distinct()
    )
    entry = (
        sa.insert(journal_entry)
        .from_select([column.name for column in heads.selected_columns], heads)
        .returning(journal_entry.c.id, journal_entry.c.transaction_ref)
        .cte("entry")
    )
    columns = ("account_id", "office_id", "side", "amount", "currency", "value_date")
    rows = sa.select(entry.c.id, *(line.c[name] for name in columns)).select_from(
        line.join(entry, entry.c.transaction_ref == line.c.transaction_ref)
    )
    posting = (
        sa.insert(journal_line)
        .from_select(["entry_id", *columns], rows)
        .returning(journal_line.c.entry_id)
        .cte("posting")
    )
    wanted = sa.select(unposted.c.transaction_ref).order_by(unposted.c.transaction_ref).add_cte(posting)
    return [ref for (ref,) in work.session.tuples(wanted)]
