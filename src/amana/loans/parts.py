"""The collections that come with a loan: schedule, transactions, charges, guarantors, collateral."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from amana.finance.allocation import INTEREST_FIRST
from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.components import INCOME, Component, Components
from amana.finance.money import ZERO, Currency
from amana.kernel.access.records import office
from amana.kernel.codec import from_plain
from amana.kernel.codes.records import code_value
from amana.kernel.context import Reading
from amana.kernel.records import identity
from amana.loans.charge_book import AT_DISBURSEMENT
from amana.loans.decided import Decided
from amana.loans.kinds import Accounting, GuarantorKind, LoanStatus, TransactionKind
from amana.loans.notes import TRANSACTION
from amana.loans.payment import PaymentDetail
from amana.loans.records import (
    TRANSACTION_IDENTITY,
    collateral,
    guarantor,
    loan_charge,
    loan_instalment,
    loan_transaction,
)
from amana.loans.reference_views import Named
from amana.loans.rows import charge_of, instalment_of
from amana.loans.schedule_views import DisbursementRow, InstalmentRow, ScheduleView
from amana.loans.selecting import users_of
from amana.loans.state import ChargeState, InstalmentState
from amana.loans.tranche_charges import on_tranches
from amana.loans.transaction_views import TransactionView
from amana.loans.views import ChargePart, CollateralView, GuarantorView, LoanChargeView, LoanView
from amana.parties.records import client, note, staff
from amana.storage.statement import Statement

_INSTALMENTS = Statement(
    sa.select(*loan_instalment.c)
    .where(loan_instalment.c.loan_id == sa.bindparam("loan"))
    .order_by(loan_instalment.c.number)
)
_CHARGES = Statement(
    sa.select(*loan_charge.c).where(loan_charge.c.loan_id == sa.bindparam("loan")).order_by(loan_charge.c.id)
)
_DISBURSED = Statement(
    sa.select(
        loan_transaction.c.value_date,
        loan_transaction.c.amount,
        loan_transaction.c.seq,
        loan_transaction.c.reversed_on,
        loan_transaction.c.transfer_loan_id,
    )
    .where(
        loan_transaction.c.loan_id == sa.bindparam("loan"),
        loan_transaction.c.kind == str(TransactionKind.DISBURSEMENT),
    )
    .order_by(loan_transaction.c.value_date, loan_transaction.c.seq)
)
_latest_note = (
    sa.select(note.c.text)
    .where(note.c.subject == TRANSACTION, note.c.subject_id == loan_transaction.c.id)
    .order_by(note.c.id.desc())
    .limit(1)
    .correlate(loan_transaction)
    .scalar_subquery()
)
TRANSACTIONS = (
    sa.select(
        *loan_transaction.c,
        code_value.c.name.label("payment_type_name"),
        identity.c.external_id,
        _latest_note.label("note"),
    )
    .select_from(
        loan_transaction.outerjoin(
            code_value, code_value.c.id == sa.cast(loan_transaction.c.payment["type"].astext, sa.BigInteger)
        ).outerjoin(
            identity, sa.and_(identity.c.kind == TRANSACTION_IDENTITY, identity.c.id == loan_transaction.c.id)
        )
    )
    .where(loan_transaction.c.loan_id == sa.bindparam("loan"))
    .order_by(loan_transaction.c.value_date, loan_transaction.c.seq)
)
_ALL_TRANSACTIONS = Statement(TRANSACTIONS.where(~loan_transaction.c.replaced))
_chargebacks_of_it = sa.and_(
    loan_transaction.c.related_id == sa.bindparam("transaction"),
    loan_transaction.c.kind == str(TransactionKind.CHARGEBACK),
)
_ONE_TRANSACTION = Statement(
    TRANSACTIONS.where(sa.or_(loan_transaction.c.id == sa.bindparam("transaction"), _chargebacks_of_it))
)
_person_office = office.alias("person_office")
_relationship = code_value.alias("relationship")
_GUARANTORS = Statement(
    sa.select(
        *guarantor.c,
        _relationship.c.name.label("relationship_name"),
        sa.func.coalesce(client.c.first_name, client.c.full_name, staff.c.first_name).label(
            "person_first_name"
        ),
        sa.func.coalesce(client.c.last_name, staff.c.last_name).label("person_last_name"),
        client.c.activated_on.label("client_since"),
        staff.c.joined_on.label("staff_since"),
        _person_office.c.name.label("person_office_name"),
    )
    .select_from(
        guarantor.outerjoin(
            client, sa.and_(guarantor.c.kind == "customer", client.c.id == guarantor.c.person_id)
        )
        .outerjoin(staff, sa.and_(guarantor.c.kind == "staff", staff.c.id == guarantor.c.person_id))
        .outerjoin(
            _person_office, _person_office.c.id == sa.func.coalesce(client.c.office_id, staff.c.office_id)
        )
        .outerjoin(_relationship, _relationship.c.id == guarantor.c.relationship_id)
    )
    .where(guarantor.c.loan_id == sa.bindparam("loan"))
    .order_by(guarantor.c.id)
)
_COLLATERAL = Statement(
    sa.select(*collateral.c, code_value.c.name.label("type_name"))
    .join(code_value, code_value.c.id == collateral.c.type_id)
    .where(collateral.c.loan_id == sa.bindparam("loan"))
    .order_by(collateral.c.id)
)


def instalments_of(reading: Reading, loan: int) -> list[InstalmentState]:
    """The instalments as they stand."""
    return [instalment_of(row) for row in reading.session.records(_INSTALMENTS, loan=loan)]


def schedule_of(reading: Reading, view: LoanView) -> ScheduleView:
    """The schedule of a loan as it stands."""
    session = reading.session
    made = session.records(_DISBURSED, loan=view.id)
    paid_out = whole([row for row in made if row["reversed_on"] is None])
    charges = [charge_of(row) for row in session.records(_CHARGES, loan=view.id)]
    shown = schedule_view(
        view.currency,
        reading.business_date,
        paid_out,
        instalments_of(reading, view.id),
        charges,
        progressive=view.contract.is_progressive,
        expected=_expected(view, made, reading.business_date),
    )
    return replace(shown, foresees=_foresees(view))


def _foresees(view: LoanView) -> bool:
    contract = view.contract
    follows = contract.terms.recalculation is not None and contract.strategy in INTEREST_FIRST
    lost = view.charged_off or view.non_performing
    return follows and not contract.is_progressive and view.status is LoanStatus.ACTIVE and not lost


def whole(rows: Sequence[Mapping[str, Any]]) -> list[tuple[date, Decimal]]:
    """What was paid out; a loan that tops up another one has all its disbursements on one day, as one."""
    if any(row["transfer_loan_id"] is not None for row in rows):
        return [(rows[0]["value_date"], sum((row["amount"] for row in rows), ZERO))]
    return [(row["value_date"], row["amount"]) for row in rows]


def _expected(view: LoanView, made: Sequence[Mapping[str, Any]], today: date) -> list[tuple[date, Decimal]]:
    """Tranches to come that were neither paid out nor taken back after it; before the first, all there will be.

    Interest that follows the money does not wait for one whose day has passed.
    """
    tranches = [(one.expected_on, one.amount) for one in view.contract.terms.tranches]
    standing = [row for row in made if row["reversed_on"] is None]
    if not standing:
        start = view.timeline.expected_disbursement_on or view.timeline.submitted_on
        return tranches or [(start, view.principal)]
    gone = [row for row in made if row["seq"] >= standing[0]["seq"]]
    first = min(row["value_date"] for row in standing)
    waits = view.contract.terms.recalculation is None
    return [(on, amount) for on, amount in tranches[len(gone) :] if on > first and (waits or on >= today)]


def schedule_view(
    currency: Currency,
    on: date,
    disbursements: Iterable[tuple[date, Any]],
    instalments: Iterable[InstalmentState],
    charges: Sequence[ChargeState],
    *,
    preview: bool = False,
    progressive: bool = False,
    expected: Iterable[tuple[date, Any]] = (),
) -> ScheduleView:
    """A schedule as it is shown; charges at disbursement stand on the first one, those of tranches on each."""
    balance = ZERO
    rows = []
    made = [(day, amount, preview) for day, amount in disbursements]
    coming = [(day, amount, True) for day, amount in expected]
    taken = _taken(charges, [(day, amount) for day, amount, _ in made or coming], currency)
    for day, amount, planned in [*made, *coming]:
        balance += amount
        fees, paid = next(taken, (ZERO, ZERO))
        row = DisbursementRow(
            on=day, amount=amount, fees=fees, fees_paid=paid, balance=balance, planned=planned
        )
        rows.append(row)
    return ScheduleView(
        currency=currency,
        on=on,
        disbursements=rows,
        instalments=[instalment_view(one) for one in instalments],
        preview=preview,
        progressive=progressive,
    )


def _taken(
    charges: Sequence[ChargeState], tranches: Sequence[tuple[date, Decimal]], currency: Currency
) -> Iterator[tuple[Decimal, Decimal]]:
    """Fees and what is paid of them, for each disbursement in order."""
    sums = [[ZERO, ZERO] for _ in tranches] or [[ZERO, ZERO]]
    for one in charges:
        charge = one.charge
        upfront = [part for part in one.parts if part.instalment == AT_DISBURSEMENT]
        amount = sum((part.amount for part in upfront), ZERO)
        paid = sum((part.paid for part in upfront), ZERO)
        if charge.time is ChargeTime.TRANCHE_DISBURSEMENT and charge.due_on is None and len(tranches) > 1:
            parts = on_tranches(charge.basis, charge.amount, paid, tranches, currency)
            for place, (_, part, part_paid) in enumerate(parts):
                sums[place][0] += part
                sums[place][1] += part_paid
        else:
            sums[0][0] += amount
            sums[0][1] += paid
    return ((fees, paid) for fees, paid in sums)


def instalment_view(one: InstalmentState) -> InstalmentRow:
    """An instalment as it is shown."""
    return InstalmentRow(
        number=one.number,
        from_date=one.from_date,
        due_date=one.due_date,
        original=one.original,
        due=one.due,
        paid=one.paid,
        waived=one.waived,
        written_off=one.written_off,
        balance=one.balance,
        paid_in_advance=one.in_advance,
        paid_late=one.late,
        completed_on=one.completed_on,
        extra=one.extra,
        down_payment=one.down_payment,
    )


def transactions_of(
    reading: Reading, view: LoanView, transaction: int | None = None
) -> list[TransactionView]:
    """The transactions of a loan, or the one asked for; what was replaced by itself is found by its number only."""
    session = reading.session
    if transaction is None:
        rows = session.records(_ALL_TRANSACTIONS, loan=view.id)
    else:
        rows = session.records(_ONE_TRANSACTION, loan=view.id, transaction=transaction)
    claims: dict[int, list[int]] = {}
    for row in rows:
        if row["kind"] == TransactionKind.CHARGEBACK and row["related_id"] is not None:
            claims.setdefault(row["related_id"], []).append(row["id"])
    if transaction is not None:
        rows = [row for row in rows if row["id"] == transaction]
    return transaction_views(reading, view, rows, claims)


def transaction_views(
    reading: Reading, view: LoanView, rows: Sequence[dict[str, Any]], claims: Mapping[int, Sequence[int]]
) -> list[TransactionView]:
    """Rows of ``TRANSACTIONS`` as they are shown; ``claims`` are the chargebacks by the payment claimed back."""
    users = users_of(reading, {row["user_id"] for row in rows})
    return [
        TransactionView(
            id=row["id"],
            loan=view.id,
            kind=TransactionKind(row["kind"]),
            on=row["value_date"],
            amount=row["amount"],
            components=Components(*(row[str(component)] for component in Component)),
            recognised=_recognised(row, view),
            overpayment=row["overpayment"],
            balance=row["balance"],
            currency=view.currency,
            reversed=row["reversed_on"] is not None,
            reversed_on=row["reversed_on"],
            booked_at=row["booked_at"],
            submitted_on=row["business_date"],
            by=users.get(row["user_id"]),
            payment=None if row["payment"] is None else from_plain(PaymentDetail, row["payment"]),
            payment_type_name=row["payment_type_name"],
            office_id=view.office.id,
            office_name=view.office.name,
            note=row["note"],
            external_id=row["external_id"],
            related=row["related_id"],
            transfer=row["transfer_loan_id"],
            chargebacks=tuple(claims.get(row["id"], ())),
            charge=row["of_charge_id"],
            replays=row["replays"],
            shares=from_plain(Decided, row["decided"]).charges,
        )
        for row in rows
    ]


def _recognised(row: Mapping[str, Any], view: LoanView) -> Components:
    if view.contract.accounting is not Accounting.ACCRUAL_PERIODIC:
        return Components(*(row[str(component)] for component in Component))
    return Components(ZERO, *(row[f"recognised_{component}"] for component in INCOME))


def charges_of(reading: Reading, view: LoanView) -> list[LoanChargeView]:
    """The charges of a loan."""
    states = [charge_of(row) for row in reading.session.records(_CHARGES, loan=view.id)]
    due = {one.number: one.due_date for one in instalments_of(reading, view.id)} if states else {}
    return [charge_view(one, view.id, view.currency, due) for one in states]


def charge_view(one: ChargeState, loan: int, currency: Currency, due: Mapping[int, date]) -> LoanChargeView:
    """A charge as it is shown; ``due`` are the due dates of the instalments."""
    charge = one.charge
    flat = charge.basis is ChargeBasis.FLAT
    return LoanChargeView(
        id=charge.id,
        loan=loan,
        charge=charge.charge,
        name=charge.name,
        time=charge.time,
        basis=charge.basis,
        penalty=charge.penalty,
        due_on=charge.due_on,
        currency=currency,
        asked=charge.amount,
        percentage=ZERO if flat else charge.amount,
        percentage_of=one.percentage_of,
        amount=one.total("amount"),
        paid=one.total("paid"),
        waived=one.total("waived"),
        written_off=one.total("written_off"),
        parts=[
            ChargePart(
                instalment=part.instalment,
                due_on=due[part.instalment],
                amount=part.amount,
                paid=part.paid,
                waived=part.waived,
                written_off=part.written_off,
            )
            for part in one.parts
            if part.instalment in due
        ],
    )


def guarantors_of(reading: Reading, loan: int) -> list[GuarantorView]:
    """Those who answer for the borrower."""
    return [_guarantor(row) for row in reading.session.records(_GUARANTORS, loan=loan)]


_SAME = (
    "birth_date",
    "address_line_1",
    "address_line_2",
    "city",
    "state",
    "zip",
    "country",
    "mobile_number",
    "house_phone_number",
    "comment",
)


def _guarantor(row: Mapping[str, Any]) -> GuarantorView:
    relationship = row["relationship_id"]
    return GuarantorView(
        id=row["id"],
        loan=row["loan_id"],
        kind=GuarantorKind(row["kind"]),
        person=row["person_id"],
        relationship=None if relationship is None else Named(id=relationship, name=row["relationship_name"]),
        first_name=row["first_name"] or row["person_first_name"] or "",
        last_name=row["last_name"] or row["person_last_name"] or "",
        office_name=row["person_office_name"],
        joined_on=row["client_since"] or row["staff_since"],
        **{name: row[name] for name in _SAME},
    )


def collateral_of(reading: Reading, view: LoanView) -> list[CollateralView]:
    """What was pledged."""
    return [
        CollateralView(
            id=row["id"],
            loan=row["loan_id"],
            type=Named(id=row["type_id"], name=row["type_name"]),
            value=row["value"],
            description=row["description"],
            currency=view.currency,
        )
        for row in reading.session.records(_COLLATERAL, loan=view.id)
    ]
