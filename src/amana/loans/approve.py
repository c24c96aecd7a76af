"""Approving an application."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.terms import Tranche
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput
from amana.loans import rules
from amana.loans.agreeing import tranche_problems
from amana.loans.events import Approved
from amana.loans.notes import Notes
from amana.loans.refusals import AmountExceeds
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore
from amana.loans.topping_up import TopUp, require_payable


@dataclass(frozen=True, kw_only=True)
class ApproveLoan:
    """Approve the application, where given for another ``principal`` or another expected day of disbursement."""

    loan: int
    on: date
    principal: Decimal | None = None
    expected_disbursement_on: date | None = None
    tranches: tuple[Tranche, ...] | None = None
    note: str | None = None


def approve(loan: FullLoan, command: ApproveLoan) -> Approved:
    """Decide: not more than was applied for, not before it was, and to be paid out not before the approval."""
    require(loan.status, Verb.APPROVE)
    terms = loan.state.contract.terms
    rules.not_before("approval", command.on, "submission", loan.state.life.submitted.on)
    principal = terms.principal if command.principal is None else command.principal
    rules.positive("principal", principal, terms.currency)
    most = loan.state.contract.most_lent(terms.principal, terms.principal)
    if principal > most:
        raise AmountExceeds(
            what="approved amount", amount=principal, limit_of="amount applied for", limit=most
        )
    expected = command.expected_disbursement_on or terms.expected_disbursement_on
    rules.not_before("expected disbursement", expected, "approval", command.on)
    changed = replace(
        terms,
        principal=principal,
        expected_disbursement_on=expected,
        tranches=terms.tranches if command.tranches is None else command.tranches,
    )
    found = list(tranche_problems(changed, loan.state.contract.maximum_tranches))
    if found:
        raise InvalidInput(tuple(found))
    return Approved(principal=principal, expected_disbursement_on=expected, tranches=command.tranches)


@handles(ApproveLoan, permission="APPROVE_LOAN")
def handle(command: ApproveLoan, work: Work, loans: LoanStore, notes: Notes) -> Outcome:
    """Submitted becomes approved."""
    loan = loans.load(command.loan)
    rules.not_in_future(work, "approval", command.on)
    body = approve(loan, command)
    work.actor.require_amount("APPROVE_LOAN", body.principal)
    closes = loan.state.contract.closes
    if closes is not None:
        asked = TopUp(closes, body.expected_disbursement_on, body.principal)
        require_payable(loans.load(closes), asked)
    saved = loans.append(loan, (body, command.on))
    notes.about_loan(loan.header.id, command.note)
    return rules.outcome(
        loan.header,
        status=saved.status,
        on=command.on,
        principal=body.principal,
        expected_disbursement_on=body.expected_disbursement_on,
        note=command.note,
    )
