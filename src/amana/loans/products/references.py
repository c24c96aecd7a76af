"""What a product refers to has to be there: currency, charges, ledger accounts, payment types."""

from amana.kernel.codes.lookup import require_value
from amana.kernel.context import Work
from amana.kernel.currencies.selection import require_selected, uses_currencies
from amana.kernel.refusals import InvalidInput, Problem
from amana.ledger.mappings import AccountMapping, accounts_of, replace_mappings, validate
from amana.ledger.posting_rules import AccountingMethod
from amana.ledger.product_roles import ROLES
from amana.loans.products.asked import REFINED, ROLES_ASKED, AskedAccounts
from amana.loans.products.product import PRODUCT_KIND, LoanProduct, problems
from amana.loans.products.store import uses_currency
from amana.storage.session import ReadSession

FIELDS = {role: f"accounts.{role}" for role in ROLES_ASKED}
"""The command's field of each role, for refusals."""

PAYMENT_TYPE = "PaymentType"
"""The code whose values are the ways of paying."""


def require_sound(work: Work, product: LoanProduct) -> None:
    """Refuse a product that contradicts itself or refers to what is not there; InvalidInput with every problem."""
    found = tuple(problems(product))
    if found:
        raise InvalidInput(found)
    require_selected(work.session, product.currency_code, field="currency_code")


def put_accounts(
    work: Work, product: LoanProduct, asked: AskedAccounts, *, new: bool
) -> dict[str, int | list[dict[str, int]]]:
    """Check and store the ledger accounts of a product; returns what changed, by our field names.

    Accounts that only another accounting method uses stay where they are: loans keep the method they began with.
    """
    method = AccountingMethod(product.accounting.value)
    present = () if new else accounts_of(work.session, PRODUCT_KIND, product.id).mappings
    in_use = tuple(one for one in present if method in ROLES[PRODUCT_KIND][one.role].offered_by)
    wanted = asked.over(in_use)
    validate(work.session, PRODUCT_KIND, method, wanted, fields=FIELDS)
    for mapping in wanted:
        if mapping.payment_type is not None:
            field = f"accounts.{REFINED[mapping.role]}"
            require_value(work.session, PAYMENT_TYPE, mapping.payment_type, field=field)
    _require_distinct(wanted)
    if set(wanted) == set(in_use):
        return {}
    aside = (one for one in present if one not in in_use)
    replace_mappings(work.session, PRODUCT_KIND, product.id, (*wanted, *aside))
    return _changes(in_use, wanted)


def _require_distinct(wanted: tuple[AccountMapping, ...]) -> None:
    seen = set()
    for mapping in wanted:
        place = (mapping.role, mapping.payment_type, mapping.charge)
        if place in seen:
            field = f"accounts.{REFINED[mapping.role]}"
            message = f"{field} names the same payment type or charge twice."
            raise InvalidInput((Problem(field=field, kind="inconsistent", message=message),))
        seen.add(place)


def _changes(
    present: tuple[AccountMapping, ...], wanted: tuple[AccountMapping, ...]
) -> dict[str, int | list[dict[str, int]]]:
    changed: dict[str, int | list[dict[str, int]]] = {}
    general = {one.role: one.account for one in present if one.payment_type is None and one.charge is None}
    for mapping in wanted:
        applies_always = mapping.payment_type is None and mapping.charge is None
        if applies_always and general.get(mapping.role) != mapping.account:
            changed[f"accounts.{mapping.role}"] = mapping.account
    for role, field in REFINED.items():
        before, after = (
            [one for one in mappings if one.role is role and (one.payment_type or one.charge)]
            for mappings in (present, wanted)
        )
        if set(before) != set(after):
            changed[f"accounts.{field}"] = [
                {"payment_type": one.payment_type, "account": one.account}
                if one.payment_type is not None
                else {"charge": one.charge or 0, "account": one.account}
                for one in after
            ]
    return changed


@uses_currencies
def has_products_in(session: ReadSession, currency: str) -> bool:
    """Whether any loan product is kept in the currency."""
    return uses_currency(session, currency)
