"""Plays the institutions' test sheets: their loans come out of events, without a server (only figures are compared)."""

from tests.replay.outcomes import Differs, UnknownStep
from tests.unit.loans import sheet_figures, sheets


class Sheets:
    """Plays the sheets of one file in one process."""

    set_up_refused = ()

    def close(self):
        """Nothing is open."""

    def steps(self, case):
        """The steps of a sheet, each played when it is asked for."""
        if "loan" not in case:
            yield 0, "apply"
            raise UnknownStep(f"application for {case.get('savings', {}).get('kind', 'a deposit')}")
        try:
            yield from sheets.Sheet(case).steps()
        except sheets.NotExpressible as beyond:
            raise UnknownStep(str(beyond)) from None
        except sheet_figures.Differs as differs:
            raise Differs(str(differs)) from None
