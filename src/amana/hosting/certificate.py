"""A self-signed certificate, for clients that insist on https where there is no real one."""

import ipaddress
import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from amana.hosting.problems import Problem
from amana.hosting.settings import Settings

# Clients refuse server certificates that are valid for longer than 825 days.
VALIDITY = timedelta(days=820)
RENEWED_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Certificate:
    """The files of a certificate and its key."""

    chain: Path
    key: Path
    self_signed: bool


class CertificateProblem(Problem):
    """The configured certificate cannot be used."""


def certificate_for(settings: Settings) -> Certificate | None:
    """The certificate to serve with: the configured one, a self-signed one for `tls`, else None.

    Raises:
        CertificateProblem: when only one of certificate and key is set, or a file cannot be read.
    """
    chain, key = settings.tls_certificate, settings.tls_key
    if chain is None and key is None:
        return _self_signed(settings.home / "tls", settings.host) if settings.tls else None
    if chain is None or key is None:
        raise CertificateProblem("tls_certificate and tls_key are set together or not at all")
    for path in (chain, key):
        if not os.access(path, os.R_OK):
            raise CertificateProblem(f"{path} cannot be read")
    return Certificate(chain, key, self_signed=False)


def _self_signed(folder: Path, host: str) -> Certificate:
    """The certificate in `folder`, made anew when missing, near its end or made for other names."""
    made = Certificate(folder / "certificate.pem", folder / "key.pem", self_signed=True)
    names = _alternative_names(host)
    if _still_good(made.chain, names) and made.key.exists():
        return made
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Amana (self-signed)")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + VALIDITY)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write_private(made.key, pem)
    _write_private(made.chain, certificate.public_bytes(serialization.Encoding.PEM))
    return made


def _alternative_names(host: str) -> list[x509.GeneralName]:
    names = dict.fromkeys(["localhost", "127.0.0.1", "::1", socket.gethostname(), host])
    found: list[x509.GeneralName] = []
    for name in names:
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            if name and name.isascii():
                found.append(x509.DNSName(name))
        else:
            if not address.is_unspecified:
                found.append(x509.IPAddress(address))
    return found


def _still_good(path: Path, names: list[x509.GeneralName]) -> bool:
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return False
    alternative = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    fresh = certificate.not_valid_after_utc - datetime.now(UTC) > RENEWED_BEFORE
    return fresh and list(alternative) == names


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
