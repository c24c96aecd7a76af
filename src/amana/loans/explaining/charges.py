"""Charges told: what each was taken of, part by part, and what became of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from amana.finance.charge_schedule import charge_portions
from amana.finance.components import Component
from amana.finance.explaining.figures import Figure
from amana.finance.explaining.rows import RowStory, charge_figure
from amana.finance.money import ZERO
from amana.loans.charge_book import AT_DISBURSEMENT
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.explaining.figure_views import figure_view
from amana.loans.explaining.views import ChargeExplained, ChargePartExplained, PartView
from amana.loans.plan import AT_PAYING_OUT, Plan, paying_out_bases
from amana.loans.state import ChargePartState, ChargeState

Place = tuple[int, int]
"""A charge, and the number of an instalment (0: at disbursement)."""
Figures = Mapping[Place, Sequence[Figure]]
Bases = Mapping[Place, Sequence[tuple[Decimal, Decimal]]]


def explained_charges(
    charges: Iterable[ChargeState], due_dates: Mapping[int, date], figures: Figures
) -> list[ChargeExplained]:
    """The charges of a loan in order of their ids."""
    return [_charge(one, due_dates, figures) for one in sorted(charges, key=lambda one: one.charge.id)]


def figures_of_plan(contract: LoanContract, plan: Plan, rows: Iterable[RowStory]) -> Figures:
    """The figures behind the charges of a plan, those on its ``rows`` as they were told."""
    found: dict[Place, list[Figure]] = {}
    for row in rows:
        for story in row.charges:
            found.setdefault((story.charge, row.number), []).append(story.figure)
    for charge in contract.charges:
        if charge.time in AT_PAYING_OUT:
            bases = paying_out_bases(contract, charge, plan.schedule, plan.planned_interest, plan.paid_out)
            found[charge.id, AT_DISBURSEMENT] = _figures(contract, charge, bases)
    return found


def figures_of_bases(contract: LoanContract, bases: Bases) -> Figures:
    """The figures behind charges that were taken of ``bases``."""
    by_id = {one.id: one for one in contract.charges}
    return {
        place: _figures(contract, by_id[place[0]], some) for place, some in bases.items() if place[0] in by_id
    }


def bases_of_plan(contract: LoanContract, plan: Plan) -> Bases:
    """What the charges of a plan are taken of."""
    terms = tuple(one.terms() for one in contract.charges)
    found: dict[Place, list[tuple[Decimal, Decimal]]] = {}
    for portion in charge_portions(terms, contract.terms, plan.schedule):
        found.setdefault((portion.key, portion.number), []).append(portion.base)
    for charge in contract.charges:
        if charge.time in AT_PAYING_OUT:
            found[charge.id, AT_DISBURSEMENT] = paying_out_bases(
                contract, charge, plan.schedule, plan.planned_interest, plan.paid_out
            )
    return found


def charge_parts(name: str, part: ChargePartState, charge: int, figures: Figures) -> Iterator[PartView]:
    """What a part of a charge is made of: a figure for each base; what no figure stands for is said to be so."""
    made = figures.get((charge, part.instalment), ())
    for one in made:
        yield PartView(amount=one.amount, what=name, charge=charge, figure=figure_view(one))
    rest = part.amount - sum((one.amount for one in made), ZERO)
    if rest:
        yield PartView(amount=rest, what="as it was changed since" if made else name, charge=charge)


def _figures(
    contract: LoanContract, charge: LoanCharge, bases: Iterable[tuple[Decimal, Decimal]]
) -> list[Figure]:
    return [charge_figure(charge.terms(), base, contract.terms) for base in bases]


def _charge(one: ChargeState, due_dates: Mapping[int, date], figures: Figures) -> ChargeExplained:
    about = one.charge
    return ChargeExplained(
        id=about.id,
        name=about.name,
        component=Component.PENALTIES if about.penalty else Component.FEES,
        time=about.time,
        basis=about.basis,
        agreed=about.amount,
        due_on=about.due_on,
        amount=one.total("amount"),
        paid=one.total("paid"),
        waived=one.total("waived"),
        written_off=one.total("written_off"),
        outstanding=one.outstanding,
        parts=[
            ChargePartExplained(
                instalment=part.instalment,
                due_date=due_dates.get(part.instalment),
                amount=part.amount,
                parts=list(charge_parts(about.name, part, about.id, figures)),
            )
            for part in one.parts
        ],
    )
