"""Instalments told: the engine's stories as views."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from amana.finance.components import Component
from amana.finance.explaining.figures import Figure, Formula
from amana.finance.explaining.recording import Recorder
from amana.finance.explaining.rows import (
    ChargeStory,
    InterestStory,
    PrincipalRule,
    PrincipalStory,
    RowStory,
    told,
)
from amana.finance.rest_generation import Money
from amana.loans.contract import LoanContract
from amana.loans.explaining.charges import explained_charges, figures_of_plan
from amana.loans.explaining.figure_views import figure_view
from amana.loans.explaining.views import AmountView, InstalmentExplained, PartView, ScheduleTold
from amana.loans.plan import planned
from amana.loans.state import ChargeState

_PRINCIPAL_RULES = {
    PrincipalRule.INSTALMENT_LESS_INTEREST: "the instalment less its interest",
    PrincipalRule.AGREED_PART: "the agreed part of the principal",
    PrincipalRule.REST: "the regular part, and the rest that rounding has left",
    PrincipalRule.NOTHING: "no principal falls due",
    PrincipalRule.PAID_EARLY: "paid before it was due",
    PrincipalRule.FORECLOSED: "all that is left, as the loan ends here",
    PrincipalRule.DOWN_PAYMENT: "down payment of a disbursement",
}


def explained_instalments(
    contract: LoanContract,
    disbursed: Sequence[tuple[date, Decimal]],
    money: Money | None,
    foreclosed_on: date | None = None,
    *,
    charges: Sequence[ChargeState],
) -> ScheduleTold:
    """A loan's plan (see ``plan.planned``), each amount with its parts; its ``charges`` as payments have left them."""
    recorder = Recorder()
    plan = planned(contract, disbursed, money, foreclosed_on=foreclosed_on, walks=recorder.walks)
    terms = tuple(one.terms() for one in contract.charges)
    names = {one.id: one.name for one in contract.charges}
    stories = told(contract.terms, terms, plan.schedule, recorder.walk, foreclosed_on=foreclosed_on)
    due_dates = {row.number: row.due_date for row in plan.schedule.instalments}
    return ScheduleTold(
        figure_view(recorder.walk.recording.annual()),
        [_instalment(one, names) for one in stories],
        explained_charges(charges, due_dates, figures_of_plan(contract, plan, stories)),
    )


def _instalment(story: RowStory, names: dict[int, str]) -> InstalmentExplained:
    amounts = [_principal(story.principal), _interest(story.interest, story.balance_before)]
    for component, penalty in ((Component.FEES, False), (Component.PENALTIES, True)):
        some = [one for one in story.charges if one.penalty is penalty]
        if some:
            amounts.append(_charges(component, some, names))
    return InstalmentExplained(
        number=story.number,
        from_date=story.from_date,
        due_date=story.due_date,
        balance_before=story.balance_before,
        balance_after=story.balance,
        amounts=amounts,
    )


_PIECES = {Formula.FORGONE_IN_DUPLUM: "interest on arrears that is not charged in duplum"}


def _principal(story: PrincipalStory) -> AmountView:
    parts: list[PartView] = []
    if story.instalment is not None:
        made = figure_view(story.instalment_from) if story.instalment_from is not None else None
        what = "the equal instalment" if made is not None else "the instalment agreed on"
        parts = [
            PartView(amount=story.instalment, what=what, figure=made),
            PartView(amount=-story.own_interest, what="the interest of the period"),
        ]
    elif story.part is not None:
        what = (
            "an equal share" if story.part.formula is Formula.EQUAL_SHARE else "a percentage of the principal"
        )
        parts = [PartView(amount=story.part.amount, what=what, figure=figure_view(story.part))]
    elif story.amount != story.balloon:
        parts = [PartView(amount=story.amount - story.balloon, what=_PRINCIPAL_RULES[story.rule])]
    if story.balloon:
        parts.append(PartView(amount=story.balloon, what="the balloon agreed on for this instalment"))
    if story.remainder:
        parts.append(PartView(amount=story.remainder, what="what the rows before it have left or taken"))
    return AmountView(
        component=Component.PRINCIPAL, amount=story.amount, rule=_PRINCIPAL_RULES[story.rule], parts=parts
    )


def _what(made: Figure, planned: Decimal) -> str:
    """What a piece of interest is borne by: the balance of the plan, or what is more or less outstanding than that."""
    if made.formula in _PIECES:
        return _PIECES[made.formula]
    balance = Decimal(str(made.inputs["balance"]))
    if balance == planned:
        return "interest on the balance"
    apart = f"{abs(balance - planned)} {'above' if balance > planned else 'below'} the plan"
    return f"interest on the balance as it was, {apart}"


def _interest(story: InterestStory, planned: Decimal) -> AmountView:
    if story.term is not None:
        parts = []
        if story.share is not None:
            what = "an equal share of the interest of the term"
            parts.append(PartView(amount=story.share.amount, what=what, figure=figure_view(story.share)))
        if story.remainder:
            what = f"what is left to the interest of the term after {story.taken_before} before"
            parts.append(PartView(amount=story.remainder, what=what))
        rule = "interest of the term, spread over its instalments"
        return AmountView(
            component=Component.INTEREST,
            amount=story.amount,
            rule=rule,
            parts=parts,
            of=figure_view(story.term),
        )
    parts = [
        PartView(
            amount=piece.figure.amount,
            what=_what(piece.figure, planned),
            from_date=piece.start,
            to_date=piece.end,
            figure=figure_view(piece.figure),
        )
        for piece in story.pieces
    ]
    beside = (
        (story.brought, "left to this instalment by earlier ones"),
        (story.early_end, "of an instalment that an early payment cut short"),
        (-story.left, "left to later instalments"),
    )
    parts.extend(PartView(amount=amount, what=what) for amount, what in beside if amount)
    rule = "interest on the balance, day by day or period by period"
    return AmountView(component=Component.INTEREST, amount=story.amount, rule=rule, parts=parts)


def _charges(component: Component, some: Sequence[ChargeStory], names: dict[int, str]) -> AmountView:
    parts = [
        PartView(
            amount=one.figure.amount,
            what=names[one.charge],
            charge=one.charge,
            figure=figure_view(one.figure),
        )
        for one in some
    ]
    total = sum((part.amount for part in parts), Decimal(0))
    return AmountView(component=component, amount=total, rule="charges that fall due with it", parts=parts)
