"""Owns the test run's PostgreSQL while the controlling pytest process lives, then removes its folder."""

import shutil
import sys
import time
from pathlib import Path

import psutil

from amana.storage.embedded import EmbeddedPostgres
from amana.storage.embedded_config import ServerOptions


def main() -> None:
    folder, controller = Path(sys.argv[1]), psutil.Process(int(sys.argv[2]))
    with EmbeddedPostgres(folder / "pg", ServerOptions(fast=True, max_connections=200)):
        print("ready", flush=True)  # noqa: T201
        sys.stdout.close()
        while controller.is_running() and controller.status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.2)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
