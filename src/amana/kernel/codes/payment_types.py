"""Types of payment: the values of one code, under rights of their own."""

from dataclasses import dataclass

from amana.kernel.codes.edit_values import AddCodeValue, add
from amana.kernel.codes.lookup import code_named
from amana.kernel.codes.queries import CodeValueView, code_options
from amana.kernel.commands import handles
from amana.kernel.context import Reading, Work
from amana.kernel.outcome import Outcome
from amana.kernel.queries import answers

PAYMENT_TYPES = "PaymentType"
"""The code whose values are the ways of paying."""


@dataclass(frozen=True, kw_only=True)
class AddPaymentType:
    """A further way of paying. ``position`` orders the list."""

    name: str
    description: str | None = None
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class ListPaymentTypes:
    """The ways of paying, by position."""


@handles(AddPaymentType, permission="CREATE_PAYMENTTYPE", grouping="organisation")
def add_payment_type(command: AddPaymentType, work: Work) -> Outcome:
    """Refuses a name that is taken."""
    code = code_named(work.session, PAYMENT_TYPES)
    value = AddCodeValue(
        code=code, name=command.name, description=command.description, position=command.position
    )
    return add(value, work)


@answers(ListPaymentTypes, permission="READ_PAYMENTTYPE")
def list_payment_types(_query: ListPaymentTypes, reading: Reading) -> list[CodeValueView]:
    """Those that may be used."""
    return code_options(reading.session, PAYMENT_TYPES)
