"""Single-quoted JSON, as some clients of the Mifos X years send it, rewritten to the real thing.

Only the quotes are forgiven: ``{'name': 'O\\'Neill', "x": 1}``. Everything else stays JSON's business.
"""

import re

_TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""", re.DOTALL)


def to_strict(text: str) -> str:
    """Rewrite single-quoted strings as double-quoted ones; leave the rest alone."""
    return _TOKEN.sub(_requote, text)


def _requote(match: re.Match[str]) -> str:
    token = match.group()
    if token[0] == '"':
        return token
    inner = re.sub(r"\\'", "'", token[1:-1])
    return '"' + re.sub(r'(?<!\\)"', r"\"", inner) + '"'
