"""Waiting for what happens elsewhere: soon where the machine has time, later where it is busy."""

import time
from collections.abc import Callable

LIMIT_S = 90.0
"""Longer than anything takes on a busy machine; only a test that fails waits so long."""


def until(happens: Callable[[], object], what: str = "it", limit_s: float = LIMIT_S) -> None:
    """Wait for ``happens`` to be so; fail where it does not come."""
    deadline = time.monotonic() + limit_s
    while not happens():
        assert time.monotonic() < deadline, f"{what} did not happen within {limit_s:.0f} s"
        time.sleep(0.05)
