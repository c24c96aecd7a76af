"""Loans seen from the client who borrows, with the keys of all they are tied to and what of them is due."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from amana.finance.components import Components
from amana.kernel.context import Reading
from amana.kernel.inquiry import answer
from amana.kernel.queries import ListQuery, Page, PageRequest, answers
from amana.kernel.records import identity
from amana.kernel.refusals import NotFound
from amana.loans.asking import GetLoan, GetLoanTransaction, ListLoans, LoanPart
from amana.loans.records import loan_instalment
from amana.loans.schedule_views import InstalmentRow
from amana.loans.securities import Security, securities_of
from amana.loans.transaction_views import TransactionView
from amana.loans.views import LoanView
from amana.parties.refs import client_ref, group_ref

EVERYTHING = PageRequest(limit=None)


@dataclass(frozen=True, kw_only=True)
class LoanFile:
    """A loan with keys. ``due`` is what was to be paid by the business date and is not yet."""

    loan: LoanView
    holder_key: uuid.UUID
    office_key: uuid.UUID
    officer_key: uuid.UUID | None
    due: Components
    first_due_on: date | None
    securities: Sequence[Security] = ()


@dataclass(frozen=True, kw_only=True)
class InstalmentOfLoan:
    """An instalment and the loan it belongs to."""

    loan_key: uuid.UUID
    row: InstalmentRow
    late: bool
    """Something of it is owed after its day."""


@dataclass(frozen=True, kw_only=True)
class TransactionFile:
    """A transaction and the loan it belongs to."""

    loan_key: uuid.UUID
    transaction: TransactionView


@dataclass(frozen=True, kw_only=True)
class GetLoanFile:
    """A loan with keys: a ``LoanFile``."""

    loan: int


@dataclass(frozen=True, kw_only=True)
class GetTransactionFile:
    """A transaction of a loan with keys: a ``TransactionFile``."""

    loan: int
    transaction: int


@dataclass(frozen=True, kw_only=True)
class GetLoanOfClient:
    """A loan of this client, as a borrower or as a member of a group; the loan of another is not found."""

    client: int
    loan: int


@dataclass(frozen=True, kw_only=True)
class ListLoansOfClient(ListQuery):
    """The loans of a client: a page of ``LoanFile``."""

    client: int


@dataclass(frozen=True, kw_only=True)
class ListLoanFiles(ListQuery):
    """Loans that the actor may see, with keys: a page of ``LoanFile``."""


@dataclass(frozen=True, kw_only=True)
class ListInstalments(ListQuery):
    """The instalments of a loan, in order: a page of ``InstalmentOfLoan``. Only the page's part counts."""

    loan: int


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """The loans of a client; or those of a group, and apart from them those its members have through it."""

    loans: Sequence[LoanView]
    member_loans: Sequence[LoanView] = ()


@dataclass(frozen=True, kw_only=True)
class AccountsOfClient:
    """Every loan of a client, in full."""

    client: int


@dataclass(frozen=True, kw_only=True)
class AccountsOfGroup:
    """Every loan of a group and of its members through it, in full."""

    group: int


@answers(GetLoanFile, permission="READ_LOAN")
def get_file(query: GetLoanFile, reading: Reading) -> LoanFile:
    """The loan."""
    view: LoanView = answer(GetLoan(loan=query.loan, parts=frozenset({LoanPart.CHARGES})), reading)
    return _files(reading, [view])[0]


@answers(GetTransactionFile, permission="READ_LOAN")
def get_transaction(query: GetTransactionFile, reading: Reading) -> TransactionFile:
    """The transaction."""
    asked = GetLoanTransaction(loan=query.loan, transaction=query.transaction)
    shown: TransactionView = answer(asked, reading)
    key = reading.session.scalar(
        sa.select(identity.c.key).where(identity.c.kind == "loan", identity.c.id == query.loan)
    )
    return TransactionFile(loan_key=key, transaction=shown)


@answers(GetLoanOfClient, permission="READ_LOAN")
def get_loan(query: GetLoanOfClient, reading: Reading) -> LoanFile:
    """The loan."""
    client_ref(reading, query.client)
    found = get_file(GetLoanFile(loan=query.loan), reading)
    if found.loan.client is None or found.loan.client.id != query.client:
        raise NotFound(kind="loan", id=query.loan)
    return found


@answers(ListLoansOfClient, permission="READ_LOAN")
def list_loans(query: ListLoansOfClient, reading: Reading) -> Page[LoanFile]:
    """The loans, in the order of their making unless the page says otherwise."""
    client_ref(reading, query.client)
    wanted = ListLoans(client=query.client, page=query.page, where=query.where)
    page: Page[LoanView] = answer(wanted, reading)
    return Page(items=_files(reading, page.items), total=page.total)


