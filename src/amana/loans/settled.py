"""Loans on which nothing is owed: whether they still take money, as the institution wants it."""

from sqlalchemy.dialects.postgresql import insert

from amana.kernel.context import Work
from amana.kernel.records import setting
from amana.kernel.seeding import seeds
from amana.loans.kinds import LoanStatus
from amana.loans.refusals import TakesNoMoney
from amana.storage.session import WriteSession

BLOCKED = "block-transactions-on-closed-overpaid-loans"
SETTLED = frozenset({LoanStatus.CLOSED, LoanStatus.OVERPAID})


def takes_money(work: Work, status: LoanStatus) -> None:
    """Refuse payments, credits and waivers on a closed or overpaid loan where the setting says so."""
    found = work.moment.settings.get(BLOCKED)
    if found is not None and found.enabled and status in SETTLED:
        raise TakesNoMoney


@seeds(20)
def seed_setting(session: WriteSession) -> None:
    """Off, as Apache Fineract is delivered."""
    text = (
        "Closed and overpaid loans take no payments, credits and waivers; what is overpaid can be refunded."
    )
    values = {"name": BLOCKED, "description": text}
    session.run(insert(setting).values(values).on_conflict_do_nothing())
