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
    terms = contract.terms
    expected = [(one.expected_on, one.amount) for one in terms.tranches]
    paid_out = list(disbursed) or expected or [(terms.expected_disbursement_on, terms.principal)]
    book = ProgressiveBook(contract, paid_out)
    for on, amount in paid_out:
        book.disburse(on, amount)
    charges = tuple(one.terms() for one in contract.charges)
    return with_disbursement_fees(charges, terms, with_charges(charges, terms, book.schedule()))
