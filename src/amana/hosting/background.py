"""Background work as this installation's settings want it."""

from amana.hosting import slices  # noqa: F401 - jobs submit commands
from amana.hosting.settings import Settings
from amana.jobs.worker import Pace, Worker
from amana.storage.control import ControlDatabase


def background_worker(settings: Settings, control: str) -> Worker:
    """A worker over the tenants of a control database; ``control`` is its connection string. Not started yet."""
    return Worker(ControlDatabase(control), pace=Pace(at_once=settings.jobs_at_once))
