"""Changing a loan product. Loans made before keep the terms they were made with."""

from dataclasses import dataclass, replace
from typing import Any

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.unset import UNSET
from amana.loans.products.asked import AskedAccounts, AskedProduct
from amana.loans.products.floating import with_floating
from amana.loans.products.references import put_accounts, require_sound
from amana.loans.products.store import ProductStore


@dataclass(frozen=True, kw_only=True)
class UpdateLoanProduct(AskedProduct):
    """Change the fields that are given, for loans applied for from now on."""

    product: int


@handles(UpdateLoanProduct, permission="UPDATE_LOANPRODUCT", grouping="organisation")
def update(command: UpdateLoanProduct, work: Work, products: ProductStore) -> Outcome:
    """Refuses a taken name and terms that do not go together."""
    products.lock(command.product)
    before = products.get(command.product)
    sent = with_floating(command.of_product(), before.floating)
    after = replace(before, **sent)
    command.require_announced(after)
    require_sound(work, after, before)
    products.require_free("name", after.name, except_id=after.id)
    products.require_free("short_name", after.short_name, except_id=after.id)
    changes: dict[str, Any] = {name: value for name, value in sent.items() if getattr(before, name) != value}
    if changes:
        products.change(after, work.now)
    if command.accounts is not UNSET or "accounting" in changes:
        asked = AskedAccounts() if command.accounts is UNSET else command.accounts
        changes.update(put_accounts(work, after, asked, new=False))
    return Outcome(kind="loan product", id=after.id, changes=changes)
