"""Loans as lists of events, without a database: short words to write them, and strategies to draw them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from amana.finance.allocation import PAYMENT_ORDER
from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.money import Currency
from amana.finance.terms import Amortisation, InterestMethod, InterestPeriod, LoanTerms, RateUnit
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.events import (
    UNDECIDED,
    Approved,
    ChargeAdded,
    Disbursed,
    Event,
    InterestWaived,
    Recorded,
    Repaid,
    Submitted,
    TransactionReversed,
)

D = Decimal
START = date(2015, 1, 1)
TODAY = date(2015, 12, 31)


def contract(
    strategy: AllocationStrategy = AllocationStrategy.MIFOS_STANDARD, **terms: object
) -> LoanContract:
    """1,000 over four months at 2 % a month unless told otherwise."""
    usual = LoanTerms(
        currency=Currency("USD", 2),
        principal=D(1000),
        number_of_repayments=4,
        repay_every=1,
        repay_unit=PeriodUnit.MONTHS,
        interest_rate=D(2),
        interest_rate_unit=RateUnit.MONTH,
        interest_method=InterestMethod.DECLINING,
        amortisation=Amortisation.EQUAL_INSTALMENTS,
        interest_period=InterestPeriod.SAME_AS_REPAYMENT,
        expected_disbursement_on=START,
    )
    return LoanContract(
        terms=replace(usual, **terms), strategy=strategy, term_length=4, term_unit=PeriodUnit.MONTHS
    )


def fee(number: int, amount: Decimal, due_on: date, *, penalty: bool = False) -> LoanCharge:
    """A flat charge due on a day."""
    return LoanCharge(
        id=number,
        charge=number,
        name=f"Charge {number}",
        time=ChargeTime.SPECIFIED_DUE_DATE,
        basis=ChargeBasis.FLAT,
        amount=amount,
        penalty=penalty,
        due_on=due_on,
    )


def recorded(bodies: Iterable[tuple[Event, date]]) -> list[Recorded]:
    """Bodies in envelopes, numbered in their order; the id is the number."""
    return [
        Recorded(
            id=seq,
            seq=seq,
            value_date=on,
            business_date=TODAY,
            booked_at=datetime(2015, 12, 31, tzinfo=UTC),
            command_id=seq,
            user_id=1,
            body=body,
        )
        for seq, (body, on) in enumerate(bodies, 1)
    ]


def disbursed(made: LoanContract) -> list[tuple[Event, date]]:
    """Applied for, approved and paid out on the first day."""
    return [
        (Submitted(contract=made), START),
        (Approved(principal=made.terms.principal, expected_disbursement_on=START), START),
        (Disbursed(amount=made.terms.principal), START),
    ]


def repaid(amount: Decimal) -> Repaid:
    return Repaid(amount=amount, decided=UNDECIDED)


days = st.integers(0, 300).map(lambda number: START + timedelta(days=number))
amounts = st.integers(1, 60_000).map(lambda cents: D(cents) / 100)
contracts = st.builds(
    contract,
    strategy=st.sampled_from(list(PAYMENT_ORDER)),
    number_of_repayments=st.integers(1, 8),
    interest_method=st.sampled_from(list(InterestMethod)),
    amortisation=st.sampled_from(list(Amortisation)),
    interest_period=st.sampled_from(list(InterestPeriod)),
    interest_rate=st.integers(0, 60).map(lambda tenth: D(tenth) / 10),
)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Event, date]]:
    """Payments, waivers, charges and reversals after a disbursement, dated in any order."""
    bodies = disbursed(draw(contracts))
    money: list[int] = []
    for _ in range(draw(st.integers(0, 10))):
        what = draw(st.sampled_from(["repay", "repay", "repay", "waive", "charge", "penalty", "reverse"]))
        number = len(bodies) + 1
        if what == "reverse":
            if money:
                event = money.pop(draw(st.integers(0, len(money) - 1)))
                bodies.append((TransactionReversed(event=event), TODAY))
            continue
        if what == "repay":
            bodies.append((repaid(draw(amounts)), draw(days)))
        elif what == "waive":
            bodies.append((InterestWaived(amount=draw(amounts), decided=UNDECIDED), draw(days)))
        else:
            charge = fee(number, draw(amounts), draw(days), penalty=what == "penalty")
            bodies.append((ChargeAdded(charge=charge), TODAY))
            continue
        money.append(number)
    return bodies
