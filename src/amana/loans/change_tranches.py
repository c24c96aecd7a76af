"""Planning anew how a loan is paid out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from amana.finance.terms import Tranche
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem
from amana.loans import rules
from amana.loans.agreeing import tranche_problems
from amana.loans.events import TranchesChanged
from amana.loans.state import LoanState
from amana.loans.states import Verb
from amana.loans.store import FullLoan, LoanStore


@dataclass(frozen=True, kw_only=True)
class AskedTranche:
    """A disbursement as it is planned; ``number`` counts those that are planned already, from 1."""

    expected_on: date
    amount: Decimal
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeTranches:
    """Pay the loan out in these ``tranches``, those that were paid out among them, in order of date."""

    loan: int
    tranches: tuple[AskedTranche, ...]


def problems(state: LoanState, asked: tuple[AskedTranche, ...]) -> Iterator[Problem]:
    """What is wrong with the plan."""
    known = planned(state)
    for one in asked:
        if one.number is not None and not 1 <= one.number <= len(known):
            message = f"There is no tranche {one.number}."
            yield Problem(field="tranches", kind="unknown", message=message, value=one.number)
    paid = len(state.disbursements)
    if [one.expected_on for one in asked[:paid]] != known[:paid]:
        message = "What was paid out stays as it is."
        yield Problem(field="tranches", kind="inconsistent", message=message)
    contract = state.contract
    terms = replace(contract.terms, tranches=chosen(asked))
    yield from tranche_problems(terms, contract.maximum_tranches)


def planned(state: LoanState) -> list[date]:
    """The days that are planned; what was paid out without a plan was expected with the loan itself."""
    terms = state.contract.terms
    unplanned = len(state.disbursements) - len(terms.tranches)
    return [one.expected_on for one in terms.tranches] + [terms.expected_disbursement_on] * unplanned


def chosen(asked: tuple[AskedTranche, ...]) -> tuple[Tranche, ...]:
    """The tranches asked for."""
    return tuple(Tranche(one.expected_on, one.amount) for one in asked)


def plan_anew(work: Work, loans: LoanStore, loan: FullLoan, asked: tuple[AskedTranche, ...]) -> None:
    """Plan the loan's disbursements as asked; raises InvalidInput with what is wrong."""
    found = tuple(problems(loan.state, asked))
    if found:
        raise InvalidInput(found)
    loans.append(loan, (TranchesChanged(tranches=chosen(asked)), work.business_date))


@handles(ChangeTranches, permission="UPDATE_DISBURSEMENTDETAIL")
def handle(command: ChangeTranches, work: Work, loans: LoanStore) -> Outcome:
    """The schedule stands on what was paid out and what is planned now."""
    loan = loans.load(command.loan)
    rules.allow(loan, Verb.CHANGE_TRANCHES)
    plan_anew(work, loans, loan, command.tranches)
    return rules.outcome(loan.header, tranches=len(command.tranches))
