"""Changing an application before it is approved."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel import identities
from amana.kernel.codes.lookup import require_value
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.unset import UNSET, UnsetType, given
from amana.loans import rules
from amana.loans.agreeing import agree, counted_from
from amana.loans.asked import AskedCharge, AskedCollateral, AskedTerms
from amana.loans.at_meetings import with_meeting
from amana.loans.charging import agreed_charges, numbered
from amana.loans.contract import LoanContract
from amana.loans.days import calendar_of
from amana.loans.events import Event, Modified, OfficerAssigned
from amana.loans.floating.linking import linked
from amana.loans.kinds import LoanType
from amana.loans.parties import Borrower, borrower_of, officer_of, products_exclude
from amana.loans.pledges import replace_pledges
from amana.loans.products.product import LoanProduct
from amana.loans.products.store import ProductReader
from amana.loans.records import loan as loan_table
from amana.loans.refusals import ProductClosed
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanHeader, LoanStore
from amana.loans.submit import PURPOSES, require_days
from amana.loans.topping_up import require_named, require_offered


@dataclass(frozen=True, kw_only=True)
class ModifyLoan:
    """Change what was applied for; a list of charges or collateral replaces the present one."""

    loan: int
    product: int | UnsetType = UNSET
    client: int | UnsetType = UNSET
    group: int | UnsetType = UNSET
    loan_type: LoanType | UnsetType = UNSET
    submitted_on: date | UnsetType = UNSET
    terms: AskedTerms = field(default_factory=AskedTerms)
    charges: tuple[AskedCharge, ...] | UnsetType = UNSET
    collateral: tuple[AskedCollateral, ...] | UnsetType = UNSET
    account_no: str | UnsetType = UNSET
    external_id: str | UnsetType | None = UNSET
    fund: int | UnsetType | None = UNSET
    officer: int | UnsetType | None = UNSET
    purpose: int | UnsetType | None = UNSET
    tops_up: bool | UnsetType = UNSET
    closes: int | UnsetType | None = UNSET


def contract_after(loan: FullLoan, command: ModifyLoan, work: Work, product: LoanProduct) -> LoanContract:
    """What is applied for now. Another product means its terms, where nothing else is asked for."""
    present = loan.state.contract
    same = product.id == loan.header.product
    base = present if same else None
    group = loan.header.group if command.group is UNSET else command.group
    asked = with_meeting(work, command.terms, group)
    if base is None and asked.expected_disbursement_on is UNSET:
        asked = replace(asked, expected_disbursement_on=present.terms.expected_disbursement_on)
    contract = agree(product, asked, base=base, charges=present.charges if same else ())
    if command.charges is UNSET and same:
        return contract
    charges = agreed_charges(
        work.session,
        product,
        None if command.charges is UNSET else command.charges,
        not_before=contract.terms.expected_disbursement_on,
        present={one.id: one for one in present.charges},
    )
    return replace(contract, charges=numbered(work.session, charges))


@handles(ModifyLoan, permission="UPDATE_LOAN")
def handle(command: ModifyLoan, work: Work, loans: LoanStore, products: ProductReader) -> Outcome:
    """The application as it is wanted now; it stays submitted."""
    loan = loans.load(command.loan, events=2)
    require(loan.status, Verb.MODIFY)
    header = loan.header
    product = products.get(header.product if command.product is UNSET else command.product)
    if product.closed and product.id != header.product:
        raise ProductClosed(product=product.id)
    kind = header.loan_type if command.loan_type is UNSET else command.loan_type
    borrower = _borrower(work, header, command, kind)
    submitted_on = loan.state.life.submitted.on if command.submitted_on is UNSET else command.submitted_on
    contract = counted_from(contract_after(loan, command, work, product), submitted_on)
    start = contract.terms.expected_disbursement_on
    calendar = calendar_of(work, borrower.office, start, contract.terms.calendar.meeting)
    contract = linked(work.session, replace(contract, terms=replace(contract.terms, calendar=calendar)))
    if command.closes is not UNSET:
        contract = replace(contract, closes=command.closes)
    require_named(tops_up=command.tops_up is True, closes=contract.closes)
    require_days(work, submitted_on, contract, borrower, product)
    require_offered(contract, product, borrower, submitted_on, loans)
    products_exclude(work.session, product.id, client=borrower.client, group=borrower.group)
    if command.purpose is not UNSET:
        require_value(work.session, PURPOSES, command.purpose, field="purpose")
    bodies: list[tuple[Event, date]] = [(Modified(contract=contract), submitted_on)]
    if command.officer is not UNSET and command.officer != header.officer:
        if command.officer is not None:
            officer_of(work, command.officer)
        bodies.append((OfficerAssigned(officer=command.officer), submitted_on))
    loans.append(loan, *bodies)
    _keep(work, header.id, command, product.id, kind, borrower)
    if command.collateral is not UNSET:
        replace_pledges(work, header.id, command.collateral, contract.currency)
    return rules.outcome(header, **_changes(command))


def _borrower(work: Work, header: LoanHeader, command: ModifyLoan, kind: LoanType) -> Borrower:
    """Who borrows now; whom the kind of loan does not need is asked for no more, unless named."""
    client = None if kind is LoanType.GROUP and header.loan_type is not kind else header.client
    return borrower_of(
        work,
        kind,
        client if command.client is UNSET else command.client,
        header.group if command.group is UNSET else command.group,
    )


def _keep(
    work: Work, loan: int, command: ModifyLoan, product: int, kind: LoanType, borrower: Borrower
) -> None:
    values: dict[str, Any] = {
        "product_id": product,
        "loan_type": kind.value,
        "client_id": borrower.client,
        "group_id": borrower.group,
    }
    for name, column in (("account_no", "account_no"), ("fund", "fund_id"), ("purpose", "purpose_id")):
        if getattr(command, name) is not UNSET:
            values[column] = getattr(command, name)
    work.session.run(sa.update(loan_table).where(loan_table.c.id == loan).values(**values))
    if command.external_id is not UNSET:
        identities.change_external_id(work.session, "loan", loan, command.external_id)


def _changes(command: ModifyLoan) -> dict[str, Any]:
    changed = {name: value for name, value in given(command).items() if name not in ("loan", "terms")}
    changed.update({f"terms.{name}": value for name, value in given(command.terms).items()})
    return changed
