"""Closing a loan product, and offering it again. Loans made before go on."""

from dataclasses import dataclass, replace

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotAllowedInState
from amana.loans.products.store import ProductStore


@dataclass(frozen=True, kw_only=True)
class CloseLoanProduct:
    """No loans of the product may be applied for from now on."""

    product: int


@dataclass(frozen=True, kw_only=True)
class ActivateLoanProduct:
    """Offer a closed product again."""

    product: int


@handles(CloseLoanProduct, permission="CLOSE_LOANPRODUCT", grouping="organisation")
def close(command: CloseLoanProduct, work: Work, products: ProductStore) -> Outcome:
    """Refuses a product that is closed already."""
    return _put(work, products, command.product, closed=True)


@handles(ActivateLoanProduct, permission="ACTIVATE_LOANPRODUCT", grouping="organisation")
def activate(command: ActivateLoanProduct, work: Work, products: ProductStore) -> Outcome:
    """Refuses a product that is not closed."""
    return _put(work, products, command.product, closed=False)


def _put(work: Work, products: ProductStore, number: int, *, closed: bool) -> Outcome:
    products.lock(number)
    product = products.get(number)
    if product.closed is closed:
        status, verb = ("closed", "closing") if closed else ("active", "activation")
        raise NotAllowedInState(kind="loan product", status=status, verb=verb)
    products.change(replace(product, closed=closed), work.now)
    return Outcome(kind="loan product", id=number, changes={"closed": closed})
