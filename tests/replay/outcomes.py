"""What comes out of playing a case."""

from dataclasses import dataclass
from enum import StrEnum


class Differs(Exception):
    """A figure is not as the case says, or a request was not answered as it had to be."""


class UnknownStep(Exception):
    """A step that nothing here knows how to play."""


class NotExpressible(Exception):
    """A step that its own file says cannot be played, or of which it leaves out what is asked for."""


class Verdict(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_EXPRESSIBLE = "not_expressible"


@dataclass(frozen=True)
class Outcome:
    """The verdict on one case and, unless it passed, the first difference: where, and what."""

    case: str
    group: str
    verdict: Verdict
    step: int | None = None
    op: str = ""
    difference: str = ""
    seconds: float = 0.0

    def __str__(self):
        where = "" if self.step is None else f" step {self.step} {self.op}"
        return f"{self.group}: {self.case}{where}: {self.difference}"
