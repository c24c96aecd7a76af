"""The question where the amounts of a loan come from, and its answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.ledger.mapping_history import MappingHistory
from amana.ledger.mappings import accounts_named, accounts_of
from amana.loans import model
from amana.loans import statements as sql
from amana.loans.events import Accrued, Recorded
from amana.loans.explaining.accruals import explained_accrual
from amana.loans.explaining.instalments import explained_instalments
from amana.loans.explaining.progressive import explained_progressively
from amana.loans.explaining.text import in_words
from amana.loans.explaining.transactions import AccountsThen, explained_transactions
from amana.loans.explaining.views import (
    EarnedExplained,
    LoanExplanation,
    ScheduleTold,
    TransactionExplained,
)
from amana.loans.journal import reference
from amana.loans.lifecycle import read
from amana.loans.products.product import PRODUCT_KIND
from amana.loans.rebuild import last_booked
from amana.loans.refusals import DateBefore
from amana.loans.rows import event_of
from amana.loans.selecting import loan_view
from amana.loans.state import LoanState


@dataclass(frozen=True, kw_only=True)
class ExplainLoan:
    """Where the amounts of a loan come from: a ``LoanExplanation``.

    ``period`` asks for one instalment only, ``charge`` for one charge, ``transaction`` for one transaction, ``accrual``
    for one accrual (or what takes some back) with what was earned by its day; ``as_of`` for the loan as it was at the
    end of a day.
    """

    loan: int
    period: int | None = None
    transaction: int | None = None
    accrual: int | None = None
    charge: int | None = None
    as_of: date | None = None


@answers(ExplainLoan, permission="READ_LOAN")
def explain(query: ExplainLoan, reading: Reading) -> LoanExplanation:
    """The schedule, the charges, the allocations and the postings of a loan, each amount with its parts."""
    view = loan_view(reading, query.loan)
    today = query.as_of or reading.business_date
    submitted = view.timeline.submitted_on
    if today < submitted:
        raise DateBefore(what="explanation", on=today, limit_of="submission", limit=submitted)
    events = [event_of(row) for row in reading.session.records(sql.EVENTS, loan=query.loan)]
    if query.as_of is not None:
        events = model.as_of(events, query.as_of)
    state = model.derive(events, today)
    schedule = _schedule(events, state, today)
    wanted = _wanted(query)
    instalments = [one for one in schedule.instalments if query.period in (None, one.number)]
    charges = [one for one in schedule.charges if query.charge in (None, one.id)]
    transactions: list[TransactionExplained] = []
    if _TRANSACTIONS in wanted:
        transactions = _transactions(query, reading, view.product.id, events, state)
    if not instalments and query.period is not None:
        raise NotFound(kind="instalment", id=query.period)
    if not charges and query.charge is not None:
        raise NotFound(kind="loan charge", id=query.charge)
    told = LoanExplanation(
        loan=view.id,
        account_no=view.account_no,
        currency=view.currency.code,
        annual_rate=schedule.rate,
        instalments=instalments if _INSTALMENTS in wanted else [],
        charges=charges if _CHARGES in wanted else [],
        transactions=transactions,
        text="",
    )
    borrower = view.client or view.group
    of = f"{borrower.name}, {view.product.name}" if borrower is not None else view.product.name
    return replace(told, text=in_words(told, of, view.currency.digits))


_INSTALMENTS, _CHARGES, _TRANSACTIONS = "instalments", "charges", "transactions"


def _wanted(query: ExplainLoan) -> set[str]:
    """What is told: what was asked for by number, or all of it."""
    asked = {
        _INSTALMENTS: query.period is not None,
        _CHARGES: query.charge is not None,
        _TRANSACTIONS: query.transaction is not None or query.accrual is not None,
    }
    return {what for what, named in asked.items() if named} or set(asked)


def _schedule(events: Sequence[Recorded], state: LoanState, today: date) -> ScheduleTold:
    story = read(events)
    if story.standing.is_progressive:
        return explained_progressively(story, today)
    return explained_instalments(
        story.standing,
        story.disbursements,
        model.money_of(story, today),
        story.foreclosed_on,
        charges=state.charges,
    )


def _transactions(
    query: ExplainLoan, reading: Reading, product: int, events: Sequence[Recorded], state: LoanState
) -> list[TransactionExplained]:
    number = query.transaction if query.accrual is None else query.accrual
    if query.transaction not in (None, number):
        raise NotFound(kind="accrual", id=query.transaction)
    earned: Sequence[EarnedExplained] = ()
    for one in events:
        if one.id == number and isinstance(one.body, Accrued):
            earned = explained_accrual(events, one, one.body)
    if query.accrual is not None and not earned:
        raise NotFound(kind="accrual", id=query.accrual)
    found = explained_transactions(state, _accounts(query.loan, reading, product, state), number, earned)
    if number is not None and not found:
        raise NotFound(kind="loan transaction", id=number)
    return found


def _accounts(loan: int, reading: Reading, product: int, state: LoanState) -> AccountsThen:
    """Each transaction stands on the accounts that were its product's when it was posted last."""
    session = reading.session
    present = accounts_of(session, PRODUCT_KIND, product)
    history = MappingHistory.of(session, PRODUCT_KIND, product)
    booked = last_booked(session, loan)
    earlier = {
        one.id: then[0]
        for one in state.transactions
        if (ref := reference(one.id)) in booked and (then := history.at(booked[ref]))
    }
    used = {id(one): one for one in (present, *earlier.values())}.values()
    taxed = {one.account for charge in state.contract.charges for one in charge.taxes}
    mapped = {mapping.account for accounts in used for mapping in accounts.mappings}
    return AccountsThen(present=present, earlier=earlier, named=accounts_named(session, taxed | mapped))
