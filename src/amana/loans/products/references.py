"""What a product refers to has to be there: currency, charges, ledger accounts, payment types."""

from amana.charges.kinds import AppliesTo
from amana.charges.store import require_charge, uses_charges
from amana.floating_rates.store import require_rate
from amana.funds.store import require_fund
from amana.kernel.codes.lookup import require_value
from amana.kernel.codes.payment_types import PAYMENT_TYPES
from amana.kernel.context import Work
from amana.kernel.currencies.selection import require_selected, uses_currencies
from amana.kernel.refusals import InvalidInput, Problem, invalid
from amana.ledger import mapping_history
from amana.ledger.mappings import AccountMapping, accounts_of, replace_mappings, validate
from amana.ledger.posting_rules import AccountingMethod
from amana.ledger.product_roles import ROLES, Role
from amana.loans.kinds import CHARGE_OFF_REASONS, WRITE_OFF_REASONS
from amana.loans.products.asked import REFINED, ROLES_ASKED, AskedAccounts
from amana.loans.products.product import PRODUCT_KIND, LoanProduct, problems
from amana.loans.products.store import bears_charge, uses_currency
from amana.storage.session import ReadSession

FIELDS = {role: f"accounts.{role}" for role in ROLES_ASKED}
"""The command's field of each role, for refusals."""

REASONS = {Role.CHARGE_OFF_EXPENSE: CHARGE_OFF_REASONS, Role.WRITE_OFF: WRITE_OFF_REASONS}
"""The code whose values are the reasons behind a role."""


def require_sound(work: Work, product: LoanProduct, before: LoanProduct | None = None) -> None:
    """Refuse a product that contradicts itself or refers to what is not there; InvalidInput.

    What it refers to already (``before``) need not be active any more.
    """
    found = tuple(problems(product))
    if found:
        raise InvalidInput(found)
    same_currency = before is not None and before.currency_code == product.currency_code
    if not same_currency:
        require_selected(work.session, product.currency_code, field="currency_code")
    require_fund(work.session, product.fund)
    link = product.floating
    if link is not None and (before is None or before.floating is None or before.floating.rate != link.rate):
        require_rate(work.session, link.rate, field="floating.rate")
    paid = product.paid_out_with
    if paid is not None and (before is None or before.paid_out_with != paid):
        require_value(work.session, PAYMENT_TYPES, paid.type, field="paid_out_with.type")
    if len(set(product.charges)) < len(product.charges):
        raise invalid("charges", "inconsistent", "A charge is named twice.", list(product.charges))
    kept = before.charges if before is not None and same_currency else ()
    for charge in product.charges:
        if charge not in kept:
            require_charge(work.session, charge, AppliesTo.LOAN, product.currency_code, field="charges")


def put_accounts(
    work: Work, product: LoanProduct, asked: AskedAccounts, *, new: bool
) -> dict[str, int | list[dict[str, int]]]:
    """Check and store the ledger accounts of a product; returns what changed, by our field names.

    Accounts that only another accounting method uses stay where they are: loans keep the method they began with.
    """
    method = AccountingMethod(product.accounting.value)
    present = () if new else accounts_of(work.session, PRODUCT_KIND, product.id).own
    in_use = tuple(one for one in present if ROLES[PRODUCT_KIND][one.role].is_offered(method))
    wanted = asked.over(in_use)
    validate(work.session, PRODUCT_KIND, method, wanted, fields=FIELDS)
    for mapping in wanted:
        if mapping.payment_type is not None:
            field = f"accounts.{REFINED[mapping.role]}"
            require_value(work.session, PAYMENT_TYPES, mapping.payment_type, field=field)
        if mapping.reason is not None:
            field = f"accounts.{REFINED[mapping.role]}"
            require_value(work.session, REASONS[mapping.role], mapping.reason, field=field)
        if mapping.charge is not None and mapping not in in_use:
            _require_charge_of_role(work, product, mapping.role, mapping.charge)
    _require_distinct(wanted)
    if set(wanted) == set(in_use):
        return {}
    whole = (*wanted, *(one for one in present if one not in in_use))
    replace_mappings(work.session, PRODUCT_KIND, product.id, whole)
    mapping_history.keep(work.session, PRODUCT_KIND, product.id, whole, work.now)
    return _changes(in_use, wanted)


def _require_distinct(wanted: tuple[AccountMapping, ...]) -> None:
    seen = set()
    for mapping in wanted:
        place = (mapping.role, mapping.payment_type, mapping.charge, mapping.reason)
        if place in seen:
            field = f"accounts.{REFINED[mapping.role]}"
            message = f"{field} names the same payment type, charge or reason twice."
            raise InvalidInput((Problem(field=field, kind="inconsistent", message=message),))
        seen.add(place)


def _require_charge_of_role(work: Work, product: LoanProduct, role: Role, charge: int) -> None:
    field = f"accounts.{REFINED[role]}"
    found = require_charge(work.session, charge, AppliesTo.LOAN, product.currency_code, field=field)
    if found.penalty is not (role is Role.INCOME_FROM_PENALTY):
        message = f"The charge {found.name} is {'a penalty' if found.penalty else 'no penalty'}."
        raise invalid(field, "inconsistent", message, charge)


def _changes(
    present: tuple[AccountMapping, ...], wanted: tuple[AccountMapping, ...]
) -> dict[str, int | list[dict[str, int]]]:
    changed: dict[str, int | list[dict[str, int]]] = {}
    general = {one.role: one.account for one in present if one.is_general}
    for mapping in wanted:
        if mapping.is_general and general.get(mapping.role) != mapping.account:
            changed[f"accounts.{mapping.role}"] = mapping.account
    for role, field in REFINED.items():
        before, after = (
            [one for one in mappings if one.role is role and not one.is_general]
            for mappings in (present, wanted)
        )
        if set(before) != set(after):
            changed[f"accounts.{field}"] = [{**_of(one), "account": one.account} for one in after]
    return changed


def _of(one: AccountMapping) -> dict[str, int]:
    """What a particular account is for."""
    if one.payment_type is not None:
        return {"payment_type": one.payment_type}
    return {"charge": one.charge} if one.charge is not None else {"reason": one.reason or 0}


@uses_currencies
def has_products_in(session: ReadSession, currency: str) -> bool:
    """Whether any loan product is kept in the currency."""
    return uses_currency(session, currency)


@uses_charges("a loan product")
def has_products_with(session: ReadSession, charge: int) -> bool:
    """Whether any loan product carries the charge."""
    return bears_charge(session, charge)
