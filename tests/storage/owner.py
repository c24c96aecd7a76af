"""A serving process in small, for tests that kill it: owns a server until its input ends."""

import os
import sys
import time
from pathlib import Path

from amana.storage.embedded import EmbeddedPostgres
from amana.storage.embedded_config import ServerOptions


def main() -> None:
    with EmbeddedPostgres(Path(sys.argv[1]), ServerOptions(fast="--fast" in sys.argv)) as database:
        if "--fork" in sys.argv and os.fork() == 0:
            os.closerange(0, 3)
            time.sleep(20)
            os._exit(0)
        print(database.pid, database.dsn(), flush=True)  # noqa: T201
        sys.stdin.read()


if __name__ == "__main__":
    main()
