"""Play one table: its steps in order, until the first difference."""

from contextlib import ExitStack

from tests.replay.outcomes import Differs, UnknownStep
from tests.replay.place import Place, prepared
from tests.replay.tables import expect, moves
from tests.replay.tables.table import Table
from tests.replay.wire import Wire, spelled

TEMPLATE = "amana_replay_tables"
CHANGES_WHAT_IS_SHARED = {"config", "run_job", "run_periodic_accruals", "cob_date"}


def set_up(caller):
    """What every case starts from: the currencies."""
    wire = Wire(caller)
    wire.put("currencies", {"currencies": ["USD", "EUR"]})
    return {}


def references(value):
    """The steps whose answers a value stands on."""
    if isinstance(value, list):
        return {one for each in value for one in references(each)}
    if isinstance(value, dict):
        own = {value["from_step"]} if "from_step" in value else set()
        return own | {one for each in value.values() for one in references(each)}
    return set()


def play(table, number, step):
    """One step, and the expectations of earlier ones that waited for its answer."""
    last = max(references(step.get("expect")), default=-1)
    if last >= number:
        table.due.append((number, step, last))
        step = {name: value for name, value in step.items() if name != "expect"}
    table.answers[number] = play_step(table, step)
    for earlier, whose, awaited in table.due:
        if awaited == number:
            expect.compare(table, table.answers[earlier], table.given(whose)["expect"])
    if table.hopes:
        table.look_out()


def play_step(table, step):
    """One step; its answer is kept for those that refer to it."""
    expected = expect.OPS.get(step["op"])
    if expected is not None:
        return expected(table, table.given(step))
    act = moves.OPS.get(step["op"])
    if act is None:
        raise UnknownStep(step["op"])
    return table.attempt(act, table.given(step))


def needs_a_tenant(case):
    """Whether a case leaves behind what others would notice."""
    return any(
        step["op"] in CHANGES_WHAT_IS_SHARED and step.get("job") != "INLINE_COB" for step in case["steps"]
    )


class Tables:
    """Plays the cases of one file in one process."""

    def __init__(self, server):
        prepared(server, TEMPLATE, set_up)
        self.set_up_refused = []
        self.place = Place(server, TEMPLATE)
        self._shared = ExitStack()
        self._opened = False

    def close(self):
        self._shared.close()

    def steps(self, case):
        """The steps of a case, each played when it is asked for."""
        if needs_a_tenant(case):
            with self.place.copy():
                yield from self._play(case)
        else:
            if not self._opened:
                self._shared.enter_context(self.place.copy())
                self._opened = True
            yield from self._play(case)

    def _play(self, case):
        table = Table(case, self.place.caller())
        yield 0, "business date"
        table.wire.post("businessdate", {"type": "BUSINESS_DATE", "date": spelled(table.today)})
        self._accounts(table, case.get("accounts") or {})
        for number, step in enumerate(case["steps"]):
            yield number, step["op"]
            play(table, number, step)
        for target, path, want in table.hopes:
            raise Differs(f"{target} {path}: never {want}")

    @staticmethod
    def _accounts(table, wanted):
        for name, kind in wanted.items():
            table.make_account(name, kind)
