"""Password hashing: argon2id, and nothing else."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from amana.kernel.codec import Hashed

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane."""

_AT_ONCE = BoundedSemaphore(4)
"""Hashing takes memory and a core: a flood of logins may not take all of both."""


def hash_password(password: str) -> str:
    """The argon2id hash of ``password``, salt and parameters included; of one that is hashed already, itself."""
    if isinstance(password, Hashed):
        return str(password)
    with _AT_ONCE:
        return _HASHER.hash(password)


_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$lOylaB5Y7n97UjvyfJQl3w$lqoiK/Bzm+tKm6I9d+12kqUnB3YeMc1/qaI/aiVpACg"
"""The hash of a password that was thrown away, with the parameters of all others."""


def matches(stored_hash: str | None, password: str) -> bool:
    """Whether ``password`` belongs to ``stored_hash``; takes as long for an unknown user (hash None)."""
    try:
        with _AT_ONCE:
            return _HASHER.verify(stored_hash or _NOBODY, password) and stored_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
