"""Settings: from the environment (`AMANA_...`), from a TOML file, else the default; in that order."""

import os
import sys
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from amana.jobs.smtp import Security

PREFIX = "AMANA_"
FILE_NAME = "amana.toml"


class LogFormat(StrEnum):
    """How log lines look."""

    JSON = "json"
    TEXT = "text"


class LogLevel(StrEnum):
    """From which severity on lines are logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def default_home() -> Path:
    """The user's data folder by the platform's custom."""
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/amana").expanduser()
    base = os.environ.get("XDG_DATA_HOME", "")
    return (Path(base) if base else Path("~/.local/share").expanduser()) / "amana"


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


Folder = Annotated[Path, AfterValidator(_absolute)]


class Settings(BaseSettings):
    """Everything an installation may set. Each field's description is its documentation."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)
    file: ClassVar[Path | None] = None

    home: Folder = Field(
        default_factory=default_home,
        description="The data folder: embedded database, certificate, settings file. Default: the "
        "user's data folder (`~/.local/share/amana` on Linux).",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="A PostgreSQL 15 or newer to use, as "
        "`postgresql://user:password@host:port/database`; the database named here is the"
        " control database, which lists the tenants. Not set: the embedded PostgreSQL.",
    )
    database_connections: int = Field(
        default=20, ge=2, description="Most connections each server process opens, over all tenants."
    )
    database_tcp_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port of 127.0.0.1 on which the embedded PostgreSQL also listens, for other "
        "programs (with a password). 0: not at all.",
    )
    database_account: str | None = Field(
        default=None,
        description="Unprivileged account the embedded PostgreSQL runs under when the server is "
        "started by root. Default: the first of `amana`, `postgres`, `nobody` that "
        "exists.",
    )
    database_start_limit_s: float = Field(
        default=600.0,
        gt=0,
        description="Seconds the embedded PostgreSQL may take to start, crash recovery included.",
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    workers: int = Field(default=1, ge=1, le=64, description="Server processes.")
    worker: bool = Field(
        default=True,
        description="Do background work in the server processes too. `false`: only `amana work` does it.",
    )
    jobs_at_once: int = Field(
        default=2, ge=1, le=32, description="Background jobs each process does at the same moment."
    )
    smtp_host: str | None = Field(
        default=None,
        description="Server that takes letters (generated passwords). Not set: none are sent, and each that would "
        "have been is a warning in the log.",
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    smtp_security: Security = Field(
        default=Security.STARTTLS,
        description="`starttls`, `tls` (from the first byte, usually port 465), or `none`.",
    )
    smtp_user: str = Field(default="", description="Login there; empty: none is needed.")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="Its password.")
    mail_from: str = Field(
        default="",
        description="Sender of letters, such as `Amana <no-reply@bank.example>`; needed with `smtp_host`.",
    )
    webhook_url: HttpUrl | None = Field(
        default=None,
        description="Address that messages of the outbox are posted to, for other programs: new heads of the audit's "
        "chain, what happens to clients, repayments that come near or were missed.",
    )
    webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="Key of the signature (HMAC-SHA256) in `X-Amana-Signature`."
    )
    webhook_kinds: tuple[str, ...] = Field(
        default=("audit.", "client.", "loan."),
        description="Kinds of messages posted there (in the environment as JSON); one that ends in a point stands for "
        "all that begin so. Never `user.`, which hold passwords.",
    )
    tls: bool = Field(
        default=False,
        description="Serve https. Without a certificate of your own, a self-signed one is made in "
        "the data folder.",
    )
    tls_certificate: Folder | None = Field(
        default=None, description="Certificate chain (PEM); implies `tls`."
    )
    tls_key: Folder | None = Field(default=None, description="Private key (PEM) of that certificate.")
    trusted_proxies: str = Field(
        default="",
        description="Addresses or networks of your own proxies, separated by commas, whose `X-Forwarded-For` and "
        "`X-Forwarded-Proto` are believed. Without them every caller behind a proxy counts as one address.",
    )
    demo_anywhere: bool = Field(
        default=False,
        description="Let demo mode (the login mifos / password) also run on an external database or "
        "a non-loopback address.",
    )
    graceful_shutdown_s: float = Field(
        default=30.0, ge=0, description="Seconds that requests in flight get to finish when the server stops."
    )
    head_limit_s: float = Field(
        default=10.0, gt=0, description="Seconds a request's line and headers may take to arrive."
    )
    body_limit_s: float = Field(
        default=20.0,
        gt=0,
        description="Seconds a request's body may take to arrive; one that keeps coming at 500 bytes "
        "a second may take longer.",
    )
    keep_alive_s: int = Field(
        default=10, ge=1, description="Seconds an idle connection is kept for the next request."
    )
    largest_list: int = Field(
        default=100_000,
        ge=1,
        description="Most records in one answer, also where a client lifts the limit (`limit=-1`); the total "
        "beside a page tells that there are more. Fifty thousand clients take some 250 MB while they are written.",
    )
    log_level: LogLevel = Field(default=LogLevel.INFO, description="Lowest severity that is logged.")
    log_format: LogFormat = Field(
        default=LogFormat.JSON, description="`json`: one object a line. `text`: for people at a terminal."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is the library's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line's words first, then the environment, then the file."""
        sources: tuple[PydanticBaseSettingsSource, ...] = (init_settings, env_settings)
        found = settings_file()
        return (*sources, TomlConfigSettingsSource(settings_cls, found)) if found else sources

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.smtp_host and "@" not in self.mail_from:
            raise ValueError("mail_from is needed with smtp_host: who the letters are from")
        if any(kind.startswith("user.") for kind in self.webhook_kinds):
            raise ValueError("webhook_kinds: messages about users may hold passwords")
        return self

    @property
    def embedded(self) -> bool:
        """Whether the server brings its own PostgreSQL."""
        return self.database_url is None


def settings_file() -> Path | None:
    """The TOML file: `AMANA_CONFIG` names it, else `amana.toml` in the data folder where there is one.

    Raises:
        FileNotFoundError: when `AMANA_CONFIG` names a file that is not there.
    """
    named = os.environ.get(f"{PREFIX}CONFIG")
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise FileNotFoundError(f"{PREFIX}CONFIG names {path}, which does not exist")
        return path
    home = os.environ.get(f"{PREFIX}HOME")
    path = (Path(home).expanduser() if home else default_home()) / FILE_NAME
    return path if path.is_file() else None


@cache
def settings() -> Settings:
    """This process's settings, read once."""
    return Settings()


def reference_page() -> str:
    """The reference page `docs/reference/settings.md`, from the fields themselves."""
    rows = [
        f"| `{name}` | `{PREFIX}{name.upper()}` | {_shown_default(name)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join([_PAGE_HEAD, *rows, ""])


def _shown_default(name: str) -> str:
    known = Settings.model_fields[name]
    default = known.get_default()
    if default is None or known.default_factory is not None:
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


_PAGE_HEAD = """\
# Settings

Written from `amana.hosting.settings` by `make docs`; a test keeps the two equal.

Each setting is looked for in three places: an option of the command (where it has one), the environment, the
settings file. The file is `amana.toml` in the data folder, or whatever `AMANA_CONFIG` names; its keys are the
names below, and unknown ones are refused. A password in `database_url` is never logged or shown.

```toml
database_url = "postgresql://amana@db.example/amana"
host = "0.0.0.0"
port = 443
tls_certificate = "/etc/ssl/bank.pem"
tls_key = "/etc/ssl/private/bank.key"
workers = 4
```

| in the file | in the environment | default | what it does |
|---|---|---|---|"""


if __name__ == "__main__":
    sys.stdout.write(reference_page())
