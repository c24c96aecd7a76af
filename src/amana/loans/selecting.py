"""One select for a loan with everything around it, and the view that a row of it becomes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.finance.components import Component
from amana.finance.interest import annual_rate
from amana.finance.money import ZERO
from amana.funds.records import fund
from amana.kernel.access.records import app_user, office
from amana.kernel.codec import from_plain
from amana.kernel.codes.records import code_value
from amana.kernel.context import Reading
from amana.kernel.records import identity
from amana.loans.closing.records import loan_day
from amana.loans.contract import LoanContract
from amana.loans.events import Foreclosed
from amana.loans.kinds import LoanEnding, LoanStatus, LoanType
from amana.loans.products.records import loan_product
from amana.loans.records import loan, loan_event, loan_instalment, loan_position, loan_transaction
from amana.loans.reference_views import BorrowerView, ByUser, Named, ProductRef
from amana.loans.statements import OFFICE_ID
from amana.loans.views import ComponentTotals, LoanSummary, LoanView, Timeline
from amana.parties.records import client, client_group, staff
from amana.storage.statement import Statement

_client_identity = identity.alias("client_identity")
_group_identity = identity.alias("group_identity")
_purpose = code_value.alias("purpose")
_charge_off_reason = code_value.alias("charge_off_reason")
_earlier, _earlier_position = loan.alias("earlier"), loan_position.alias("earlier_position")

LAST_CLOSED = (
    sa.select(loan_day.c.last_closed_on)
    .where(loan_day.c.loan_id == loan.c.id)
    .correlate(loan)
    .scalar_subquery()
)

FORECLOSED = sa.and_(
    loan_position.c.status == LoanStatus.CLOSED,
    sa.exists()
    .where(
        loan_event.c.loan_id == loan.c.id,
        loan_event.c.kind == Foreclosed.kind,
        loan_transaction.c.loan_id == loan.c.id,
        loan_transaction.c.id == loan_event.c.id,
        loan_transaction.c.reversed_on.is_(None),
    )
    .correlate(loan, loan_position),
)

STEPS = (
    "submitted",
    "approved",
    "rejected",
    "withdrawn",
    "disbursed",
    "closed",
    "written_off",
    "charged_off",
)


def _owed(component: str) -> sa.ColumnElement[Any]:
    of = loan_instalment.c
    owed = of[f"{component}_due"] - of[f"{component}_paid"] - of[f"{component}_waived"]
    return owed - of[f"{component}_written_off"]


def _said(term: str, usual: bool) -> sa.ColumnElement[bool]:  # noqa: FBT001
    """What the product says of a term that it may not have been asked about."""
    return sa.func.coalesce(loan_product.c.terms[term].as_boolean(), usual).label(f"product_{term}")


FIRST_DUE = (
    sa.select(sa.func.min(loan_instalment.c.due_date))
    .where(loan_instalment.c.loan_id == loan.c.id, ~loan_instalment.c.down_payment)
    .correlate(loan)
    .scalar_subquery()
)
"""When the first instalment is due, but for down payments."""

_BY_ORIGINAL = sa.func.coalesce(
    loan.c.contract["terms"]["recalculation"]["arrears_by_original"].as_boolean(), sa.false()
)
"""Whether the arrears of a loan are what its first plan wants (`amana.loans.late`)."""
_DUE = (
    loan_instalment.c.loan_id == loan.c.id,
    loan_instalment.c.due_date < sa.bindparam("today", type_=sa.Date),
    loan_position.c.disbursed_on.is_not(None),
)


def _planned_late() -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]]:
    """What of planned principal and interest all that was settled does not reach, instalment by instalment."""
    principal, interest = loan_instalment.c.principal_original, loan_instalment.c.interest_original
    settled = sum(
        (
            loan_position.c[f"{component}_{fate}"]
            for component in ("principal", "interest")
            for fate in ("paid", "waived", "written_off")
        ),
        sa.literal(0),
    )
    in_order = (loan_instalment.c.due_date, loan_instalment.c.number)
    missing = sa.func.sum(principal + interest).over(order_by=in_order) - settled
    return (
        sa.func.greatest(sa.func.least(principal, missing), 0).label("principal"),
        sa.func.greatest(sa.func.least(interest, missing - principal), 0).label("interest"),
    )


def _by_original() -> sa.Select[Any]:
    charges = (_owed(one).label(one) for one in ("fees", "penalties"))
    rows = (
        sa.select(loan_instalment.c.due_date, *_planned_late(), *charges)
        .where(*_DUE, _BY_ORIGINAL)
        .correlate(loan, loan_position)
        .lateral("planned")
    )
    late = sum((rows.c[str(one)] for one in Component), sa.literal(0)) > 0
    return sa.select(
        *(sa.func.sum(rows.c[str(one)]).label(f"{one}_overdue") for one in Component),
        sa.func.min(rows.c.due_date).filter(late).label("overdue_since"),
    ).having(_BY_ORIGINAL)


OVERDUE = (
    sa.select(
        *(sa.func.sum(_owed(one)).label(f"{one}_overdue") for one in Component),
        sa.func.min(loan_instalment.c.due_date).label("overdue_since"),
    )
    .where(*_DUE, loan_instalment.c.completed_on.is_(None))
    .having(~_BY_ORIGINAL)
    .correlate(loan, loan_position)
    .union_all(_by_original().correlate(loan, loan_position))
    .lateral("overdue")
)
"""What is overdue on the day ``today``, by component, and since when."""

_long, _end, _open = (loan_instalment.alias(name) for name in ("long", "ended", "open"))
_ends = _end.c.completed_on
_open_after = (
    sa.select(_open.c.number)
    .where(
        _open.c.loan_id == _end.c.loan_id,
        _open.c.due_date < _ends,
        sa.or_(_open.c.completed_on.is_(None), _open.c.completed_on > _ends),
    )
    .correlate(_end)
    .exists()
)
_pause = (
    sa.select(_end.c.number)
    .where(
        _end.c.loan_id == _long.c.loan_id,
        _ends >= _long.c.completed_on,
        _ends > _end.c.due_date,
        ~_open_after,
    )
    .correlate(_long)
    .exists()
)
ARREARS_GO_ON = sa.case(
    (
        loan.c.contract["npa_until_paid"].as_boolean(),
        sa.select(_long.c.number)
        .where(
            _long.c.loan_id == loan.c.id,
            _long.c.completed_on - _long.c.due_date > loan.c.contract["npa_after_days"].as_integer(),
            ~_pause,
        )
        .correlate(loan)
        .exists(),
    ),
    else_=sa.false(),
)
"""As ``finance.arrears.go_on_from`` has it for the present."""

_same_borrower = sa.or_(
    sa.and_(loan.c.client_id.is_not(None), _earlier.c.client_id == loan.c.client_id),
    sa.and_(
        loan.c.client_id.is_(None), _earlier.c.client_id.is_(None), _earlier.c.group_id == loan.c.group_id
    ),
)
CYCLE = (
    sa.select(sa.func.count())
    .select_from(_earlier.join(_earlier_position, _earlier_position.c.loan_id == _earlier.c.id))
    .where(
        _same_borrower,
        sa.tuple_(_earlier_position.c.disbursed_on, _earlier.c.id)
        <= sa.tuple_(loan_position.c.disbursed_on, loan.c.id),
    )
    .correlate(loan, loan_position)
    .scalar_subquery()
)
"""Which paid-out loan of its borrower it is; zero before it is paid out."""

PLAIN: dict[str, sa.ColumnElement[Any]] = {
    "id": loan.c.id,
    "key": identity.c.key,
    "account_no": loan.c.account_no,
    "external_id": identity.c.external_id,
    "loan_type": loan.c.loan_type,
    "client_id": loan.c.client_id,
    "client_name": client.c.display_name,
    "client_account_no": client.c.account_no,
    "group_id": loan.c.group_id,
    "group_name": client_group.c.name,
    "holder_key": sa.func.coalesce(_client_identity.c.key, _group_identity.c.key),
    "holder_account_no": sa.func.coalesce(client.c.account_no, client_group.c.account_no),
    "holder_name": sa.func.coalesce(client.c.display_name, client_group.c.name),
    "office_id": office.c.id,
    "office_name": office.c.name,
    "office_hierarchy": office.c.hierarchy,
    "product_id": loan.c.product_id,
    "product_name": loan_product.c.name,
    "fund_id": loan.c.fund_id,
    "purpose_id": loan.c.purpose_id,
    "officer_id": loan.c.officer_id,
    "officer_name": staff.c.display_name,
    "created_at": loan.c.created_at,
    "first_due_on": FIRST_DUE,
    "agreed_principal": sa.func.coalesce(
        loan_position.c.approved_principal, loan_position.c.proposed_principal
    ),
    **{column.name: column for column in loan_position.c if column.name not in ("loan_id", "version")},
}
"""What loans may be filtered and sorted by."""

JOINED = (
    loan.join(loan_position, loan_position.c.loan_id == loan.c.id)
    .join(loan_product, loan_product.c.id == loan.c.product_id)
    .outerjoin(client, client.c.id == loan.c.client_id)
    .outerjoin(client_group, client_group.c.id == loan.c.group_id)
    .join(office, office.c.id == OFFICE_ID)
    .outerjoin(staff, staff.c.id == loan.c.officer_id)
    .outerjoin(identity, sa.and_(identity.c.kind == "loan", identity.c.id == loan.c.id))
    .outerjoin(
        _client_identity,
        sa.and_(_client_identity.c.kind == "client", _client_identity.c.id == loan.c.client_id),
    )
    .outerjoin(
        _group_identity, sa.and_(_group_identity.c.kind == "group", _group_identity.c.id == loan.c.group_id)
    )
    .outerjoin(fund, fund.c.id == loan.c.fund_id)
    .outerjoin(_purpose, _purpose.c.id == loan.c.purpose_id)
    .outerjoin(_charge_off_reason, _charge_off_reason.c.id == loan_position.c.charge_off_reason_id)
)

SELECT = sa.select(
    *(column.label(name) for name, column in PLAIN.items()),
    loan.c.contract,
    loan_product.c.short_name.label("product_short_name"),
    loan_product.c.description.label("product_description"),
    _said("variable_instalments", False),  # noqa: FBT003
    _said("instalment_may_be_agreed", True),  # noqa: FBT003
    _said("may_top_up", False),  # noqa: FBT003
    client_group.c.account_no.label("group_account_no"),
    _client_identity.c.key.label("client_key"),
    _client_identity.c.external_id.label("client_external_id"),
    _group_identity.c.key.label("group_key"),
    _group_identity.c.external_id.label("group_external_id"),
    fund.c.name.label("fund_name"),
    _purpose.c.name.label("purpose_name"),
    _charge_off_reason.c.name.label("charge_off_reason_name"),
    CYCLE.label("loan_cycle"),
    LAST_CLOSED.label("last_closed_on"),
    FORECLOSED.label("foreclosed"),
    ARREARS_GO_ON.label("arrears_go_on"),
    *OVERDUE.c,
).select_from(JOINED.join(OVERDUE, sa.true()))

_ONE = Statement(
    SELECT.add_columns(office.c.hierarchy.label("scope")).where(loan.c.id == sa.bindparam("loan"))
)


def loan_view(reading: Reading, loan_id: int) -> LoanView:
    """One loan without its collections; refuses one the actor may not see."""
    row = reading.session.record(_ONE, loan=loan_id, today=reading.business_date)
    reading.require_scope("loan", loan_id, row["scope"] if row is not None else None)
    assert row is not None  # noqa: S101 - require_scope has refused None
    return view_of(row, users_of(reading, acting([row])), reading.business_date)


Users = Mapping[int, ByUser]


def users_of(reading: Reading, ids: set[int]) -> Users:
    """The users behind ids."""
    if not ids:
        return {}
    query = sa.select(app_user.c.id, app_user.c.username, app_user.c.first_name, app_user.c.last_name).where(
        app_user.c.id.in_(ids)
    )
    return {
        row["id"]: ByUser(username=row["username"], first_name=row["first_name"], last_name=row["last_name"])
        for row in reading.session.records(query)
    }


def acting(rows: list[dict[str, Any]]) -> set[int]:
    """The users who took the steps of these loans."""
    found = {row[f"{step}_by"] for row in rows for step in STEPS}
    return {one for one in found if one is not None}


def view_of(row: Mapping[str, Any], users: Users, today: date) -> LoanView:
    """The view of a row of ``SELECT``."""
    contract: LoanContract = from_plain(LoanContract, row["contract"])
    terms = contract.terms
    since: date | None = row["overdue_since"]
    overdue = sum((row[f"{component}_overdue"] or ZERO for component in Component), ZERO)
    active = row["status"] == LoanStatus.ACTIVE
    days = contract.days_in_arrears(overdue, since, today) if active else 0
    return LoanView(
        id=row["id"],
        key=row["key"],
        account_no=row["account_no"],
        external_id=row["external_id"],
        status=LoanStatus(row["status"]),
        loan_type=LoanType(row["loan_type"]),
        client=_borrower(row, "client"),
        group=_borrower(row, "group"),
        office=Named(id=row["office_id"], name=row["office_name"]),
        product=ProductRef(
            id=row["product_id"],
            name=row["product_name"],
            short_name=row["product_short_name"],
            description=row["product_description"],
            variable_instalments=row["product_variable_instalments"],
            instalment_may_be_agreed=row["product_instalment_may_be_agreed"],
            may_top_up=row["product_may_top_up"],
        ),
        fund=_named(row, "fund"),
        purpose=_named(row, "purpose"),
        officer=_named(row, "officer"),
        contract=contract,
        principal=row["principal_charged"] - row["charged_back"]
        if row["disbursed_on"] is not None
        else terms.principal,
        proposed_principal=row["proposed_principal"],
        approved_principal=row["approved_principal"],
        annual_rate=annual_rate(
            terms.interest_rate,
            terms.interest_rate_unit,
            terms.number_of_repayments * terms.repay_every,
            terms.repay_unit,
        ),
        fraud=row["fraud"],
        charge_off_reason=_named(row, "charge_off_reason"),
        ending=LoanEnding.FORECLOSED if row["foreclosed"] else None,
        first_due_on=row["first_due_on"],
        loan_cycle=row["loan_cycle"] or None,
        last_closed_on=row["last_closed_on"],
        timeline=_timeline(row, users),
        fees_at_disbursement=row["fees_at_disbursement"],
        summary=_summary(row, contract) if row["disbursed_on"] is not None else None,
        days_in_arrears=days,
        arrears_go_on=row["arrears_go_on"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
    )


def _named(row: Mapping[str, Any], what: str) -> Named | None:
    found = row[f"{what}_id"]
    return None if found is None else Named(id=found, name=row[f"{what}_name"])


def _borrower(row: Mapping[str, Any], what: str) -> BorrowerView | None:
    found = row[f"{what}_id"]
    if found is None:
        return None
    return BorrowerView(
        id=found,
        account_no=row[f"{what}_account_no"],
        name=row[f"{what}_name"],
        office_id=row["office_id"],
        office_name=row["office_name"],
        external_id=row[f"{what}_external_id"],
        key=row[f"{what}_key"],
    )


def _timeline(row: Mapping[str, Any], users: Users) -> Timeline:
    steps: dict[str, Any] = {}
    for step in STEPS:
        steps[f"{step}_on"] = row[f"{step}_on"]
        by = row[f"{step}_by"]
        steps[f"{step}_by"] = users.get(by) if by is not None else None
    return Timeline(
        expected_disbursement_on=row["expected_disbursement_on"],
        expected_maturity_on=row["expected_maturity_on"],
        **steps,
    )


def _summary(row: Mapping[str, Any], contract: LoanContract) -> LoanSummary:
    def totals(component: str) -> ComponentTotals:
        charged, paid, waived, written_off = (
            row[f"{component}_{name}"] for name in ("charged", "paid", "waived", "written_off")
        )
        owed: Decimal = charged - paid - waived - written_off
        return ComponentTotals(
            charged=charged,
            paid=paid,
            waived=waived,
            written_off=written_off,
            outstanding=owed,
            overdue=row[f"{component}_overdue"] or ZERO,
        )

    return LoanSummary(
        currency=contract.currency,
        principal=totals("principal"),
        interest=totals("interest"),
        fees=totals("fees"),
        penalties=totals("penalties"),
        fees_at_disbursement=row["fees_at_disbursement"],
        overpaid=row["overpaid"],
        overdue_since=row["overdue_since"],
        charged_back=row["charged_back"],
    )
