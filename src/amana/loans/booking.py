"""How the verbs end that book one transaction: it is recorded, named and noted, and the verb tells what it did."""

from datetime import date
from typing import Any

from amana.kernel.outcome import Outcome
from amana.loans import rules
from amana.loans.events import MoneyEvent, Recorded
from amana.loans.notes import Notes
from amana.loans.store import FullLoan, LoanHeader, LoanStore


def book(
    loans: LoanStore,
    loan: FullLoan,
    body: MoneyEvent,
    on: date,
    *,
    note: str | None,
    external_id: str | None = None,
    charge: int | None = None,
    **changes: Any,
) -> Outcome:
    """Record ``body`` on a day, as the derivation decides it; ``changes`` are what only this verb tells."""
    event = loans.record(loan.header, body, on, loan.events[-1].seq + 1)
    saved = loans.add(loan, event)
    changes["status"] = saved.status
    return booked(loans, loan.header, event, note=note, external_id=external_id, charge=charge, **changes)


def booked(
    loans: LoanStore,
    header: LoanHeader,
    event: Recorded,
    *,
    note: str | None,
    external_id: str | None = None,
    charge: int | None = None,
    **changes: Any,
) -> Outcome:
    """What a verb tells of the transaction it has recorded: it made that one, or changed the loan's ``charge``.

    The institution's name for the transaction and the note about it are kept. Duplicate when the name is taken.
    """
    named = loans.name(event, external_id)
    Notes(loans.work).about_transaction(event.id, note)
    body: Any = event.body
    return rules.outcome(
        header,
        "loan transaction" if charge is None else "loan charge",
        event.id if charge is None else charge,
        more={"transaction": event.id, "external_id": named},
        on=event.value_date,
        amount=body.amount,
        payment=getattr(body, "payment", None),
        note=note,
        **changes,
    )
