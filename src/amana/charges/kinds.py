"""What charges there can be: to whom they apply, when they fall due, of what they are calculated; as tables."""

from collections.abc import Mapping
from enum import StrEnum

from amana.finance.charges import ChargeBasis
from amana.finance.charges import ChargeTime as LoanChargeTime


class AppliesTo(StrEnum):
    """Whose accounts bear the charge."""

    LOAN = "loan"
    SAVINGS = "savings"
    CLIENT = "client"


class ChargeTime(StrEnum):
    """When a charge falls due; those of loans are named as in ``finance.charges``."""

    DISBURSEMENT = "disbursement"
    SPECIFIED_DUE_DATE = "specified_due_date"
    INSTALMENT = "instalment"
    OVERDUE_INSTALMENT = "overdue_instalment"
    TRANCHE_DISBURSEMENT = "tranche_disbursement"
    SAVINGS_ACTIVATION = "savings_activation"
    SAVINGS_CLOSURE = "savings_closure"
    WITHDRAWAL = "withdrawal"
    ANNUAL = "annual"
    MONTHLY = "monthly"
    WEEKLY = "weekly"
    OVERDRAFT = "overdraft"

    @property
    def of_loan(self) -> LoanChargeTime:
        """The same time in the arithmetic of loans; raises ValueError for other accounts' times."""
        return LoanChargeTime(self.value)


class Every(StrEnum):
    """Unit in which a recurring penalty on overdue instalments counts."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


FLAT = frozenset({ChargeBasis.FLAT})
OF_LOAN = frozenset(
    {
        ChargeBasis.FLAT,
        ChargeBasis.PERCENT_OF_AMOUNT,
        ChargeBasis.PERCENT_OF_AMOUNT_AND_INTEREST,
        ChargeBasis.PERCENT_OF_INTEREST,
    }
)
AT_TRANCHE = frozenset({ChargeBasis.FLAT, ChargeBasis.PERCENT_OF_DISBURSEMENT, ChargeBasis.PERCENT_OF_AMOUNT})
FLAT_OR_SHARE = frozenset({ChargeBasis.FLAT, ChargeBasis.PERCENT_OF_AMOUNT})

ALLOWED: Mapping[AppliesTo, Mapping[ChargeTime, frozenset[ChargeBasis]]] = {
    AppliesTo.LOAN: {
        ChargeTime.DISBURSEMENT: OF_LOAN,
        ChargeTime.SPECIFIED_DUE_DATE: OF_LOAN,
        ChargeTime.INSTALMENT: OF_LOAN,
        ChargeTime.OVERDUE_INSTALMENT: OF_LOAN,
        ChargeTime.TRANCHE_DISBURSEMENT: AT_TRANCHE,
    },
    AppliesTo.SAVINGS: {
        ChargeTime.SPECIFIED_DUE_DATE: FLAT,
        ChargeTime.SAVINGS_ACTIVATION: FLAT,
        ChargeTime.SAVINGS_CLOSURE: FLAT,
        ChargeTime.WITHDRAWAL: FLAT_OR_SHARE,
        ChargeTime.ANNUAL: FLAT,
        ChargeTime.MONTHLY: FLAT,
        ChargeTime.WEEKLY: FLAT,
        ChargeTime.OVERDRAFT: FLAT,
    },
    AppliesTo.CLIENT: {ChargeTime.SPECIFIED_DUE_DATE: FLAT},
}
"""Of what a charge may be calculated, by whom it applies to and when it falls due; what is absent is refused."""

ALWAYS_PENALTY = frozenset({ChargeTime.OVERDUE_INSTALMENT})
NEVER_PENALTY = frozenset({ChargeTime.DISBURSEMENT, ChargeTime.TRANCHE_DISBURSEMENT})
ON_A_YEARLY_DAY = frozenset({ChargeTime.ANNUAL, ChargeTime.MONTHLY})
"""These name the day of the year on which they (first) fall due."""
RECURRING = frozenset({ChargeTime.OVERDUE_INSTALMENT, ChargeTime.MONTHLY, ChargeTime.WEEKLY})
"""These may come again every so many units."""
