"""Carrying out a command as part of another one: with the rights of its own."""

from typing import Any

from amana.kernel.commands import spec_of
from amana.kernel.context import Work
from amana.kernel.maker_checker import needs_checker
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import NotSupported


def also(work: Work, command: Any, *, under: str) -> Outcome:
    """Carry out ``command`` within one whose permission is ``under``.

    Raises NotPermitted without its permission, NotSupported where it needs a checker: only the whole can wait for one.
    """
    spec = spec_of(command)
    work.require(spec.permission)
    if spec.permission != under and needs_checker(work, spec):
        raise NotSupported(what=f"{spec.permission} as a part of {under} while it needs a checker")
    return spec.carry_out(command, work)
