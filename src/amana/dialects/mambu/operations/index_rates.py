"""Index rates."""

from amana.dialects.base.fields import Field
from amana.dialects.base.late import Referred
from amana.dialects.base.rows import Rows
from amana.dialects.mambu.fields.index_rates import ENTERED, NEW_INDEX_RATE
from amana.floating_rates.add_period import AddRatePeriod
from amana.kernel.references import Unknown

SOURCE = Referred("floating_rate", Unknown.NOT_FOUND)
ROW = Rows("indexrate", places={"indexRateSourceId": Field("indexRateSourceId", "rate", SOURCE)})

ROWS = (
    ROW.does(
        "create-or-update-index-rates",
        "POST indexratesources/{indexRateSourceId}/indexrates",
        AddRatePeriod,
        NEW_INDEX_RATE,
        answers=ENTERED,
    ),
)
