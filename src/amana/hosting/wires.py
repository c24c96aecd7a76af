"""The dialects this installation speaks, in the order in which a path is offered to them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from amana.dialects.base.dialect import Dialect
from amana.dialects.fineract.dialect import fineract
from amana.dialects.mambu.dialect import mambu
from amana.dialects.mifos.dialect import mifos
from amana.dialects.musoni.dialect import musoni
from amana.dialects.native.dialect import native
from amana.dialects.supervision.dialect import supervision
from amana.hosting import slices  # noqa: F401 - the native API is what is registered

DIALECTS: Mapping[str, Callable[[], Dialect]] = MappingProxyType(
    {
        "mifos": mifos,
        "fineract": fineract,
        "musoni": musoni,
        "mambu": mambu,
        "supervision": supervision,
        "native": native,
    }
)


def dialects() -> list[Dialect]:
    """All of them."""
    return [build() for build in DIALECTS.values()]
