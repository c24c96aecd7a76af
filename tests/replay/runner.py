"""Files of cases played in parallel, and the report."""

import gzip
import json
import multiprocessing
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.replay.outcomes import Differs, NotExpressible, Outcome, UnknownStep, Verdict

SHOWN_OF_A_DIFFERENCE = 600


def cases_of(path):
    """The cases of a file: one JSON object a line (gzipped or not), or one document with ``cases``."""
    path = Path(path)
    text = (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()).decode()
    if path.name.removesuffix(".gz").endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return json.loads(text)["cases"]


def player_of(path, server):
    """What plays the cases of a file: told by what stands beside it and by the shape of its cases."""
    from tests.replay.stories.play import Stories  # noqa: PLC0415 - workers import only what they play

    path = Path(path)
    if (path.parent / "products.json").is_file():
        return Stories(path.parent, server)
    if "environment" in next(iter(cases_of(path)), {}):
        from tests.replay.sheets import Sheets  # noqa: PLC0415 - as above

        return Sheets()
    if path.suffix == ".json" and "steps" in next(iter(cases_of(path)), {}):
        from tests.replay.tables.play import Tables  # noqa: PLC0415 - as above

        return Tables(server)
    raise SystemExit(f"nothing here plays {path}")


def group_of(case):
    return case.get("group", "all")


def played(player, case):
    """The outcome of one case."""
    began = time.monotonic()
    at = (None, "")
    verdict, difference = Verdict.PASSED, ""
    try:
        for reached in player.steps(case):
            at = reached
    except NotExpressible as beyond:
        verdict, difference = Verdict.NOT_EXPRESSIBLE, str(beyond)
    except UnknownStep as unknown:
        verdict, difference = Verdict.FAILED, f"unknown step {unknown}"
    except Differs as differs:
        verdict, difference = Verdict.FAILED, str(differs)
    except Exception as fault:  # noqa: BLE001 - a fault is this case's difference, not the end of the run
        frame = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        verdict, difference = Verdict.FAILED, f"fault: {type(fault).__name__} {fault} ({where})"
    passed = verdict is Verdict.PASSED
    return Outcome(
        case=case["id"],
        group=group_of(case),
        verdict=verdict,
        step=None if passed else at[0],
        op="" if passed else at[1],
        difference=difference[:SHOWN_OF_A_DIFFERENCE],
        seconds=time.monotonic() - began,
    )


class _Worker:
    player = None


def _start(path, address):
    _Worker.player = player_of(path, Server(*address))


def _play(case):
    return played(_Worker.player, case)


class Server:
    """URLs of databases of a running PostgreSQL; can be handed to another process."""

    def __init__(self, template):
        self.template = template

    def __call__(self, database="postgres"):
        return self.template.replace("/postgres?", f"/{database}?")


def play_all(path, cases, server, jobs):
    """The outcomes in the order of the cases, one after the other as they are known."""
    if jobs == 1:
        player = player_of(path, server)
        try:
            for case in cases:
                yield played(player, case)
        finally:
            player.close()
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _start, (path, (server.template,))) as pool:
        yield from pool.map(_play, cases)


def tally(outcomes):
    """``{"passed", "failed", "not_expressible", "groups"}``."""

    def count(some):
        counted = Counter(one.verdict for one in some)
        return {verdict.value: counted[verdict] for verdict in Verdict}

    groups = sorted({one.group for one in outcomes})
    by_group = {name: count([one for one in outcomes if one.group == name]) for name in groups}
    return {**count(outcomes), "groups": by_group}
