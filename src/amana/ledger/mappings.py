"""Which ledger account plays which role for a product: stored, validated, and loaded as a resolver."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from amana.kernel.refusals import InvalidInput, Problem, Refused
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.posting_rules import AccountingMethod
from amana.ledger.product_roles import INSTITUTION, ROLES, Refinement, Role, RoleSpec, lent_by_institution
from amana.ledger.records import gl_account, product_account
from amana.storage.session import ReadSession, WriteSession
from amana.storage.statement import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMapping:
    """One row: the account that plays ``role``, in general or for one payment type, charge definition or reason."""

    role: Role
    account: int
    payment_type: int | None = None
    charge: int | None = None
    reason: int | None = None

    @property
    def is_general(self) -> bool:
        """Whether it holds where nothing more particular does."""
        return self.payment_type is None and self.charge is None and self.reason is None


@dataclass(eq=False, kw_only=True)
class AccountNotMapped(Refused):
    """An event has to be posted to a role for which the product names no account."""

    code = "product_account_not_mapped"
    message = "The product has no ledger account for {role}."

    role: str


_Place = tuple[Role, int | None, int | None, int | None]
"""Role, payment type, charge, reason."""
_MAPPED_FOR: dict[Refinement | None, str] = {
    Refinement.PAYMENT_TYPE: "payment type",
    Refinement.FEE_CHARGE: "charge",
    Refinement.PENALTY_CHARGE: "charge",
    Refinement.REASON: "reason",
}


class ProductAccounts:
    """The accounts of one product, by role; the most particular mapping wins, a stand-in comes last."""

    def __init__(self, product_kind: str, mappings: Iterable[AccountMapping]) -> None:
        self._specs = ROLES[product_kind]
        self.mappings = tuple(mappings)
        self._found = {(m.role, m.payment_type, m.charge, m.reason): m.account for m in self.mappings}

    @classmethod
    def of_rows(cls, product_kind: str, rows: Iterable[Iterable[Any]] | None) -> "ProductAccounts":
        """From what ``loaded_with`` selects: ``[role, account, payment_type, charge, reason]`` rows, or nothing."""
        return cls(
            product_kind,
            (
                AccountMapping(
                    role=Role(role), account=account, payment_type=payment, charge=charge, reason=reason
                )
                for role, account, payment, charge, reason in rows or ()
            ),
        )

    @property
    def own(self) -> tuple[AccountMapping, ...]:
        """Without what the institution lends."""
        return tuple(one for one in self.mappings if not self._specs[one.role].of_institution)

    def account(
        self,
        role: str,
        *,
        payment_type: int | None = None,
        charge: int | None = None,
        reasons: tuple[int, ...] = (),
    ) -> int:
        """Id of the ledger account; raises AccountNotMapped."""
        found = self.find(role, payment_type=payment_type, charge=charge, reasons=reasons)
        if found is None:
            raise AccountNotMapped(role=role)
        return found

    def chosen(
        self,
        role: str,
        *,
        payment_type: int | None = None,
        charge: int | None = None,
        reasons: tuple[int, ...] = (),
    ) -> tuple[int, str]:
        """Id of the ledger account and why it is that one; raises AccountNotMapped."""
        found = self._choose(Role(role), payment_type, charge, reasons)
        if found is None:
            raise AccountNotMapped(role=role)
        return found

    def find(
        self,
        role: str,
        *,
        payment_type: int | None = None,
        charge: int | None = None,
        reasons: tuple[int, ...] = (),
    ) -> int | None:
        """Id of the ledger account, or None where neither the role nor its stand-in is mapped."""
        found = self._choose(Role(role), payment_type, charge, reasons)
        return found[0] if found is not None else None

    def _choose(
        self, role: Role, payment_type: int | None, charge: int | None, reasons: tuple[int, ...]
    ) -> tuple[int, str] | None:
        spec = self._specs[role]
        particular: dict[Refinement | None, list[_Place]] = {
            None: [],
            Refinement.PAYMENT_TYPE: [(role, payment_type, None, None)],
            Refinement.FEE_CHARGE: [(role, None, charge, None)],
            Refinement.PENALTY_CHARGE: [(role, None, charge, None)],
            Refinement.REASON: [(role, None, None, reason) for reason in reasons],
        }
        general: _Place = (role, None, None, None)
        for place in particular[spec.refined_by]:
            if place != general and place in self._found:
                return self._found[place], f"mapped for the {_MAPPED_FOR[spec.refined_by]}"
        if general in self._found:
            return self._found[
                general
            ], f"mapped for the {'institution' if spec.of_institution else 'product'}"
        if spec.stand_in is None:
            return None
        instead = self._choose(spec.stand_in, payment_type, charge, reasons)
        return None if instead is None else (instead[0], f"{spec.stand_in} stands in")


# -- loading -----------------------------------------------------------------------------------------


def _for_product(table: Any, product_kind: str, product_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    own = sa.and_(table.c.product_kind == product_kind, table.c.product_id == product_id)
    lent = (table.c.role == str(role) for role in lent_by_institution(product_kind))
    return sa.or_(own, sa.and_(table.c.product_kind == INSTITUTION, sa.or_(sa.false(), *lent)))


def loaded_with(product_kind: str, product_id: sa.ColumnElement[int]) -> sa.ScalarSelect[Any]:
    """A scalar subselect for a load statement: the product's mappings, and what the institution lends it, as JSON rows
    for ``of_rows``.
    """
    mapped = product_account.alias("mapped")
    row = sa.func.jsonb_build_array(
        mapped.c.role,
        mapped.c.account_id,
        mapped.c.payment_type_id,
        mapped.c.charge_id,
        mapped.c.reason_id,
    )
    return (
        sa.select(sa.func.jsonb_agg(aggregate_order_by(row, mapped.c.id)))
        .where(_for_product(mapped, product_kind, product_id))
        .scalar_subquery()
    )


_OF_PRODUCT = {
    kind: Statement(
        sa.select(
            product_account.c.role,
            product_account.c.account_id,
            product_account.c.payment_type_id,
            product_account.c.charge_id,
            product_account.c.reason_id,
        )
        .where(_for_product(product_account, kind, sa.bindparam("product_id")))
        .order_by(product_account.c.id)
    )
    for kind in ROLES
}


def accounts_of(session: ReadSession, product_kind: str, product_id: int) -> ProductAccounts:
    """The accounts of one product, with what the institution lends it, in a round trip of their own."""
    rows = session.tuples(_OF_PRODUCT[product_kind], product_id=product_id)
    return ProductAccounts.of_rows(product_kind, rows)


_NAMED = Statement(
    sa.select(gl_account.c.id, gl_account.c.code, gl_account.c.name).where(
        gl_account.c.id == sa.any_(sa.bindparam("accounts", type_=ARRAY(sa.BigInteger)))
    )
)


def accounts_named(session: ReadSession, accounts: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The codes and names of ledger accounts by their ids."""
    return {number: (code, name) for number, code, name in session.tuples(_NAMED, accounts=list(accounts))}


