"""The schedule of a progressive loan before anything is paid."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from amana.finance.charge_schedule import with_charges, with_disbursement_fees
from amana.finance.schedule import Schedule
from amana.loans.contract import LoanContract
from amana.loans.progressive.book import ProgressiveBook


def progressive_schedule(contract: LoanContract, disbursed: Sequence[tuple[date, Decimal]] = ()) -> Schedule:
    """What follows from the contract and what was ``disbursed``; without that, from what is expected to be."""
    book = planned_book(contract, disbursed)
    charges = tuple(one.terms() for one in contract.charges)
    terms = contract.terms
    return with_disbursement_fees(charges, terms, with_charges(charges, terms, book.schedule()))


def planned_book(contract: LoanContract, disbursed: Sequence[tuple[date, Decimal]] = ()) -> ProgressiveBook:
    """The instalments behind that schedule, nothing put on them."""
    terms = contract.terms
    expected = [(one.expected_on, one.amount) for one in terms.tranches]
    paid_out = list(disbursed) or expected or [(terms.expected_disbursement_on, terms.principal)]
    book = ProgressiveBook(contract, paid_out)
    for on, amount in paid_out:
        book.disburse(on, amount)
    return book
