"""Differences from the contract's samples that are meant: case, path, reason. The list may only shrink.

A difference that is not listed fails the test of its case; an entry that no longer differs fails it too.
"""

EXCEPTIONS: tuple[tuple[str, str, str], ...] = ()

AT_MOST = 0
"""How many there may be: lower it when an entry goes, never raise it."""

WITHOUT_CASE: tuple[tuple[str, str], ...] = ()
"""Declared operations without a golden exchange: operation, reason."""

UNREAD: tuple[tuple[str, str, str], ...] = ()
"""Fields and parameters the contract names and the operation does not take: operation, name, reason."""
