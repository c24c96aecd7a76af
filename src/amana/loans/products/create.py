"""Defining a loan product."""

from dataclasses import MISSING, dataclass, fields
from decimal import Decimal

from amana.kernel import identities
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.unset import UNSET
from amana.loans.products.asked import AskedAccounts, AskedProduct, require_all
from amana.loans.products.floating import with_floating
from amana.loans.products.product import LoanProduct
from amana.loans.products.references import put_accounts, require_sound
from amana.loans.products.store import ProductStore

NEEDED = frozenset(f.name for f in fields(LoanProduct) if f.default is MISSING) - {"id"}
"""Fields that have no default."""
THRESHOLD_OF_TRANCHES = Decimal(50)
"""Per cent of an instalment agreed on: what is left below joins it, where loans in tranches say nothing else."""


@dataclass(frozen=True, kw_only=True)
class CreateLoanProduct(AskedProduct):
    """Define a loan product. Needed are name, currency and digits, principal, number of repayments, repayment and
    interest terms, and strategy; accounts as the accounting method asks for.
    """


@handles(CreateLoanProduct, permission="CREATE_LOANPRODUCT", grouping="organisation")
def create(command: CreateLoanProduct, work: Work, products: ProductStore) -> Outcome:
    """Refuses a taken name or short name, and terms that are missing or do not go together."""
    product = drafted(command)
    require_sound(work, product)
    products.require_free("name", product.name)
    products.require_free("short_name", product.short_name)
    made = products.add(product, work.now)
    identities.register(work.session, "loan_product", made)
    asked = AskedAccounts() if command.accounts is UNSET else command.accounts
    put_accounts(work, product.with_id(made), asked, new=True)
    return Outcome(kind="loan product", id=made)


def drafted(command: AskedProduct) -> LoanProduct:
    """The product as asked for, not yet stored; InvalidInput names every field that is missing."""
    sent = with_floating(command.of_product())
    if sent.get("multi_disburse"):
        sent.setdefault("last_instalment_threshold", THRESHOLD_OF_TRANCHES)
    require_all(f.name for f in fields(LoanProduct) if f.name in NEEDED and f.name not in sent)
    product = LoanProduct(id=0, **sent)
    command.require_announced(product)
    return product
