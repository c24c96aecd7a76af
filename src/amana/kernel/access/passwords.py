"""Password hashing: argon2id, and nothing else."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash of ``password``, salt and parameters included."""
    return _HASHER.hash(password)


_NOBODY = hash_password("nobody has this password")


def matches(stored_hash: str | None, password: str) -> bool:
    """Whether ``password`` belongs to ``stored_hash``; takes as long for an unknown user (hash None)."""
    try:
        return _HASHER.verify(stored_hash or _NOBODY, password) and stored_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
