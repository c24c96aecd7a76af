"""Changing rows of an application's schedule one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from amana.finance.terms import Variation, VariationKind
from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem
from amana.loans import rules
from amana.loans.events import Modified
from amana.loans.products.product import LoanProduct
from amana.loans.products.store import ProductReader
from amana.loans.state import InstalmentState
from amana.loans.states import Verb, require
from amana.loans.store import FullLoan, LoanStore

ROWS = frozenset(
    {
        VariationKind.DUE_DATE,
        VariationKind.INSTALMENT_AMOUNT,
        VariationKind.PRINCIPAL_AMOUNT,
        VariationKind.INSERT_INSTALMENT,
        VariationKind.DELETE_INSTALMENT,
    }
)
"""What may be done to single rows; other departures are agreed in other ways."""


@dataclass(frozen=True, kw_only=True)
class VarySchedule:
    """Depart from the pattern of the schedule in these rows, instead of in those said before; none: in no row."""

    loan: int
    variations: tuple[Variation, ...]


def of_rows(asked: Sequence[Variation], product: LoanProduct) -> Iterator[Problem]:
    """What is wrong with the departures themselves."""
    if asked and not product.variable_instalments:
        message = "Loans of this product keep the pattern of their schedule."
        yield Problem(field="variations", kind="inconsistent", message=message)
    for place, one in enumerate(asked):
        field = f"variations[{place}]"
        if one.kind not in ROWS:
            yield Problem(field=field, kind="not_one_of", message=f"{one.kind} concerns no single row.")
        elif one.kind is VariationKind.DUE_DATE and one.new_date is None:
            yield Problem(field=f"{field}.new_date", kind="blank", message="The new due date is missing.")
        elif one.kind in (VariationKind.INSTALMENT_AMOUNT, VariationKind.PRINCIPAL_AMOUNT) and (
            one.value is None or one.value < 0
        ):
            yield Problem(
                field=f"{field}.value", kind="too_small", message="The amount is missing or negative."
            )


def of_gaps(rows: Sequence[InstalmentState], product: LoanProduct) -> Iterator[Problem]:
    """Due dates that lie too close together or too far apart."""
    least, most = product.minimum_gap_days, product.maximum_gap_days
    for row in rows:
        days = (row.due_date - row.from_date).days
        if least is not None and days < least:
            message = (
                f"Instalment {row.number} is due {days} days after the one before; {least} are the least."
            )
            yield Problem(field="variations", kind="too_small", message=message, value=days, limit=least)
        if most is not None and days > most:
            message = f"Instalment {row.number} is due {days} days after the one before; {most} are the most."
            yield Problem(field="variations", kind="too_large", message=message, value=days, limit=most)


def refuse(problems: Iterator[Problem]) -> None:
    """Refuse with everything found."""
    found = list(problems)
    if found:
        raise InvalidInput(tuple(found))


def varied(loan: FullLoan, command: VarySchedule) -> Modified:
    """The application with its schedule changed."""
    contract = loan.state.contract
    kept = tuple(one for one in contract.terms.variations if one.kind not in ROWS)
    terms = replace(contract.terms, variations=(*kept, *command.variations))
    return Modified(contract=replace(contract, terms=terms))


@handles(VarySchedule, permission="VARIABLEINSTALLMENTS_LOAN")
def handle(command: VarySchedule, loans: LoanStore, products: ProductReader) -> Outcome:
    """The schedule as it is wanted now, within the gaps that the product allows."""
    loan = loans.load(command.loan)
    require(loan.status, Verb.MODIFY)
    product = products.get(loan.header.product)
    refuse(of_rows(command.variations, product))
    body = varied(loan, command)
    seq = loan.events[-1].seq + 1
    on = loan.state.life.submitted.on
    after = loans.derived((*loan.events, loans.envelope(0, body, on, seq)))
    refuse(of_gaps(after.instalments, product))
    loans.append(loan, (body, on))
    return rules.outcome(loan.header, variations=command.variations)
