"""The question where the amounts of a loan come from, and its answer."""

from dataclasses import dataclass, replace
from datetime import date

from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotFound
from amana.ledger.mappings import accounts_of, codes_of
from amana.loans import model
from amana.loans import statements as sql
from amana.loans.explaining.instalments import explained_instalments
from amana.loans.explaining.progressive import explained_progressively
from amana.loans.explaining.text import in_words
from amana.loans.explaining.transactions import explained_transactions
from amana.loans.explaining.views import LoanExplanation
from amana.loans.lifecycle import read
from amana.loans.products.product import PRODUCT_KIND
from amana.loans.queries import loan_view
from amana.loans.refusals import DateBefore
from amana.loans.rows import event_of


@dataclass(frozen=True, kw_only=True)
class ExplainLoan:
    """Where the amounts of a loan come from: a ``LoanExplanation``.

    ``period`` asks for one instalment only, ``transaction`` for one transaction only; ``as_of`` for the loan as it
    was at the end of a day.
    """

    loan: int
    period: int | None = None
    transaction: int | None = None
    as_of: date | None = None


@answers(ExplainLoan, permission="READ_LOAN")
def explain(query: ExplainLoan, reading: Reading) -> LoanExplanation:
    """The schedule, the allocations and the postings of a loan, each amount with its parts."""
    view = loan_view(reading, query.loan)
    today = query.as_of or reading.business_date
    submitted = view.timeline.submitted_on
    if today < submitted:
        raise DateBefore(what="explanation", on=today, limit_of="submission", limit=submitted)
    events = [event_of(row) for row in reading.session.records(sql.EVENTS, loan=query.loan)]
    if query.as_of is not None:
        events = model.as_of(events, query.as_of)
    state = model.derive(events, today)
    story = read(events)
    if story.standing.is_progressive:
        rate, instalments = explained_progressively(story, today)
    else:
        rate, instalments = explained_instalments(
            story.standing, story.disbursements, model.money_of(story, today), story.foreclosed_on
        )
    accounts = accounts_of(reading.session, PRODUCT_KIND, view.product.id)
    codes = codes_of(reading.session, {one.account for one in accounts.mappings})
    transactions = explained_transactions(state, accounts, codes, query.transaction)
    if query.period is not None:
        instalments = [one for one in instalments if one.number == query.period]
        if not instalments:
            raise NotFound(kind="instalment", id=query.period)
        transactions = [one for one in transactions if query.transaction == one.id]
    if query.transaction is not None:
        if not transactions:
            raise NotFound(kind="loan transaction", id=query.transaction)
        instalments = instalments if query.period is not None else []
    told = LoanExplanation(
        loan=view.id,
        account_no=view.account_no,
        currency=view.currency.code,
        annual_rate=rate,
        instalments=instalments,
        transactions=transactions,
        text="",
    )
    return replace(told, text=in_words(told))
