"""Criteria by which is provided for the loans of some products: made, changed, removed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate, InUse, InvalidInput, NotFound, Problem
from amana.kernel.unset import UNSET, UnsetType
from amana.ledger.account_types import AccountClass
from amana.ledger.postable import account_problems
from amana.loans.products.records import loan_product
from amana.loans.provisioning.records import (
    provision_part,
    provisioning_category,
    provisioning_criteria,
    provisioning_product,
    provisioning_rule,
)
from amana.loans.provisioning.rules import ProvisioningRule, name_problems, rule_problems

KIND = "provisioning_criteria"


@dataclass(frozen=True, kw_only=True)
class CreateProvisioningCriteria:
    """Rules for the loans of ``products``, each of which belongs to one criteria at most."""

    name: str
    products: tuple[int, ...]
    rules: tuple[ProvisioningRule, ...]


@dataclass(frozen=True, kw_only=True)
class UpdateProvisioningCriteria:
    """Only what is given changes; products and rules are complete lists. Provisions that were made keep theirs."""

    criteria: int
    name: str | UnsetType = UNSET
    products: tuple[int, ...] | UnsetType = UNSET
    rules: tuple[ProvisioningRule, ...] | UnsetType = UNSET


@dataclass(frozen=True, kw_only=True)
class DeleteProvisioningCriteria:
    """Criteria by which nothing was provided for yet."""

    criteria: int


class Criteria:
    """Saves criteria within a command."""

    def __init__(self, work: Work) -> None:
        self.session = work.session
        self.user = work.actor.user_id

    def load(self, number: int) -> dict[str, Any]:
        """Lock and load; raises NotFound."""
        table = provisioning_criteria
        query = sa.select(table).where(table.c.id == number).with_for_update()
        row: dict[str, Any] | None = self.session.record(query)
        if row is None:
            raise NotFound(kind=KIND, id=number)
        return row

    def require_name(self, name: str, except_id: int | None = None) -> None:
        """Refuse a name that is missing or taken."""
        found = tuple(name_problems(name))
        if found:
            raise InvalidInput(found)
        table = provisioning_criteria
        holder = self.session.scalar(sa.select(table.c.id).where(table.c.name == name))
        if holder is not None and holder != except_id:
            raise Duplicate(kind=KIND, field="name", value=name)

    def add(self, name: str) -> int:
        """A new one, without products and rules."""
        table = provisioning_criteria
        row = {"name": name, "created_by": self.user}
        return int(self.session.insert(sa.insert(table).values(row).returning(table.c.id)))

    def set_products(self, criteria: int, products: Iterable[int]) -> None:
        """The products it is about; refuses those of others, and those that are not there."""
        wanted = sorted(set(products))
        known = {one for (one,) in self.session.tuples(sa.select(loan_product.c.id))}
        table = provisioning_product
        held = dict(self.session.tuples(sa.select(table.c.product_id, table.c.criteria_id)))
        problems = []
        for one in wanted:
            if one not in known:
                text = f"There is no loan product {one}."
                problems.append(Problem(field="products", kind="unknown", message=text, value=one))
            elif held.get(one, criteria) != criteria:
                text = f"Loan product {one} has criteria of its own."
                problems.append(Problem(field="products", kind="inconsistent", message=text, value=one))
        if not wanted:
            problems.append(Problem(field="products", kind="blank", message="Criteria are about products."))
        if problems:
            raise InvalidInput(tuple(problems))
        self.session.run(sa.delete(table).where(table.c.criteria_id == criteria))
        for one in wanted:
            self.session.run(sa.insert(table).values(product_id=one, criteria_id=criteria))

    def set_rules(self, criteria: int, rules: tuple[ProvisioningRule, ...]) -> None:
        """Its rules; refuses those that contradict one another or name what is not there."""
        problems = [*rule_problems(rules)]
        known = {one for (one,) in self.session.tuples(sa.select(provisioning_category.c.id))}
        for one in rules:
            if one.category not in known:
                text = f"There is no provisioning category {one.category}."
                problems.append(
                    Problem(field="rules.category", kind="unknown", message=text, value=one.category)
                )
            accounts = {
                "rules.liability_account": (one.liability_account, (AccountClass.LIABILITY,)),
                "rules.expense_account": (one.expense_account, (AccountClass.EXPENSE,)),
            }
            problems.extend(account_problems(self.session, accounts))
        if problems:
            raise InvalidInput(tuple(problems))
        table = provisioning_rule
        self.session.run(sa.delete(table).where(table.c.criteria_id == criteria))
        for one in rules:
            row = {
                "criteria_id": criteria,
                "category_id": one.category,
                "from_days": one.from_days,
                "to_days": one.to_days,
                "percentage": one.percentage,
                "liability_account_id": one.liability_account,
                "expense_account_id": one.expense_account,
            }
            self.session.run(sa.insert(table).values(row))


@handles(CreateProvisioningCriteria, permission="CREATE_PROVISIONCRITERIA", grouping="organisation")
def create(command: CreateProvisioningCriteria, criteria: Criteria) -> Outcome:
    """Raises InvalidInput, Duplicate."""
    criteria.require_name(command.name)
    made = criteria.add(command.name)
    criteria.set_products(made, command.products)
    criteria.set_rules(made, command.rules)
    return Outcome(kind=KIND, id=made)


@handles(UpdateProvisioningCriteria, permission="UPDATE_PROVISIONCRITERIA", grouping="organisation")
def update(command: UpdateProvisioningCriteria, criteria: Criteria) -> Outcome:
    """Raises NotFound, InvalidInput, Duplicate."""
    current = criteria.load(command.criteria)
    changes: dict[str, Any] = {}
    if not isinstance(command.name, UnsetType) and command.name != current["name"]:
        criteria.require_name(command.name, except_id=command.criteria)
        table = provisioning_criteria
        named = sa.update(table).where(table.c.id == command.criteria).values(name=command.name)
        criteria.session.run(named)
        changes["name"] = command.name
    if not isinstance(command.products, UnsetType):
        criteria.set_products(command.criteria, command.products)
        changes["products"] = command.products
    if not isinstance(command.rules, UnsetType):
        criteria.set_rules(command.criteria, command.rules)
        changes["rules"] = command.rules
    return Outcome(kind=KIND, id=command.criteria, changes=changes)


@handles(DeleteProvisioningCriteria, permission="DELETE_PROVISIONCRITERIA", grouping="organisation")
def delete(command: DeleteProvisioningCriteria, criteria: Criteria) -> Outcome:
    """Raises NotFound, InUse."""
    criteria.load(command.criteria)
    used = sa.select(provision_part.c.id).where(provision_part.c.criteria_id == command.criteria).limit(1)
    if criteria.session.scalar(used) is not None:
        raise InUse(kind=KIND, id=command.criteria)
    table = provisioning_criteria
    criteria.session.run(sa.delete(table).where(table.c.id == command.criteria))
    return Outcome(kind=KIND, id=command.criteria)
