"""Product mix: which products a borrower may not hold together with a product."""

from dataclasses import dataclass

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, NotFound, Problem, invalid
from amana.loans.products.store import ProductStore


@dataclass(frozen=True, kw_only=True)
class CreateProductMix:
    """Say for the first time which products may not be held together with ``product``."""

    product: int
    restricted: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class UpdateProductMix:
    """Replace the products that may not be held together with ``product``."""

    product: int
    restricted: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class DeleteProductMix:
    """Lift every restriction of ``product``'s mix."""

    product: int


@handles(CreateProductMix, permission="CREATE_PRODUCTMIX", grouping="organisation")
def create(command: CreateProductMix, products: ProductStore) -> Outcome:
    """Refuses a product that has a mix."""
    products.lock(command.product)
    if products.restricted(command.product):
        message = f"Product {command.product} has a mix already; change that."
        raise invalid("product", "inconsistent", message, command.product)
    return _restrict(products, command.product, (), command.restricted)


@handles(UpdateProductMix, permission="UPDATE_PRODUCTMIX", grouping="organisation")
def update(command: UpdateProductMix, products: ProductStore) -> Outcome:
    """Refuses a product that has no mix."""
    products.lock(command.product)
    return _restrict(products, command.product, _mix_of(products, command.product), command.restricted)


@handles(DeleteProductMix, permission="DELETE_PRODUCTMIX", grouping="organisation")
def delete(command: DeleteProductMix, products: ProductStore) -> Outcome:
    """Refuses a product that has no mix."""
    products.lock(command.product)
    before = _mix_of(products, command.product)
    products.restrict(command.product, ())
    return Outcome(
        kind="product mix",
        id=command.product,
        changes={"removed": before},
        more={"product": command.product},
    )


def _mix_of(products: ProductStore, product: int) -> tuple[int, ...]:
    mix = products.restricted(product)
    if not mix:
        raise NotFound(kind="product mix", id=product)
    return mix


def _restrict(
    products: ProductStore, product: int, before: tuple[int, ...], wanted: tuple[int, ...]
) -> Outcome:
    others = tuple(dict.fromkeys(wanted))
    if not others:
        raise invalid("restricted", "blank", "At least one product has to be restricted.")
    known = products.known(others)
    problems = [
        Problem(field="restricted", kind="unknown", message=f"There is no loan product {one}.", value=one)
        for one in others
        if one not in known
    ]
    if product in others:
        message = "A product cannot exclude itself."
        problems.append(Problem(field="restricted", kind="inconsistent", message=message, value=product))
    if problems:
        raise InvalidInput(tuple(problems))
    products.restrict(product, others)
    removed = tuple(one for one in before if one not in others)
    return Outcome(
        kind="product mix",
        id=product,
        changes={"restricted": others, "removed": removed},
        more={"product": product},
    )
