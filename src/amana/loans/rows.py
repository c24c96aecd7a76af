"""Values of the slice as rows of its tables, and back; also what a rebuild compares column by column."""

from collections.abc import Mapping
from typing import Any

from amana.finance.components import INCOME, Component, Components
from amana.kernel.codec import from_plain, to_plain
from amana.loans.contract import LoanCharge
from amana.loans.events import Event, Recorded
from amana.loans.state import ChargePartState, ChargeState, InstalmentState, TransactionState
from amana.loans.stored_events import from_stored, to_stored

_INSTALMENT_SUMS = ("original", "due", "paid", "waived", "written_off")


def instalment_row(loan: int, currency: str, one: InstalmentState) -> dict[str, Any]:
    """The row of ``loan_instalment``."""
    row: dict[str, Any] = {
        "loan_id": loan,
        "number": one.number,
        "from_date": one.from_date,
        "due_date": one.due_date,
        "extra": one.extra,
        "down_payment": one.down_payment,
        "currency": currency,
        "balance": one.balance,
        "in_advance": one.in_advance,
        "late": one.late,
        "completed_on": one.completed_on,
    }
    for name in _INSTALMENT_SUMS:
        parts: Components = getattr(one, name)
        for component in Component:
            row[f"{component}_{name}"] = parts.of(component)
    for component in INCOME:
        row[f"{component}_accrued"] = one.accrued.of(component)
    return row


def instalment_of(row: Mapping[str, Any]) -> InstalmentState:
    """The instalment of a row."""
    sums = {
        name: Components(*(row[f"{component}_{name}"] for component in Component))
        for name in _INSTALMENT_SUMS
    }
    accrued = Components(
        interest=row["interest_accrued"], fees=row["fees_accrued"], penalties=row["penalties_accrued"]
    )
    return InstalmentState(
        number=row["number"],
        from_date=row["from_date"],
        due_date=row["due_date"],
        extra=row["extra"],
        down_payment=row["down_payment"],
        accrued=accrued,
        balance=row["balance"],
        in_advance=row["in_advance"],
        late=row["late"],
        completed_on=row["completed_on"],
        **sums,
    )


def charge_row(loan: int, currency: str, one: ChargeState) -> dict[str, Any]:
    """The row of ``loan_charge``."""
    return {
        "loan_id": loan,
        "id": one.charge.id,
        "charge_id": one.charge.charge,
        "currency": currency,
        "terms": to_plain(one.charge),
        "penalty": one.charge.penalty,
        "due_on": one.charge.due_on,
        "percentage_of": one.percentage_of,
        "amount": one.total("amount"),
        "paid": one.total("paid"),
        "waived": one.total("waived"),
        "written_off": one.total("written_off"),
        "parts": [to_plain(part) for part in one.parts],
    }


def charge_of(row: Mapping[str, Any]) -> ChargeState:
    """The charge of a row."""
    return ChargeState(
        charge=from_plain(LoanCharge, row["terms"]),
        percentage_of=row["percentage_of"],
        parts=from_plain(tuple[ChargePartState, ...], row["parts"]),
    )


def transaction_row(loan: int, currency: str, one: TransactionState) -> dict[str, Any]:
    """The row of ``loan_transaction``."""
    return {
        "loan_id": loan,
        "id": one.id,
        "seq": one.seq,
        "kind": one.kind,
        "value_date": one.on,
        "business_date": one.business_date,
        "booked_at": one.booked_at,
        "user_id": one.user_id,
        "currency": currency,
        "amount": one.amount,
        **{str(component): one.components.of(component) for component in Component},
        "overpayment": one.decided.overpayment,
        "balance": one.balance,
        "reversed_on": one.reversed_on,
        "payment": to_plain(one.payment) if one.payment is not None else None,
        "decided": to_plain(one.decided),
        **{f"recognised_{component}": one.recognised.of(component) for component in INCOME},
        "standing": one.standing,
        "replaced": one.replaced,
        "related_id": one.related,
        "transfer_loan_id": one.transfer,
        "of_charge_id": one.charge,
        "reason_id": one.reason,
        "replays": one.replays,
    }


def event_row(loan: int, one: Recorded) -> dict[str, Any]:
    """The row of ``loan_event``."""
    body: Event = one.body
    return {
        "loan_id": loan,
        "seq": one.seq,
        "id": one.id,
        "kind": body.kind,
        "version": body.version,
        "engine": one.engine,
        "value_date": one.value_date,
        "business_date": one.business_date,
        "booked_at": one.booked_at,
        "command_id": one.command_id,
        "user_id": one.user_id,
        "body": to_stored(body),
        "changed": list(one.changed),
    }


def event_of(row: Mapping[str, Any]) -> Recorded:
    """The event of a row, brought up to the present shape."""
    return Recorded(
        id=row["id"],
        seq=row["seq"],
        value_date=row["value_date"],
        business_date=row["business_date"],
        booked_at=row["booked_at"],
        command_id=row["command_id"],
        user_id=row["user_id"],
        engine=row["engine"],
        body=from_stored(row["kind"], row["version"], row["body"]),
        changed=tuple(row["changed"]),
    )