@answers(ListLoanFiles, permission="READ_LOAN")
def list_files(query: ListLoanFiles, reading: Reading) -> Page[LoanFile]:
    """The loans, in the order of their making unless the page says otherwise."""
    page: Page[LoanView] = answer(ListLoans(page=query.page, where=query.where), reading)
    return Page(items=_files(reading, page.items), total=page.total)


@answers(AccountsOfClient, permission="READ_LOAN")
def accounts_of_client(query: AccountsOfClient, reading: Reading) -> Accounts:
    """The loans, in the order of their making."""
    client_ref(reading, query.client)
    page: Page[LoanView] = answer(ListLoans(client=query.client, page=EVERYTHING), reading)
    return Accounts(loans=page.items)


@answers(AccountsOfGroup, permission="READ_LOAN")
def accounts_of_group(query: AccountsOfGroup, reading: Reading) -> Accounts:
    """The loans, in the order of their making."""
    group_ref(reading, query.group)
    page: Page[LoanView] = answer(ListLoans(group=query.group, page=EVERYTHING), reading)
    return Accounts(
        loans=[one for one in page.items if one.client is None],
        member_loans=[one for one in page.items if one.client is not None],
    )


@answers(ListInstalments, permission="READ_LOAN")
def list_instalments(query: ListInstalments, reading: Reading) -> Page[InstalmentOfLoan]:
    """The instalments, planned where the loan is not paid out yet."""
    view: LoanView = answer(GetLoan(loan=query.loan, parts=frozenset({LoanPart.SCHEDULE})), reading)
    rows = () if view.schedule is None else view.schedule.instalments
    start = query.page.offset
    end = None if query.page.limit is None else start + query.page.limit
    shown = [
        InstalmentOfLoan(loan_key=view.key, row=row, late=row.overdue(reading.business_date) > 0)
        for row in rows[start:end]
    ]
    return Page(items=shown, total=len(rows))


def _files(reading: Reading, views: Sequence[LoanView]) -> list[LoanFile]:
    due = _due(reading, [view.id for view in views])
    first = _first_due(reading, [view.id for view in views])
    securities = securities_of(reading, [view.id for view in views])
    keys = _keys(reading, views)
    return [
        LoanFile(
            loan=view,
            holder_key=keys[_holder(view)],
            office_key=keys["office", view.office.id],
            officer_key=None if view.officer is None else keys["staff", view.officer.id],
            due=due.get(view.id, Components()),
            first_due_on=first.get(view.id),
            securities=securities.get(view.id, ()),
        )
        for view in views
    ]


def _holder(view: LoanView) -> tuple[str, int]:
    holder = view.client or view.group
    assert holder is not None  # noqa: S101 - a loan has a borrower
    return ("client" if view.client is not None else "group", holder.id)


def _keys(reading: Reading, views: Sequence[LoanView]) -> dict[tuple[str, int], uuid.UUID]:
    wanted = {_holder(view) for view in views} | {("office", view.office.id) for view in views}
    wanted |= {("staff", view.officer.id) for view in views if view.officer is not None}
    rows = reading.session.tuples(
        sa.select(identity.c.kind, identity.c.id, identity.c.key).where(
            sa.tuple_(identity.c.kind, identity.c.id).in_(sorted(wanted))
        )
    )
    return {(kind, number): key for kind, number, key in rows}


_PARTS = ("principal", "interest", "fees", "penalties")


def _due(reading: Reading, loans: list[int]) -> dict[int, Components]:
    """By loan: what of instalments due by the business date is not paid, waived or written off."""
    columns = loan_instalment.c
    owed = [
        sa.func.sum(
            columns[f"{part}_due"]
            - columns[f"{part}_paid"]
            - columns[f"{part}_waived"]
            - columns[f"{part}_written_off"]
        )
        for part in _PARTS
    ]
    rows = reading.session.tuples(
        sa.select(columns.loan_id, *owed)
        .where(columns.loan_id.in_(loans), columns.due_date <= reading.business_date)
        .group_by(columns.loan_id)
    )
    return {number: Components(*(Decimal(part) for part in parts)) for number, *parts in rows}


def _first_due(reading: Reading, loans: list[int]) -> dict[int, date]:
    """By loan: the first due date, planned or agreed."""
    columns = loan_instalment.c
    rows = reading.session.tuples(
        sa.select(columns.loan_id, sa.func.min(columns.due_date))
        .where(columns.loan_id.in_(loans))
        .group_by(columns.loan_id)
    )
    return dict(rows)
