"""What a request says about who is calling: read here, verified by the kernel."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from amana.dialects.base.faults import Unauthenticated
from amana.dialects.base.request import Request


class Scheme(StrEnum):
    """How the caller identifies itself."""

    BASIC = "basic"
    API_KEY = "api_key"
    BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class Credentials:
    """Unverified. ``name`` is empty for keys and tokens. Never printed."""

    scheme: Scheme
    secret: str
    name: str = ""

    def __repr__(self) -> str:
        return f"Credentials({self.scheme}, {self.name!r}, ...)"


CHALLENGE = {"www-authenticate": 'Basic realm="Amana", charset="UTF-8"'}
BEARER_CHALLENGE = {"www-authenticate": 'Bearer realm="Amana"'}


def basic_only(request: Request) -> Credentials:
    """HTTP Basic; raises ``Unauthenticated``."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        raise Unauthenticated(headers=CHALLENGE)
    return _basic(value)


def basic_or_key(*headers: str) -> Callable[[Request], Credentials]:
    """HTTP Basic, or an API key in one of the named headers (lower case)."""

    def read(request: Request) -> Credentials:
        for header in headers:
            key = request.headers.get(header)
            if key and "authorization" not in request.headers:
                return Credentials(Scheme.API_KEY, key.strip())
        return basic_only(request)

    return read


def any_scheme(request: Request) -> Credentials:
    """HTTP Basic, a bearer token, or an API key in ``X-API-Key``."""
    scheme, _, _ = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return bearer_only(request)
    if not scheme and (key := request.headers.get("x-api-key")):
        return Credentials(Scheme.API_KEY, key.strip())
    return basic_only(request)


def bearer_only(request: Request) -> Credentials:
    """A bearer token; raises ``Unauthenticated``."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not value.strip():
        raise Unauthenticated(headers=BEARER_CHALLENGE)
    return Credentials(Scheme.BEARER, value.strip())


def _basic(value: str) -> Credentials:
    try:
        name, colon, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise Unauthenticated(headers=CHALLENGE) from None
    if not colon or not name or "\x00" in name + secret:
        raise Unauthenticated(headers=CHALLENGE)
    return Credentials(Scheme.BASIC, secret, name)
