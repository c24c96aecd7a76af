"""Play one story: its steps in order, until the first difference."""

from contextlib import ExitStack

from tests.replay.outcomes import Differs, NotExpressible, UnknownStep
from tests.replay.place import Place, prepared
from tests.replay.stories import (
    expect_delinquency,
    expect_figures,
    expect_loan,
    life,
    money,
    platform,
    restructure,
    savings,
)
from tests.replay.stories.set_up import Making, SetUp
from tests.replay.stories.story import Story
from tests.replay.wire import Refused

TEMPLATE = "amana_replay_stories"


def expect_error(story, step):
    """The attempt must be refused, with the status named where one is."""
    try:
        play_step(story, step["attempt"])
    except Refused as refusal:
        if step.get("status") not in (None, refusal.status):
            raise Differs(f"{step['reason']}: want {step['status']}, got {refusal}") from None
        if refusal.status in (500, 501, 503) and refusal.status != step.get("status"):
            raise Differs(f"{step['reason']}: {refusal}") from None
        return
    raise Differs(f"{step['reason']}: want {step.get('status') or 'a refusal'}, but it was done")


def unsupported(_story, step):
    raise NotExpressible(step["text"])


OPS = {
    **platform.OPS,
    **life.OPS,
    **money.OPS,
    **restructure.OPS,
    **savings.OPS,
    **expect_figures.OPS,
    **expect_loan.OPS,
    **expect_delinquency.OPS,
    "expect_error": expect_error,
    "unsupported": unsupported,
}
CHANGES_WHAT_IS_SHARED = {
    "set_config",
    "set_currencies",
    "change_product",
    "change_charge_definition",
    "run_job",
    "create_office",
}


def play_step(story, step):
    """One step; raises Differs, UnknownStep or NotExpressible."""
    op = OPS.get(step["op"])
    if op is None:
        raise UnknownStep(step["op"])
    op(story, step)


def changes_what_is_shared(case):
    """Whether a case leaves behind what others would notice, or would notice what they left behind."""
    steps = [step.get("attempt", step) for step in case["steps"]]
    if steps[0]["op"] != "business_date":  # it starts on the day of a new tenant
        return True
    return any(
        step["op"] in CHANGES_WHAT_IS_SHARED
        or (step["op"] == "close_of_business" and step["scope"] != "loan")
        for step in steps
    )


class Stories:
    """Plays the stories of one folder in one process."""

    def __init__(self, folder, server):
        self.files = SetUp(folder)
        made = prepared(server, TEMPLATE, lambda caller: Making(self.files, caller).make())
        self.references, self.set_up_refused = made["references"], made["refused"]
        self.place = Place(server, TEMPLATE)
        self.shared_products = {}
        self._shared = ExitStack()
        self._opened = False

    def close(self):
        self._shared.close()

    def steps(self, case):
        """The steps of a case, each played when it is asked for."""
        if changes_what_is_shared(case):
            with self.place.copy():
                yield from self._play(case, {})
        else:
            if not self._opened:
                self._shared.enter_context(self.place.copy())
                self._opened = True
            yield from self._play(case, self.shared_products)

    def _play(self, case, products):
        story = Story(self.files, self.references, self.place.caller(), products)
        for number, step in enumerate(case["steps"]):
            yield number, step["op"]
            play_step(story, step)
