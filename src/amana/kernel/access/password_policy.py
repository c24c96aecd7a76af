"""Which passwords are accepted, and how one is made up."""

import secrets
import string
from collections.abc import Mapping
from typing import Any

from amana.kernel.codec import Hashed
from amana.kernel.refusals import InvalidInput, Problem

MINIMUM_LENGTH_SETTING = "minimum-password-length"
MINIMUM_LENGTH = 8
MAXIMUM_LENGTH = 200
GENERATED_LENGTH = 16
_ALPHABET = "".join(c for c in string.ascii_letters + string.digits if c not in "0O1Il")


def generate() -> str:
    """A random password of about 93 bits, without characters that look alike."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(GENERATED_LENGTH))


def require_acceptable(
    password: str, repeated: str | None, username: str, settings: Mapping[str, Any]
) -> None:
    """Refuse with every fault: too short, too long, the user's own name, or typed differently the second time."""
    if isinstance(password, Hashed):
        return  # looked at before it was hashed
    setting = settings.get(MINIMUM_LENGTH_SETTING)
    shortest = MINIMUM_LENGTH
    if setting is not None and setting.enabled and isinstance(setting.value, int):
        shortest = max(1, setting.value)
    problems = []
    if len(password) < shortest:
        text = f"A password has at least {shortest} characters."
        problems.append(Problem(field="password", kind="too_short", message=text, limit=shortest))
    if len(password) > MAXIMUM_LENGTH:
        text = f"A password has at most {MAXIMUM_LENGTH} characters."
        problems.append(Problem(field="password", kind="too_long", message=text, limit=MAXIMUM_LENGTH))
    if password.casefold() == username.casefold():
        text = "The password may not be the user name."
        problems.append(Problem(field="password", kind="not_allowed", message=text))
    if repeated is None or repeated != password:
        text = "The password has to be repeated exactly."
        problems.append(Problem(field="password_repeated", kind="inconsistent", message=text))
    if problems:
        raise InvalidInput(tuple(problems))
