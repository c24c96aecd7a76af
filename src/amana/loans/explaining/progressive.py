"""Instalments of a progressive loan told: what the engine of interest worked them out from."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from amana.finance.components import Component
from amana.finance.explaining.figures import Figure, Formula, Input, figure, multiples_of
from amana.finance.money import ZERO
from amana.finance.progressive.periods import Annuity, EqualPart
from amana.finance.progressive.stories import PeriodStory, Stretch
from amana.finance.progressive.terms import ProgressiveTerms
from amana.finance.terms import LoanTerms
from amana.loans.explaining.charges import (
    Bases,
    Figures,
    bases_of_plan,
    charge_parts,
    explained_charges,
    figures_of_bases,
)
from amana.loans.explaining.figure_views import figure_view
from amana.loans.explaining.views import AmountView, InstalmentExplained, PartView, ScheduleTold
from amana.loans.lifecycle import Story
from amana.loans.plan import planned
from amana.loans.progressive.fold import ProgressiveFold
from amana.loans.progressive.planning import planned_book
from amana.loans.progressive.refunded_interest import given_back_anew
from amana.loans.state import ChargeState, InstalmentState

RULE_OF_INTEREST = "interest on the balance, stretch by stretch, rounded once"


def explained_progressively(story: Story, today: date) -> ScheduleTold:
    """A loan's instalments and charges: as they are, or as planned before it is paid out."""
    terms = story.standing.terms
    if story.disbursements:
        fold = ProgressiveFold(story, given_back_anew(story, story.counting()), today)
        state = fold.run(today)
        book, rows, charges, paid_out = fold.book, state.instalments, state.charges, state.disbursements
        bases: Bases = book.bases
    else:
        plan = planned(story.standing)
        book, rows, charges = planned_book(story.standing), plan.instalments, plan.charges
        bases = bases_of_plan(story.standing, plan)
        paid_out = tuple((one.on, one.amount) for one in plan.schedule.disbursements)
    rate = figure(
        Formula.STATED,
        {"amount": terms.interest_rate},
        digits=terms.currency.digits,
        precision=terms.precision,
        rounding=None,
    )
    engine = book.interest
    stories: dict[date, PeriodStory] = {}
    known: ProgressiveTerms | None = None
    if engine is not None:
        stories = {one.due_date: one for one in engine.model.stories()}
        known = engine.model.terms
        rate = figure(
            Formula.STATED,
            {"amount": known.annual_rate},
            digits=terms.currency.digits,
            precision=known.precision,
            rounding=None,
        )
    figures = figures_of_bases(story.standing, bases)
    due_dates = {row.number: row.due_date for row in rows}
    return ScheduleTold(
        figure_view(rate),
        list(_instalments(rows, charges, figures, paid_out, stories, known, terms)),
        explained_charges(charges, due_dates, figures),
    )


def _instalments(
    rows: Sequence[InstalmentState],
    charges: Sequence[ChargeState],
    figures: Figures,
    disbursed: Sequence[tuple[date, Decimal]],
    stories: dict[date, PeriodStory],
    terms: ProgressiveTerms | None,
    contract: LoanTerms,
) -> Iterator[InstalmentExplained]:
    paid_out = sorted(disbursed)
    even = _even_share(rows, contract)
    balance = ZERO
    for row in rows:
        while paid_out and paid_out[0][0] <= row.due_date:
            balance += paid_out.pop(0)[1]
        story = stories.get(row.due_date) if row.from_date != row.due_date else None
        principal = (
            _principal(row, story, terms)
            if story is not None and terms is not None
            else _even_principal(row, even)
        )
        amounts = [principal, _interest(row, story, terms)]
        amounts.extend(_charges(row, charges, figures))
        after = balance - row.due.principal
        yield InstalmentExplained(
            number=row.number,
            from_date=row.from_date,
            due_date=row.due_date,
            balance_before=balance,
            balance_after=after,
            amounts=[one for one in amounts if one is not None],
        )
        balance = after


def _interest(row: InstalmentState, story: PeriodStory | None, terms: ProgressiveTerms | None) -> AmountView:
    amount = row.due.interest
    if story is None or terms is None:
        parts = [PartView(amount=amount, what="interest of the row")] if amount else []
        return AmountView(component=Component.INTEREST, amount=amount, rule=RULE_OF_INTEREST, parts=parts)
    parts = stretches_told(story, terms)
    beside = (
        (-story.left, "finds no room and goes to the next instalment"),
        (amount - story.interest, "as payments have left it"),
    )
    parts.extend(PartView(amount=part, what=what) for part, what in beside if part)
    return AmountView(component=Component.INTEREST, amount=amount, rule=RULE_OF_INTEREST, parts=parts)


