"""Differences from the contract's samples that are meant: operation, path, reason. The list may only shrink.

A difference that is not listed fails the test of its operation; an entry that no longer differs fails too.
"""

EXCEPTIONS: tuple[tuple[str, str, str], ...] = ()

AT_MOST = 0
"""How many there may be: lower it when an entry goes, never raise it."""

WITHOUT_CASE: tuple[tuple[str, str], ...] = ()
"""Declared operations without a golden exchange: operation, reason."""
