"""Floating rates."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.fineract.fields.floating_rates import (
    FLOATING_RATE,
    FLOATING_RATE_CHANGES,
    FLOATING_RATE_LISTED,
    NEW_FLOATING_RATE,
)
from amana.floating_rates.create import CreateFloatingRate
from amana.floating_rates.queries import GetFloatingRate, ListFloatingRates
from amana.floating_rates.update import UpdateFloatingRate

ROW = Rows("floatingrate", places={"floatingRateId": Field("floatingRateId", "rate", ID)})

ROWS: tuple[Row, ...] = (
    ROW.shows("floatingrates_list", "GET floatingrates", ListFloatingRates, Listed(FLOATING_RATE_LISTED)),
    ROW.shows("floatingrates_retrieve", "GET floatingrates/{floatingRateId}", GetFloatingRate, FLOATING_RATE),
    ROW.does(
        "floatingrates_create", "POST floatingrates", CreateFloatingRate, NEW_FLOATING_RATE, answers=RESOURCE
    ),
    ROW.does(
        "floatingrates_update",
        "PUT floatingrates/{floatingRateId}",
        UpdateFloatingRate,
        FLOATING_RATE_CHANGES,
        answers=RESOURCE.showing(FLOATING_RATE_CHANGES),
    ),
)
