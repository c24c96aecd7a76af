"""Finding a figure by the path the tables give it, in an answer of the wire."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from tests.replay.outcomes import Differs
from tests.replay.tables.bodies import camel

PART = re.compile(r"\[([^\]]*)\]|([^.\[]+)")

TEXT_FIRST = re.compile(r"\?\('([^']*)' == @\.([\w.]+)\)")


def letters(text):
    """A text as the file's snake case leaves it: letters alone."""
    return re.sub(r"[\s_]", "", str(text)).lower()


def at(found, path):
    """The value under ``path`` (``periods[1].total_due``, ``transactions.size``, ``[?@.type.accrual][0]``)."""
    for bracket, name in PART.findall(path):
        if found is None and name not in ("size", "empty"):
            return None
        found = _in_list(found, bracket) if bracket else _named(found, name)
    return found


def _in_list(found, bracket):
    if bracket.startswith("?@."):
        return [one for one in found if at(one, bracket[3:])]
    if found_by := TEXT_FIRST.fullmatch(bracket):
        text, path = found_by.groups()
        return [one for one in found if letters(at(one, path)) == letters(text)]
    if bracket.startswith("?"):
        name, _, wanted = bracket[1:].partition("=")
        return [one for one in found if str(one.get(camel(name))) == wanted]
    if "=" in bracket:
        name, _, wanted = bracket.partition("=")
        return next((one for one in found if str(one.get(camel(name))) == wanted), None)
    place = int(bracket)
    return found[place] if -len(found) <= place < len(found) else None


def _named(found, name):
    if name == "size":
        return len(found or ())
    if name == "empty":
        return not found
    if name == "iterator":
        return found
    if name == "next":
        return found[0] if found else None
    return found.get(camel(name)) if isinstance(found, dict) else None


def plain(value):
    """Days as ISO text."""
    if isinstance(value, list) and len(value) == 3 and all(isinstance(one, int) for one in value):
        return date(*value).isoformat()
    return value


def agrees(want, got, tolerance=None):
    """Whether a value is the expected one: numbers as numbers, days as days, nothing as nothing."""
    got = plain(got)
    if isinstance(want, list) and isinstance(got, list):
        want = want[0] if want and isinstance(want[0], list) else want
        return len(want) == len(got) and all(
            agrees(one, at(other, name))
            for row, other in zip(want, got, strict=True)
            for name, one in row.items()
        )
    if isinstance(want, bool) or isinstance(got, bool):
        return bool(want) is bool(got)
    if want is None or got is None:
        return want == got or _is_nothing(want if got is None else got)
    try:
        difference = abs(Decimal(str(want)) - Decimal(str(got)))
        return difference < Decimal(tolerance) if tolerance else difference == 0
    except InvalidOperation:
        return str(want) == str(got)


def _is_nothing(value):
    """Nought and absent are the same for amounts that never were; not for anything else."""
    try:
        return Decimal(str(value)) == 0
    except InvalidOperation:
        return False


def must_agree(what, want, got, tolerance=None):
    if not agrees(want, got, tolerance):
        raise Differs(f"{what}: want {want}, got {plain(got)}")
