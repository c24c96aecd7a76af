"""Many threads that meet the same new types at the same moment; in a process of its own, which would not survive it."""

import sys
import threading
from dataclasses import field, make_dataclass
from decimal import Decimal

from amana.kernel.codec import from_plain

THREADS, TIMES, DEPTH, WIDTH = 8, 100, 8, 30


def new_type() -> type:
    """A dataclass within a dataclass and so on, each with many fields."""
    made: type = Decimal
    for depth in range(DEPTH):
        fields = [(f"f{number}", Decimal | None, field(default=None)) for number in range(1, WIDTH)]
        made = make_dataclass(f"Type{depth}", [("f0", made | None, field(default=None)), *fields])
    return made


def main() -> None:
    """Convert to new types, over and over."""
    sys.setswitchinterval(1e-6)
    for _ in range(TIMES):
        met, start, seen = new_type(), threading.Barrier(THREADS), []

        def convert(met: type = met, start: threading.Barrier = start, seen: list[object] = seen) -> None:
            start.wait()
            seen.append(from_plain(met, {"f0": {"f0": {"f1": "1"}}}))

        threads = [threading.Thread(target=convert) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(seen) == THREADS
    print("well")  # noqa: T201 - what the test waits for


if __name__ == "__main__":
    main()
