"""Applying for a loan."""

from dataclasses import dataclass, field, replace
from datetime import date

from amana.kernel import identities
from amana.kernel.account_numbers.issue import AccountKind, ask_format, format_or_default
from amana.kernel.codes.lookup import require_value
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import invalid
from amana.loans import rules
from amana.loans import statements as sql
from amana.loans.agreeing import agree, counted_from
from amana.loans.asked import AskedCharge, AskedCollateral, AskedTerms
from amana.loans.at_meetings import with_meeting
from amana.loans.charging import agreed_charges
from amana.loans.contract import LoanContract
from amana.loans.conventions import by_convention
from amana.loans.days import calendar_of
from amana.loans.events import Submitted
from amana.loans.floating.linking import linked
from amana.loans.kinds import LoanType
from amana.loans.notes import Notes
from amana.loans.parties import Borrower, borrower_of, officer_of, products_exclude
from amana.loans.pay_out_at_once import pay_out_at_once
from amana.loans.pledges import pledge
from amana.loans.position import position_of
from amana.loans.products.product import LoanProduct
from amana.loans.products.store import ProductReader
from amana.loans.refusals import ProductClosed
from amana.loans.store import LoanStore
from amana.loans.topping_up import require_named, require_offered

PURPOSES = "LoanPurpose"
"""The code whose values say what money is borrowed for."""


@dataclass(frozen=True, kw_only=True)
class SubmitLoan:
    """Apply for a loan of ``product`` for a client, a group, or a client as member of a jointly liable group.

    ``charges`` None takes the product's own charges; an empty tuple takes none.
    """

    product: int
    loan_type: LoanType
    client: int | None = None
    group: int | None = None
    submitted_on: date
    terms: AskedTerms = field(default_factory=AskedTerms)
    charges: tuple[AskedCharge, ...] | None = None
    collateral: tuple[AskedCollateral, ...] = ()
    account_no: str | None = None
    external_id: str | None = None
    fund: int | None = None
    officer: int | None = None
    purpose: int | None = None
    tops_up: bool | None = None
    closes: int | None = None
    """An older loan of the borrower that the disbursement pays off (``tops_up`` says that there has to be one)."""
    note: str | None = None


@handles(SubmitLoan, permission="CREATE_LOAN")
def handle(
    command: SubmitLoan, work: Work, loans: LoanStore, products: ProductReader, notes: Notes
) -> Outcome:
    """A new loan, submitted and pending approval."""
    borrower = borrower_of(work, command.loan_type, command.client, command.group)
    product = products.get(command.product)
    if product.closed:
        raise ProductClosed(product=product.id)
    contract = contract_for(command, work, product, borrower)
    require_days(work, command.submitted_on, contract, borrower, product)
    require_named(tops_up=command.tops_up, closes=command.closes)
    require_offered(contract, product, borrower, command.submitted_on, loans)
    products_exclude(work.session, product.id, client=borrower.client, group=borrower.group)
    if command.officer is not None:
        officer_of(work, command.officer)
    require_value(work.session, PURPOSES, command.purpose, field="purpose")
    made = _store(command, work, loans, borrower, product, contract)
    pledge(work, made, command.collateral, contract.currency)
    notes.about_loan(made, command.note)
    if product.paid_out_with is not None:
        day = contract.terms.expected_disbursement_on
        pay_out_at_once(work, loans, notes, made, command.submitted_on, day, product.paid_out_with)
    return Outcome(
        kind="loan",
        id=made,
        office=borrower.office,
        client=borrower.client,
        group=borrower.group,
        loan=made,
    )


def contract_for(command: SubmitLoan, work: Work, product: LoanProduct, borrower: Borrower) -> LoanContract:
    """What is applied for, its charges still without ids; due dates follow the office's calendar."""
    asked = with_meeting(work, command.terms, borrower.group)
    contract = linked(work.session, counted_from(agree(product, asked), command.submitted_on))
    contract = replace(contract, terms=by_convention(work.moment, contract.terms))
    start = contract.terms.expected_disbursement_on
    terms = replace(
        contract.terms, calendar=calendar_of(work, borrower.office, start, contract.terms.calendar.meeting)
    )
    charges = agreed_charges(work.session, product, command.charges, not_before=start)
    return replace(contract, terms=terms, charges=charges, closes=command.closes)


def require_days(
    work: Work, submitted_on: date, contract: LoanContract, borrower: Borrower, product: LoanProduct
) -> None:
    """Refuse an application of the future, before the borrower's time, or when the product was not offered."""
    rules.not_in_future(work, "submission", submitted_on)
    rules.not_before("submission", submitted_on, "activation", borrower.activated_on)
    expected = contract.terms.expected_disbursement_on
    rules.not_before("expected disbursement", expected, "submission", submitted_on)
    if not product.offered_on(submitted_on):
        raise invalid("submitted_on", "inconsistent", "The product is not offered on that day.", submitted_on)


def _store(
    command: SubmitLoan,
    work: Work,
    loans: LoanStore,
    borrower: Borrower,
    product: LoanProduct,
    contract: LoanContract,
) -> int:
    session = work.session
    asked = ask_format(session, AccountKind.LOAN)
    numbers = session.record(sql.NEW_NUMBERS, charges=len(contract.charges))
    assert numbers is not None  # noqa: S101 - sequences always answer
    made: int = numbers["loan"]
    ids = iter(numbers["charges"] or ())
    contract = replace(contract, charges=tuple(replace(one, id=next(ids)) for one in contract.charges))
    body = Submitted(contract=contract, officer=command.officer)
    event = loans.envelope(numbers["event"], body, command.submitted_on, 1)
    state = loans.derived((event,))
    words = {"office_name": borrower.office_name, "product_short_name": product.short_name}
    auto = identities.named_by_us(work.moment)
    identities.register(session, "loan", made, command.external_id, auto=auto)
    session.run(
        sql.ADD_LOAN,
        id=made,
        account_no=command.account_no or format_or_default(asked).number(made, words),
        loan_type=str(command.loan_type),
        client_id=borrower.client,
        group_id=borrower.group,
        product_id=product.id,
        fund_id=command.fund if command.fund is not None else product.fund,
        purpose_id=command.purpose,
        officer_id=command.officer,
        contract=loans.stored_contract(state),
        created_at=work.now,
        created_by=work.actor.user_id,
    )
    loans.put(made, position_of(state, made, 1, work.now), state, (event,))
    return made
