"""`amana work`."""

import signal

from amana.hosting.background import background_worker
from amana.hosting.logs import configure_logs
from amana.hosting.problems import Problem
from amana.hosting.provisioning import upgrade_tenants
from amana.hosting.server_database import attached_database, embedded_folder
from amana.hosting.settings import settings
from amana.storage.embedded import running_address


class NothingToWorkOn(Problem):
    """The database belongs to a server that is not running."""


def work() -> None:
    """Do background work (close of business, deliveries, sealing) until stopped; beside `serve`, on any machine."""
    configured = settings()
    configure_logs(configured.log_level, configured.log_format)
    if configured.embedded and running_address(embedded_folder(configured)) is None:
        raise NothingToWorkOn("The embedded PostgreSQL runs with `amana serve`. Start that first.")
    with attached_database(configured) as server:
        upgrade_tenants(server)
        worker = background_worker(configured, server.control)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()
