"""Writing JSON: exact decimals, never an exponent, keys in the order the shape declares them."""

from decimal import Decimal
from typing import Any

import msgspec

from amana.dialects.base.json_in import Number


def _as_written(value: object) -> msgspec.Raw:
    """A number that came in goes out as it was written."""
    if isinstance(value, Number):
        return msgspec.Raw(value.encode())
    raise TypeError(f"{type(value).__name__} has no JSON form here")


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=_as_written)


def plain(value: Decimal) -> Decimal | msgspec.Raw:
    """The decimal, ready to be encoded without an exponent (``1E+3`` becomes ``1000``)."""
    if not value.is_finite():
        raise ValueError(f"{value} has no JSON form")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent <= 0 and value.adjusted() > -6:
        return value
    return msgspec.Raw(format(value, "f").encode())


def with_point(value: Decimal) -> Decimal | msgspec.Raw:
    """The decimal with at least one digit after the point, so that typed clients read it as a decimal."""
    if not value.is_finite():
        raise ValueError(f"{value} has no JSON form")
    text = format(value, "f")
    if "." in text and value.adjusted() > -6:
        return value
    return msgspec.Raw((text if "." in text else text + ".0").encode())


def encode(value: Any, *, pretty: bool = False) -> bytes:
    """UTF-8 JSON of plain values; ``pretty`` indents by two."""
    body = _ENCODER.encode(value)
    return msgspec.json.format(body, indent=2) if pretty else body
