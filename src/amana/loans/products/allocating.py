"""What a product says about free allocation and down payments, and what does not go together."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from amana.finance.dues import AllocationStrategy
from amana.finance.free_allocation import RuledPayment
from amana.finance.money import ZERO
from amana.finance.terms import Processing, ScheduleType
from amana.kernel.refusals import Problem

if TYPE_CHECKING:
    from amana.loans.products.product import LoanProduct


def problems(product: "LoanProduct") -> Iterator[Problem]:
    """Progressive schedules go with free allocation and the other way round; rules are complete and unique."""
    free = product.strategy is AllocationStrategy.FREE
    progressive = product.schedule_type is ScheduleType.PROGRESSIVE
    if free is not progressive:
        yield _wrong(
            "strategy", "Free allocation and progressive schedules need each other.", product.strategy
        )
    if free:
        yield from _rules(product)
    else:
        for name in ("allocation_rules", "chargeback_order", "fixed_length"):
            if getattr(product, name):
                yield _wrong(name, f"{name} needs a progressive schedule.")
        if product.processing is Processing.VERTICAL:
            yield _wrong(
                "processing", "Vertical processing needs a progressive schedule.", product.processing
            )
    yield from _down_payment(product)


def _rules(product: "LoanProduct") -> Iterator[Problem]:
    kinds = [one.payment for one in product.allocation_rules]
    if RuledPayment.DEFAULT not in kinds:
        yield _wrong("allocation_rules", "Free allocation needs a default rule.")
    if len(kinds) != len(set(kinds)):
        yield _wrong("allocation_rules", "A kind of payment has two rules.")
    for one in product.allocation_rules:
        if not one.split.is_complete:
            yield _wrong("allocation_rules", f"The rule for {one.payment} does not name every bucket once.")
    order = product.chargeback_order
    if order and (len(order) != 4 or len(set(order)) != 4):
        yield _wrong("chargeback_order", "The order of chargebacks does not name every component once.")


def _down_payment(product: "LoanProduct") -> Iterator[Problem]:
    percentage = product.down_payment_percentage
    if percentage is not None and percentage <= ZERO:
        message = "down_payment_percentage has to be more than zero."
        yield Problem(field="down_payment_percentage", kind="too_small", message=message, value=percentage)
    if product.automatic_down_payment and percentage is None:
        yield _wrong("automatic_down_payment", "There is no down payment to take.", value=True)


def _wrong(field: str, message: str, value: object = None) -> Problem:
    return Problem(field=field, kind="inconsistent", message=message, value=value)
