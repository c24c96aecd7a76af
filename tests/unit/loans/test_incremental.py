"""What is decided from the open rows of a loan equals a derivation of its whole past, after every event.

``AMANA_HISTORIES`` says how many random histories are played (10,000 for the full proof).
"""

import os
import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.unit.loans.histories import START, TODAY, D, contract, disbursed, fee, recorded

from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.terms import Amortisation, InterestMethod, InterestPeriod
from amana.ledger.mappings import ProductAccounts
from amana.loans.contract import LoanContract
from amana.loans.events import (
    UNDECIDED,
    ChargeAdded,
    ChargePaid,
    ChargeWaived,
    Credited,
    Event,
    InterestWaived,
    Recorded,
    Repaid,
    TransactionReversed,
    WrittenOff,
)
from amana.loans.kinds import LoanStatus, LoanType, TransactionKind
from amana.loans.model import derive
from amana.loans.position import LoanPosition, position_of
from amana.loans.products.product import PRODUCT_KIND
from amana.loans.repay import decide, is_current
from amana.loans.state import ChargeState, InstalmentState, LoanState
from amana.loans.store import LoanHeader, OpenLoan

HISTORIES = int(os.environ.get("AMANA_HISTORIES", "250"))
BATCHES = 5
REPAYABLE = frozenset({LoanStatus.ACTIVE, LoanStatus.OVERPAID, LoanStatus.CLOSED})


class Kept:
    """The projections of one loan, as the database keeps them."""

    def __init__(self, state: LoanState, events: list[Recorded]) -> None:
        self.events = events
        self.fast = 0
        self.rebuilt(state)

    def rebuilt(self, state: LoanState) -> None:
        self.contract = state.contract
        self.position = position_of(state, 1, state.last_seq, self.events[-1].booked_at)
        self.instalments = {one.number: one for one in state.instalments}
        self.charges = {one.charge.id: one for one in state.charges}

    def header(self) -> LoanHeader:
        return LoanHeader(
            id=1,
            account_no="1",
            loan_type=LoanType.INDIVIDUAL,
            client=1,
            group=None,
            product=1,
            fund=None,
            purpose=None,
            officer=None,
            client_status="active",
            client_activated_on=START,
            group_status=None,
            group_activated_on=None,
            office=1,
            closed_through=None,
            contract=self.contract,
            position=self.position,
            accounts=ProductAccounts.of_rows(PRODUCT_KIND, []),
            event_ids=iter(()),
            on_holiday=False,
            weekdays=(),
        )

    def open_rows(self) -> tuple[InstalmentState, ...]:
        """What is loaded for a payment: everything from the instalment before the first open one on."""
        rows = list(self.instalments.values())
        first = next((at for at, row in enumerate(rows) if row.completed_on is None), len(rows) + 1)
        return tuple(rows[max(first - 1, 0) :])

    def book(self, event: Recorded) -> None:
        """Take the quick way where there is one, and keep what it changes; derive anew otherwise."""
        header, body = self.header(), event.body
        if isinstance(body, Repaid | Credited) and is_current(header, event.value_date):
            opened = OpenLoan(
                header=header,
                instalments=self.open_rows(),
                charges=tuple(one for one in self.charges.values() if one.outstanding),
            )
            posting = decide(opened, event, body)
            self.events.append(posting.event)
            self.position = posting.position
            self.instalments |= {one.number: one for one in posting.instalments}
            self.charges |= {one.charge.id: one for one in posting.charges}
            self.fast += 1
            return
        self.events.append(event)
        self.rebuilt(derive(self.events, event.business_date))


