"""Loading and saving one loan: lock, load, derive, save what differs, post what differs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

import msgspec

from amana.finance.cumulative import ScheduleError
from amana.kernel import identities
from amana.kernel.codec import from_plain, to_plain
from amana.kernel.context import Work
from amana.kernel.queries import numbered
from amana.kernel.refusals import invalid
from amana.ledger.journal import Journal
from amana.ledger.mappings import ProductAccounts
from amana.loans import activities
from amana.loans import statements as sql
from amana.loans.accrual_upkeep import (
    ahead_of_time,
    beyond_the_schedule,
    booked_anew,
    charged_off_anew,
    follows_the_money,
    rest_at_the_end,
    reversals,
)
from amana.loans.charges_earned import charges_earned_on
from amana.loans.contract import LoanContract
from amana.loans.delinquency.classify import Classifier
from amana.loans.events import Event, MoneyEvent, Recorded
from amana.loans.journal import LoanJournal
from amana.loans.kinds import LoanStatus, LoanType
from amana.loans.model import derive
from amana.loans.payment import PaymentDetail
from amana.loans.position import NAMES, LoanPosition, position_of
from amana.loans.products.product import PRODUCT_KIND
from amana.loans.records import TRANSACTION_IDENTITY
from amana.loans.refusals import NoSchedule, impossible
from amana.loans.replays import changed_between, with_replays
from amana.loans.rows import (
    charge_of,
    charge_row,
    event_of,
    event_row,
    instalment_of,
    instalment_row,
    transaction_row,
)
from amana.loans.state import ChargeState, InstalmentState, LoanState, TransactionState
from amana.storage.session import Pending


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanHeader:
    """What is known of a loan besides its events: the parties to it, its office, where it is posted."""

    id: int
    account_no: str
    loan_type: LoanType
    client: int | None
    group: int | None
    product: int
    fund: int | None
    purpose: int | None
    officer: int | None
    client_status: str | None
    client_activated_on: date | None
    group_status: str | None
    group_activated_on: date | None
    office: int
    closed_through: date | None
    contract: LoanContract
    position: LoanPosition
    accounts: ProductAccounts
    event_ids: Iterator[int]
    on_holiday: bool
    """Whether the day the loan was loaded for is a holiday of its office."""
    weekdays: tuple[int, ...]
    delinquency_bucket: int | None = None
    """By which its product has loans classified."""

    @property
    def status(self) -> LoanStatus:
        """Where the loan stands."""
        return self.position.status

    @property
    def borrower_activated_on(self) -> date | None:
        """Since when the borrower (a client before a group) may have contracts."""
        return self.client_activated_on if self.client is not None else self.group_activated_on


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLoan:
    """A locked loan with what is open on it: enough for a current-dated posting."""

    header: LoanHeader
    instalments: tuple[InstalmentState, ...]
    charges: tuple[ChargeState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FullLoan:
    """A locked loan with all its events and what they make."""

    header: LoanHeader
    events: tuple[Recorded, ...]
    state: LoanState

    @property
    def status(self) -> LoanStatus:
        """Where the loan stands."""
        return self.state.status

    def transaction(self, event: int) -> TransactionState:
        """One of its transactions; raises NotFound."""
        return numbered(self.state.transactions, event, "loan transaction")


class LoanStore:
    """The loans of the tenant, one at a time."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.session = work.session
        self._named: dict[int, str] = {}
        """External ids that new transactions got here, by event."""
        self.journal = LoanJournal(Journal(work), work.session, work.moment)

    # -- loading --------------------------------------------------------------------------------------

    def open(self, loan: int, on: date, payment: PaymentDetail | None = None) -> OpenLoan:
        """Lock a loan and read its position and what is open on it for a posting ``on`` a day, in one round trip."""
        pending = self._ask_header(loan, 1, on, payment)
        instalments = self.session.ask(sql.OPEN_INSTALMENTS, dict, loan=loan)
        charges = self.session.ask(sql.OPEN_CHARGES, dict, loan=loan)
        header = self._header(loan, pending, payment)
        return OpenLoan(
            header=header,
            instalments=tuple(instalment_of(row) for row in instalments.all()),
            charges=tuple(charge_of(row) for row in charges.all()),
        )

    def header(self, loan: int) -> LoanHeader:
        """Lock a loan and read its header alone."""
        return self._header(loan, self._ask_header(loan, 0))

    def load(
        self,
        loan: int,
        *,
        on: date | None = None,
        payment: PaymentDetail | None = None,
        events: int = 1,
    ) -> FullLoan:
        """Lock a loan and read all its events, for a posting ``on`` a day; ``events`` new event ids are reserved."""
        pending = self._ask_header(loan, events, on, payment)
        asked = self.session.ask(sql.EVENTS, dict, loan=loan)
        header = self._header(loan, pending, payment)
        return self._full(header, asked)

    def whole(self, opened: OpenLoan) -> FullLoan:
        """All events of a loan that is locked already."""
        return self._full(opened.header, self.session.ask(sql.EVENTS, dict, loan=opened.header.id))

    def _full(self, header: LoanHeader, asked: "Pending[dict[str, Any]]") -> FullLoan:
        events = tuple(event_of(row) for row in asked.all())
        return FullLoan(header=header, events=events, state=derive(events, header.position.derived_on))

    def _ask_header(
        self, loan: int, events: int, on: date | None = None, payment: PaymentDetail | None = None
    ) -> "Pending[dict[str, Any]]":
        self.session.run(sql.LOCK, loan=loan)
        payment_type = payment.type if payment is not None else None
        return self.session.ask(sql.HEADER, dict, loan=loan, events=events, on=on, payment_type=payment_type)

    def _header(
        self, loan: int, pending: "Pending[dict[str, Any]]", payment: PaymentDetail | None = None
    ) -> LoanHeader:
        row = pending.one()
        self.work.require_scope("loan", loan, row["hierarchy"] if row is not None else None)
        assert row is not None  # noqa: S101 - require_scope has refused None
        if payment is not None and payment.type is not None and not row["payment_type_known"]:
            message = f"{payment.type} is no type of payment."
            raise invalid("payment.type", "unknown", message, payment.type)
        return header_of(loan, row)

    # -- saving ---------------------------------------------------------------------------------------

    def record(self, header: LoanHeader, body: Event, value_date: date, seq: int) -> Recorded:
        """The event in its envelope, under the next reserved id."""
        event = next(header.event_ids, None)
        if event is None:  # more events than were reserved with the load
            event = self.session.scalar(sql.EVENT_NUMBER)
        return self.envelope(event, body, value_date, seq)

    def envelope(self, event: int, body: Event, value_date: date, seq: int) -> Recorded:
        """The event in its envelope."""
        work = self.work
        return Recorded(
            id=event,
            seq=seq,
            value_date=value_date,
            business_date=work.business_date,
            booked_at=work.now,
            command_id=work.command_id,
            user_id=work.actor.user_id,
            body=body,
        )

    def name(self, event: Recorded, external_id: str | None) -> str | None:
        """Keep (and return) what the institution itself calls a transaction; Duplicate when another bears the name."""
        if event.id in self._named:
            if external_id is not None:
                identities.change_external_id(self.session, TRANSACTION_IDENTITY, event.id, external_id)
            return external_id or self._named[event.id]
        if external_id is not None:
            identities.register(self.session, TRANSACTION_IDENTITY, event.id, external_id)
        return external_id

    def derived(self, events: Sequence[Recorded], day: date | None = None) -> LoanState:
        """What the events make today, or on another day; refuses a history that cannot be."""
        try:
            state = derive(events, day or self.work.business_date)
        except ScheduleError as error:
            raise NoSchedule(reason=str(error)) from error
        if state.problems:
            raise impossible(state.problems[0])
        return state

    def append(self, loan: FullLoan, *bodies: tuple[Event, date]) -> FullLoan:
        """Add events (with their value dates), derive anew, save and post what differs."""
        events = list(loan.events)
        self.book(loan.header, events, bodies)
        state = self.derived(events)
        new = (decide(state, one) for one in events[len(loan.events) :])
        return self.keep(loan, [*loan.events, *new], state)

    def add(self, loan: FullLoan, event: Recorded) -> FullLoan:
        """Add one event whose allocation the derivation decides; it is stored as decided."""
        state = self.derived((*loan.events, event))
        return self.keep(loan, [*loan.events, decide(state, event)], state)

    def extend(self, loan: FullLoan, *events: Recorded) -> FullLoan:
        """Add events in their envelopes; they are stored as the derivation decides."""
        state = self.derived((*loan.events, *events))
        return self.keep(loan, [*loan.events, *(decide(state, one) for one in events)], state)

    def keep(self, loan: FullLoan, events: list[Recorded], state: LoanState) -> FullLoan:
        """Save, with booked income brought in step with the loan."""
        today = self.work.business_date

        def with_(bodies: Sequence[tuple[Event, date]]) -> LoanState:
            return self.derived(events) if self.book(loan.header, events, bodies) else state

        state = with_(reversals(ahead_of_time(loan.state, state), today))
        until = state.accrued_until
        if until is not None and follows_the_money(state):
            stale = beyond_the_schedule(state)
            state = with_(reversals(stale, today))
            state = with_(booked_anew(state, until, stale, charges_earned_on(self.work.moment)))
        if loan.state.life.charged_off is not None:
            state = with_(charged_off_anew(state))
        state = with_(rest_at_the_end(state, today))
        state = with_(activities.in_step(state, activities.final_among(events), today))
        return self.save(loan, events, state)

    def book(self, header: LoanHeader, events: list[Recorded], bodies: Sequence[tuple[Event, date]]) -> bool:
        """Add ``bodies`` in their envelopes to ``events``; whether there were any."""
        for body, value_date in bodies:
            events.append(self.record(header, body, value_date, events[-1].seq + 1))
        return bool(bodies)

    def save(self, loan: FullLoan, events: Sequence[Recorded], state: LoanState) -> FullLoan:
        """Save a loan whose events have grown to ``events``, which make ``state``."""
        header, before = loan.header, loan.state
        changed = changed_between(before, state) if len(events) > len(loan.events) else []
        if changed:
            events = (*events[:-1], replace(events[-1], changed=tuple(changed)))
            replays = Counter(changed)
            replays.update({one.id: one.replays for one in state.transactions})
            transactions = tuple(with_replays(one, replays) for one in state.transactions)
            state = replace(state, transactions=transactions)
        new = events[len(loan.events) :]
        self.journal.follow(header, before, state, cause=new[-1].id if new else None)
        position = position_of(state, header.id, header.position.version + 1, self.work.now)
        self.put(header.id, position, state, new)
        if state.contract != before.contract or state.officer != before.officer:
            self.set_contract(header.id, state)
        if header.delinquency_bucket is not None and state.is_disbursed:
            Classifier(self.work).classify(header.id, header.delinquency_bucket, state)
        return replace(loan, events=tuple(events), state=state, header=replace(header, position=position))

    def put(self, loan: int, position: LoanPosition, state: LoanState, new: Sequence[Recorded]) -> None:
        """Write every projection of a loan."""
        last = state.instalments[-1].number if state.instalments else 0
        self.session.run(
            sql.DROP_BEYOND, loan=loan, last=last, charges=[one.charge.id for one in state.charges]
        )
        self.write(position, state.instalments, state.charges, state.transactions, new)

    def write(
        self,
        position: LoanPosition,
        instalments: Sequence[InstalmentState],
        charges: Sequence[ChargeState],
        transactions: Sequence[TransactionState],
        events: Sequence[Recorded],
    ) -> None:
        """Send the rows that changed, in one statement, without waiting."""
        loan, currency = position.loan_id, position.currency
        self.session.run(
            sql.SAVE,
            positions=as_json([position.row()]),
            instalments=as_json([instalment_row(loan, currency, one) for one in instalments]),
            charges=as_json([charge_row(loan, currency, one) for one in charges]),
            transactions=as_json([transaction_row(loan, currency, one) for one in transactions]),
            events=as_json([event_row(loan, one) for one in events]),
        )
        if identities.named_by_us(self.work.moment):
            for one in events:
                if isinstance(one.body, MoneyEvent):
                    key = identities.register(self.session, TRANSACTION_IDENTITY, one.id, auto=True)
                    self._named[one.id] = str(key)

    def set_contract(self, loan: int, state: LoanState) -> None:
        """Keep the contract and the officer on the loan's row in step with its events."""
        self.session.run(
            sql.SET_CONTRACT,
            of_loan=loan,
            new_contract=self.stored_contract(state),
            new_officer=state.officer,
        )

    @staticmethod
    def stored_contract(state: LoanState) -> dict[str, Any]:
        """The contract as the loan's row keeps it."""
        stored: dict[str, Any] = to_plain(state.contract)
        return stored


