"""How the Mifos family spells numbers and dates."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from amana.dialects.base.faults import FaultKind, Unreadable
from amana.dialects.base.json_in import Number
from amana.dialects.base.json_out import encode
from amana.dialects.families.mifos.codec import (
    DAY,
    LOCALISED_COUNT,
    MILLIS,
    MONEY,
    RATE,
    YEARLY_DAY,
    MifosSpelling,
    read_number,
)
from amana.dialects.families.mifos.joda import BadPattern, compiled


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("240,400.88", "en_US", "240400.88"),
        ("240 400.88", "fr_CH", "240400.88"),
        ("240\u202f400,88", "fr", "240400.88"),
        ("240400,88", "fr", "240400.88"),
        ("240.400,88", "de", "240400.88"),
        ("240'400.88", "de_CH", "240400.88"),
        ("12,34,567.5", "en_IN", "1234567.5"),
        ("10,000.00", "en_GB", "10000.00"),
        ("-5", "en", "-5"),
        (".5", "en", "0.5"),
    ],
)
def test_localised_numbers(text: str, locale: str, value: str) -> None:
    assert read_number(text, locale) == Decimal(value)


@pytest.mark.parametrize("text", ["1,00", "1,2,3", "1e5", "NaN", "Infinity", "", "1.2.3", "12 apples", "١٢"])
def test_numbers_that_are_none(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_number(text, "en")
    assert caught.value.kind is FaultKind.NOT_A_NUMBER


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from(["en", "en_IN", "de"]))
def test_a_grouped_number_is_read_back(value: Decimal, locale: str) -> None:
    assert read_number(format_decimal(value, format="#,##0.00", locale=locale), locale) == value


def spelling(**fields: str) -> MifosSpelling:
    return MifosSpelling.of(fields)


def test_money_needs_a_locale_even_as_a_json_number() -> None:
    for wire in ("500.00", Number("500.00")):
        assert MONEY.read(wire, spelling(locale="en")) == Decimal("500.00")
        with pytest.raises(Unreadable) as caught:
            MONEY.read(wire, spelling())
        assert caught.value.kind is FaultKind.LOCALE_MISSING
    with pytest.raises(Unreadable) as caught:
        MONEY.read("1", spelling(locale="xx_NOWHERE"))
    assert caught.value.kind is FaultKind.LOCALE_UNKNOWN


def test_money_out_has_a_point() -> None:
    assert encode(
        [MONEY.write(Decimal(1000000)), MONEY.write(Decimal("5.10")), RATE.write(Decimal("24.000"))]
    ) == (b"[1000000.0,5.10,24.0]")


@pytest.mark.parametrize(
    ("pattern", "locale", "text", "day"),
    [
        ("dd MMMM yyyy", "en", "04 March 2009", date(2009, 3, 4)),
        ("dd MMMM yyyy", "en_GB", "10 Jun 2013", date(2013, 6, 10)),
        ("dd MMMM yyyy", "en", "1 july 2007", date(2007, 7, 1)),
        ("dd MMM yyyy", "fr", "4 mars 2009", date(2009, 3, 4)),
        ("dd MMMM yyyy", "fr", "4 March 2009", date(2009, 3, 4)),
        ("d MMMM yyyy", "es", "4 de marzo 2009", None),
        ("d 'de' MMMM yyyy", "es", "4 de marzo 2009", date(2009, 3, 4)),
        ("yyyy-MM-dd", "en", "2014-02-28", date(2014, 2, 28)),
        ("yyyy-MM-dd", "en", "2014-02-30", None),
        ("dd/MM/yy", "en", "04/03/09", date(2009, 3, 4)),
        ("dd/MM/yyyy", "en", "04/03/09", None),
        ("MMMM d, yyyy", "en", "March 4, 2009", date(2009, 3, 4)),
        ("EEE, dd MMM yyyy", "en", "Wed, 04 Mar 2009", date(2009, 3, 4)),
    ],
)
def test_dates_by_pattern(pattern: str, locale: str, text: str, day: date | None) -> None:
    found = compiled(pattern, locale).read(text)
    assert (found.date() if found else None) == day


@given(
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["dd MMMM yyyy", "yyyy-MM-dd", "d MMM yyyy"]),
)
def test_a_date_is_read_back(day: date, pattern: str) -> None:
    for locale in ("en", "fr", "sw", "ru"):
        form = compiled(pattern, locale)
        found = form.read(form.write(day))
        assert found is not None
        assert found.date() == day


def test_patterns_that_are_none() -> None:
    for pattern in ("", "qq", "dd dd", "d'"):
        with pytest.raises(BadPattern):
            compiled(pattern, "en")


def test_days_need_format_and_locale() -> None:
    assert DAY.read("04 March 2009", spelling(locale="en", dateFormat="dd MMMM yyyy")) == date(2009, 3, 4)
    assert DAY.read([Number("2009"), Number("3"), Number("4")], spelling()) == date(2009, 3, 4)
    assert DAY.write(date(2009, 3, 4)) == [2009, 3, 4]
    for fields, kind in (
        ({}, FaultKind.LOCALE_MISSING),
        ({"locale": "en"}, FaultKind.DATE_FORMAT_MISSING),
        ({"locale": "en", "dateFormat": "??"}, FaultKind.DATE_FORMAT_BAD),
    ):
        with pytest.raises(Unreadable) as caught:
            DAY.read("04 March 2009", spelling(**fields))
        assert caught.value.kind is kind


def test_yearly_days_moments_and_counts() -> None:
    assert YEARLY_DAY.read("14 May", spelling(locale="en", monthDayFormat="dd MMM")) == (5, 14)
    moment = datetime(2013, 1, 17, 14, 57, 5, tzinfo=UTC)
    assert MILLIS.write(moment) == 1358434625000
    assert MILLIS.read("1358434625000", spelling()) == moment
    assert LOCALISED_COUNT.read("1,200", spelling(locale="en")) == 1200
    assert LOCALISED_COUNT.read(Number("12"), spelling()) == 12