# -- storing -----------------------------------------------------------------------------------------

_FORGET = Statement(
    sa.delete(product_account).where(
        product_account.c.product_kind == sa.bindparam("of_kind"),
        product_account.c.product_id == sa.bindparam("of_id"),
    )
)
_ADD = Statement(
    sa.insert(product_account),
    columns=["product_kind", "product_id", "role", "account_id", "payment_type_id", "charge_id", "reason_id"],
)


def replace_mappings(
    session: WriteSession, product_kind: str, product_id: int, mappings: Iterable[AccountMapping]
) -> None:
    """Store the complete set of a product's mappings; ``validate`` them first. Earlier postings stay where they are."""
    session.run(_FORGET, of_kind=product_kind, of_id=product_id)
    for mapping in mappings:
        session.run(
            _ADD,
            product_kind=product_kind,
            product_id=product_id,
            role=str(mapping.role),
            account_id=mapping.account,
            payment_type_id=mapping.payment_type,
            charge_id=mapping.charge,
            reason_id=mapping.reason,
        )


@dataclass(frozen=True)
class _Account:
    id: int
    account_class: str
    usage: str
    disabled: bool


def validate(
    session: ReadSession,
    product_kind: str,
    method: AccountingMethod,
    mappings: Iterable[AccountMapping],
    *,
    fields: Mapping[Role, str] | None = None,
) -> None:
    """Refuse mappings that lack a role the method needs, or name an account that cannot play its role.

    Raises InvalidInput with every problem; ``fields`` names the command's field of a role (default: the role).
    """
    given = list(mappings)
    specs = ROLES[product_kind]
    names = {role: (fields or {}).get(role, str(role)) for role in specs}
    problems = [*_missing(specs, method, given, names), *_not_offered(specs, method, given, names)]
    wanted = {mapping.account for mapping in given}
    query = sa.select(
        gl_account.c.id, gl_account.c.account_class, gl_account.c.usage, gl_account.c.disabled
    ).where(gl_account.c.id.in_(wanted))
    found = {account.id: account for account in session.all(query, _Account)} if wanted else {}
    for mapping in given:
        if mapping.role in specs:
            problems.extend(
                _unfit(specs[mapping.role], found.get(mapping.account), mapping, names[mapping.role])
            )
    if problems:
        raise InvalidInput(tuple(problems))


