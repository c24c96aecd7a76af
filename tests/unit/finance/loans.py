"""A plain loan to vary in tests: 10,000 at 2 % a month in twelve equal instalments."""

from datetime import date
from decimal import Decimal

from amana.finance.dates import PeriodUnit
from amana.finance.money import Currency
from amana.finance.terms import Amortisation, InterestMethod, InterestPeriod, LoanTerms, RateUnit

D = Decimal


def terms(**changes):
    plain = {
        "currency": Currency("USD", 2),
        "principal": D(10000),
        "number_of_repayments": 12,
        "repay_every": 1,
        "repay_unit": PeriodUnit.MONTHS,
        "interest_rate": D(2),
        "interest_rate_unit": RateUnit.MONTH,
        "interest_method": InterestMethod.DECLINING,
        "amortisation": Amortisation.EQUAL_INSTALMENTS,
        "interest_period": InterestPeriod.SAME_AS_REPAYMENT,
        "expected_disbursement_on": date(2015, 1, 1),
    }
    return LoanTerms(**(plain | changes))
