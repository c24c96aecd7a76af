"""Which products may not be held together."""

import pytest

from amana.kernel.context import Actor
from amana.kernel.refusals import InvalidInput, NotFound
from amana.kernel.tenant import Tenant
from amana.loans.products.mix import CreateProductMix, DeleteProductMix, UpdateProductMix
from amana.loans.products.queries import GetProductMix, ListProductMixes, ListProductsWithoutMix
from amana.loans.products.store import excluded
from tests.loans.products.products import define
from tests.submitting import ask, perform


def restricted(tenant: Tenant, actor: Actor, product: int) -> set[int]:
    mix = ask(tenant, actor, GetProductMix(product=product))
    allowed = {one.id for one in mix.allowed}
    assert product in allowed
    return {one.id for one in mix.restricted} - allowed


def test_a_mix_is_made_replaced_and_lifted(tenant: Tenant, administrator: Actor) -> None:
    one, two, three = (define(tenant, administrator) for _ in range(3))
    assert restricted(tenant, administrator, one) == set()
    assert one in [free.id for free in ask(tenant, administrator, ListProductsWithoutMix())]
    made = perform(tenant, administrator, CreateProductMix(product=one, restricted=(two,)))
    assert made.changes == {"restricted": (two,), "removed": ()}
    assert restricted(tenant, administrator, one) == {two}
    assert one not in [free.id for free in ask(tenant, administrator, ListProductsWithoutMix())]
    assert one in [mix.product for mix in ask(tenant, administrator, ListProductMixes())]
    changed = perform(tenant, administrator, UpdateProductMix(product=one, restricted=(three,)))
    assert changed.changes == {"restricted": (three,), "removed": (two,)}
    lifted = perform(tenant, administrator, DeleteProductMix(product=one))
    assert lifted.changes == {"removed": (three,)}
    assert restricted(tenant, administrator, one) == set()


def test_an_exclusion_holds_in_both_directions(tenant: Tenant, administrator: Actor) -> None:
    one, two, three = (define(tenant, administrator) for _ in range(3))
    perform(tenant, administrator, CreateProductMix(product=one, restricted=(two,)))
    perform(tenant, administrator, CreateProductMix(product=three, restricted=(one,)))
    with tenant.database.reading() as session:
        assert excluded(session, one) == {two, three}
        assert excluded(session, two) == {one}


def test_what_a_mix_cannot_be(tenant: Tenant, administrator: Actor) -> None:
    one, two = define(tenant, administrator), define(tenant, administrator)
    for wrong in ((), (one,), (10**9,)):
        with pytest.raises(InvalidInput):
            perform(tenant, administrator, CreateProductMix(product=one, restricted=wrong))
    with pytest.raises(NotFound):
        perform(tenant, administrator, UpdateProductMix(product=one, restricted=(two,)))
    with pytest.raises(NotFound):
        perform(tenant, administrator, DeleteProductMix(product=one))
    with pytest.raises(NotFound):
        perform(tenant, administrator, CreateProductMix(product=10**9, restricted=(two,)))
    perform(tenant, administrator, CreateProductMix(product=one, restricted=(two,)))
    with pytest.raises(InvalidInput):
        perform(tenant, administrator, CreateProductMix(product=one, restricted=(two,)))
