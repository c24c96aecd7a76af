"""A new tax."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput
from amana.ledger.account_types import AccountClass
from amana.ledger.postable import account_problems
from amana.taxes.rules import name_problems, percentage_problems
from amana.taxes.store import COMPONENT, Taxes


@dataclass(frozen=True, kw_only=True)
class CreateTaxComponent:
    """A tax of ``percentage`` per cent from ``starts_on`` on. Where it names a ``credit_account``, that part of what it
    is put on is owed there instead of being income. ``debit_account`` is where it is paid from. The classes are those
    that the accounts have to be of, where that is told.
    """

    name: str
    percentage: Decimal
    starts_on: date
    debit_account: int | None = None
    credit_account: int | None = None
    debit_class: AccountClass | None = None
    credit_class: AccountClass | None = None


@handles(CreateTaxComponent, permission="CREATE_TAXCOMPONENT", grouping="organisation")
def create(command: CreateTaxComponent, taxes: Taxes) -> Outcome:
    """Raises InvalidInput, Duplicate."""

    def of(told: AccountClass | None) -> tuple[AccountClass, ...]:
        return tuple(AccountClass) if told is None else (told,)

    accounts = {
        "debit_account": (command.debit_account, of(command.debit_class)),
        "credit_account": (command.credit_account, of(command.credit_class)),
    }
    found = (
        *name_problems(command.name),
        *percentage_problems(command.percentage),
        *account_problems(taxes.session, accounts),
    )
    if found:
        raise InvalidInput(found)
    taxes.require_free_name(COMPONENT, command.name)
    made = taxes.add_component(
        name=command.name,
        debit_account_id=command.debit_account,
        credit_account_id=command.credit_account,
    )
    taxes.add_rate(made, command.starts_on, command.percentage)
    return Outcome(kind=COMPONENT, id=made)
