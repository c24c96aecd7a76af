"""Background work as this installation's settings want it."""

from amana.hosting import slices  # noqa: F401 - jobs submit commands
from amana.hosting.settings import Settings
from amana.jobs.mail import deliver_letters
from amana.jobs.smtp import MailServer
from amana.jobs.webhook import Webhook, post_messages
from amana.jobs.worker import Pace, Worker
from amana.storage.control import ControlDatabase


def background_worker(settings: Settings, control: str) -> Worker:
    """A worker over the tenants of a control database; ``control`` is its connection string. Not started yet."""
    deliver_letters(_mail_server(settings))
    if settings.webhook_url:
        webhook = Webhook(url=str(settings.webhook_url), secret=settings.webhook_secret.get_secret_value())
        post_messages(webhook, settings.webhook_kinds)
    return Worker(ControlDatabase(control), pace=Pace(at_once=settings.jobs_at_once))


def _mail_server(settings: Settings) -> MailServer | None:
    if settings.smtp_host is None:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        sender=settings.mail_from,
    )
