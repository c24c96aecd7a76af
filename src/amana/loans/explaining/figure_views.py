"""Figures as they are shown."""

from amana.finance.explaining.figures import Figure, Input, words_of
from amana.loans.explaining.views import FigureView, InputView


def figure_view(made: Figure) -> FigureView:
    """A figure as it is shown."""
    return FigureView(
        formula=str(made.formula),
        words=words_of(made.formula, made.inputs),
        inputs=[InputView(name=name, value=_shown(value)) for name, value in made.inputs.items()],
        exact=made.exact,
        rounding=made.rounding,
        digits=made.digits,
        multiples_of=made.multiples_of,
        amount=made.amount,
        lost=made.lost,
        precision=made.precision,
        steps=made.steps,
    )


def _shown(value: Input) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return str(value)
