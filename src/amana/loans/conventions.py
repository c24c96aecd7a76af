"""How an institution wants loans computed: settings, most of which a contract takes up when it is applied for."""

from dataclasses import replace

from psycopg.types.json import Jsonb
from sqlalchemy.dialects.postgresql import insert

from amana.finance.money import RoundingMode
from amana.finance.terms import LoanTerms
from amana.kernel.context import Moment
from amana.kernel.records import setting
from amana.kernel.seeding import seeds
from amana.storage.session import WriteSession

ROUNDING = "rounding-mode"
FROM_DISBURSEMENT = "interest-charged-from-date-same-as-disbursal-date"
NO_INTEREST_ON_OVERDUE = "is-principal-compounding-disabled-for-overdue-loans"
INTEREST_FIRST = "is-interest-to-be-recovered-first-when-greater-than-emi"
ACCRUED_AT_ONCE = "enable-immediate-charge-accrual-post-maturity"
ACCRUED_WITHOUT_ENTRIES = "allow-cash-and-non-cash-accrual"
SETTLED_TAKE_NO_MONEY = "block-transactions-on-closed-overpaid-loans"
RECUR_LATER = "recurring-penalties-a-day-later"

SWITCHES = {
    FROM_DISBURSEMENT: "An irregular first period bears interest for its own days.",
    NO_INTEREST_ON_OVERDUE: "Principal that is overdue bears no more interest than was planned.",
    ACCRUED_AT_ONCE: "A charge that joins a loan after its last due date is booked as income at once.",
    ACCRUED_WITHOUT_ENTRIES: "Loans with cash accounting or none show accruals at their disbursement, without entries.",
    SETTLED_TAKE_NO_MONEY: "Closed and overpaid loans take no payments, credits and waivers, but refunds.",
    RECUR_LATER: "A penalty that recurs comes a day later after each due date than the first, as in Mifos X.",
    INTEREST_FIRST: "Interest may be more than the instalment; the excess goes to the next one.",
}
MODES = (
    RoundingMode.UP,
    RoundingMode.DOWN,
    RoundingMode.CEILING,
    RoundingMode.FLOOR,
    RoundingMode.HALF_UP,
    RoundingMode.HALF_DOWN,
    RoundingMode.HALF_EVEN,
)
"""Rounding modes in the order of the numbers that the setting takes, from 0."""
DEFAULT_MODE = MODES.index(RoundingMode.HALF_EVEN)


def is_on(moment: Moment, name: str) -> bool:
    """Whether a switch is on."""
    found = moment.settings.get(name)
    return bool(found is not None and found.enabled)


def rounding(moment: Moment) -> RoundingMode:
    """What becomes of the part that a currency's digits cannot hold."""
    found = moment.settings.get(ROUNDING)
    number = found.value if found is not None else None
    return MODES[number] if isinstance(number, int) and 0 <= number < len(MODES) else MODES[DEFAULT_MODE]


def by_convention(moment: Moment, terms: LoanTerms) -> LoanTerms:
    """The terms as the institution's settings complete them."""
    progressive = terms.progressive
    if is_on(moment, NO_INTEREST_ON_OVERDUE):
        progressive = replace(progressive, past_due_interest=False)
        if terms.recalculation is not None:
            terms = replace(terms, recalculation=replace(terms.recalculation, on_arrears=False))
    return replace(
        terms,
        rounding=rounding(moment),
        interest_from_disbursement=terms.interest_from_disbursement or is_on(moment, FROM_DISBURSEMENT),
        interest_may_exceed_instalment=terms.interest_may_exceed_instalment or is_on(moment, INTEREST_FIRST),
        progressive=progressive,
    )


@seeds(20)
def seed_settings(session: WriteSession) -> None:
    """The settings as they are where nobody has changed them."""
    modes = ", ".join(f"{number} {mode}" for number, mode in enumerate(MODES))
    rows = [{"name": name, "description": text} for name, text in SWITCHES.items()]
    session.run(insert(setting).values(rows).on_conflict_do_nothing())
    mode = {
        "name": ROUNDING,
        "description": f"Rounding of loans: {modes}.",
        "value": Jsonb(DEFAULT_MODE),
        "enabled": True,
    }
    session.run(insert(setting).values(mode).on_conflict_do_nothing())
