"""Provisions: made for a day, computed anew, posted, taken back."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import Duplicate
from amana.loans import rules
from amana.loans.provisioning.books import KIND, Provisions
from amana.loans.provisioning.rules import ProvisionStands, ProvisionState


@dataclass(frozen=True, kw_only=True)
class ProvideForLoans:
    """Compute what is to be set aside at the end of ``day``; ``post`` books it at once."""

    day: date
    post: bool = False


@dataclass(frozen=True, kw_only=True)
class RecomputeProvision:
    """A draft computed anew, by the criteria and the loans as they are now."""

    provision: int


@dataclass(frozen=True, kw_only=True)
class PostProvision:
    """A draft booked on its day, in place of the provision before."""

    provision: int


@dataclass(frozen=True, kw_only=True)
class ReverseProvision:
    """The provision that stands is taken back; the one before stands again."""

    provision: int


@handles(ProvideForLoans, permission="CREATE_PROVISIONENTRIES", grouping="accounting")
def provide(command: ProvideForLoans, work: Work, provisions: Provisions) -> Outcome:
    """One provision a day. Raises DateInFuture, Duplicate, ProvidedSince, PeriodClosed."""
    rules.not_in_future(work, "provision", command.day)
    if provisions.of_day(command.day) is not None:
        raise Duplicate(kind=KIND, field="day", value=str(command.day))
    made = provisions.add(command.day)
    provisions.compute(made, command.day)
    if command.post:
        provisions.post(provisions.load(made))
    return Outcome(kind=KIND, id=made)


@handles(RecomputeProvision, permission="RECREATE_PROVISIONENTRIES", grouping="accounting")
def recompute(command: RecomputeProvision, provisions: Provisions) -> Outcome:
    """Raises NotFound, ProvisionStands."""
    one = provisions.load(command.provision)
    if one["state"] != ProvisionState.DRAFT:
        raise ProvisionStands(day=one["day"], state=one["state"])
    parts = provisions.compute(command.provision, one["day"])
    return Outcome(kind=KIND, id=command.provision, changes={"parts": parts})


@handles(PostProvision, permission="CREATEJOURNALENTRIES_PROVISIONENTRIES", grouping="accounting")
def post(command: PostProvision, provisions: Provisions) -> Outcome:
    """Raises NotFound, ProvisionStands, ProvidedSince, PeriodClosed."""
    provisions.post(provisions.load(command.provision))
    return Outcome(kind=KIND, id=command.provision, changes={"state": ProvisionState.POSTED})


@handles(ReverseProvision, permission="REVERSE_PROVISIONENTRIES", grouping="accounting")
def reverse(command: ReverseProvision, provisions: Provisions) -> Outcome:
    """Raises NotFound, ProvisionStands, PeriodClosed."""
    provisions.reverse(provisions.load(command.provision))
    return Outcome(kind=KIND, id=command.provision, changes={"state": ProvisionState.REVERSED})