def stretches_told(story: PeriodStory, terms: ProgressiveTerms) -> list[PartView]:
    """The interest that has run in a period, and what joins it."""
    parts = [_stretch(one, terms) for one in story.stretches]
    exact = sum((one.exact for one in story.stretches), ZERO) + story.charged_back
    beside = (
        (story.charged_back, "interest charged back"),
        (terms.rounded(exact) - exact, f"rounded {str(terms.rounding).replace('_', ' ')}"),
        (story.fixed, "interest agreed as an amount"),
        (story.deferred, "interest of later days whose instalments are paid"),
        (story.brought, "found no room in the instalment before"),
    )
    parts.extend(PartView(amount=part, what=what) for part, what in beside if part)
    return parts


def _stretch(one: Stretch, terms: ProgressiveTerms) -> PartView:
    made = figure(
        Formula.FACTOR_ON_BALANCE,
        {
            "balance": one.balance,
            "annual_rate": one.annual_rate,
            "from": one.from_date,
            "to": one.due_date,
            "factor_to_due": one.factor_to_due,
            "days": one.days,
            "days_to_due": one.days_to_due,
        },
        digits=terms.currency.digits,
        precision=terms.precision,
        rounding=None,
        steps=terms.rounding,
    )
    return PartView(
        amount=one.exact,
        what="interest on the balance",
        from_date=one.from_date,
        to_date=one.due_date,
        figure=figure_view(made),
    )


def _even_share(rows: Sequence[InstalmentState], terms: LoanTerms) -> Figure | None:
    """What each instalment repays where nothing bears interest, if all do: the last one with the rest."""
    repaying = [row for row in rows if row.from_date != row.due_date]
    if not repaying:
        return None
    total = sum((row.due.principal for row in repaying), ZERO)
    made = figure(
        Formula.EQUAL_SHARE,
        {"amount": total, "parts": len(repaying)},
        digits=terms.currency.digits,
        precision=terms.precision,
        rounding=terms.rounding,
        multiples_of=multiples_of(terms.currency),
    )
    return made if all(row.due.principal == made.amount for row in repaying[:-1]) else None


def _even_principal(row: InstalmentState, even: Figure | None) -> AmountView:
    amount = row.due.principal
    is_down_payment = row.from_date == row.due_date
    rule = "down payment of a disbursement" if is_down_payment else "an equal share"
    if is_down_payment or even is None:
        parts = [PartView(amount=amount, what=rule)] if amount else []
    else:
        parts = [PartView(amount=even.amount, what=rule, figure=figure_view(even))]
        if amount != even.amount:
            parts.append(PartView(amount=amount - even.amount, what="the rest that rounding has left"))
    return AmountView(component=Component.PRINCIPAL, amount=amount, rule=rule, parts=parts)


def _principal(row: InstalmentState, story: PeriodStory, terms: ProgressiveTerms) -> AmountView:
    amount = row.due.principal
    parts = list(_instalment_parts(story, terms))
    parts.append(PartView(amount=-story.interest, what="the interest of the period"))
    rest = amount - sum((part.amount for part in parts), ZERO)
    if rest:
        parts.append(PartView(amount=rest, what="what was paid or owed beyond the instalment"))
    rule = "the instalment less its interest"
    return AmountView(component=Component.PRINCIPAL, amount=amount, rule=rule, parts=parts)


def _formed(origin: Annuity | EqualPart) -> tuple[Formula, dict[str, Input]]:
    if isinstance(origin, EqualPart):
        return Formula.EQUAL_SHARE, {"amount": origin.total, "parts": origin.parts}
    inputs: dict[str, Input] = {"balance": origin.balance, "factors_plus_one": origin.factors_plus_one}
    return Formula.ANNUITY_OF_FACTORS, inputs


def _instalment_parts(story: PeriodStory, terms: ProgressiveTerms) -> Iterator[PartView]:
    origin = story.origin
    if origin is None:
        yield PartView(amount=story.instalment, what="the instalment")
    else:
        made = figure(
            *_formed(origin),
            digits=terms.currency.digits,
            precision=terms.precision,
            rounding=terms.rounding,
            multiples_of=terms.instalment_multiples_of,
            steps=terms.rounding,
        )
        what = "the equal instalment"
        if isinstance(origin, EqualPart):
            what = "an equal share of the principal and interest left"
        yield PartView(amount=made.amount, what=what, figure=figure_view(made))
        if story.instalment != made.amount:
            yield PartView(
                amount=story.instalment - made.amount,
                what="to bring the last instalment closer to the others, or the rest it takes",
            )
    if story.credited:
        yield PartView(amount=story.credited, what="charged back")
    if story.deferred:
        yield PartView(amount=story.deferred, what="interest of later days")


def _charges(row: InstalmentState, charges: Sequence[ChargeState], figures: Figures) -> Iterator[AmountView]:
    for component, penalty in ((Component.FEES, False), (Component.PENALTIES, True)):
        parts: Sequence[PartView] = [
            made
            for one in charges
            if one.charge.penalty is penalty
            for part in one.parts
            if part.instalment == row.number and part.amount
            for made in charge_parts(one.charge.name, part, one.charge.id, figures)
        ]
        total = sum((part.amount for part in parts), Decimal(0))
        if parts:
            rule = "charges that fall due with it"
            yield AmountView(component=component, amount=total, rule=rule, parts=parts)
