"""Request bodies: terms in snake case with words, as the tables have them, in the spelling and codes of the wire."""

import re
import uuid

from tests.replay.outcomes import NotExpressible
from tests.replay.wire import spelled

PERIODS = {"DAYS": 0, "WEEKS": 1, "MONTHS": 2, "YEARS": 3, "WHOLE_TERM": 4}
RESTS = {"SAME_AS_REPAYMENT_PERIOD": 1, "DAILY": 2, "WEEKLY": 3, "MONTHLY": 4, "MONTHS": 2}
"""``MONTHS`` is the number of months among periods: the source sends that number as a rest frequency."""
DAYS_IN = {"ACTUAL": 1, "30": 30, "360": 360, "364": 364, "365": 365}
CODES = {
    "repayment_frequency_type": PERIODS,
    "loan_term_frequency_type": PERIODS,
    "interest_rate_frequency_type": PERIODS,
    "fee_frequency": PERIODS,
    "amortization_type": {"EQUAL_PRINCIPAL": 0, "EQUAL_INSTALLMENTS": 1},
    "interest_type": {"DECLINING_BALANCE": 0, "FLAT": 1},
    "interest_calculation_period_type": {"DAILY": 0, "DAYS": 0, "SAME_AS_REPAYMENT_PERIOD": 1},
    "accounting_rule": {"NONE": 1, "CASH": 2, "ACCRUAL_PERIODIC": 3, "ACCRUAL_UPFRONT": 4},
    "days_in_year_type": DAYS_IN,
    "days_in_month_type": DAYS_IN,
    "interest_recalculation_compounding_method": {
        "NONE": 0,
        "INTEREST": 1,
        "FEE": 2,
        "INTEREST_AND_FEE": 3,
    },
    "reschedule_strategy_method": {
        "RESCHEDULE_NEXT_REPAYMENTS": 1,
        "REDUCE_NUMBER_OF_INSTALLMENTS": 2,
        "REDUCE_EMI_AMOUNT": 3,
        "ADJUST_LAST_UNPAID_PERIOD": 4,
    },
    "recalculation_rest_frequency_type": RESTS,
    "recalculation_compounding_frequency_type": RESTS,
    "pre_closure_interest_calculation_strategy": {
        "TILL_PRE_CLOSURE_DATE": 1,
        "TILL_REST_FREQUENCY_DATE": 2,
    },
    "repayment_start_date_type": {"DISBURSEMENT_DATE": 1, "SUBMITTED_ON_DATE": 2},
    "charge_applies_to": {"LOAN": 1, "SAVINGS": 2},
    "charge_calculation_type": {
        "FLAT": 1,
        "PERCENT_OF_AMOUNT": 2,
        "PERCENT_OF_AMOUNT_AND_INTEREST": 3,
        "PERCENT_OF_INTEREST": 4,
        "PERCENT_OF_DISBURSEMENT_AMOUNT": 5,
    },
    "charge_time_type": {
        "DISBURSEMENT": 1,
        "SPECIFIED_DUE_DATE": 2,
        "WITHDRAWAL_FEE": 5,
        "INSTALMENT_FEE": 8,
        "OVERDUE_INSTALLMENT": 9,
        "TRANCHE_DISBURSEMENT": 12,
    },
    "charge_payment_mode": {"REGULAR": 0, "ACCOUNT_TRANSFER": 1},
}
UPPER = {"npa": "NPA"}
KINDS = {"ASSET": 1, "LIABILITY": 2, "EQUITY": 3, "INCOME": 4, "EXPENSE": 5}
A_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def camel(name):
    """``interest_type`` as ``interestType``."""
    first, *rest = name.split("_")
    return first + "".join(UPPER.get(word) or word[:1].upper() + word[1:] for word in rest)


def coded(name, value):
    """A value as the wire has it: codes for words, spelled days."""
    if isinstance(value, list):
        return [body(one) if isinstance(one, dict) else coded(name, one) for one in value]
    if isinstance(value, dict):
        return value["ordinal"] if "ordinal" in value else body(value)
    if value == "ordinal":
        raise NotExpressible(f"the file leaves out which {name} is meant")
    if name in CODES:
        return CODES[name].get(value, value)
    if isinstance(value, str) and A_DAY.fullmatch(value):
        return spelled(value)
    return value


def body(terms, leave=()):
    """A request body of ``terms``, without what the step is told by (``leave``)."""
    return {camel(name): coded(name, value) for name, value in terms.items() if name not in leave}


def accounts(mapping, table):
    """The mappings of a product: role to account, as fields."""
    return {f"{camel(role)}AccountId": table.account(role, name) for role, name in (mapping or {}).items()}


def kind_of(role):
    """The class of account that a role of a loan product asks for; None where more than one may play it."""
    if role.startswith(("interest_on", "income_from")):
        return "INCOME"
    if role in ("write_off", "goodwill_credit") or role.endswith("_expense"):
        return "EXPENSE"
    if role == "overpayment_liability":
        return "LIABILITY"
    return None


def unique():
    """A name that nothing bears yet."""
    return uuid.uuid4().hex[:8]