def _missing(
    specs: Mapping[Role, RoleSpec],
    method: AccountingMethod,
    given: list[AccountMapping],
    names: Mapping[Role, str],
) -> Iterable[Problem]:
    mapped = {m.role for m in given if m.is_general}
    for role, spec in specs.items():
        if method in spec.needed_by and role not in mapped:
            message = f"{method} accounting needs an account for {names[role]}."
            yield Problem(field=names[role], kind="blank", message=message)


def _not_offered(
    specs: Mapping[Role, RoleSpec],
    method: AccountingMethod,
    given: list[AccountMapping],
    names: Mapping[Role, str],
) -> Iterable[Problem]:
    for mapping in given:
        spec = specs.get(mapping.role)
        field = names.get(mapping.role, str(mapping.role))
        if spec is None or not spec.is_offered(method):
            message = f"{field} plays no part under {method} accounting."
            yield Problem(field=field, kind="unsupported", message=message, value=mapping.account)
            continue
        refined = spec.refined_by
        by_charge = refined in {Refinement.FEE_CHARGE, Refinement.PENALTY_CHARGE}
        if (
            (mapping.payment_type is not None and refined is not Refinement.PAYMENT_TYPE)
            or (mapping.charge is not None and not by_charge)
            or (mapping.reason is not None and refined is not Refinement.REASON)
        ):
            message = f"{field} cannot depend on that."
            yield Problem(field=field, kind="inconsistent", message=message, value=mapping.account)


def _unfit(
    spec: RoleSpec, account: _Account | None, mapping: AccountMapping, field: str
) -> Iterable[Problem]:
    if account is None:
        message = f"There is no ledger account {mapping.account}."
        yield Problem(field=field, kind="unknown", message=message, value=mapping.account)
        return
    if AccountClass(account.account_class) not in spec.classes:
        allowed = ", ".join(sorted(spec.classes))
        message = f"{field} has to be an account of class {allowed}, not {account.account_class}."
        yield Problem(field=field, kind="inconsistent", message=message, value=mapping.account)
    if account.usage != Usage.DETAIL or account.disabled:
        message = f"{field} has to be an enabled detail account."
        yield Problem(field=field, kind="inconsistent", message=message, value=mapping.account)
