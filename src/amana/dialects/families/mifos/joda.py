"""Dates by Joda pattern, as the Mifos family sends them: ``dateFormat`` says how, ``locale`` in which
language.

Reading is lenient where real clients are loose: a one-digit day or month where the pattern doubles the
letter, a short month name where the pattern wants the long one (``10 Jun 2013`` with ``dd MMMM yyyy``) and
the other way round, any case. The year is not loose: ``yyyy`` takes four digits, ``yy`` means 1950 to 2049.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache

from babel import Locale

_TOKEN = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*|([^A-Za-z']+)")
_DIGITS = {"M": "month", "d": "day", "H": "hour", "k": "hour", "m": "minute", "s": "second"}
_NAME_WIDTHS = ("wide", "abbreviated")


class BadPattern(ValueError):
    """The pattern holds something that is not part of a date."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern: a regular expression to read with and a function per part to write with."""

    text: str
    regex: re.Pattern[str]
    months: dict[str, int]
    writers: tuple[Callable[[datetime], str], ...]

    def read(self, text: str) -> datetime | None:
        """The moment spelled by ``text``, or None when it does not fit or is no date at all."""
        found = self.regex.fullmatch(text.strip())
        if found is None:
            return None
        parts = {name: value for name, value in found.groupdict().items() if value is not None}
        month = parts.get("month", parts.get("month_name"))
        if month is None or "day" not in parts:
            return None
        year = int(parts.get("year", "2000"))
        if "year" in parts and len(parts["year"]) == 2:
            year += 2000 if year < 50 else 1900
        number = int(month) if month.isdigit() else self.months[month.casefold().rstrip(".")]
        hour, minute, second = (int(parts.get(unit, "0")) for unit in ("hour", "minute", "second"))
        try:
            return datetime(year, number, int(parts["day"]), hour, minute, second)  # noqa: DTZ001 - wall clock
        except ValueError:
            return None

    def write(self, moment: date) -> str:
        """The date spelled by the pattern."""
        full = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
        return "".join(write(full) for write in self.writers)


Writer = Callable[[datetime], str]


@dataclass(slots=True)
class _Draft:
    """A pattern while it is being read."""

    language: Locale
    months: dict[str, int]
    pieces: list[str] = field(default_factory=list)
    writers: list[Writer] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, unit: str, piece: str, writer: Writer) -> None:
        if unit in self.seen:
            raise BadPattern(unit)
        self.seen.add(unit)
        self.pieces.append(piece)
        self.writers.append(writer)

    def literal(self, text: str) -> None:
        parts = [part for part in re.split(r"(\s+)", text) if part]
        self.pieces.append("".join(r"\s+" if part.isspace() else re.escape(part) for part in parts))
        self.writers.append(_says(text))

    def letter(self, letter: str, width: int) -> None:
        names = "wide" if width > 3 else "abbreviated"
        if letter == "M" and width >= 3:
            known = sorted(self.months, key=len, reverse=True)
            spelled = self.language.months["format"][names]
            piece = r"(?P<month_name>" + "|".join(re.escape(name) for name in known) + r")\.?"
            self.add("month", piece, lambda moment: str(spelled[moment.month]))
        elif letter == "E":
            days = self.language.days["format"][names]
            self.add("weekday", r"[^\W\d_]+\.?", lambda moment: str(days[moment.weekday()]))
        elif letter in {"y", "Y", "u"} and width == 2:
            self.add("year", r"(?P<year>\d{2})", lambda moment: f"{moment.year % 100:02d}")
        elif letter in {"y", "Y", "u"}:
            self.add("year", r"(?P<year>\d{4})", lambda moment: f"{moment.year:04d}")
        elif letter in _DIGITS:
            unit = _DIGITS[letter]
            self.add(unit, rf"(?P<{unit}>\d{{1,2}})", lambda moment: f"{getattr(moment, unit):0{width}d}")
        else:
            raise BadPattern(letter)


def _says(text: str) -> Writer:
    return lambda _moment: text


@lru_cache(maxsize=512)
def compiled(pattern: str, locale: str) -> Pattern:
    """The pattern for a locale name (``en``, ``fr_CH``).

    Raises ``BadPattern`` or Babel's ``UnknownLocaleError``.
    """
    language = Locale.parse(locale.replace("-", "_"))
    draft = _Draft(language, _month_names(language))
    position = 0
    for token in _TOKEN.finditer(pattern):
        if token.start() != position:
            raise BadPattern(pattern)
        position = token.end()
        quoted, letter, literal = token.group(1), token.group(2), token.group(3)
        if letter is not None:
            draft.letter(letter, len(token.group()))
        else:
            draft.literal(literal if literal is not None else (quoted.replace("''", "'") or "'"))
    if position != len(pattern) or not draft.seen:
        raise BadPattern(pattern)
    regex = re.compile("".join(draft.pieces), re.IGNORECASE)
    return Pattern(pattern, regex, draft.months, tuple(draft.writers))


def _month_names(language: Locale) -> dict[str, int]:
    """Every spelling of a month in the language, and in English, which clients send with any locale."""
    names: dict[str, int] = {}
    for source in (Locale("en"), language):
        for context in ("format", "stand-alone"):
            for width in _NAME_WIDTHS:
                for number, name in source.months[context][width].items():
                    names[str(name).casefold().rstrip(".")] = number
    return names
