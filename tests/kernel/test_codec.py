"""Commands and stored values as JSON and back."""

import os
import subprocess
import sys
from pathlib import Path

import amana
from tests.waiting import LIMIT_S

SOURCES = Path(amana.__file__).parent.parent


def test_threads_may_meet_a_type_for_the_first_time_at_the_same_moment() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kernel.meeting_types"],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(SOURCES), *sys.path])},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "well"), done.stderr
