"""When charges count as earned, as the institution has settled."""

from psycopg.types.json import Jsonb
from sqlalchemy.dialects.postgresql import insert

from amana.kernel.context import Moment
from amana.kernel.records import setting
from amana.kernel.seeding import seeds
from amana.loans.earning import ChargeEarnedOn
from amana.storage.session import WriteSession

SETTING = "charge-accrual-date"


def charges_earned_on(moment: Moment) -> ChargeEarnedOn:
    """The day on which a charge counts as earned."""
    found = moment.settings.get(SETTING)
    if found is None or not found.enabled or found.value not in tuple(ChargeEarnedOn):
        return ChargeEarnedOn.DUE_DATE
    return ChargeEarnedOn(found.value)


@seeds(20)
def seed_setting(session: WriteSession) -> None:
    """The setting as Apache Fineract is delivered with it."""
    text = "When a charge is accrued: due-date, or submitted-date (the day it was put on the loan)."
    values = {
        "name": SETTING,
        "description": text,
        "enabled": True,
        "value": Jsonb(str(ChargeEarnedOn.DUE_DATE)),
    }
    session.run(insert(setting).values(values).on_conflict_do_nothing())
