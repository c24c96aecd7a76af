"""The command line: ``python -m tests.replay --cases FILE``."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from amana.storage.embedded import EmbeddedPostgres, running_address, socket_url
from amana.storage.embedded_config import ServerOptions
from tests.replay.outcomes import Verdict
from tests.replay.runner import Server, cases_of, group_of, play_all, player_of, tally


def arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.replay", description=__doc__)
    parser.add_argument("--cases", required=True, type=Path, help="a file of cases")
    parser.add_argument("--group", action="append", default=[], help="only the cases of this group")
    parser.add_argument("--id", action="append", default=[], help="only this case")
    parser.add_argument("--every", type=int, default=1, help="only every n-th case")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    return parser.parse_args()


def chosen(asked):
    found = [
        case
        for case in cases_of(asked.cases)
        if (not asked.group or group_of(case) in asked.group) and (not asked.id or case["id"] in asked.id)
    ]
    return found[:: asked.every]


def main():
    asked = arguments()
    cases = chosen(asked)
    with tempfile.TemporaryDirectory(prefix="amana-replay-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        with EmbeddedPostgres(home / "pg", ServerOptions(fast=True, max_connections=100)):
            server = Server(socket_url(running_address(home / "pg"), "postgres", "amana"))
            jobs = min(asked.jobs, len(cases)) or 1
            player = player_of(asked.cases, server)  # makes the template once, before the workers
            for refused in player.set_up_refused:
                say(f"set-up: {refused}")
            outcomes = []
            for outcome in play_all(asked.cases, cases, server, jobs):
                outcomes.append(outcome)
                if outcome.verdict is not Verdict.PASSED:
                    say(outcome)
    report(outcomes, asked)
    return 0 if all(one.verdict is Verdict.PASSED for one in outcomes) else 1


def report(outcomes, asked):
    counted = tally(outcomes)
    if asked.format == "text":
        say(f"{'group':28} passed failed not expressible")
        for name, group in [*counted["groups"].items(), ("all", counted)]:
            say(f"{name:28} {group['passed']:6} {group['failed']:6} {group['not_expressible']:15}")
    else:
        say(json.dumps(counted))


def say(what):
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
