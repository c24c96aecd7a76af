"""Letters reach a real SMTP server, or come again; passwords stay out of logs and of what was given up."""

import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from amana.hosting.certificate import Certificate, certificate_for
from amana.hosting.settings import Settings
from amana.jobs import deliver_outbox as delivery
from amana.jobs.deliver_outbox import deliver_outbox
from amana.jobs.mail import deliver_letters
from amana.jobs.smtp import MailServer, Security
from amana.kernel.access.authentication import Authenticator
from amana.kernel.access.create_user import CreateUser
from amana.kernel.access.queries import RoleList
from amana.kernel.records import outbox
from amana.kernel.tenant import Tenant
from tests.jobs.test_deliver_outbox import left, wait_over
from tests.submitting import ask, perform
from tests.tenant_fixtures import administrator_of

SENDER = "Amana <no-reply@bank.example>"


class PostOffice:
    """Keeps what it is handed; refuses as often as it is told."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusing = 0

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802
        if self.refusing:
            self.refusing -= 1
            return "451 come again"
        from email import message_from_bytes, policy  # noqa: PLC0415

        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[attr-defined]
        return "250 taken"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    made = certificate_for(Settings(home=tmp_path_factory.mktemp("tls"), tls=True))
    assert made is not None
    return made


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def server_of(
    office: PostOffice, certificate: Certificate, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Security], MailServer]]:
    """Starts an SMTP server with the given protection, which wants a login."""
    running: list[Controller] = []
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.chain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)

    def login(_server: object, _session: object, _envelope: object, _kind: str, data: object) -> AuthResult:
        good = (data.login, data.password) == (b"amana", b"stamp")  # type: ignore[attr-defined]
        return AuthResult(success=good)

    def start(security: Security) -> MailServer:
        options = {"hostname": "127.0.0.1", "port": free_port, "authenticator": login, "auth_required": True}
        if security is Security.TLS:
            options |= {"ssl_context": context, "auth_require_tls": False}
        elif security is Security.STARTTLS:
            options |= {"tls_context": context, "require_starttls": True}
        else:
            options |= {"auth_require_tls": False}
        controller = Controller(office, **options)
        controller.start()
        running.append(controller)
        return MailServer(
            host="127.0.0.1", port=free_port, security=security, sender=SENDER, user="amana", password="stamp"
        )

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture
def delivering() -> Iterator[Callable[[MailServer | None], None]]:
    ends: list[Callable[[], None]] = []
    yield lambda server: ends.append(deliver_letters(server))
    for end in ends:
        end()


def newcomer(tenant: Tenant) -> int:
    boss = administrator_of(tenant)
    command = CreateUser(
        username="ama",
        first_name="Ama",
        last_name="Mensah",
        office=1,
        roles=(ask(tenant, boss, RoleList())[0].id,),
        email="ama@bank.example",
    )
    made = perform(tenant, boss, command)
    assert isinstance(made.id, int)
    return made.id


def password_in(letter: EmailMessage) -> str:
    return next(
        line.split()[1] for line in letter.get_content().splitlines() if line.strip().startswith("Password:")
    )


@pytest.mark.parametrize("security", list(Security))
def test_a_generated_password_arrives_and_opens_the_door(
    fresh_tenant: Tenant,
    office: PostOffice,
    server_of: Callable[[Security], MailServer],
    delivering: Callable[[MailServer], None],
    security: Security,
) -> None:
    delivering(server_of(security))
    user = newcomer(fresh_tenant)
    deliver_outbox(fresh_tenant)
    [letter] = office.letters
    assert (letter["To"], letter["From"]) == ("ama@bank.example", SENDER)
    assert letter["Subject"] == "Your login at default"
    assert Authenticator().by_password(fresh_tenant, "ama", password_in(letter)).user_id == user
    assert left(fresh_tenant) == []


def test_a_letter_that_is_not_taken_comes_again(
    fresh_tenant: Tenant,
    office: PostOffice,
    server_of: Callable[[Security], MailServer],
    delivering: Callable[[MailServer], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    delivering(server_of(Security.NONE))
    newcomer(fresh_tenant)
    office.refusing = 1
    deliver_outbox(fresh_tenant)
    assert office.letters == []
    [waiting] = left(fresh_tenant)
    password = waiting["payload"]["password"]  # type: ignore[index]
    assert "451" in str(waiting["last_error"])
    wait_over(fresh_tenant)
    deliver_outbox(fresh_tenant)
    assert [password_in(letter) for letter in office.letters] == [password]
    told = capsys.readouterr()
    assert "not_delivered" in told.out + told.err
    assert password not in told.out + told.err


def test_what_is_given_up_keeps_no_password(
    fresh_tenant: Tenant,
    office: PostOffice,
    server_of: Callable[[Security], MailServer],
    delivering: Callable[[MailServer], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "ATTEMPTS", 1)
    delivering(server_of(Security.NONE))
    newcomer(fresh_tenant)
    office.refusing = 1
    deliver_outbox(fresh_tenant)
    with fresh_tenant.database.reading() as session:
        [(payload, due)] = session.tuples(sa.select(outbox.c.payload, outbox.c.due_at))
    assert due is None
    assert payload["username"] == "ama"
    assert "password" not in payload


def test_without_a_server_the_administrator_is_told(
    fresh_tenant: Tenant, delivering: Callable[[None], None], capsys: pytest.CaptureFixture[str]
) -> None:
    delivering(None)
    user = newcomer(fresh_tenant)
    [waiting] = left(fresh_tenant)
    deliver_outbox(fresh_tenant)
    told = capsys.readouterr()
    assert "no SMTP server is configured" in told.out + told.err
    assert f"user={user}" in told.out + told.err
    assert waiting["payload"]["password"] not in told.out + told.err  # type: ignore[index]
    assert left(fresh_tenant) == []


def test_a_server_that_cannot_prove_who_it_is_gets_no_password(
    office: PostOffice, server_of: Callable[[Security], MailServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = server_of(Security.STARTTLS)
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(ssl.SSLCertVerificationError):
        server.send(EmailMessage())
    assert office.letters == []


def test_settings_for_letters_are_complete_or_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="mail_from is needed"):
        Settings(home=tmp_path, smtp_host="mail.bank.example")
    with pytest.raises(ValueError, match="may hold passwords"):
        Settings(home=tmp_path, webhook_kinds=("user.",))
    assert "stamp" not in repr(Settings(home=tmp_path, smtp_password="stamp"))
