"""Index rates on the wire."""

from amana.dialects.base.codecs import ISO_DATE, NUMBER, TEXT, Text
from amana.dialects.base.fields import Field, Fields, Nested
from amana.dialects.mambu.answers import Afterwards
from amana.dialects.mambu.codec import AMOUNT, KEY, RATE_KEY, USER_KEY, Constant
from amana.floating_rates.queries import GetIndexRate
from amana.floating_rates.store import MAXIMUM_NOTES_LENGTH
from amana.kernel.outcome import Outcome

ASKED = Fields(
    "NewIndexRate",
    Field("rate", "value", AMOUNT, required=True, about="per cent a year; an index may be negative"),
    Field("startDate", "starts_on", ISO_DATE, required=True),
    Field("notes", "notes", Text(MAXIMUM_NOTES_LENGTH)),
)
NEW_INDEX_RATE = Fields("CreateIndexRateRequest", Field("indexRate", ".", Nested(ASKED), required=True))
SOURCE = Fields(
    "IndexRateSource",
    Field("encodedKey", "rate_key", KEY),
    Field("name", "name", TEXT),
    Field("notes", "name", Constant(""), about="sources have none here"),
    Field("type", "name", Constant("INTEREST_RATE")),
)
INDEX_RATE = Fields(
    "IndexRate",
    Field("encodedKey", "period.id", RATE_KEY),
    Field("rate", "period.rate", NUMBER),
    Field("startDate", "period.starts_on", ISO_DATE),
    Field("notes", "period.notes", TEXT, null=""),
    Field("rateSource", ".", Nested(SOURCE)),
    Field("userKey", "user", USER_KEY),
)


def _entered(outcome: Outcome) -> GetIndexRate:
    changes = outcome.changes or {}
    return GetIndexRate(rate=int(outcome.id or 0), starts_on=changes["starts_on"])


ENTERED = Afterwards(_entered, INDEX_RATE)
