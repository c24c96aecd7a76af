"""Letters by e-mail: what the outbox holds for people, over the institution's own SMTP server.

A letter is a template named like the kind of its message (``letters/<kind>.txt``): the subject, a blank line, the text.
The message's payload fills it in; ``email`` in it is where the letter goes.
"""

from collections.abc import Callable
from email.message import EmailMessage
from importlib.resources import files
from string import Template

import structlog

from amana.jobs.deliver_outbox import Message, Sink, subscribe
from amana.jobs.smtp import MailServer
from amana.kernel.tenant import Tenant

log = structlog.get_logger("amana.mail")


def letter_kinds() -> list[str]:
    """The kinds of messages that there are letters for."""
    folder = files("amana.jobs") / "letters"
    return sorted(one.name.removesuffix(".txt") for one in folder.iterdir() if one.name.endswith(".txt"))


def deliver_letters(server: MailServer | None) -> Callable[[], None]:
    """Make letters of the messages they are for; the function returned ends that. Without a server nothing is sent, and
    each letter that should have been is a warning in the log.
    """
    sink = _posting(server) if server else _not_posted
    ends = [subscribe(kind, sink) for kind in letter_kinds()]

    def end() -> None:
        for one in ends:
            one()

    return end


def _posting(server: MailServer) -> Sink:
    def post(tenant: Tenant, message: Message) -> None:
        server.send(letter(server.sender, tenant, message))

    return post


def _not_posted(tenant: Tenant, message: Message) -> None:
    log.warning(
        "letter_not_sent",
        reason="no SMTP server is configured (smtp_host)",
        kind=message.kind,
        tenant=tenant.identifier,
        message=message.id,
        user=message.payload.get("user"),
    )


def letter(sender: str, tenant: Tenant, message: Message) -> EmailMessage:
    """The letter that a message stands for. A message delivered twice makes the same letter, Message-ID included."""
    template = (files("amana.jobs") / "letters" / f"{message.kind}.txt").read_text(encoding="utf-8")
    filled = Template(template).substitute(message.payload, institution=tenant.identifier)
    subject, _, text = filled.partition("\n\n")
    made = EmailMessage()
    made["Subject"] = subject.strip()
    made["From"] = sender
    made["To"] = message.payload["email"]
    made["Date"] = message.made_at
    made["Message-ID"] = f"<{message.id}.{tenant.identifier}.outbox@{sender.rpartition('@')[2].strip('> ')}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text)
    return made
