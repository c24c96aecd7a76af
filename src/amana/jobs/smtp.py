"""An SMTP server that takes letters."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum

LIMIT_S = 20.0


class Security(StrEnum):
    """How the connection to the SMTP server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """An SMTP server, and who the letters are from. Without ``user`` nobody logs in there."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    def send(self, letter: EmailMessage) -> None:
        """Hand a letter over. Raises OSError (smtplib's errors are such) when the server does not take it."""
        with self._connected() as connection:
            if self.security is Security.STARTTLS:
                connection.starttls(context=ssl.create_default_context())
            if self.user:
                connection.login(self.user, self.password)
            connection.send_message(letter)

    def _connected(self) -> smtplib.SMTP:
        if self.security is Security.TLS:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=LIMIT_S, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=LIMIT_S)
