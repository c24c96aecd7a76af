"""Transactions told: how each was split over the instalments, and how it is posted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.finance.components import Component, Components
from amana.finance.money import ZERO
from amana.ledger.mappings import ProductAccounts
from amana.ledger.posting_rules import TAXED, AccountingMethod
from amana.loans.charge_book import AT_DISBURSEMENT
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.explaining.views import (
    AllocationStep,
    EarnedExplained,
    PostingExplained,
    TransactionExplained,
)
from amana.loans.kinds import CREDITS, Accounting, TransactionKind
from amana.loans.postings import LOAN_POSTINGS, event_of, parts_of
from amana.loans.state import LoanState, TransactionState

_SPLIT = frozenset({TransactionKind.REPAYMENT, TransactionKind.CHARGE_PAYMENT}) | CREDITS
_OWED_AGAIN = frozenset({TransactionKind.CHARGEBACK, TransactionKind.OVERPAYMENT_REFUND})
_TAKES_NOTHING = frozenset(
    {TransactionKind.ACCRUAL, TransactionKind.DISBURSEMENT, TransactionKind.CHARGE_OFF}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsThen:
    """The accounts of a loan's product: ``present`` ones, those of transactions booked under other mappings, all
    ``named`` (code and name).
    """

    present: ProductAccounts
    earlier: Mapping[int, ProductAccounts]
    named: Mapping[int, tuple[str, str]]

    def of(self, transaction: int) -> ProductAccounts:
        """Those that were in force when the transaction was posted last."""
        return self.earlier.get(transaction, self.present)


def explained_transactions(
    state: LoanState,
    accounts: AccountsThen,
    wanted: int | None = None,
    earned: Sequence[EarnedExplained] = (),
) -> list[TransactionExplained]:
    """The transactions of a loan (or the ``wanted`` one) in order of value date; ``earned`` is what the wanted one, an
    accrual, booked.
    """
    split = _steps(state)
    charges = {one.id: one for one in state.contract.charges}
    return [
        TransactionExplained(
            id=one.id,
            kind=one.kind,
            on=one.on,
            amount=one.amount,
            reversed_on=one.reversed_on,
            strategy=str(state.contract.strategy) if one.kind in _SPLIT else None,
            steps=split.get(one.id, []),
            at_disbursement=sum(
                (share.amount for share in one.decided.charges if share.instalment == AT_DISBURSEMENT), ZERO
            ),
            overpayment=one.decided.overpayment,
            earned=earned if wanted == one.id else (),
            postings=list(_postings(one, state.contract, charges, accounts)),
        )
        for one in state.transactions
        if wanted in (None, one.id)
    ]


def _steps(state: LoanState) -> dict[int, list[AllocationStep]]:
    """By transaction: what it took of what was open then. Charges that were forgiven were never there."""
    open_: dict[int, Components] = {row.number: row.due for row in state.instalments}
    due = {row.number: row.due_date for row in state.instalments}
    counting = [one for one in state.transactions if not one.is_reversed]
    waivers_first = sorted(counting, key=lambda one: one.kind is not TransactionKind.CHARGE_WAIVER)
    found: dict[int, list[AllocationStep]] = {}
    for one in counting:
        if one.kind in _OWED_AGAIN:  # what is owed again was not, until then
            for portion in one.decided.portions:
                open_[portion.number] -= Components(principal=one.amount)
    for one in waivers_first:
        if one.kind in _TAKES_NOTHING:
            continue
        if one.kind in _OWED_AGAIN or one.kind is TransactionKind.CASH_REFUND:
            for portion in one.decided.portions:
                open_[portion.number] += portion.components
            continue
        steps = found.setdefault(one.id, [])
        for portion in one.decided.portions:
            before = open_.get(portion.number)
            if before is None:
                continue
            on = due[portion.number]
            steps.extend(_taken(portion.number, on, one.on, before, portion.components))
            open_[portion.number] = before - portion.components - Components(interest=portion.interest_waived)
    return found


def _taken(
    number: int, due: date, on: date, before: Components, taken: Components
) -> Iterator[AllocationStep]:
    timing = "in_advance" if on < due else "late" if on > due else "on_due_date"
    for component in Component:
        amount = taken.of(component)
        if amount:
            yield AllocationStep(
                instalment=number,
                due_date=due,
                timing=timing,
                component=component,
                open_before=before.of(component),
                taken=amount,
            )


def _postings(
    one: TransactionState,
    contract: LoanContract,
    charges: Mapping[int, LoanCharge],
    accounts: AccountsThen,
) -> Iterable[PostingExplained]:
    if contract.accounting is Accounting.NONE or one.is_reversed:
        return
    then = accounts.of(one.id)
    payment_type = one.payment.type if one.payment is not None else None
    method = AccountingMethod(contract.accounting.value)
    event = event_of(one, method, charges)
    for part in parts_of(one, charges, contract.currency):
        if not part.amount:
            continue
        for rule in LOAN_POSTINGS.of(method, event, part.component):
            debit, credit = (
                (part.tax, "a tax that the charge contains")
                if part.tax is not None and role in TAXED
                else then.chosen(role, payment_type=payment_type, charge=part.charge, reasons=one.reasons)
                for role in (rule.debit, rule.credit)
            )
            yield PostingExplained(
                component=part.component,
                amount=Decimal(part.amount),
                debit_role=str(rule.debit),
                debit_account=debit[0],
                debit_code=accounts.named[debit[0]][0],
                debit_name=accounts.named[debit[0]][1],
                debit_because=debit[1],
                credit_role=str(rule.credit),
                credit_account=credit[0],
                credit_code=accounts.named[credit[0]][0],
                credit_name=accounts.named[credit[0]][1],
                credit_because=credit[1],
            )