def some_contract(chance: random.Random) -> LoanContract:
    count = chance.randint(1, 8)
    made = contract(
        strategy=chance.choice([one for one in AllocationStrategy if one is not AllocationStrategy.FREE]),
        number_of_repayments=count,
        interest_method=chance.choice(list(InterestMethod)),
        amortisation=chance.choice(list(Amortisation)),
        interest_period=chance.choice(list(InterestPeriod)),
        interest_rate=D(chance.randint(0, 60)) / 10,
        repay_unit=chance.choice([PeriodUnit.WEEKS, PeriodUnit.MONTHS]),
        grace_on_principal=chance.choice([0, 0, 1]) if count > 1 else 0,
    )
    charges = [fee(1, D(chance.randint(1, 20)), START + timedelta(days=chance.randint(1, 200)))]
    charges.append(
        replace(
            charges[0], id=2, time=ChargeTime.INSTALMENT, basis=ChargeBasis.PERCENT_OF_INTEREST, due_on=None
        )
    )
    return replace(made, charges=tuple(charges[: chance.randint(0, 2)]))


def some_event(chance: random.Random, kept: Kept) -> tuple[Event, int]:
    """An event and the day after the start on which it counts."""
    latest = ((kept.position.last_money_on or START) - START).days
    on = chance.choice(
        [chance.randint(0, 300), latest + chance.randint(0, 20), latest + chance.randint(0, 20)]
    )
    amount = D(chance.randint(1, 40_000)) / 100
    charges = list(kept.charges)
    kinds = ["repay"] * 6 + ["credit", "waive", "fee", "penalty", "reverse", "write off"]
    kinds += ["waive charge", "pay charge"] if charges else []
    what = chance.choice(kinds)
    if what == "repay":
        return Repaid(amount=amount, decided=UNDECIDED), on
    if what == "credit":
        kind = chance.choice([TransactionKind.GOODWILL_CREDIT, TransactionKind.PAYOUT_REFUND])
        return Credited(amount=amount, decided=UNDECIDED, credit=kind), on
    if what == "waive":
        return InterestWaived(amount=amount / 100, decided=UNDECIDED), on
    if what in ("fee", "penalty"):
        number = 100 + len(kept.events)
        return ChargeAdded(
            charge=fee(number, amount, START + timedelta(days=on), penalty=what == "penalty")
        ), on
    if what == "waive charge":
        charge = chance.choice(charges)
        return ChargeWaived(charge=charge, instalment=None, amount=amount, decided=UNDECIDED), on
    if what == "pay charge":
        charge = chance.choice(charges)
        return ChargePaid(charge=charge, instalment=None, amount=amount, decided=UNDECIDED), on
    if what == "write off" and kept.position.status is LoanStatus.ACTIVE and chance.random() < 0.2:
        return WrittenOff(amount=Decimal(0), decided=UNDECIDED), max(on, latest)
    reversible = [one for one in kept.events if isinstance(one.body, Repaid | InterestWaived)]
    return TransactionReversed(event=chance.choice(reversible).id if reversible else 0), on


def differing(kept: Kept, state: LoanState) -> list[str]:
    """The columns in which what is kept is not what a derivation makes."""
    position: LoanPosition = position_of(state, 1, kept.position.version, kept.position.changed_at)
    names = LoanPosition.__dataclass_fields__
    found = [name for name in names if getattr(position, name) != getattr(kept.position, name)]
    rows: tuple[InstalmentState, ...] = tuple(kept.instalments.values())
    charges: tuple[ChargeState, ...] = tuple(kept.charges.values())
    return found + ["instalments"] * (rows != state.instalments) + ["charges"] * (charges != state.charges)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_quick_way_keeps_what_a_derivation_makes(batch: int) -> None:
    quick = 0
    for seed in range(batch, HISTORIES, BATCHES):
        chance = random.Random(seed)
        events = recorded(disbursed(some_contract(chance)))
        kept = Kept(derive(events, TODAY), events)
        for _ in range(chance.randint(1, 12)):
            if kept.position.status not in REPAYABLE:
                break
            body, after = some_event(chance, kept)
            seq = len(kept.events) + 1
            [event] = recorded([(body, START + timedelta(days=after))])
            kept.book(replace(event, id=seq, seq=seq))
            state = derive(kept.events, TODAY)
            assert not differing(kept, state), f"history {seed}, event {seq}: {differing(kept, state)}"
        quick += kept.fast
    assert quick