def decide(state: LoanState, event: Recorded) -> Recorded:
    """The event with the allocation that the derived loan gives it."""
    for one in state.transactions:
        if one.id == event.id and hasattr(event.body, "decided"):
            body: Any = event.body
            return replace(event, body=replace(body, decided=one.decided))
    return event


def header_of(loan: int, row: Mapping[str, Any]) -> LoanHeader:
    """The header from the row of ``statements.HEADER``."""
    values = {name: row[name] for name in NAMES}
    values["status"] = LoanStatus(values["status"])
    return LoanHeader(
        id=loan,
        account_no=row["account_no"],
        loan_type=LoanType(row["loan_type"]),
        client=row["client_id"],
        group=row["group_id"],
        product=row["product_id"],
        fund=row["fund_id"],
        purpose=row["purpose_id"],
        officer=row["officer_id"],
        client_status=row["client_status"],
        client_activated_on=row["client_activated_on"],
        group_status=row["group_status"],
        group_activated_on=row["group_activated_on"],
        office=row["office_id"],
        closed_through=row["closed_through"],
        contract=cast("LoanContract", from_plain(LoanContract, row["contract"])),
        position=LoanPosition(**values),
        accounts=ProductAccounts.of_rows(PRODUCT_KIND, row["accounts"]),
        event_ids=iter(row["event_ids"] or ()),
        on_holiday=row["on_holiday"],
        weekdays=tuple(row["weekdays"] or ()),
        delinquency_bucket=row["delinquency_bucket"],
    )


def as_json(rows: list[dict[str, Any]]) -> str:
    """Rows as the text that ``jsonb_populate_recordset`` reads."""
    return msgspec.json.encode(rows).decode()
